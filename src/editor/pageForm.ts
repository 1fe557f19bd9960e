import { l10n } from 'vscode';
import { draftValues, type DraftSubject } from '../application/draft.ts';
import { fileNamesKey, sentAtKey, splitExtras, withExtras } from '../application/draftExtras.ts';
import type { DraftPlace } from '../application/draftPlace.ts';
import type { Drafts } from '../application/drafts.ts';
import type { ChangedField, KnownForm } from '../application/staleStep.ts';
import type { Attachment } from '../domain/attachments.ts';
import type { Field, FieldValue } from '../domain/field.ts';
import { fitsField } from '../domain/fittingValue.ts';
import { areValuesEqual, canEdit } from '../domain/form.ts';
import { isSecret } from '../domain/secretField.ts';
import type { FieldValues, FormStanding, Notice, ShownProblem, StaleField } from '../protocol/pageForm.ts';

export interface PageFormParts {
  /** Differs from page to page, or opening to opening: what an older one kept for itself is no draft of this one. */
  readonly pageId: string;
  readonly formId: string;
  readonly place: DraftPlace;
  readonly drafts: Drafts;
  readonly subject: Omit<DraftSubject, 'fields'>;
}

/** How the list of drafts calls what is kept beside the values. */
function extraFields(): readonly Field[] {
  const base = { description: '', isRequired: false, isReadOnly: false, rules: [] } as const;
  return [
    { ...base, key: fileNamesKey, label: l10n.t('Names of the files'), type: 'member', isMultiple: true, value: [] },
    {
      ...base,
      key: sentAtKey,
      label: l10n.t('Sent, without an answer so far'),
      type: 'text',
      isMultiline: false,
      maxLength: undefined,
      value: '',
    },
  ];
}

/** The field with the value that the user was shown as that of the server. */
function asShown(field: Field, stale: readonly StaleField[]): readonly Field[] {
  const theirs = stale.find(({ key }) => key === field.key)?.theirs;
  return theirs === undefined ? [] : [{ ...field, value: theirs } as Field]; // a value that this very field had
}

/** One form of a page: what is typed into it and how it stands. Posts nothing: its owner does. */
export class PageForm {
  readonly formId: string;
  readonly place: DraftPlace;
  /** What its draft is called. */
  subject: Omit<DraftSubject, 'fields'>;
  readonly #pageId: string;
  readonly #drafts: Drafts;
  /** Grows whenever the page must drop what was typed: after a success, or when the user discards it. */
  #draftNumber = 0;
  #draft: FieldValues = [];
  /** Keys of what the page wanted to send last; `undefined`: all that is in the draft. */
  #toSend: ReadonlySet<string> | undefined;
  /** Uploaded for it and not hanging anywhere yet. */
  #files: readonly Attachment[] = [];
  #fields: readonly Field[] = [];
  /** Keys of fields that have ever been secret here: nothing of them is stored, also when they have gone. */
  readonly #secrets = new Set<string>();
  #isSending = false;
  #isAccepted = false;
  #stale: readonly StaleField[] | undefined;
  readonly #told = new Set<string>();
  #settled: Promise<void> = Promise.resolve();
  /** Writes of the draft that are under way. */
  #writes = 0;
  #sentAt: number | undefined;
  notice: Notice | undefined;
  problems: readonly ShownProblem[] = [];

  constructor({ pageId, formId, place, drafts, subject }: PageFormParts) {
    this.#pageId = pageId;
    this.formId = formId;
    this.place = place;
    this.#drafts = drafts;
    this.subject = subject;
  }

  get draftId(): string {
    return `${this.#pageId}/${this.formId}/${this.#draftNumber}`;
  }

  get draft(): FieldValues {
    return this.#draft;
  }

  /** As they were shown last. */
  get fields(): readonly Field[] {
    return this.#fields;
  }

  valueOf(fieldKey: string): FieldValue | undefined {
    const typed = this.#draft.find(([key]) => key === fieldKey)?.[1];
    return typed ?? this.#fields.find(({ key }) => key === fieldKey)?.value;
  }

  get stale(): readonly StaleField[] | undefined {
    return this.#stale;
  }

  get isSending(): boolean {
    return this.#isSending;
  }

