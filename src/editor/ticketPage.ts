import { l10n, type Uri } from 'vscode';
import type { OperationOutcome } from '../application/stepService.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Decision } from '../domain/approval.ts';
import { findRemarkProblem } from '../domain/decision.ts';
import { TicketError } from '../domain/errors.ts';
import type { FieldValue } from '../domain/field.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { Operation, OperationInput } from '../domain/operation.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Step } from '../domain/step.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import { isVisible } from '../domain/visibility.ts';
import type { PageMessage, PageState, SectionContent, ShownProblem, TicketSection } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { runAsking } from './operationCommands.ts';
import { operationLabel } from './operationText.ts';
import { formOf, remarkKey, sectionsOf, submitOf, toStepModel, toTicketSummary } from './pageModel.ts';
import { PagePanel } from './pagePanel.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { Services } from './services.ts';
import { toShownProblem } from './shownProblem.ts';
import { openTicketInBrowser } from './ticketCommands.ts';
import { translate } from './translate.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;
type Notice = ReadyState['notice'];

/** The webview page of one ticket: its current step's form, what came before, and the operations. */
export class TicketPage implements Disposable {
  readonly #services: Services;
  readonly #ref: TicketRef;
  readonly #panel: PagePanel;
  readonly #subscription: Disposable;
  #state: PageState;
  #ticket: Ticket | undefined;
  #stepId: string | undefined;
  #sections: readonly TicketSection[] = [];
  /** Who has signed at the step that is shown. */
  #signers: StepSigners | undefined;
  /** Grows whenever the page must drop what was typed: after a success, or when the user discards it. */
  #draftNumber = 0;
  /** A read that began before the latest one must not overwrite it. */
  #loadNumber = 0;
  /** A read of our own is under way; the change it brings to the store is no news. */
  #isLoading = false;

