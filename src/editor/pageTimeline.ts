import { l10n, window } from 'vscode';
import { TicketTimeline } from '../application/ticketTimeline.ts';
import type { TicketMessage } from '../domain/conversation.ts';
import { TicketError } from '../domain/errors.ts';
import type { Field } from '../domain/field.ts';
import { isEmptyValue, validateForm } from '../domain/form.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { Operation } from '../domain/operation.ts';
import type { TicketProvider } from '../domain/provider.ts';
import type { FieldValues, FormState } from '../protocol/pageForm.ts';
import type { TimelineModel } from '../protocol/pageTimeline.ts';
import type { FormMessage, SectionContent, TimelineMessage } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import type { FormsPage } from './formSending.ts';
import { PageForm } from './pageForm.ts';
import type { PageFiles } from './pageFiles.ts';
import { plainText } from './plainText.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';

/** The form of the next message, and its fields: no system has keys like them. */
export const composerFormId = 'message';
const textKey = ':text';
const filesKey = ':files';

/** The conversation and the history of one page, and the message that is being written. */
export class PageTimeline {
  readonly #services: FormServices;
  readonly #page: FormsPage;
  readonly #files: PageFiles;
  readonly #timeline: TicketTimeline;
  readonly #composer: PageForm;
  #fields: readonly Field[] | undefined;
  #withdrawing: ReadonlySet<string> = new Set();
  #failure: string | undefined;
  readonly #onDidChange: () => void;

