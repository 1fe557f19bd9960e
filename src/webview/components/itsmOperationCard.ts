import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import type { OperationCard } from '../../protocol/pageForm.ts';
import type { PageMessage } from '../../protocol/stepPage.ts';
import { icon } from '../icon.ts';
import { t, translateMessage } from '../l10n.ts';
import type { PageMemory } from '../pageMemory.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import type { ItsmFormCard } from './itsmFormCard.ts';
import './itsmFormCard.ts';
import './itsmNotice.ts';

/** The form of an operation that has one of its own. */
export class ItsmOperationCard extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      section {
        --itsm-card-inset: -16px;
        --itsm-bar-below: 0px;
        padding: 12px 16px 0;
        border: 1px solid var(--vscode-focusBorder);
        border-radius: 6px;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-block-end: 12px;
      }
      h2,
      h3 {
        flex: 1;
        min-inline-size: 0;
        font-size: 1.05em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .note {
        margin-block-end: 12px;
        color: var(--vscode-descriptionForeground);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .waiting {
        padding-block-end: 12px;
      }
    `,
  ];
  static override properties = {
    card: { attribute: false },
    memory: { attribute: false },
    post: { attribute: false },
    files: { attribute: false },
    isBusy: { type: Boolean },
    canOpenInBrowser: { type: Boolean },
  };

  declare card: OperationCard;
  declare memory: PageMemory;
  declare post: (message: PageMessage) => void;
  declare files: ReadonlyMap<string, FieldFiles>;
  declare isBusy: boolean;
  declare canOpenInBrowser: boolean;

  constructor() {
    super();
    this.files = new Map();
    this.isBusy = false;
    this.canOpenInBrowser = false;
  }

  /** Brings it into view with the focus in it. */
  async reveal(): Promise<void> {
    await this.updateComplete;
    this.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    const form = this.renderRoot.querySelector<ItsmFormCard>('itsm-form-card');
    if (!(await form?.focusFirst())) this.renderRoot.querySelector<HTMLElement>('.close')?.focus();
  }

  protected override render(): TemplateResult {
    const { operation, note, stepId } = this.card;
    return html`<section aria-labelledby="heading">
      <div class="head">
        ${
          // Within a step it is below the heading of the step.
          stepId === undefined
            ? html`<h2 id="heading">${operation.name}</h2>`
            : html`<h3 id="heading">${operation.name}</h3>`
        }
        <button
          class="icon-button close"
          type="button"
          title=${t('Close (what you typed is kept)')}
          aria-label=${t('Close (what you typed is kept)')}
          @click=${this.#close}
        >
          ${icon('close')}
        </button>
      </div>
      ${note === undefined ? nothing : html`<p class="note">${translateMessage(note)}</p>`} ${this.#body()}
    </section>`;
  }

  #body(): TemplateResult {
    const { failure, phase, form, operation, stepId } = this.card;
    if (failure !== undefined) {
      const again = (): void => this.post({ kind: 'runOperation', stepId, operationKey: operation.key });
      return html`<itsm-notice class="waiting" severity="error" .text=${failure}>
        <button class="link" type="button" @click=${again}>${t('Try Again')}</button>
      </itsm-notice>`;
    }
    if (phase === 'reading' && form.submit === undefined) {
      return html`<p class="muted waiting" role="status">${t('Loading the form…')}</p>`;
    }
    return html`<itsm-form-card
      .card=${this.card}
      .memory=${this.memory}
      .post=${this.post}
      .files=${this.files}
      .isBusy=${this.isBusy}
      .canClose=${true}
      .canOpenInBrowser=${this.canOpenInBrowser}
      .hasNoForm=${form.fields.length === 0}
    ></itsm-form-card>`;
  }

  readonly #close = (): void => {
    this.post({ kind: 'closeOperation', formId: this.card.formId });
  };
}

customElements.define('itsm-operation-card', ItsmOperationCard);