  /** Reads what was typed earlier, unless something was typed meanwhile. */
  async open(): Promise<void> {
    const { values, files, sentAt } = splitExtras(draftValues(await this.#drafts.open(this.place)));
    this.#files = [...files, ...this.#files];
    if (this.#draft.length > 0) return;
    this.#draft = values;
    this.#sentAt = sentAt;
  }

  /** When what is here was sent, milliseconds since 1970 UTC, without an answer so far; `undefined`: it was not. */
  get sentAt(): number | undefined {
    return this.#sentAt;
  }

  get files(): readonly Attachment[] {
    return this.#files;
  }

  noteFile(file: Attachment): void {
    this.#files = [...this.#files, file];
  }

  /**
   * The draft has changed, perhaps from outside of its form: it was discarded in the list of drafts, or brought back.
   * What is being typed here, too, is left alone.
   * @returns whether it is another one now
   */
  async follow(): Promise<boolean> {
    const before = this.#draft;
    if (this.#writes > 0 || this.#isSending) return false;
    const { values, files, sentAt } = splitExtras(draftValues(await this.#drafts.read(this.place)));
    if (this.#draft !== before || this.#writes > 0 || this.#isSending) return false;
    if ((values.length === 0) === (before.length === 0)) return false;
    if (values.length > 0) await this.#drafts.open(this.place);
    this.#draftNumber += 1;
    this.#draft = values;
    this.#sentAt = sentAt;
    this.#files = [...files, ...this.#files];
    this.clear();
    return true;
  }

  /** What the server has now. */
  show(fields: readonly Field[]): void {
    this.#fields = fields;
    for (const field of fields) if (isSecret(field)) this.#secrets.add(field.key);
    this.#isAccepted = false;
  }

  standing(phase: FormStanding['phase']): FormStanding {
    return {
      formId: this.formId,
      draftId: this.draftId,
      phase: this.#isSending ? 'sending' : this.#isAccepted ? 'working' : phase,
      notice: this.notice,
      problems: this.problems,
      draft: this.#draft,
      stale: this.#stale,
    };
  }

  /** What was sent or thrown away meanwhile is left aside. */
  async keep(draftId: string, values: FieldValues): Promise<void> {
    if (draftId !== this.draftId) return;
    this.#draft = values;
    const open = values.filter(([key]) => !this.#secrets.has(key));
    const kept = withExtras({ values: open, files: this.#files, sentAt: this.#sentAt });
    const fields = kept.length === open.length ? this.#fields : [...this.#fields, ...extraFields()];
    await this.#write(() => this.#drafts.write(this.place, kept, { ...this.subject, fields }));
  }

  /**
   * As `keep`, of what the page wants to send. Beside it stays what was typed into fields that cannot be sent now: those
   * that are gone, cannot be edited any more, or take another kind of value.
   */
  async keepToSend(draftId: string, values: FieldValues): Promise<void> {
    if (draftId !== this.draftId) return;
    const toSend = new Set(values.map(([key]) => key));
    this.#toSend = toSend;
    await this.keep(draftId, [...this.#draft.filter(([key]) => !toSend.has(key)), ...values]);
  }

  /**
   * As `keepToSend`, of what is sent without a look at whether it was sent before: should nobody be there any more when
   * the answer comes, the draft still says that it was sent.
   */
  async keepAsSent(draftId: string, values: FieldValues): Promise<void> {
    if (draftId === this.draftId) this.#sentAt = Date.now();
    await this.keepToSend(draftId, values);
  }

  /** It was refused: it can be sent again. */
  async keepAsRefused(): Promise<void> {
    this.#sentAt = undefined;
    await this.keep(this.draftId, this.#draft);
  }

  /** It was sent. What could not be sent with it stays a draft. */
  async forget(): Promise<void> {
    await this.#renew(this.#draft.filter((entry) => this.#isLeft(entry)));
  }

  /** It is thrown away. The page can be told at once: only the disk is waited for. */
  async discard(): Promise<void> {
    await this.#renew([]);
  }

  async #renew(values: FieldValues): Promise<void> {
    this.#draftNumber += 1;
    this.#draft = values;
    this.#sentAt = undefined;
    this.#toSend = undefined;
    this.#told.clear();
    this.clear();
    if (values.length === 0) await this.#write(() => this.#drafts.delete(this.place));
    else await this.keep(this.draftId, values);
  }

  /** It was not among what was sent, and is not what the server has either. */
  #isLeft([key, value]: FieldValues[number]): boolean {
    if (this.#toSend === undefined || this.#secrets.has(key)) return false;
    const field = this.#fields.find((each) => each.key === key);
    if (field === undefined) return true;
    const isSent = this.#toSend.has(key) && canEdit(field) && fitsField(field, value);
    return !isSent && !areValuesEqual(value, field.value);
  }

  async #write(work: () => Promise<void>): Promise<void> {
    this.#writes += 1;
    try {
      await work();
    } finally {
      this.#writes -= 1;
    }
  }

  /** Nothing is said about it any more. */
  clear(): void {
    this.notice = undefined;
    this.problems = [];
    this.#stale = undefined;
  }

  /** Locked from here on, before anything is awaited: a second message finds it so. */
  begin(): void {
    this.#isSending = true;
    this.clear();
  }

  end(): void {
    this.#isSending = false;
  }

  /** It was taken, and what came of it is not known: locked until the ticket was read. */
  accept(): void {
    this.#isAccepted = true;
  }

  async known(values: FieldValues): Promise<KnownForm> {
    // The submit that goes on after a choice comes right behind it.
    await this.#settled;
    const bases = new Map<string, FieldValue>();
    for (const { key, base } of (await this.#drafts.read(this.place))?.fields ?? []) {
      if (base !== undefined) bases.set(key, base);
    }
    return { shown: this.#fields, typed: new Map(values), bases, told: this.#told };
  }

  /** It was not sent: others have changed it meanwhile. */
  holdBack(changed: readonly ChangedField[]): void {
    this.#stale = changed;
  }

  /** The user has chosen: what they were shown of the server is what the next attempt is compared with. */
  async settle(draftId: string, values: FieldValues): Promise<void> {
    const stale = this.#stale;
    if (draftId !== this.draftId || stale === undefined) return;
    for (const { key, canKeepMine } of stale) if (!canKeepMine) this.#told.add(key);
    this.#stale = undefined;
    this.#settled = this.#rebase(draftId, values, stale);
    await this.#settled;
  }

  async #rebase(draftId: string, values: FieldValues, stale: readonly StaleField[]): Promise<void> {
    await this.keep(draftId, values);
    await this.#drafts.rebase(
      this.place,
      this.#fields.flatMap((field) => asShown(field, stale)),
    );
  }
}
