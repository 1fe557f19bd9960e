import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { StepSigners } from '../../domain/signers.ts';
import type { StepModel } from '../../protocol/pageForm.ts';
import { stepLook } from '../categoryLook.ts';
import { PageActionEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { pillStyles } from '../styles/pillStyles.ts';

/** Which step this is and whom it waits for; opens and closes what is below it. */
export class ItsmStepHeader extends LitElement {
  static override styles = [
    baseStyles,
    pillStyles,
    chipStyles,
    newsStyles,
    css`
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
      }
      h2 {
        font-size: 1.15em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .toggle {
        display: flex;
        align-items: center;
        gap: 6px;
        margin: 0;
        padding: 0;
        border: 0;
        border-radius: 2px;
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
        scroll-margin-block: 24px;
      }
      .toggle:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
      .tag {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--vscode-descriptionForeground);
      }
      .waits {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        padding: 1px 8px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 11px;
        background: var(--vscode-activityBarBadge-background, var(--vscode-badge-background));
        color: var(--vscode-activityBarBadge-foreground, var(--vscode-badge-foreground));
        line-height: 18px;
      }
      .processors {
        margin-block-start: 8px;
        gap: 4px 6px;
        color: var(--vscode-descriptionForeground);
      }
      .chip.left {
        border: 1px dashed var(--vscode-contrastBorder, var(--vscode-descriptionForeground));
        background: none;
        color: inherit;
      }
    `,
  ];
  static override properties = {
    step: { attribute: false },
    isOpen: { type: Boolean },
    hasDraft: { type: Boolean },
    hasGone: { type: Boolean },
    isNews: { type: Boolean },
  };

  declare step: StepModel;
  declare isOpen: boolean;
  /** Something was typed into its form and not sent. */
  declare hasDraft: boolean;
  /** It is no longer there. */
  declare hasGone: boolean;
  /** It has changed since the user looked last. */
  declare isNews: boolean;

  constructor() {
    super();
    this.isOpen = false;
    this.hasDraft = false;
    this.hasGone = false;
    this.isNews = false;
  }

  focusToggle(): void {
    this.renderRoot.querySelector<HTMLElement>('.toggle')?.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    const { name, waitsForMe, processors, signers } = this.step;
    return html`
      <div class="line">
        <h2>
          <button class="toggle" type="button" aria-expanded=${this.isOpen} @click=${this.#toggle}>
            ${icon(this.isOpen ? 'chevron-down' : 'chevron-right')}<span>${name}${newsDot(this.isNews)}</span>
          </button>
        </h2>
        ${this.#status()}
        ${waitsForMe && !this.hasGone ? html`<span class="waits">${icon('account')}${t('Waits for you')}</span>` : nothing}
        ${this.hasDraft && !this.isOpen ? html`<span class="tag">${icon('edit')}${t('Draft')}</span>` : nothing}
      </div>
      ${this.hasGone ? nothing : signers === undefined ? this.#people(t('Processors'), processors) : this.#signers(signers)}
    `;
  }

  #status(): TemplateResult | typeof nothing {
    const { name, statusName, category } = this.step;
    if (this.hasGone) {
      return html`<span class="pill plain">${icon('circle-slash')}<span>${t('No longer there')}</span></span>`;
    }
    // Where a step is a status of the ticket, its name has said so.
    if (statusName === name) return nothing;
    const look = stepLook(category);
    return html`<span class="pill ${look.tone}">${icon(look.icon)}<span>${statusName}</span></span>`;
  }

  readonly #toggle = (): void => {
    const part = `step/${this.step.id}`;
    this.dispatchEvent(new PageActionEvent({ kind: 'toggle', part, isOpen: !this.isOpen }));
  };

  #people(label: string, names: readonly string[]): TemplateResult | typeof nothing {
    if (names.length === 0) return nothing;
    return html`<div class="line processors">
      <span id="processors">${label}</span>
      <ul class="chip-list" aria-labelledby="processors">
        ${names.map((name) => html`<li class="chip">${name}</li>`)}
      </ul>
    </div>`;
  }

  #signers({ signed, left }: StepSigners): TemplateResult {
    const count = signed.length + left.length;
    return html`<div class="line processors">
      <span id="signers">
        ${count === 1 ? t('{0} of 1 has signed', signed.length) : t('{0} of {1} have signed', signed.length, count)}
      </span>
      <ul class="chip-list" aria-labelledby="signers">
        ${signed.map(
          (name) =>
            html`<li class="chip signed" title=${t('Has signed')}>
              ${icon('check')}${name}<span class="screen-reader-only">: ${t('Has signed')}</span>
            </li>`,
        )}
        ${left.map(
          (name) =>
            html`<li class="chip left" title=${t('Has not signed yet')}>
              ${name}<span class="screen-reader-only">: ${t('Has not signed yet')}</span>
            </li>`,
        )}
      </ul>
    </div>`;
  }
}

customElements.define('itsm-step-header', ItsmStepHeader);