  /** @param onDidChange there is something new to show of the timeline */
  constructor(services: FormServices, page: FormsPage, files: PageFiles, pageId: string, onDidChange: () => void) {
    this.#services = services;
    this.#page = page;
    this.#files = files;
    this.#onDidChange = onDidChange;
    this.#timeline = new TicketTimeline(services.connections, page.ref);
    this.#composer = new PageForm({
      pageId,
      formId: composerFormId,
      place: { kind: 'message', ref: page.ref },
      drafts: services.drafts,
      subject: { title: services.store.find(page.ref)?.ticket?.title ?? '', partName: '' },
    });
  }

  /** The system is known: there is something to write into, or not. */
  async prepare({ conversation, attachments }: TicketProvider): Promise<void> {
    if (conversation === undefined || this.#fields !== undefined) return;
    await this.#composer.open();
    this.#fields = composerFields(conversation, attachments !== undefined);
    this.#composer.show(this.#fields);
  }

  /** `undefined`: there is no conversation. */
  composer(): FormState | undefined {
    const fields = this.#fields;
    if (fields === undefined) return undefined;
    const form = { fields, submit: sendOperation(), remarkKey: undefined, cannotSubmit: undefined };
    return { ...this.#composer.standing('editing'), form };
  }

  get form(): PageForm {
    return this.#composer;
  }

  get messages(): readonly TicketMessage[] | undefined {
    return this.#timeline.messages;
  }

  get history(): readonly HistoryEntry[] | undefined {
    return this.#timeline.history;
  }

  find(draftId: string): PageForm | undefined {
    return this.#composer.draftId === draftId ? this.#composer : undefined;
  }

  content(): SectionContent {
    return { section: 'timeline', timeline: this.#model() };
  }

  /** Reads the history and the newest messages. */
  async refresh(): Promise<void> {
    this.#failure = undefined;
    await this.#timeline.refresh(this.#page.closed);
  }

  async receive(message: TimelineMessage): Promise<void> {
    switch (message.kind) {
      case 'readOlder':
        await this.#attempt(() => this.#timeline.readOlder(this.#page.closed));
        return;
      case 'markRead':
        await this.#markRead();
        return;
      case 'withdrawMessage':
        await this.#withdraw(message.messageId);
        return;
    }
  }

  async #markRead(): Promise<void> {
    const { store } = this.#services;
    try {
      if (!(await this.#timeline.markRead())) return;
    } catch {
      // Nothing that its user has to know: it is told again with the next look at the page.
      this.#services.log.warn(`${this.#page.ref.key}: that its messages were seen could not be told`);
      return;
    }
    const known = store.find(this.#page.ref)?.ticket;
    if (known?.unreadMessages !== undefined) store.upsert({ ...known, unreadMessages: 0 }, 'own');
  }

  async #withdraw(messageId: string): Promise<void> {
    if (this.#withdrawing.has(messageId)) return;
    const yes = l10n.t('Take Back');
    const question = l10n.t('Take this message back for everybody?');
    if ((await window.showWarningMessage(question, { modal: true }, yes)) !== yes) return;
    this.#withdrawing = new Set([...this.#withdrawing, messageId]);
    this.#onDidChange();
    await this.#attempt(async () => {
      try {
        await this.#timeline.withdraw(messageId);
      } finally {
        this.#withdrawing = new Set([...this.#withdrawing].filter((id) => id !== messageId));
      }
    });
  }

  async send({ draftId, values }: Extract<FormMessage, { kind: 'submit' }>): Promise<void> {
    const form = this.#composer;
    const fields = this.#fields;
    if (draftId !== form.draftId || fields === undefined || form.isSending) {
      this.#page.post();
      return;
    }
    const problems = this.#problems(fields, values);
    if (problems.length > 0) {
      form.clear();
      form.problems = problems;
      await form.keep(draftId, values);
      this.#page.post();
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    form.begin();
    this.#page.post();
    await form.keep(draftId, values);
    try {
      await this.#timeline.post(toMessageDraft(values));
      await this.#sent(undefined);
    } catch (error) {
      await this.#notSent(error, values);
    } finally {
      form.end();
      this.#page.post();
    }
  }

  async #sent(text: string | undefined): Promise<void> {
    await this.#composer.forget();
    if (this.#page.closed.aborted) return;
    this.#composer.notice = text === undefined ? undefined : { severity: 'success', text };
    await this.#attempt(() => this.#timeline.refresh(this.#page.closed));
  }

  /** The text stays. Where it is not known whether it has arrived, a look may tell; it is never sent again unasked. */
  async #notSent(error: unknown, values: FieldValues): Promise<void> {
    const { key } = this.#page.ref;
    const code = error instanceof TicketError ? error.code : typeof error;
    this.#services.log.warn(`${key}: a message was not sent (${code})`);
    if (code === 'outcomeUnknown' && (await this.#hasArrived(values))) {
      await this.#sent(l10n.t('No answer came, but your message has arrived.'));
      return;
    }
    const text = describeError(error);
    if (this.#page.closed.aborted) {
      void showFailure(plainText(l10n.t('{0}: {1} What you typed is kept.', key, text)));
      return;
    }
    this.#composer.problems = error instanceof TicketError ? error.fieldProblems.map(toShownProblem) : [];
    this.#composer.notice = { severity: code === 'outcomeUnknown' ? 'warning' : 'error', text };
  }

  async #hasArrived(values: FieldValues): Promise<boolean> {
    const before = this.#timeline.messages;
    try {
      await this.#timeline.refresh(this.#page.closed);
    } catch {
      return false;
    }
    this.#onDidChange();
    // One that says the same may have been there all the time.
    if (before === undefined) return false;
    const known = new Set(before.map(({ id }) => id));
    const { text } = toMessageDraft(values);
    return (this.#timeline.messages ?? []).some(
      ({ id, side, content }) => side === 'mine' && !known.has(id) && wordsOf(content.text) === wordsOf(text),
    );
  }

  #problems(fields: readonly Field[], values: FieldValues) {
    const typed = new Map(values);
    if (this.#files.isUploading(composerFormId, filesKey)) {
      return [{ fieldKey: filesKey, text: l10n.t('Wait until the files are uploaded, or cancel them.') }];
    }
    if (isEmptyValue(typed.get(textKey) ?? '')) return [{ fieldKey: textKey, text: l10n.t('Write something first.') }];
    return validateForm(fields, typed).map(toShownProblem);
  }

  /** Does something with the conversation; what goes wrong is shown in its place. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#failure = undefined;
    try {
      await work();
    } catch (error) {
      if (isAbort(error) && this.#page.closed.aborted) return;
      this.#failure = describeError(error);
    }
    this.#onDidChange();
  }

  #model(): TimelineModel {
    const { history, messages, hasOlder, unread, failures } = this.#timeline;
    const texts = failures.map(({ part, error }) =>
      part === 'history'
        ? l10n.t('The history could not be read. {0}', describeError(error))
        : l10n.t('The conversation could not be read. {0}', describeError(error)),
    );
    return {
      history,
      messages,
      hasOlder,
      unread,
      withdrawing: [...this.#withdrawing],
      failures: this.#failure === undefined ? texts : [this.#failure, ...texts],
    };
  }
}

function composerFields(
  { format, maxLength }: NonNullable<TicketProvider['conversation']>,
  takesFiles: boolean,
): readonly Field[] {
  const base = { description: '', isRequired: false, isReadOnly: false, rules: [] } as const;
  const label = l10n.t('Message');
  const text: Field =
    format === 'html'
      ? { ...base, key: textKey, label, type: 'richText', value: '' }
      : { ...base, key: textKey, label, type: 'text', value: '', isMultiline: true, maxLength };
  const files: Field = {
    ...base,
    key: filesKey,
    label: l10n.t('Files'),
    type: 'file',
    value: [],
    files: [],
    templates: [],
  };
  return takesFiles ? [text, files] : [text];
}

/** What people read of a text: its system may have written it down in another way. */
function wordsOf(text: string): string {
  return text
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function sendOperation(): Operation {
  return {
    key: 'send',
    kind: 'submit',
    name: l10n.t('Send'),
    scope: 'ticket',
    needs: { form: true, remark: 'none', remarkMaxLength: undefined, assignee: false },
    isIrreversible: false,
  };
}

function toMessageDraft(values: FieldValues) {
  const typed = new Map(values);
  const text = typed.get(textKey) ?? '';
  const files = typed.get(filesKey) ?? [];
  return {
    text: typeof text === 'string' ? text.trim() : '',
    attachmentIds: typeof files === 'string' ? [] : files,
  };
}
