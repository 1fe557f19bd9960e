import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import type { FormState, OperationCard, StepCard } from '../../protocol/pageForm.ts';
import type { PageMessage, PageState, SectionContent, TicketSection } from '../../protocol/stepPage.ts';
import { PageMessageEvent, PeopleRequestEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import type { PageMemory } from '../pageMemory.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { ticketViewStyles } from '../styles/ticketViewStyles.ts';
import { knownPeople } from '../knownPeople.ts';
import { ticketFiles } from '../ticketFiles.ts';
import type { TimelineFilter } from '../timelineEntries.ts';
import { shortTimeText } from '../timeText.ts';
import type { ItsmFormCard } from './itsmFormCard.ts';
import './itsmFormCard.ts';
import './itsmNotice.ts';
import type { ItsmOperationCard } from './itsmOperationCard.ts';
import './itsmOperationCard.ts';
import type { ItsmStepCard } from './itsmStepCard.ts';
import './itsmStepCard.ts';
import { hasAside } from './itsmTicketAside.ts';
import './itsmTicketHeader.ts';
import './itsmTimeline.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;
type FilesByField = ReadonlyMap<string, FieldFiles>;

const noFiles: FilesByField = new Map();

/** A ticket: its steps and what was said on one side, what it holds on the other, or below where there is no room. */
export class ItsmTicketView extends LitElement {
  static override styles = [baseStyles, buttonStyles, newsStyles, ticketViewStyles];
  static override properties = {
    state: { attribute: false },
    sections: { attribute: false },
    reading: { attribute: false },
    files: { attribute: false },
    memory: { attribute: false },
    post: { attribute: false },
    parts: { type: Number },
    isReloading: { type: Boolean },
  };

  declare state: ReadyState;
  declare sections: ReadonlyMap<TicketSection, SectionContent>;
  declare reading: ReadonlySet<TicketSection>;
  /** By form and field. */
  declare files: ReadonlyMap<string, FilesByField>;
  declare memory: PageMemory;
  declare post: (message: PageMessage) => void;
  /** Grows when a part is opened or closed. */
  declare parts: number;
  declare isReloading: boolean;

  constructor() {
    super();
    this.addEventListener(PeopleRequestEvent.type, ({ respond }) => {
      respond(knownPeople(this.state, this.sections.get('timeline')));
    });
  }

  /** Opens a form, brings it into view and gives it the focus. */
  async reveal(formId: string): Promise<void> {
    const { operationForms, steps, composer } = this.state;
    if (formId === 'notice') {
      this.#showNotice();
      return;
    }
    if (formId === composer?.formId) {
      this.memory.keepOpen('timeline', true);
      this.requestUpdate();
      await this.updateComplete;
      this.renderRoot.querySelector('itsm-timeline')?.scrollIntoView({ block: 'end', behavior: 'instant' });
      await this.renderRoot.querySelector<ItsmFormCard>('.composer')?.focusFirst();
      return;
    }
    const operation = operationForms.find((card) => card.formId === formId);
    const step = steps.find((card) => card.formId === formId || card.form.id === operation?.stepId);
    if (step !== undefined) {
      this.memory.keepOpen(partOf(step), true);
      this.requestUpdate();
    }
    await this.updateComplete;
    if (step !== undefined) {
      const card = this.renderRoot.querySelector<ItsmStepCard>(`${placeOf(step.formId)} > itsm-step-card`);
      await (operation === undefined ? card?.reveal() : card?.revealOperation(formId));
    } else {
      await this.renderRoot.querySelector<ItsmOperationCard>(`itsm-operation-card${placeOf(formId)}`)?.reveal();
    }
  }

  protected override updated(changed: PropertyValues): void {
    const before: ReadyState | undefined = changed.get('state');
    const { notice, isBusy } = this.state;
    if (before?.isBusy === true && !isBusy && notice !== undefined) this.#showNotice();
  }

  protected override render(): TemplateResult {
    const { state } = this;
    const files = state.ticket.canDownload
      ? ticketFiles(state.ticket.details, state.steps, this.sections.get('timeline'))
      : [];
    const news = new Set(state.seen?.changed);
    const ofTicket = state.operationForms.filter(({ stepId }) => !state.steps.some(({ form }) => form.id === stepId));
    return html`
      <header>
        <itsm-ticket-header
          .ticket=${state.ticket}
          .readAt=${state.readAt}
          .isReading=${state.isReading || this.isReloading}
          .isBusy=${state.isBusy || state.steps.some(({ phase }) => phase === 'reading')}
          .news=${news}
        ></itsm-ticket-header>
        ${this.#seen()}
      </header>
      <div class="columns">
        <div class="main-column">
          ${this.#notice()} ${this.#operationCards(ofTicket)} ${this.#stepCards(news)} ${this.#timeline(news)}
        </div>
        ${
          hasAside(state.ticket, files)
            ? html`<aside aria-label=${t('More about the ticket')}>
                <itsm-ticket-aside
                  .ticket=${state.ticket}
                  .files=${files}
                  .sections=${this.sections}
                  .reading=${this.reading}
                  .memory=${this.memory}
                  .parts=${this.parts}
                  .news=${news}
                ></itsm-ticket-aside>
              </aside>`
            : nothing
        }
      </div>
    `;
  }

  #notice(): TemplateResult | typeof nothing {
    const { notice, steps, ticket, isReading } = this.state;
    if (notice !== undefined) {
      return html`<itsm-notice class="host-notice" .severity=${notice.severity} .text=${notice.text}></itsm-notice>`;
    }
    const hasEnded = ticket.statusCategory === 'done' || ticket.statusCategory === 'cancelled';
    if (steps.length > 0 || hasEnded || isReading) return nothing;
    return html`<itsm-notice severity="info" .text=${t('No step of this ticket is waiting now.')}></itsm-notice>`;
  }

  #seen(): TemplateResult | typeof nothing {
    const { seen } = this.state;
    if (seen === undefined || seen.changed.length === 0) return nothing;
    const time = shortTimeText(seen.at, Date.now());
    return html`<p class="seen">
      <span
        ><span class="news" aria-hidden="true"></span>${
          seen.changed.length === 1
            ? t('1 change since you last looked ({0})', time)
            : t('{0} changes since you last looked ({1})', seen.changed.length, time)
        }</span
      >
      <button
        class="link"
        type="button"
        @click=${() => this.dispatchEvent(new PageMessageEvent({ kind: 'compareSeen' }))}
      >
        ${icon('diff')}${t('Compare with What I Last Saw')}
      </button>
    </p>`;
  }

  #stepCards(news: ReadonlySet<string>): TemplateResult {
    const { steps, operationForms, isBusy, isReading, ticket } = this.state;
    const first = steps.find(({ form, hasGone }) => form.waitsForMe && !hasGone) ?? steps[0];
    return html`${repeat(
      steps,
      ({ formId }) => formId,
      (card) =>
        html`<section class="card" aria-label=${card.form.name} data-form=${card.formId}>
          <itsm-step-card
            .card=${card}
            .operationCards=${operationForms.filter(({ stepId }) => stepId === card.form.id)}
            .memory=${this.memory}
            .post=${this.post}
            .files=${this.files}
            .news=${news}
            .isOpen=${this.#isStepOpen(card, card === first)}
            .isBusy=${isBusy}
            .isReading=${isReading}
            .canOpenInBrowser=${ticket.canOpenInBrowser}
          ></itsm-step-card>
        </section>`,
    )}`;
  }

  /** Whatever was typed that cannot be sent any more is seen without being looked for. */
  #isStepOpen(card: StepCard, isFirst: boolean): boolean {
    return this.memory.isOpen(partOf(card)) ?? (isFirst || card.hasGone);
  }

  #operationCards(cards: readonly OperationCard[]): TemplateResult {
    const { isBusy, ticket } = this.state;
    return html`${repeat(
      cards,
      ({ formId }) => formId,
      (card) =>
        html`<itsm-operation-card
          data-form=${card.formId}
          .card=${card}
          .memory=${this.memory}
          .post=${this.post}
          .files=${this.files.get(card.formId) ?? noFiles}
          .isBusy=${isBusy}
          .canOpenInBrowser=${ticket.canOpenInBrowser}
        ></itsm-operation-card>`,
    )}`;
  }

  #timeline(news: ReadonlySet<string>): TemplateResult | typeof nothing {
    const { ticket, composer } = this.state;
    if (!ticket.sections.includes('timeline')) return nothing;
    const { filter } = this.memory;
    return html`<itsm-timeline
      class="card section"
      .content=${this.sections.get('timeline')}
      .isReading=${this.reading.has('timeline')}
      .isOpen=${this.memory.isOpen('timeline') ?? true}
      .filter=${isFilter(filter) ? filter : 'all'}
      .hasConversation=${composer !== undefined}
      .isNews=${news.has('conversation') || news.has('history')}
    >
      ${composer === undefined ? nothing : this.#composer(composer)}
    </itsm-timeline>`;
  }

  #composer(composer: FormState): TemplateResult {
    return html`<itsm-form-card
      class="composer"
      .card=${composer}
      .memory=${this.memory}
      .post=${this.post}
      .files=${this.files.get(composer.formId) ?? noFiles}
    ></itsm-form-card>`;
  }

  /** What came of it is said where the user looks, and has the focus if nothing else has. */
  #showNotice(): void {
    const notice = this.renderRoot.querySelector<HTMLElement>('.host-notice');
    notice?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const isFocusLost = document.activeElement === document.body || document.activeElement === null;
    if (!isFocusLost || notice === null) return;
    notice.tabIndex = -1;
    notice.focus({ preventScroll: true });
  }
}

function partOf({ form }: StepCard): string {
  return `step/${form.id}`;
}

/** Where a form is on the page. */
function placeOf(formId: string): string {
  return `[data-form="${CSS.escape(formId)}"]`;
}

function isFilter(text: string | undefined): text is TimelineFilter {
  return text === 'all' || text === 'messages' || text === 'changes';
}

customElements.define('itsm-ticket-view', ItsmTicketView);