  constructor(services: Services, extensionUri: Uri, ref: TicketRef, onDidClose: () => void) {
    this.#services = services;
    this.#ref = ref;
    this.#state = { status: 'loading', ticketKey: ref.key };
    this.#subscription = services.store.onDidChange(({ refs }) => {
      if (refs.some((changed) => ticketId(changed) === ticketId(ref))) void this.#follow();
    });
    this.#panel = new PagePanel({
      extensionUri,
      log: services.log,
      title: ref.key,
      icon: 'tasklist',
      receive: (message) => this.#receive(message),
      onReady: () => this.#refreshDraft(),
      onDidClose: () => {
        this.#subscription.dispose();
        onDidClose();
      },
    });
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

  /** Shows a ticket that was made just now: its first step may take a while. Resolves when it is there, or is too late. */
  async showCreated(): Promise<void> {
    const { key } = this.#ref;
    await this.#load({ severity: 'info', text: l10n.t('{0} was created. It is being started…', key) });
    if (!hasStarted(this.#ticket)) {
      const ticket = await this.#services.steps.awaitStart(this.#ref, this.#panel.closed);
      if (this.#panel.closed.aborted) return;
      if (!hasStarted(ticket)) {
        this.#notify({
          severity: 'info',
          text: l10n.t('{0} was created and is still being started; the tree shows when it has got there.', key),
        });
        return;
      }
    }
    await this.#load({ severity: 'success', text: l10n.t('{0} was created. You watch it from now on.', key) });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #isLocked(): boolean {
    return this.#state.status === 'ready' && this.#state.phase !== 'editing';
  }

  async #receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'draft':
        if (message.draftId === this.#draftId()) await this.#keepDraft(message.values);
        return;
      case 'submit':
        await this.#submit(message);
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
      case 'read':
        await this.#readSection(message.section);
        return;
      case 'ready':
      case 'openLink':
        // The panel's own.
        return;
    }
  }

  async #readSection(section: TicketSection): Promise<void> {
    const content = await this.#sectionContent(section);
    if (content !== undefined) this.#panel.post({ kind: 'section', ticketKey: this.#ref.key, content });
  }

  /** `undefined`: the page was closed meanwhile. */
  async #sectionContent(section: TicketSection): Promise<SectionContent | undefined> {
    const { connections } = this.#services;
    const signal = this.#panel.closed;
    try {
      const { history, workflow } = await connections.provider(this.#ref.connectionId);
      return section === 'history'
        ? { section, entries: (await history?.read(this.#ref.key, signal)) ?? [] }
        : { section, workflow: await workflow?.read(this.#ref.key, signal) };
    } catch (error) {
      return signal.aborted ? undefined : { section, failure: describeError(error) };
    }
  }

  async #keepDraft(values: Parameters<Services['drafts']['write']>[2]): Promise<void> {
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
      const ticket = await this.#services.steps.load(this.#ref, this.#panel.closed);
      if (number !== this.#loadNumber) return;
      const provider = await this.#services.connections.provider(this.#ref.connectionId);
      this.#sections = sectionsOf(provider);
      await this.#take(ticket, notice, []);
    } catch (error) {
      if (this.#panel.closed.aborted || number !== this.#loadNumber) return;
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
    if (known === undefined || this.#isLoading || this.#isLocked() || this.#services.steps.isUnderWay(this.#ref))
      return;
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
    this.#signers = undefined;
    this.#showTicket(hasGone ? goneNotice(draft.length > 0) : notice, problems, draft);
    void this.#readSigners(ticket);
  }

  /** The form does not wait for it, and is not disturbed when it cannot be read. */
  async #readSigners(ticket: Ticket): Promise<void> {
    const step = ticket.steps.find(({ id }) => id === this.#stepId);
    // With one alone there is nothing to count.
    if (step === undefined || step.processors.length < 2 || !mayBeSigned(step)) return;
    try {
      const { signers } = await this.#services.connections.provider(this.#ref.connectionId);
      const found = await signers?.read(this.#ref.key, step.id, this.#panel.closed);
      if (found === undefined || ticket !== this.#ticket || this.#state.status !== 'ready') return;
      // A step that is nobody's signature has none either.
      if (found.signed.length === 0 && submitOf(step)?.approval === undefined) return;
      this.#signers = found;
      const { step: shown, phase } = this.#state;
      if (shown?.id !== step.id) return;
      this.#setState({
        ...this.#state,
        step: { ...shown, signers: found },
        phase: phase === 'working' && found.left.length > 0 ? 'editing' : phase,
      });
    } catch (error) {
      if (!isAbort(error)) this.#services.log.warn(`${this.#ref.key}: who has signed could not be read`);
    }
  }

  #showTicket(notice: Notice, problems: readonly ShownProblem[], draft: ReadyState['draft'] = []): void {
    const ticket = this.#ticket;
    if (ticket === undefined) return;
    const step = ticket.steps.find(({ id }) => id === this.#stepId);
    this.#setState({
      status: 'ready',
      ticket: toTicketSummary(
        ticket,
        this.#services.connections.find(ticket.ref.connectionId)?.label ?? '',
        this.#sections,
      ),
      step: step === undefined ? undefined : toStepModel(ticket, step, this.#signers),
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

  async #submit({ draftId, values, decision }: Extract<PageMessage, { kind: 'submit' }>): Promise<void> {
    const ticket = this.#ticket;
    const step = ticket?.steps.find(({ id }) => id === this.#stepId);
    const operation = step === undefined ? undefined : submitOf(step);
    const state = this.#state;
    const isCurrent = !this.#isLocked() && draftId === this.#draftId();
    if (
      state.status !== 'ready' ||
      !isCurrent ||
      step?.fields === undefined ||
      operation === undefined ||
      step.cannotSubmit !== undefined ||
      (operation.approval !== undefined) !== (decision !== undefined)
    ) {
      // The page has locked itself with the click and waits for an answer.
      this.#postState();
      return;
    }
    const form = new Map(values);
    const problems = findProblems(step, operation, form, decision);
    if (problems.length > 0) {
      this.#setState({ ...state, problems, notice: undefined, draft: values });
      await this.#keepDraft(values);
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    this.#setState({ ...state, phase: 'sending', notice: undefined, problems: [], draft: values });
    await this.#keepDraft(values);
    const input = decision === undefined ? formInput(step, form) : { decision, remark: remarkOf(form) };
    await this.#finish(operation, decision, () =>
      this.#services.steps.run(this.#ref, step.id, operation, input, this.#panel.closed),
    );
  }

  /** Sends, and shows how it ended: here, or as a notification when the page was closed meanwhile. */
  async #finish(
    operation: Operation,
    decision: Decision | undefined,
    send: () => Promise<OperationOutcome>,
  ): Promise<void> {
    try {
      const outcome = await send();
      if (outcome.kind === 'unknown') this.#failed(outcome.error, outcome.ticket);
      else await this.#succeeded(deedLabel(operation, decision), outcome);
    } catch (error) {
      if (!isAbort(error)) this.#failed(error, undefined);
    }
  }

  async #succeeded(deed: string, outcome: Extract<OperationOutcome, { ticket: unknown }>): Promise<void> {
    const stepBefore = this.#stepId;
    await this.#services.drafts.delete(this.#ref, stepBefore ?? '');
    this.#draftNumber += 1;
    const { ticket } = outcome;
    if (this.#panel.closed.aborted) return;
    const text =
      outcome.kind === 'done'
        ? doneText(deed, outcome.ticket)
        : l10n.t('{0}: accepted. The system is still working on it; the tree shows when it has moved on.', deed);
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
    if (this.#panel.closed.aborted) {
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
    else if (!this.#panel.closed.aborted) await this.#load(undefined);
  }

  /** After an operation that did not send the form: what was typed into it stays. */
  async #succeededBeside(operation: Operation, ticket: Ticket): Promise<void> {
    if (this.#panel.closed.aborted) return;
    if (!ticket.steps.some(({ id }) => id === this.#stepId)) this.#stepId = undefined;
    await this.#take(ticket, { severity: 'success', text: doneText(operationLabel(operation), ticket) }, []);
  }

  #notify(notice: Notice): void {
    if (this.#state.status === 'ready') this.#setState({ ...this.#state, notice });
  }

  #setState(state: PageState): void {
    if (this.#panel.closed.aborted) return;
    this.#state = state;
    this.#postState();
  }

  #postState(): void {
    this.#panel.post({ kind: 'state', state: this.#state });
  }
}

function hasStarted(ticket: Ticket | undefined): boolean {
  return ticket !== undefined && (ticket.steps.length > 0 || ticket.isEnded);
}

/** What was done, in the words of the button. */
function deedLabel(operation: Operation, decision: Decision | undefined): string {
  if (decision === undefined) return operationLabel(operation);
  return decision === 'approve' ? l10n.t('Approve') : l10n.t('Reject');
}

/** Somebody decides at it, or it is being worked on after somebody did. */
function mayBeSigned(step: Step): boolean {
  return submitOf(step)?.approval !== undefined || step.status.category === 'working';
}

function findProblems(
  step: Step,
  { approval }: Operation,
  form: ReadonlyMap<string, FieldValue>,
  decision: Decision | undefined,
): readonly ShownProblem[] {
  const problem =
    approval === undefined || decision === undefined
      ? undefined
      : findRemarkProblem(approval, decision, remarkOf(form));
  if (problem !== undefined) return [{ fieldKey: remarkKey, text: translate(problem) }];
  return decision === undefined ? validateForm(formOf(step), form).map(toShownProblem) : [];
}

function remarkOf(form: ReadonlyMap<string, FieldValue>): string {
  const remark = form.get(remarkKey);
  return typeof remark === 'string' ? remark.trim() : '';
}

/** What has been typed into a field that is not in the form any more stays here. */
function formInput({ fields = [] }: Step, form: ReadonlyMap<string, FieldValue>): OperationInput {
  const changes = changedValues(fields, form);
  for (const field of fields) if (!isVisible(field, fields, form)) changes.delete(field.key);
  return { changes };
}

function doneText(deed: string, { steps, status, isEnded }: Ticket): string {
  const place = isEnded || steps.length === 0 ? status.name : steps.map(({ name }) => name).join(', ');
  return l10n.t('{0}: done. The ticket is now at: {1}', deed, place);
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
