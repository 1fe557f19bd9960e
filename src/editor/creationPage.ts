import { randomUUID } from 'node:crypto';
import { env, l10n, Uri } from 'vscode';
import { isSamePlace, type DraftPlace } from '../application/draftPlace.ts';
import type { Disposable } from '../base/disposable.ts';
import type { CreationForm, Service } from '../domain/creation.ts';
import { TicketError } from '../domain/errors.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { TicketRef } from '../domain/ticket.ts';
import type { FormModel, Notice } from '../protocol/pageForm.ts';
import type { FormMessage, PageMessage, PageState } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import type { MemoryFiles } from './memoryFiles.ts';
import { PageFiles } from './pageFiles.ts';
import { PageForm } from './pageForm.ts';
import { PagePanel, type PageSpot } from './pagePanel.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';

export interface CreationPageParts {
  readonly services: FormServices;
  readonly extensionUri: Uri;
  readonly memory: MemoryFiles;
  readonly spot: PageSpot;
  /** Called once, after which the page closes itself. */
  readonly onDidCreate: (ref: TicketRef) => Promise<void>;
  readonly onDidClose: () => void;
}

/** The webview page that makes a ticket of one service. */
export class CreationPage implements Disposable {
  readonly #parts: CreationPageParts;
  readonly #services: FormServices;
  readonly #connectionId: string;
  readonly #service: Service;
  readonly #panel: PagePanel;
  readonly #form: PageForm;
  readonly #files: PageFiles;
  readonly #subscription: Disposable;
  /** `undefined`: not read yet. */
  #content: CreationForm | undefined;
  /** Why there is no form. */
  #failure: string | undefined;
  /** A read that began before the latest one must not overwrite it. */
  #loadNumber = 0;

