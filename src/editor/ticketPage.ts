import { randomBytes } from 'node:crypto';
import { env, l10n, ThemeIcon, Uri, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { OperationOutcome } from '../application/stepService.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { TicketError } from '../domain/errors.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { Operation } from '../domain/operation.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { HostMessage, PageState, ShownProblem } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { runAsking } from './operationCommands.ts';
import { operationLabel } from './operationText.ts';
import { parsePageMessage } from './pageMessages.ts';
import { toStepModel, toTicketSummary } from './pageModel.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { stepPageHtml } from './stepPageHtml.ts';
import { openTicketInBrowser } from './ticketCommands.ts';
import { translate } from './translate.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;
type Notice = ReadyState['notice'];

/** The webview page of one ticket: its current step's form, what came before, and the operations. */
export class TicketPage implements Disposable {
  readonly #services: FormServices;
  readonly #ref: TicketRef;
  readonly #panel: WebviewPanel;
  readonly #subscriptions: Disposable;
  /** Aborted when the page is closed: ends reads and waiting, never a write. */
  readonly #closed = new AbortController();
  #state: PageState;
  #ticket: Ticket | undefined;
  #stepId: string | undefined;
  /** Grows whenever the page must drop what was typed: after a success, or when the user discards it. */
  #draftNumber = 0;
  #isPageReady = false;
  /** A read that began before the latest one must not overwrite it. */
  #loadNumber = 0;
  /** A read of our own is under way; the change it brings to the store is no news. */
  #isLoading = false;

  constructor(services: FormServices, extensionUri: Uri, ref: TicketRef, onDidClose: () => void) {
    this.#services = services;
    this.#ref = ref;
    this.#state = { status: 'loading', ticketKey: ref.key };
    const roots = [Uri.joinPath(extensionUri, 'dist', 'webview'), Uri.joinPath(extensionUri, 'media')];
    this.#panel = window.createWebviewPanel('itsmTickets.ticket', ref.key, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: roots,
      enableFindWidget: true,
    });
    this.#panel.iconPath = new ThemeIcon('tasklist');
    this.#subscriptions = combineDisposables(
      this.#panel.webview.onDidReceiveMessage((data: unknown) => void this.#receive(data)),
      this.#panel.onDidDispose(() => {
        this.#closed.abort();
        this.#subscriptions.dispose();
        onDidClose();
      }),
      services.store.onDidChange(({ refs }) => {
        if (refs.some((changed) => ticketId(changed) === ticketId(ref))) void this.#follow();
      }),
    );
    this.#panel.webview.html = this.#html(extensionUri);
  }

  /** Brings the page to the front, at a step; without one, at the first that waits for me. Resolves when it was read. */
  async show(stepId: string | undefined): Promise<void> {
    this.#panel.reveal();
    if (this.#isLocked()) return;
    if (stepId !== undefined && stepId !== this.#stepId) {
      this.#stepId = stepId;
      this.#draftNumber += 1;
    }
    await this.#load(undefined);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #html(extensionUri: Uri): string {
    const { webview } = this.#panel;
    const file = (name: string): string =>
      webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', name)).toString();
    return stepPageHtml({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      scriptUri: file('stepPage.js'),
      styleUri: webview.asWebviewUri(Uri.joinPath(extensionUri, 'media', 'stepPage.css')).toString(),
      codiconsUri: file('codicon.css'),
      language: env.language,
      title: this.#ref.key,
    });
  }

  #isLocked(): boolean {
    return this.#state.status === 'ready' && this.#state.phase !== 'editing';
  }

  async #receive(data: unknown): Promise<void> {
    const message = parsePageMessage(data);
    if (message === undefined) {
      this.#services.log.warn('A message of the page was not understood and left aside');
      return;
    }
    switch (message.kind) {
      case 'ready':
        this.#isPageReady = true;
        this.#post({ kind: 'init', language: env.language, bundle: l10n.bundle ?? {} });
        await this.#refreshDraft();
        return;
      case 'draft':
        if (message.draftId === this.#draftId()) await this.#keepDraft(message.values);
        return;
      case 'submit':
        await this.#submit(message.draftId, message.values);
        return;
      case 'runOperation':
        await this.#runOperation(message.scope, message.operationKey);
        return;
      case 'discardDraft':
        await this.#services.drafts.delete(this.#ref, this.#stepId ?? '');
        this.#draftNumber += 1;
        this.#showTicket(undefined, []);
        return;
      case 'reload':
        if (!this.#isLocked()) await this.#load(undefined);
        return;
      case 'openInBrowser':
        await openTicketInBrowser(this.#services, this.#ref, this.#ticket?.url);
        return;
    }
  }

  async #keepDraft(values: Parameters<FormServices['drafts']['write']>[2]): Promise<void> {
    try {
      await this.#services.drafts.write(this.#ref, this.#stepId ?? '', values);
    } catch (error) {
      // The page and this process still have the text.
      this.#services.log.error(
        `A draft could not be stored: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** Sends the state again with the draft as it is now: a page that was hidden starts anew. */
  async #refreshDraft(): Promise<void> {
    if (this.#state.status === 'ready') {
      this.#state = { ...this.#state, draft: await this.#services.drafts.read(this.#ref, this.#stepId ?? '') };
    }
    this.#postState();
  }

  async #load(notice: Notice): Promise<void> {
    this.#loadNumber += 1;
    const number = this.#loadNumber;
    this.#isLoading = true;
    if (this.#state.status !== 'ready') this.#setState({ status: 'loading', ticketKey: this.#ref.key });
    try {
      const ticket = await this.#services.steps.load(this.#ref, this.#closed.signal);
      if (number === this.#loadNumber) await this.#take(ticket, notice, []);
    } catch (error) {
      if (this.#closed.signal.aborted || number !== this.#loadNumber) return;
      const text = describeError(error);
      if (this.#state.status === 'ready') this.#setState({ ...this.#state, notice: { severity: 'error', text } });
      else
        this.#setState({
          status: 'failed',
          ticketKey: this.#ref.key,
          text,
          canOpenInBrowser: this.#knownUrl() !== undefined,
        });
    } finally {
      if (number === this.#loadNumber) this.#isLoading = false;
    }
  }

  #knownUrl(): string | undefined {
    return this.#ticket?.url ?? this.#services.store.find(this.#ref)?.ticket?.url;
  }

  /** The ticket changed elsewhere: reads it whole. What is being typed stays. */
  async #follow(): Promise<void> {
    const known = this.#services.store.find(this.#ref)?.ticket;
    if (known === undefined || this.#isLoading || this.#isLocked()) return;
    const isShown = this.#ticket !== undefined && stepsText(known) === stepsText(this.#ticket);
    if (!isShown) await this.#load(undefined);
  }

  /** Takes a ticket that was read whole and shows it. */
  async #take(ticket: Ticket, notice: Notice, problems: readonly ShownProblem[]): Promise<void> {
    const wanted = this.#stepId;
    this.#ticket = ticket;
    const isThere = ticket.steps.some(({ id }) => id === wanted);
    if (wanted === undefined) {
      this.#stepId = (ticket.steps.find(({ waitsForMe }) => waitsForMe) ?? ticket.steps[0])?.id;
    }
    const draft = await this.#services.drafts.read(this.#ref, this.#stepId ?? '');
    const hasGone = wanted !== undefined && !isThere && notice === undefined;
    this.#panel.title = ticket.title === '' ? ticket.ref.key : ticket.title;
    this.#showTicket(hasGone ? goneNotice(draft.length > 0) : notice, problems, draft);
  }

  #showTicket(notice: Notice, problems: readonly ShownProblem[], draft: ReadyState['draft'] = []): void {
    const ticket = this.#ticket;
    if (ticket === undefined) return;
    const step = ticket.steps.find(({ id }) => id === this.#stepId);
    this.#setState({
      status: 'ready',
      ticket: toTicketSummary(ticket, this.#services.connections.find(ticket.ref.connectionId)?.label ?? ''),
      step: step === undefined ? undefined : toStepModel(ticket, step),
      phase: step?.status.category === 'working' ? 'working' : 'editing',
      notice,
      problems,
      draft,
      draftId: this.#draftId(),
      readAt: Date.now(),
    });
  }

  #draftId(): string {
    return `${ticketId(this.#ref)}/${this.#stepId ?? ''}/${this.#draftNumber}`;
  }

  async #submit(draftId: string, values: ReadyState['draft']): Promise<void> {
    const ticket = this.#ticket;
    const step = ticket?.steps.find(({ id }) => id === this.#stepId);
    const operation = step?.operations.find(({ kind }) => kind === 'submit');
    const state = this.#state;
    const isCurrent = !this.#isLocked() && draftId === this.#draftId();
    if (
      state.status !== 'ready' ||
      !isCurrent ||
      step?.fields === undefined ||
      operation === undefined ||
      step.cannotSubmit !== undefined
    ) {
      // The page has locked itself with the click and waits for an answer.
      this.#postState();
      return;
    }
    const form = new Map(values);
    const problems = validateForm(step.fields, form);
    if (problems.length > 0) {
      this.#setState({ ...state, problems: problems.map(toShownProblem), notice: undefined });
      await this.#keepDraft(values);
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    this.#setState({ ...state, phase: 'sending', notice: undefined, problems: [], draft: values });
    await this.#keepDraft(values);
    const { fields } = step;
    await this.#finish(operation, () =>
      this.#services.steps.run(
        this.#ref,
        step.id,
        operation,
        { changes: changedValues(fields, form) },
        this.#closed.signal,
      ),
    );
  }

  /** Sends, and shows how it ended: here, or as a notification when the page was closed meanwhile. */
  async #finish(operation: Operation, send: () => Promise<OperationOutcome>): Promise<void> {
    try {
      const outcome = await send();
      if (outcome.kind === 'unknown') this.#failed(outcome.error, outcome.ticket);
      else await this.#succeeded(operation, outcome);
    } catch (error) {
      if (!isAbort(error)) this.#failed(error, undefined);
    }
  }

  async #succeeded(operation: Operation, outcome: Extract<OperationOutcome, { ticket: unknown }>): Promise<void> {
    const stepBefore = this.#stepId;
    await this.#services.drafts.delete(this.#ref, stepBefore ?? '');
    this.#draftNumber += 1;
    const { ticket } = outcome;
    if (this.#closed.signal.aborted) return;
    const text =
      outcome.kind === 'done'
        ? doneText(operation, outcome.ticket)
        : l10n.t(
            '{0}: accepted. The system is still working on it; the tree shows when it has moved on.',
            operationLabel(operation),
          );
    const notice = { severity: outcome.kind === 'done' ? 'success' : 'info', text } as const;
    if (ticket === undefined) {
      this.#stepId = undefined;
      await this.#load(notice);
      return;
    }
    // Go on with the next step that waits for me, if there is one; otherwise show where the ticket is now.
    const isStillThere = ticket.steps.some(({ id }) => id === stepBefore);
    if (!isStillThere) this.#stepId = undefined;
    await this.#take(ticket, notice, []);
  }

  /** Nothing typed is lost: the page keeps its values, and the draft is stored. */
  #failed(error: unknown, ticketNow: Ticket | undefined): void {
    const text = describeError(error);
    const code = error instanceof TicketError ? error.code : typeof error;
    this.#services.log.warn(`${this.#ref.key}: not carried out (${code})`);
    if (this.#closed.signal.aborted) {
      void showFailure(l10n.t('{0}: {1} What you typed is kept.', this.#ref.key, text));
      return;
    }
    if (this.#state.status !== 'ready') return;
    if (ticketNow !== undefined) this.#ticket = ticketNow;
    const problems = error instanceof TicketError ? error.fieldProblems.map(toShownProblem) : [];
    const isUnknown = error instanceof TicketError && error.code === 'outcomeUnknown';
    const hasGone = isUnknown && ticketNow !== undefined && !ticketNow.steps.some(({ id }) => id === this.#stepId);
    const more = hasGone ? ` ${l10n.t('The step is no longer there, so it was most likely carried out.')}` : '';
    this.#setState({
      ...this.#state,
      phase: 'editing',
      notice: { severity: isUnknown ? 'warning' : 'error', text: text + more },
      problems,
    });
    if (error instanceof TicketError && error.code === 'conflict') void this.#load({ severity: 'warning', text });
  }

  async #runOperation(scope: 'ticket' | 'step', operationKey: string): Promise<void> {
    const ticket = this.#ticket;
    if (ticket === undefined || this.#isLocked()) return;
    const step = scope === 'step' ? ticket.steps.find(({ id }) => id === this.#stepId) : undefined;
    const operations = scope === 'step' ? step?.operations : ticket.operations;
    const operation = operations?.find(({ key }) => key === operationKey);
    if (operation === undefined) return;
    const offered = { ref: this.#ref, stepId: step?.id, stepName: step?.name, operation };
    const outcome = await runAsking(this.#services, ticket, offered);
    if (outcome?.kind === 'done') await this.#succeededBeside(operation, outcome.ticket);
    else if (!this.#closed.signal.aborted) await this.#load(undefined);
  }

  /** After an operation that did not send the form: what was typed into it stays. */
  async #succeededBeside(operation: Operation, ticket: Ticket): Promise<void> {
    if (this.#closed.signal.aborted) return;
    if (!ticket.steps.some(({ id }) => id === this.#stepId)) this.#stepId = undefined;
    await this.#take(ticket, { severity: 'success', text: doneText(operation, ticket) }, []);
  }

  #setState(state: PageState): void {
    if (this.#closed.signal.aborted) return;
    this.#state = state;
    this.#postState();
  }

  #postState(): void {
    if (this.#isPageReady) this.#post({ kind: 'state', state: this.#state });
  }

  #post(message: HostMessage): void {
    // A hidden page does not get it; it says `ready` again when it is shown.
    void this.#panel.webview.postMessage(message);
  }
}

function doneText(operation: Operation, { steps, status, isEnded }: Ticket): string {
  const place = isEnded || steps.length === 0 ? status.name : steps.map(({ name }) => name).join(', ');
  return l10n.t('{0}: done. The ticket is now at: {1}', operationLabel(operation), place);
}

function stepsText({ status, steps }: Ticket): string {
  return JSON.stringify([
    status.code,
    steps.map(({ id, status: stepStatus, processors, operations }) => [
      id,
      stepStatus.code,
      processors,
      operations.map(({ key }) => key),
    ]),
  ]);
}

function goneNotice(hasDraft: boolean): Notice {
  const text = l10n.t('This step is no longer there: somebody has handled it, or the ticket has moved on.');
  const kept = hasDraft ? ` ${l10n.t('What you typed is kept in case the ticket comes back to it.')}` : '';
  return { severity: 'warning', text: text + kept };
}

function toShownProblem({
  fieldKey,
  message,
}: {
  fieldKey: string;
  message: string | Parameters<typeof translate>[0];
}): ShownProblem {
  return { fieldKey, text: typeof message === 'string' ? message : translate(message) };
}
