import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import type { OperationCard, StepCard } from '../../protocol/pageForm.ts';
import type { PageMessage } from '../../protocol/stepPage.ts';
import { PageActionEvent, PageMessageEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import type { PageMemory } from '../pageMemory.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import type { ItsmFormCard } from './itsmFormCard.ts';
import './itsmFormCard.ts';
import './itsmNotice.ts';
import type { ItsmOperationCard } from './itsmOperationCard.ts';
import './itsmOperationCard.ts';
import type { ItsmStepHeader } from './itsmStepHeader.ts';
import './itsmStepHeader.ts';

const noFiles: ReadonlyMap<string, FieldFiles> = new Map();

/** A step of the ticket: whom it waits for, its form, and the forms of its operations that were opened. */
export class ItsmStepCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .body {
        display: flex;
        flex-direction: column;
        gap: 16px;
        margin-block-start: 16px;
      }
      itsm-form-card:not(:last-child) {
        --itsm-bar-below: 0px;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .bones {
        display: grid;
        gap: 14px;
      }
      .bone {
        height: 28px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 4px;
        background: color-mix(in srgb, var(--vscode-foreground) 8%, transparent);
      }
    `,
  ];
  static override properties = {
    card: { attribute: false },
    operationCards: { attribute: false },
    memory: { attribute: false },
    post: { attribute: false },
    files: { attribute: false },
    news: { attribute: false },
    isOpen: { type: Boolean },
    isBusy: { type: Boolean },
    isReading: { type: Boolean },
    canOpenInBrowser: { type: Boolean },
  };

  declare card: StepCard;
  /** Those of this step. */
  declare operationCards: readonly OperationCard[];
  declare memory: PageMemory;
  declare post: (message: PageMessage) => void;
  /** By form and field key. */
  declare files: ReadonlyMap<string, ReadonlyMap<string, FieldFiles>>;
  /** What has changed since the user looked last, as `SeenSummary` names it. */
  declare news: ReadonlySet<string>;
  declare isOpen: boolean;
  declare isBusy: boolean;
  /** The ticket is being read. */
  declare isReading: boolean;
  declare canOpenInBrowser: boolean;

  constructor() {
    super();
    this.operationCards = [];
    this.files = new Map();
    this.news = new Set();
    this.isOpen = false;
    this.isBusy = false;
    this.isReading = false;
    this.canOpenInBrowser = false;
    this.addEventListener(PageActionEvent.type, (event) => this.#onAction(event));
  }

  get #formCard(): ItsmFormCard | null {
    return this.renderRoot.querySelector<ItsmFormCard>('.body > itsm-form-card');
  }

  /** Brings it into view with the focus in its form, or on its heading. It is open. */
  async reveal(): Promise<void> {
    await this.updateComplete;
    this.scrollIntoView({ block: 'start', behavior: 'instant' });
    if (await this.#formCard?.focusFirst()) return;
    this.renderRoot.querySelector<ItsmStepHeader>('itsm-step-header')?.focusToggle();
  }

  /** As `reveal`, for the form of an operation of this step. */
  async revealOperation(formId: string): Promise<void> {
    await this.updateComplete;
    const cards = [...this.renderRoot.querySelectorAll<ItsmOperationCard>('itsm-operation-card')];
    await cards.find(({ card }) => card.formId === formId)?.reveal();
  }

  protected override render(): TemplateResult {
    const { form, draft, hasGone } = this.card;
    return html`
      <itsm-step-header
        .step=${form}
        .isOpen=${this.isOpen}
        .hasDraft=${draft.length > 0}
        .hasGone=${hasGone}
        .isNews=${this.news.has(`step/${form.id}`)}
      ></itsm-step-header>
      <div class="body" ?hidden=${!this.isOpen}>${this.#body()}</div>
    `;
  }

  #body(): TemplateResult | typeof nothing {
    const { card } = this;
    if (card.phase === 'reading' && card.form.fields.length === 0) return this.#waiting();
    return html`
      <itsm-form-card
        .card=${card.hasGone ? withoutSubmit(card) : card}
        .operations=${card.hasGone || card.phase === 'reading' ? [] : card.form.otherOperations}
        .memory=${this.memory}
        .post=${this.post}
        .files=${this.files.get(card.formId) ?? noFiles}
        .newsKeys=${this.#newsKeys}
        .isBusy=${this.isBusy}
        .canOpenInBrowser=${this.canOpenInBrowser}
        .hasNoForm=${card.form.fields.length === 0 && (card.form.signers !== undefined || card.form.otherOperations.length > 0)}
      ></itsm-form-card>
      ${card.hasGone ? this.#rescue() : nothing}
      ${repeat(
        this.operationCards,
        ({ formId }) => formId,
        (operation) =>
          html`<itsm-operation-card
            .card=${operation}
            .memory=${this.memory}
            .post=${this.post}
            .files=${this.files.get(operation.formId) ?? noFiles}
            .isBusy=${this.isBusy}
            .canOpenInBrowser=${this.canOpenInBrowser}
          ></itsm-operation-card>`,
      )}
    `;
  }

  /** The fields of its form that have changed. */
  get #newsKeys(): ReadonlySet<string> {
    const start = `field/${this.card.form.id}/`;
    return new Set([...this.news].filter((part) => part.startsWith(start)).map((part) => part.slice(start.length)));
  }

  #waiting(): TemplateResult {
    if (!this.isReading) {
      return html`<itsm-notice severity="warning" .text=${t('The form of this step could not be read.')}>
        <button class="link" type="button" @click=${() => this.post({ kind: 'reload' })}>${t('Try Again')}</button>
      </itsm-notice>`;
    }
    return html`<p class="muted" role="status">${t('Loading the form…')}</p>
      <div class="bones" aria-hidden="true">
        <div class="bone"></div>
        <div class="bone"></div>
      </div>`;
  }

  #rescue(): TemplateResult {
    const { draftId } = this.card;
    const send = (message: PageMessage) => () => this.dispatchEvent(new PageMessageEvent(message));
    return html`<div class="buttons">
      <button class="button" type="button" @click=${send({ kind: 'rescueDraft', draftId })}>
        ${icon('go-to-file')}${t('Open What I Typed as a Document')}
      </button>
      <button class="button secondary" type="button" @click=${send({ kind: 'discardDraft', draftId })}>
        ${icon('discard')}${t('Discard It')}
      </button>
    </div>`;
  }

  readonly #onAction = (event: PageActionEvent): void => {
    const { action } = event;
    if (action.kind !== 'runOperation') return;
    event.stopPropagation();
    const { key, scope } = action.operation;
    this.post({ kind: 'runOperation', stepId: scope === 'step' ? this.card.form.id : undefined, operationKey: key });
  };
}

/** What was typed is there for reading; nothing can be sent any more. */
function withoutSubmit(card: StepCard): StepCard {
  const typed = new Set(card.draft.map(([key]) => key));
  const fields = card.form.fields.filter(({ key }) => typed.has(key));
  return { ...card, form: { ...card.form, fields, submit: undefined, cannotSubmit: undefined } };
}

customElements.define('itsm-step-card', ItsmStepCard);
