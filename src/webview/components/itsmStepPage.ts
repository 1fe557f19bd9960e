import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Decision } from '../../domain/approval.ts';
import { findRemarkProblem } from '../../domain/decision.ts';
import type { HostMessage, PageState, SectionContent, StepModel, TicketSection } from '../../protocol/stepPage.ts';
import { DraftReporter } from '../draftReporter.ts';
import { FieldEditEvent, FieldLeaveEvent, PageActionEvent, type PageAction } from '../events.ts';
import { FormSession, type Demand, type FormState } from '../formSession.ts';
import type { HostChannel } from '../hostChannel.ts';
import { setLanguage, t, translateMessage } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { pageStyles } from '../styles/pageStyles.ts';
import './itsmActionBar.ts';
import './itsmCreationHeader.ts';
import './itsmDetails.ts';
import './itsmFailure.ts';
import './itsmForm.ts';
import type { ItsmForm } from './itsmForm.ts';
import type { ItsmHistory } from './itsmHistory.ts';
import './itsmHistory.ts';
import './itsmLoading.ts';
import './itsmNotice.ts';
import './itsmStepHeader.ts';
import './itsmTicketHeader.ts';
import type { ItsmWorkflow } from './itsmWorkflow.ts';
import './itsmWorkflow.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;
type CreatingState = Extract<PageState, { status: 'creating' }>;

/** How long another operation keeps the buttons locked when the host has nothing new to say, as after a cancelled dialog. */
const operationLock = 1000;

/** How long the page stays empty before it speaks English. */
const languageWait = 1000;

