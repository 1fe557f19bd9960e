import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { StepModel } from '../../protocol/stepPage.ts';
import { stepLook } from '../categoryLook.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { pillStyles } from '../styles/pillStyles.ts';

/** Which step this is and whom it waits for. */
export class ItsmStepHeader extends LitElement {
  static override styles = [
    baseStyles,
    pillStyles,
    chipStyles,
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
    `,
  ];
  static override properties = { step: { attribute: false } };

  declare step: StepModel;

  protected override render(): TemplateResult {
    const { name, statusName, category, waitsForMe, processors } = this.step;
    const look = stepLook(category);
    return html`
      <div class="line">
        <h2>${name}</h2>
        <span class="pill ${look.tone}">${icon(look.icon)}<span>${statusName}</span></span>
        ${waitsForMe ? html`<span class="waits">${icon('account')}${t('Waits for you')}</span>` : nothing}
      </div>
      ${
        processors.length === 0
          ? nothing
          : html`<div class="line processors">
              <span id="processors">${t('Processors')}</span>
              <ul class="chip-list" aria-labelledby="processors">
                ${processors.map((processor) => html`<li class="chip">${processor}</li>`)}
              </ul>
            </div>`
      }
    `;
  }
}

customElements.define('itsm-step-header', ItsmStepHeader);
