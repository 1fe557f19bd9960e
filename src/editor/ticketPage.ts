import { l10n, window, type Uri } from 'vscode';
import type { DraftPlace } from '../application/draftPlace.ts';
import { seenActivity } from '../application/seenChanges.ts';
import type { OperationOutcome } from '../application/stepService.ts';
import type { Disposable } from '../base/disposable.ts';
import { draftValues } from '../application/draft.ts';
import { TicketError } from '../domain/errors.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Operation } from '../domain/operation.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { PageMessage, PageState, SectionContent, TicketSection } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { runAsking } from './operationCommands.ts';
import { operationLabel } from './operationText.ts';
import { formOf, sectionsOf, submitOf, toStepModel, toTicketSummary } from './pageModel.ts';
import { acceptedText, deedLabel, doneText, goneNotice, type Notice } from './pageNotices.ts';
import { PagePanel } from './pagePanel.ts';
import { plainText } from './plainText.ts';
import { isAbort, showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';
import { findProblems, mayBeSigned, toInput } from './stepForm.ts';
import { openTicketInBrowser } from './ticketCommands.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;

/** The webview page of one ticket: its current step's form, what came before, and the operations. */
export class TicketPage implements Disposable {
  readonly #services: FormServices;
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
  /** What each draft id that the page may still speak of belongs to: its step. Not in it: sent or thrown away. */
  readonly #draftSteps = new Map<string, string>();
  /** The form was sent and has no answer yet. */
  #isSending = false;
  /** A read that began before the latest one must not overwrite it. */
  #loadNumber = 0;
  /** Nor must what was taken before overwrite it. */
  #takeNumber = 0;
  /** A read of our own is under way; the change it brings to the store is no news. */
  #isLoading = false;

  constructor(services: FormServices, extensionUri: Uri, ref: TicketRef, onDidClose: () => void) {
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
        if (this.#ticket !== undefined) {
          void this.#services.lastSeen.write(this.#ticket, seenActivity(undefined, undefined));
        }
        onDidClose();
      },
    });
  }

  /** Brings the page to the front, at a step; without one, at the first that waits for me. Resolves when it was read. */
  async show(stepId: string | undefined): Promise<void> {
    this.#panel.reveal();
    if (this.#isSending) return;
    await this.#load(undefined, stepId ?? (this.#ticket && stepIn(this.#ticket, this.#stepId)));
  }

  /** Shows a ticket that was made just now: its first step may take a while. Resolves when it is there, or is too late. */
  async showCreated(): Promise<void> {
    const { key } = this.#ref;
    await this.#load({ severity: 'info', text: l10n.t('{0} was created. It is being started…', key) }, undefined);
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
    await this.#load(
      { severity: 'success', text: l10n.t('{0} was created. You watch it from now on.', key) },
      undefined,
    );
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Nothing can be sent now. */
  #isLocked(): boolean {
    return this.#isSending || (this.#state.status === 'ready' && this.#state.phase !== 'editing');
  }

  async #receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'draft':
        await this.#keepDraft(message.draftId, message.values);
        return;
      case 'submit':
        await this.#submit(message);
        return;
      case 'runOperation':
        if (message.draftId === this.#draftId()) await this.#runOperation(message.scope, message.operationKey);
        else this.#postState();
        return;
      case 'discardDraft':
        if (message.draftId !== this.#draftId() || this.#isSending) return;
        await this.#forgetDraft(this.#stepId);
        this.#showTicket(undefined, []);
        return;
      case 'reload':
        if (!this.#isSending) await this.#load(undefined, this.#stepId);
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

  /** Also of a step that is shown no more: its last words come after the state that replaced it. */
  async #keepDraft(draftId: string, values: ReadyState['draft']): Promise<void> {
    const stepId = this.#draftSteps.get(draftId);
    if (stepId === undefined) return;
    const step = this.#ticket?.steps.find(({ id }) => id === stepId);
    await this.#services.drafts.write(this.#draftPlace(stepId), values, {
      title: this.#ticket?.title ?? '',
      partName: step?.name ?? '',
      fields: step === undefined ? [] : formOf(step),
    });
  }

  /** It was sent or thrown away: what the page still says of it is left aside. */
  async #forgetDraft(stepId = ''): Promise<void> {
    for (const [draftId, step] of this.#draftSteps) if (step === stepId) this.#draftSteps.delete(draftId);
    this.#draftNumber += 1;
    await this.#services.drafts.delete(this.#draftPlace(stepId));
  }

  async #readDraft(stepId = ''): Promise<ReadyState['draft']> {
    const { drafts } = this.#services;
    const place = this.#draftPlace(stepId);
    // A form that is there already goes on with what it has.
    const goesOn = this.#draftSteps.has(this.#draftId(stepId));
    return draftValues(await (goesOn ? drafts.read(place) : drafts.open(place)));
  }

  #draftPlace(stepId: string): DraftPlace {
    return { kind: 'step', ref: this.#ref, stepId };
  }

  /** Sends the state again with the draft as it is now: a page that was hidden starts anew. */
  async #refreshDraft(): Promise<void> {
    const stepId = this.#stepId;
    const draft = await this.#readDraft(stepId);
    if (this.#state.status === 'ready' && stepId === this.#stepId) this.#state = { ...this.#state, draft };
    this.#postState();
  }

  /** Reads the ticket and shows it at a step; without one, at the first that waits for me. */
  async #load(notice: Notice, stepId: string | undefined): Promise<void> {
    this.#loadNumber += 1;
    const number = this.#loadNumber;
    this.#isLoading = true;
    if (this.#state.status !== 'ready') this.#setState({ status: 'loading', ticketKey: this.#ref.key });
    try {
      const ticket = await this.#services.steps.load(this.#ref, this.#panel.closed);
      if (number !== this.#loadNumber) return;
      const provider = await this.#services.connections.provider(this.#ref.connectionId);
      if (number !== this.#loadNumber) return;
      this.#sections = sectionsOf(provider);
      await this.#take(ticket, stepId, notice);
    } catch (error) {
      if (this.#panel.closed.aborted || number !== this.#loadNumber) return;
      const text = [...(notice === undefined ? [] : [notice.text]), describeError(error)].join(' ');
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
    if (known === undefined || this.#isLoading || this.#isSending) return;
    const isShown = this.#ticket !== undefined && stepsText(known) === stepsText(this.#ticket);
    if (!isShown) await this.#load(undefined, this.#stepId);
  }

  /** Takes a ticket that was read whole and shows it. Until then the page is at the step before, in every respect. */
  async #take(ticket: Ticket, wanted: string | undefined, notice: Notice): Promise<void> {
    this.#takeNumber += 1;
    const number = this.#takeNumber;
    const stepId = wanted ?? (ticket.steps.find(({ waitsForMe }) => waitsForMe) ?? ticket.steps[0])?.id;
    const draft = await this.#readDraft(stepId);
    if (number !== this.#takeNumber || this.#panel.closed.aborted) return;
    this.#ticket = ticket;
    this.#stepId = stepId;
    const isThere = ticket.steps.some(({ id }) => id === stepId);
    const hasGone = wanted !== undefined && !isThere && notice === undefined;
    this.#panel.title = ticket.title === '' ? ticket.ref.key : ticket.title;
    this.#signers = undefined;
    this.#showTicket(hasGone ? goneNotice(draft.length > 0) : notice, draft);
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
        step: toStepModel(ticket, step, found),
        phase: phase === 'working' && found.left.length > 0 ? 'editing' : phase,
      });
    } catch (error) {
      if (!isAbort(error)) this.#services.log.warn(`${this.#ref.key}: who has signed could not be read`);
    }
  }

  #showTicket(notice: Notice, draft: ReadyState['draft']): void {
    const ticket = this.#ticket;
    if (ticket === undefined) return;
    const step = ticket.steps.find(({ id }) => id === this.#stepId);
    this.#draftSteps.set(this.#draftId(), this.#stepId ?? '');
    this.#setState({
      status: 'ready',
      ticket: toTicketSummary(
        ticket,
        this.#services.connections.find(ticket.ref.connectionId)?.label ?? '',
        this.#sections,
      ),
      step: step === undefined ? undefined : toStepModel(ticket, step, this.#signers),
      phase: this.#isSending ? 'sending' : step?.status.category === 'working' ? 'working' : 'editing',
      notice,
      problems: [],
      draft,
      draftId: this.#draftId(),
      readAt: Date.now(),
    });
  }

  #draftId(stepId = this.#stepId ?? ''): string {
    return `${ticketId(this.#ref)}/${stepId}/${this.#draftNumber}`;
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
      await this.#keepDraft(draftId, values);
      return;
    }
    // Locked before anything is awaited: a second message finds it so.
    this.#isSending = true;
    this.#dropReads();
    this.#setState({ ...state, phase: 'sending', notice: undefined, problems: [], draft: values });
    await this.#keepDraft(draftId, values);
    const input = toInput(step, form, decision);
    await this.#finish(step.id, deedLabel(operation, decision), () =>
      this.#services.steps.run(this.#ref, step.id, operation, input, this.#panel.closed),
    );
  }

  /** Sends, and shows how it ended: here, or as a notification when the page was closed meanwhile. */
  async #finish(stepId: string, deed: string, send: () => Promise<OperationOutcome>): Promise<void> {
    let outcome: OperationOutcome;
    try {
      outcome = await send();
    } catch (error) {
      this.#isSending = false;
      this.#failed(error, undefined);
      return;
    }
    this.#isSending = false;
    if (outcome.kind === 'unknown') this.#failed(outcome.error, outcome.ticket);
    else await this.#succeeded(stepId, deed, outcome);
  }

  /** What was being read when the form was sent is older than what comes of it. */
  #dropReads(): void {
    this.#loadNumber += 1;
    this.#takeNumber += 1;
    this.#isLoading = false;
  }

  async #succeeded(
    stepId: string,
    deed: string,
    outcome: Extract<OperationOutcome, { kind: 'done' | 'accepted' }>,
  ): Promise<void> {
    await this.#forgetDraft(stepId);
    const { ticket } = outcome;
    const text = outcome.kind === 'done' ? doneText(deed, outcome.ticket) : acceptedText(deed);
    if (this.#panel.closed.aborted) {
      void window.showInformationMessage(plainText(`${this.#ref.key} · ${text}`));
      return;
    }
    const notice = { severity: outcome.kind === 'done' ? 'success' : 'info', text } as const;
    if (ticket === undefined) {
      // Locked also when this read fails: the form is sent and must not look as if it could be sent again.
      if (this.#state.status === 'ready') this.#setState({ ...this.#state, phase: 'working', notice });
      await this.#load(notice, undefined);
      return;
    }
    // Go on with the next step that waits for me, if there is one; otherwise show where the ticket is now.
    await this.#take(ticket, stepIn(ticket, stepId), notice);
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
    if (error instanceof TicketError && error.code === 'conflict') {
      void this.#load({ severity: 'warning', text }, this.#stepId);
    }
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
    else if (!this.#panel.closed.aborted && !this.#isSending) await this.#load(undefined, this.#stepId);
  }

  /** After an operation that did not send the form: what was typed into it stays. */
  async #succeededBeside(operation: Operation, ticket: Ticket): Promise<void> {
    if (this.#panel.closed.aborted) return;
    await this.#take(ticket, stepIn(ticket, this.#stepId), {
      severity: 'success',
      text: doneText(operationLabel(operation), ticket),
    });
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

/** The step, if the ticket still has it. */
function stepIn({ steps }: Ticket, stepId: string | undefined): string | undefined {
  return steps.find(({ id }) => id === stepId)?.id;
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