/** The whole page: shows the host's state, holds what is being typed and sends what the user asks for. */
export class ItsmStepPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];
  static override properties = {
    state: { state: true },
    announcement: { state: true },
    waitsFor: { state: true },
    isReloading: { state: true },
    hasAside: { state: true },
    hasLanguage: { state: true },
    sections: { state: true },
    reading: { state: true },
  };

  /** `undefined`: the host has not spoken yet. */
  declare state: PageState | undefined;
  declare announcement: string;
  /** What was sent and not answered yet: until then nothing can be sent again. */
  declare waitsFor: 'nothing' | 'submit' | 'operation';
  declare isReloading: boolean;
  /** There is room for the details beside the form. */
  declare hasAside: boolean;
  /** Texts can be shown: the language is known, or the host is so slow that English is better than nothing. */
  declare hasLanguage: boolean;
  /** What was read of the sections. */
  declare sections: ReadonlyMap<TicketSection, SectionContent>;
  declare reading: ReadonlySet<TicketSection>;

  readonly #session = new FormSession();
  readonly #drafts = new DraftReporter(() => this.#reportDraft());
  #channel: HostChannel | undefined;
  #lifetime = new AbortController();
  #unlockTimer: ReturnType<typeof setTimeout> | undefined;
  #languageTimer: ReturnType<typeof setTimeout> | undefined;
  #focusBeforeLock: string | undefined;

  constructor() {
    super();
    this.announcement = '';
    this.waitsFor = 'nothing';
    this.isReloading = false;
    this.hasAside = false;
    this.hasLanguage = false;
    this.sections = new Map();
    this.reading = new Set();
  }

  /** Starts the conversation with the host. */
  connect(channel: HostChannel): void {
    this.#channel = channel;
    channel.listen((message) => this.#receive(message), this.#lifetime.signal);
    channel.post({ kind: 'ready' });
    this.#languageTimer = setTimeout(() => {
      this.hasLanguage = true;
    }, languageWait);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const flush = (): void => this.#drafts.flush();
    document.addEventListener('visibilitychange', flush, { signal });
    window.addEventListener('pagehide', flush, { signal });
    window.addEventListener('blur', flush, { signal });
    window.addEventListener('keydown', (event) => this.#onKeyDown(event), { signal });
    const wide = matchMedia('(min-width: 1100px)');
    const measure = (): void => {
      this.hasAside = wide.matches;
    };
    wide.addEventListener('change', measure, { signal });
    measure();
    this.addEventListener(FieldEditEvent.type, (event) => this.#onEdit(event), { signal });
    this.addEventListener(FieldLeaveEvent.type, (event) => this.#onLeave(event), { signal });
    this.addEventListener(PageActionEvent.type, (event) => this.#onAction(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lifetime.abort();
    this.#drafts.flush();
    clearTimeout(this.#unlockTimer);
    clearTimeout(this.#languageTimer);
  }

  protected override render(): TemplateResult {
    return html`
      <main class="page">
        ${this.#safeContent()}
        <div class="screen-reader-only" role="status" aria-live="polite">${this.announcement}</div>
      </main>
    `;
  }

  /** The last boundary: whatever cannot be drawn, the user is told and has a way on. */
  #safeContent(): TemplateResult | typeof nothing {
    try {
      return this.#content();
    } catch {
      return html`<itsm-failure
        .heading=${t('This page could not be shown')}
        .text=${t('The ticket has a form that this page does not understand. Open it in the browser, or try again.')}
        .canOpenInBrowser=${true}
        .isReloading=${this.isReloading}
      ></itsm-failure>`;
    }
  }

  #content(): TemplateResult | typeof nothing {
    const state = this.state;
    switch (state?.status) {
      case undefined:
        return this.hasLanguage ? html`<itsm-loading></itsm-loading>` : nothing;
      case 'loading':
        return html`<h1 class="screen-reader-only">${state.ticketKey}</h1>
          <itsm-loading .ticketKey=${state.ticketKey}></itsm-loading>`;
      case 'failed':
        return html`<itsm-failure
          .heading=${t('{0} could not be loaded', state.ticketKey)}
          .text=${state.text}
          .canOpenInBrowser=${state.canOpenInBrowser}
          .isReloading=${this.isReloading}
        ></itsm-failure>`;
      case 'ready':
        return this.#ready(state);
      case 'creating':
        return this.#creating(state);
    }
  }

  #ready(state: ReadyState): TemplateResult {
    const { ticket, step } = state;
    const details = ticket.details.length === 0 ? nothing : this.#details(state);
    return html`
      <header>
        <itsm-ticket-header
          .ticket=${ticket}
          .readAt=${state.readAt}
          .isReloading=${this.isReloading}
        ></itsm-ticket-header>
      </header>
      <div class="columns ${this.hasAside && details !== nothing ? 'with-aside' : ''}">
        <div class="main-column">
          ${this.#notices(state)} ${step === undefined ? this.#stepGone(state) : this.#step(state, step)}
          ${this.hasAside ? nothing : details} ${this.#sectionCards(state)}
        </div>
        ${this.hasAside && details !== nothing ? html`<aside aria-label=${t('Other fields')}>${details}</aside>` : nothing}
      </div>
      ${this.#actionBar(state, ticket.canOpenInBrowser)}
    `;
  }

  #creating(state: CreatingState): TemplateResult {
    const { service, step } = state;
    return html`
      <header><itsm-creation-header .service=${service}></itsm-creation-header></header>
      <div class="columns">
        <div class="main-column">
          ${this.#notices(state)}
          <section class="card" aria-label=${step.name}>${this.#form(step, true)}</section>
        </div>
      </div>
      ${this.#actionBar(state, true)}
    `;
  }

  #actionBar(state: FormState, canOpenInBrowser: boolean): TemplateResult {
    return html`<div class="action-bar">
      <itsm-action-bar
        .step=${state.step}
        .canOpenInBrowser=${canOpenInBrowser}
        .isLocked=${this.#isLocked}
        .phase=${state.phase === 'editing' && this.waitsFor === 'submit' ? 'sending' : state.phase}
        .isDirty=${this.#session.isDirty}
        .canUndoDiscard=${this.#session.canUndoDiscard}
        .problemCount=${isFormEditable(state.step) ? this.#session.shownProblemKeys.length : 0}
      ></itsm-action-bar>
    </div>`;
  }

  #step(state: ReadyState, step: StepModel): TemplateResult {
    return html`<section class="card" aria-label=${step.name}>
      <itsm-step-header .step=${step}></itsm-step-header>
      ${
        step.signers !== undefined && step.fields.length === 0
          ? nothing
          : this.#form(step, state.ticket.canOpenInBrowser)
      }
    </section>`;
  }

  #form(step: StepModel, canOpenInBrowser: boolean): TemplateResult {
    return html`<itsm-form
      .fields=${Array.isArray(step.fields) ? step.fields : []}
      .session=${this.#session}
      .isReadOnly=${!isFormEditable(step)}
      .isLocked=${this.#isLocked}
      .canOpenInBrowser=${canOpenInBrowser}
    ></itsm-form>`;
  }

  #sectionCards({ ticket }: ReadyState): TemplateResult {
    const has = (section: TicketSection): boolean => ticket.sections.includes(section);
    const part = (section: TicketSection) => this.sections.get(section);
    return html`${
      has('workflow')
        ? html`<itsm-workflow
            class="card section"
            .content=${part('workflow')}
            .isReading=${this.reading.has('workflow')}
          ></itsm-workflow>`
        : nothing
    }
    ${
      has('history')
        ? html`<itsm-history
            class="card section"
            .content=${part('history')}
            .isReading=${this.reading.has('history')}
          ></itsm-history>`
        : nothing
    }`;
  }

  /** The host says why in its notice; without one, the page must not look as if something were missing. */
  #stepGone(state: ReadyState): TemplateResult | typeof nothing {
    if (state.notice !== undefined) return nothing;
    return html`<itsm-notice
      severity="info"
      .text=${t('This step is no longer waiting. The ticket stays here for reading.')}
    ></itsm-notice>`;
  }

  #notices({ notice, step }: FormState): TemplateResult {
    const cannotSubmit = step?.cannotSubmit;
    return html`<div class="notices">
      ${
        notice === undefined
          ? nothing
          : html`<itsm-notice class="host-notice" .severity=${notice.severity} .text=${notice.text}></itsm-notice>`
      }
      ${this.#session.formProblems.map((text) => html`<itsm-notice severity="error" .text=${text}></itsm-notice>`)}
      ${
        cannotSubmit === undefined
          ? nothing
          : html`<itsm-notice severity="warning" .text=${translateMessage(cannotSubmit)}></itsm-notice>`
      }
    </div>`;
  }

  #details(state: ReadyState): TemplateResult {
    return html`<itsm-details class="card" .details=${state.ticket.details} .isAside=${this.hasAside}></itsm-details>`;
  }

  get #isLocked(): boolean {
    const state = this.#formState;
    return this.waitsFor !== 'nothing' || (state !== undefined && state.phase !== 'editing');
  }

  /** The state where it has a form. */
  get #formState(): FormState | undefined {
    const { state } = this;
    return state?.status === 'ready' || state?.status === 'creating' ? state : undefined;
  }

  get #formElement(): ItsmForm | null {
    return this.renderRoot.querySelector<ItsmForm>('itsm-form');
  }

  #receive(message: HostMessage): void {
    if (message.kind === 'init') {
      setLanguage(message.language, message.bundle);
      document.documentElement.lang = message.language;
      this.hasLanguage = true;
      this.requestUpdate();
      return;
    }
    if (message.kind === 'section') {
      this.#takeSection(message);
      return;
    }
    const { state } = message;
    const wasLocked = this.#isLocked;
    clearTimeout(this.#unlockTimer);
    this.waitsFor = 'nothing';
    this.isReloading = false;
    if (state.status === 'ready' || state.status === 'creating') this.#take(state);
    if (state.status === 'ready') this.#renewSections(state);
    // Reading again is no reason to take the form away from its user; the ticket's own page is still true enough.
    if (state.status === 'loading' && this.state?.status === 'ready' && this.state.ticket.key === state.ticketKey) {
      this.isReloading = true;
      return;
    }
    this.state = state;
    this.#changed();
    if (wasLocked && !this.#isLocked) void this.#returnFocus(state);
  }

  #takeSection({ ticketKey, content }: Extract<HostMessage, { kind: 'section' }>): void {
    if (this.state?.status !== 'ready' || this.state.ticket.key !== ticketKey) return;
    this.reading = new Set([...this.reading].filter((section) => section !== content.section));
    this.sections = new Map([...this.sections, [content.section, content]]);
  }

  /** The ticket was read again: what is open is read again, too. */
  #renewSections({ readAt }: ReadyState): void {
    if (this.state?.status !== 'ready' || this.state.readAt === readAt) return;
    const open = this.renderRoot.querySelectorAll<ItsmHistory | ItsmWorkflow>('itsm-history, itsm-workflow');
    for (const { isOpen, section } of open) if (isOpen) this.#readSection(section);
  }

  #readSection(section: TicketSection): void {
    this.reading = new Set([...this.reading, section]);
    this.#channel?.post({ kind: 'read', section });
  }

  #take(state: FormState): void {
    const isFirst = this.#session.draftId === undefined;
    const saved = isFirst ? this.#channel?.saved() : undefined;
    const isNewDraft = state.draftId !== this.#session.draftId;
    // The last words of the form that goes; the host leaves them aside where it was sent or thrown away.
    if (isNewDraft) this.#drafts.flush();
    this.#session.take(state, saved);
    // What was sent or discarded must not come back with a page that is shown again.
    if (isNewDraft) this.#save();
    if (saved?.draftId === state.draftId) this.#drafts.note();
  }

  /** The form's element is given the same session again and again: it must be told. */
  #changed(): void {
    this.requestUpdate();
    this.#formElement?.requestUpdate();
  }

  async #returnFocus(state: PageState): Promise<void> {
    await this.updateComplete;
    const lastFocus = this.#focusBeforeLock;
    this.#focusBeforeLock = undefined;
    if (state.status !== 'ready' && state.status !== 'creating') return;
    const [bad] = this.#session.shownProblemKeys;
    if (bad !== undefined && state.problems.length > 0) {
      await this.#formElement?.focusField(bad);
      return;
    }
    if (state.notice !== undefined) {
      this.renderRoot.querySelector('.host-notice')?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    }
    // A locked control gives up the focus; it gets it back unless the user has gone elsewhere.
    const isFocusLost = document.activeElement === document.body || document.activeElement === null;
    if (isFocusLost && lastFocus !== undefined) await this.#formElement?.focusField(lastFocus);
  }

  #onEdit(event: FieldEditEvent): void {
    if (this.#isLocked) return;
    this.#session.edit(event.fieldKey, event.value, event.isIncomplete);
    if (event.isCommitted) this.#session.visit(event.fieldKey);
    this.#changed();
    this.#save();
    this.#drafts.note();
  }

  #onLeave(event: FieldLeaveEvent): void {
    this.#drafts.flush();
    this.#session.visit(event.fieldKey);
    this.#changed();
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    // Which of the two answers is meant is never guessed.
    if (this.#formState?.step?.remarkKey === undefined) this.#submit(undefined);
    else this.#announce(t('Choose Approve or Reject.'));
  }

  #onAction({ action }: PageActionEvent): void {
    switch (action.kind) {
      case 'submit':
        this.#submit(undefined);
        break;
      case 'decide':
        this.#submit(action.decision);
        break;
      case 'read':
        this.#readSection(action.section);
        break;
      case 'openLink':
        this.#channel?.post({ kind: 'openLink', url: action.url });
        break;
      case 'discard':
        this.#discard();
        break;
      case 'undoDiscard':
        this.#session.undoDiscard();
        this.#save();
        this.#reportDraft();
        this.#changed();
        break;
      case 'showProblem': {
        const [key] = this.#session.shownProblemKeys;
        if (key !== undefined) void this.#formElement?.focusField(key);
        break;
      }
      case 'runOperation':
        this.#runOperation(action);
        break;
      case 'announce':
        this.#announce(action.text);
        break;
      case 'reload':
        this.#drafts.flush();
        this.isReloading = true;
        this.#channel?.post({ kind: 'reload' });
        break;
      case 'openInBrowser':
        this.#drafts.flush();
        this.#channel?.post({ kind: 'openInBrowser' });
        break;
    }
  }

  #submit(decision: Decision | undefined): void {
    const { draftId } = this.#session;
    const step = this.#formState?.step;
    if (this.#isLocked || draftId === undefined || !isFormEditable(step)) return;
    const bad = this.#session.trySubmit(demandOf(step, decision));
    this.#changed();
    const [first] = bad;
    if (first !== undefined) {
      this.#announce(
        bad.length === 1
          ? t('Nothing was sent: 1 field needs your attention.')
          : t('Nothing was sent: {0} fields need your attention.', bad.length),
      );
      void this.#formElement?.focusField(first);
      return;
    }
    this.#drafts.flush();
    this.#focusBeforeLock = this.#formElement?.focusedKey;
    this.waitsFor = 'submit';
    this.#changed();
    this.#channel?.post({
      kind: 'submit',
      draftId,
      values: this.#session.changes,
      ...(decision === undefined ? {} : { decision }),
    });
  }

  #runOperation({ operation }: Extract<PageAction, { kind: 'runOperation' }>): void {
    const { draftId } = this.#session;
    if (this.#isLocked || draftId === undefined) return;
    this.#drafts.flush();
    this.waitsFor = 'operation';
    this.#unlockTimer = setTimeout(() => {
      this.waitsFor = 'nothing';
      this.#changed();
    }, operationLock);
    this.#channel?.post({ kind: 'runOperation', draftId, scope: operation.scope, operationKey: operation.key });
    this.#changed();
  }

  #discard(): void {
    const { draftId } = this.#session;
    if (this.#isLocked || draftId === undefined) return;
    this.#drafts.cancel();
    this.#session.discard();
    this.#save();
    this.#channel?.post({ kind: 'discardDraft', draftId });
    this.#announce(t('Changes discarded.'));
    this.#changed();
  }

  #reportDraft(): void {
    const { draftId, draft } = this.#session;
    if (draftId !== undefined) this.#channel?.post({ kind: 'draft', draftId, values: draft });
  }

  #save(): void {
    const { draftId, draft } = this.#session;
    if (draftId !== undefined) this.#channel?.save({ draftId, values: draft });
  }

  #announce(text: string): void {
    // A text that does not change is not read again.
    this.announcement = this.announcement === text ? `${text}\u00A0` : text;
  }
}

/** What a decision needs of its remark. */
function demandOf(step: StepModel | undefined, decision: Decision | undefined): Demand | undefined {
  const approval = step?.submit?.approval;
  if (approval === undefined || step?.remarkKey === undefined || decision === undefined) return undefined;
  return {
    fieldKey: step.remarkKey,
    findProblem: (value) => findRemarkProblem(approval, decision, typeof value === 'string' ? value : ''),
  };
}

function isFormEditable(step: StepModel | undefined): boolean {
  return step?.submit !== undefined && step.cannotSubmit === undefined;
}

declare global {
  interface HTMLElementEventMap {
    'itsm-edit': FieldEditEvent;
    'itsm-leave': FieldLeaveEvent;
    'itsm-action': PageActionEvent;
  }
}

customElements.define('itsm-step-page', ItsmStepPage);
