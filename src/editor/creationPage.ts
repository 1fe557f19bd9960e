import { env, l10n, Uri } from 'vscode';
import { draftValues } from '../application/draft.ts';
import type { DraftPlace } from '../application/draftPlace.ts';
import type { Disposable } from '../base/disposable.ts';
import type { CreationForm, Service } from '../domain/creation.ts';
import { TicketError } from '../domain/errors.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { TicketRef } from '../domain/ticket.ts';
import type { PageMessage, PageState, ShownProblem, StepModel } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { PagePanel } from './pagePanel.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';

type CreatingState = Extract<PageState, { status: 'creating' }>;

/** The webview page that makes a ticket of one service. */
export class CreationPage implements Disposable {
  readonly #services: FormServices;
  readonly #connectionId: string;
  readonly #service: Service;
  readonly #onDidCreate: (ref: TicketRef) => Promise<void>;
  readonly #panel: PagePanel;
  #state: PageState;
  #form: CreationForm | undefined;
  /** As in `TicketPage`. */
  #draftNumber = 0;
  #loadNumber = 0;

  /** @param onDidCreate called once, after which the page closes itself */
  constructor(
    services: FormServices,
    extensionUri: Uri,
    place: { readonly connectionId: string; readonly service: Service },
    onDidCreate: (ref: TicketRef) => Promise<void>,
    onDidClose: () => void,
  ) {
    this.#services = services;
    this.#connectionId = place.connectionId;
    this.#service = place.service;
    this.#onDidCreate = onDidCreate;
    this.#state = { status: 'loading', ticketKey: place.service.name };
    this.#panel = new PagePanel({
      extensionUri,
      log: services.log,
      title: l10n.t('New: {0}', place.service.name),
      icon: 'new-file',
      receive: (message) => this.#receive(message),
      onReady: () => this.#refreshDraft(),
      onDidClose,
    });
  }

  /** Brings the page to the front. Resolves when the form was read. */
  async show(): Promise<void> {
    this.#panel.reveal();
    if (this.#form === undefined) await this.#load();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'draft':
        if (message.draftId === this.#draftId()) await this.#keepDraft(message.values);
        return;
      case 'submit':
        await this.#create(message);
        return;
      case 'discardDraft':
        await this.#services.drafts.delete(this.#draftPlace());
        this.#draftNumber += 1;
        await this.#showForm();
        return;
      case 'reload':
        if (!this.#isLocked()) await this.#load();
        return;
      case 'openInBrowser':
        await this.#openInBrowser();
        return;
      case 'ready':
      case 'openLink':
      case 'read':
      case 'runOperation':
        // Not of this page.
        return;
    }
  }

  /** Where the system does not tell the page of the service, this is where one finds it. */
  async #openInBrowser(): Promise<void> {
    const url = this.#form?.url ?? this.#services.connections.find(this.#connectionId)?.baseUrl;
    if (url !== undefined) await env.openExternal(Uri.parse(url, true));
  }

  #isLocked(): boolean {
    return this.#state.status === 'creating' && this.#state.phase !== 'editing';
  }

  #draftId(): string {
    return `${this.#connectionId}/new/${this.#service.id}/${this.#draftNumber}`;
  }

  #draftPlace(): DraftPlace {
    return { kind: 'newTicket', connectionId: this.#connectionId, serviceId: this.#service.id };
  }

  async #readDraft(): Promise<CreatingState['draft']> {
    const { drafts } = this.#services;
    // A form that is there already goes on with what it has.
    const goesOn = this.#state.status === 'creating' && this.#state.draftId === this.#draftId();
    return draftValues(await (goesOn ? drafts.read(this.#draftPlace()) : drafts.open(this.#draftPlace())));
  }

  async #keepDraft(values: CreatingState['draft']): Promise<void> {
    const subject = { title: this.#service.name, partName: '', fields: this.#form?.fields ?? [] };
    await this.#services.drafts.write(this.#draftPlace(), values, subject);
  }

  async #refreshDraft(): Promise<void> {
    if (this.#state.status === 'creating') {
      this.#state = { ...this.#state, draft: await this.#readDraft() };
    }
    this.#post();
  }

  async #load(notice?: CreatingState['notice']): Promise<void> {
    this.#loadNumber += 1;
    const number = this.#loadNumber;
    if (this.#state.status !== 'creating') this.#setState({ status: 'loading', ticketKey: this.#service.name });
    try {
      const { creation } = await this.#services.connections.provider(this.#connectionId);
      if (creation === undefined) throw new TicketError('forbidden');
      const form = await creation.readForm(this.#service.id, this.#panel.closed);
      if (number !== this.#loadNumber) return;
      this.#form = form;
      await this.#showForm(notice);
    } catch (error) {
      if (isAbort(error) || number !== this.#loadNumber) return;
      this.#showFailure(describeError(error));
    }
  }

  #showFailure(text: string): void {
    if (this.#state.status === 'creating') this.#setState({ ...this.#state, notice: { severity: 'error', text } });
    else this.#setState({ status: 'failed', ticketKey: this.#service.name, text, canOpenInBrowser: true });
  }

  async #showForm(notice?: CreatingState['notice']): Promise<void> {
    const form = this.#form;
    if (form === undefined) return;
    const connection = this.#services.connections.find(this.#connectionId);
    this.#setState({
      status: 'creating',
      service: {
        name: form.service.name,
        description: form.service.description,
        connectionLabel: connection?.label ?? '',
      },
      step: toCreationStep(form),
      phase: 'editing',
      notice,
      problems: [],
      draft: await this.#readDraft(),
      draftId: this.#draftId(),
    });
  }

  async #create({ draftId, values }: Extract<PageMessage, { kind: 'submit' }>): Promise<void> {
    const form = this.#form;
    const state = this.#state;
    const isCurrent = !this.#isLocked() && draftId === this.#draftId();
    if (state.status !== 'creating' || !isCurrent || form === undefined || form.cannotCreate !== undefined) {
      // The page has locked itself with the click and waits for an answer.
      this.#post();
      return;
    }
    const typed = new Map(values);
    const problems = validateForm(form.fields, typed).map(toShownProblem);
    if (problems.length > 0) {
      this.#setState({ ...state, problems, notice: undefined, draft: values });
      await this.#keepDraft(values);
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    this.#setState({ ...state, phase: 'sending', notice: undefined, problems: [], draft: values });
    await this.#keepDraft(values);
    try {
      const ref = await this.#services.steps.create(
        this.#connectionId,
        this.#service.id,
        changedValues(form.fields, typed),
      );
      await this.#created(ref);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #created(ref: TicketRef): Promise<void> {
    await this.#services.drafts.delete(this.#draftPlace());
    await this.#services.watchList.add([ref]);
    await this.#onDidCreate(ref);
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
    if (this.#state.status !== 'creating') return;
    const problems: readonly ShownProblem[] =
      error instanceof TicketError ? error.fieldProblems.map(toShownProblem) : [];
    const isUnknown = code === 'outcomeUnknown';
    this.#setState({
      ...this.#state,
      phase: 'editing',
      notice: { severity: isUnknown ? 'warning' : 'error', text },
      problems,
    });
    // The form has changed on the server: what fits into the new one stays.
    if (code === 'conflict') void this.#load({ severity: 'warning', text });
  }

  #setState(state: PageState): void {
    if (this.#panel.closed.aborted) return;
    this.#state = state;
    this.#post();
  }

  #post(): void {
    this.#panel.post({ kind: 'state', state: this.#state });
  }
}

function toCreationStep({ service, fields, cannotCreate }: CreationForm): StepModel {
  return {
    id: service.id,
    name: service.name,
    statusName: '',
    category: 'active',
    processors: [],
    waitsForMe: false,
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
    otherOperations: [],
    cannotSubmit: cannotCreate,
    signers: undefined,
  };
}