  constructor(parts: CreationPageParts, connectionId: string, service: Service) {
    const { services, extensionUri, spot, memory } = parts;
    this.#parts = parts;
    this.#services = services;
    this.#connectionId = connectionId;
    this.#service = service;
    const title = l10n.t('New: {0}', service.name);
    this.#panel = new PagePanel({
      extensionUri,
      log: services.log,
      spot,
      place: {
        kind: 'newTicket',
        connectionId,
        service: { id: service.id, name: service.name, description: service.description },
      },
      title,
      icon: 'new-file',
      receive: (message) => this.#receive(message),
      onReady: async () => {
        this.#post();
        this.#files.repost();
      },
      onDidClose: () => {
        this.#subscription.dispose();
        parts.onDidClose();
      },
    });
    this.#form = new PageForm({
      pageId: randomUUID(),
      formId: 'creation',
      place: { kind: 'newTicket', connectionId, serviceId: service.id },
      drafts: services.drafts,
      subject: { title: service.name, partName: '' },
    });
    this.#subscription = services.drafts.onDidChange((places) => void this.#follow(places));
    this.#files = new PageFiles({
      provider: () => services.connections.provider(connectionId),
      ticketKey: undefined,
      title,
      closed: this.#panel.closed,
      post: (message) => this.#panel.post(message),
      findForm: () => this.#form,
      messageFormId: undefined,
      memory,
    });
  }

  /** Brings the page to the front. Resolves when the form was read. */
  async show(): Promise<void> {
    this.#panel.reveal();
    await this.open();
  }

  /** Resolves when the form was read. */
  async open(): Promise<void> {
    if (this.#content === undefined) await this.#load();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'draft':
        await this.#form.keep(message.draftId, message.values);
        return;
      case 'submit':
        await this.#create(message);
        return;
      case 'discardDraft':
        await this.#discard(message.draftId);
        return;
      case 'reload':
        if (!this.#form.isSending) await this.#load();
        return;
      case 'openInBrowser':
        await this.#openInBrowser();
        return;
      case 'pickFiles':
      case 'uploadFile':
      case 'uploadAction':
      case 'tookFile':
      case 'download':
      case 'readImage':
        await this.#files.receive(message);
        return;
      case 'ready':
      case 'openLink':
      case 'read':
      case 'readOlder':
      case 'markRead':
      case 'withdrawMessage':
      case 'follow':
      case 'openTicket':
      case 'compareSeen':
      case 'runOperation':
      case 'closeOperation':
      case 'settleStale':
      case 'compareStale':
      case 'rescueDraft':
        // Not of this page.
        return;
    }
  }

  /** Where the system does not tell the page of the service, this is where one finds it. */
  async #openInBrowser(): Promise<void> {
    const url = this.#content?.url ?? this.#services.connections.find(this.#connectionId)?.baseUrl;
    if (url !== undefined) await env.openExternal(Uri.parse(url, true));
  }

  async #load(notice?: Notice): Promise<void> {
    this.#loadNumber += 1;
    const number = this.#loadNumber;
    this.#failure = undefined;
    this.#post();
    try {
      const { creation } = await this.#services.connections.provider(this.#connectionId);
      if (creation === undefined) throw new TicketError('forbidden');
      const [content] = await Promise.all([
        creation.readForm(this.#service.id, this.#panel.closed),
        this.#content === undefined ? this.#form.open() : undefined,
      ]);
      if (number !== this.#loadNumber) return;
      this.#content = content;
      this.#form.show(content.fields);
      this.#form.notice = notice;
    } catch (error) {
      if (isAbort(error) || number !== this.#loadNumber) return;
      const text = describeError(error);
      if (this.#content === undefined) this.#failure = text;
      else this.#form.notice = { severity: 'error', text };
    }
    this.#post();
  }

  async #create({ draftId, values }: Extract<FormMessage, { kind: 'submit' }>): Promise<void> {
    const form = this.#form;
    const content = this.#content;
    const isCurrent = !form.isSending && draftId === form.draftId;
    if (!isCurrent || content === undefined || content.cannotCreate !== undefined) {
      // The page has locked itself with the click and waits for an answer.
      this.#post();
      return;
    }
    const typed = new Map(values);
    form.clear();
    form.problems = validateForm(content.fields, typed).map(toShownProblem);
    if (form.problems.length > 0) {
      await form.keepToSend(draftId, values);
      this.#post();
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    form.begin();
    this.#post();
    await form.keepToSend(draftId, values);
    const ref = await this.#services.steps
      .create(this.#connectionId, this.#service.id, changedValues(content.fields, typed))
      .catch((error: unknown) => {
        form.end();
        this.#failed(error);
      });
    if (ref !== undefined) await this.#created(ref);
  }

  async #discard(draftId: string): Promise<void> {
    const isMine = draftId === this.#form.draftId && !this.#form.isSending;
    const discarded = isMine ? this.#form.discard() : undefined;
    // The page goes on at once: what is typed next must not meet a form that waits for the disk.
    this.#post();
    await discarded;
  }

  /** It is there, whatever goes wrong from now on: this form must not make another one. */
  async #created(ref: TicketRef): Promise<void> {
    const { watchList, log } = this.#services;
    await this.#form.forget();
    try {
      await watchList.add([ref]);
    } catch (error) {
      log.warn(`A new ticket is not watched (${error instanceof Error ? error.name : typeof error})`);
      void showFailure(l10n.t('{0} was created, but it could not be put among the watched tickets.', ref.key));
    }
    await this.#parts.onDidCreate(ref);
    this.dispose();
  }

  /** Nothing typed is lost: the page keeps its values, and the draft is stored. */
  #failed(error: unknown): void {
    const text = describeError(error);
    const code = error instanceof TicketError ? error.code : typeof error;
    this.#services.log.warn(`No ticket was made (${code})`);
    if (this.#panel.closed.aborted) {
      void showFailure(l10n.t('{0}: {1} What you typed is kept.', this.#service.name, text));
      return;
    }
    const form = this.#form;
    form.problems = error instanceof TicketError ? error.fieldProblems.map(toShownProblem) : [];
    form.notice = { severity: code === 'outcomeUnknown' ? 'warning' : 'error', text };
    // The form has changed on the server: what fits into the new one stays.
    if (code === 'conflict') void this.#load({ severity: 'warning', text });
    else this.#post();
  }

  #state(): PageState {
    const content = this.#content;
    const ticketKey = this.#service.name;
    if (content === undefined) {
      if (this.#failure === undefined) return { status: 'loading', ticketKey };
      return { status: 'failed', ticketKey, text: this.#failure, canOpenInBrowser: true };
    }
    return {
      status: 'creating',
      service: {
        name: content.service.name,
        description: content.service.description,
        connectionLabel: this.#services.connections.find(this.#connectionId)?.label ?? '',
      },
      card: { ...this.#form.standing('editing'), form: toCreationModel(content) },
    };
  }

  async #follow(places: readonly DraftPlace[]): Promise<void> {
    const isMine = places.some((place) => isSamePlace(place, this.#form.place));
    if (isMine && (await this.#form.follow())) this.#post();
  }

  #post(): void {
    this.#panel.post({ kind: 'state', state: this.#state() });
    for (const field of this.#content?.fields ?? []) {
      if (field.type === 'file' && !field.isReadOnly) void this.#files.announce(this.#form.formId, field.key);
    }
  }
}

function toCreationModel({ fields, cannotCreate }: CreationForm): FormModel {
  return {
    fields,
    submit: {
      key: 'create',
      kind: 'submit',
      name: l10n.t('Create'),
      scope: 'ticket',
      needs: { form: true, remark: 'none', remarkMaxLength: undefined, assignee: false },
      isIrreversible: false,
    },
    remarkKey: undefined,
    cannotSubmit: cannotCreate,
  };
}
