import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ServiceSummary } from '../../protocol/stepPage.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';

/** What a new ticket will be about, and where it will be made. */
export class ItsmCreationHeader extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .fact {
        display: flex;
        align-items: center;
        gap: 5px;
        min-height: 24px;
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
      h1 {
        margin-block: 2px 4px;
        font-size: 1.55em;
        font-weight: 600;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      .description {
        max-inline-size: 80ch;
        color: var(--vscode-descriptionForeground);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        user-select: text;
      }
    `,
  ];
  static override properties = { service: { attribute: false } };

  declare service: ServiceSummary;

  protected override render(): TemplateResult {
    const { name, description, connectionLabel } = this.service;
    return html`
      <div class="fact">
        ${icon('plug')}<span class="screen-reader-only">${t('Connection:')}</span>${connectionLabel}
      </div>
      <h1>${t('New: {0}', name)}</h1>
      ${description.trim() === '' ? nothing : html`<p class="description">${description}</p>`}
    `;
  }
}

customElements.define('itsm-creation-header', ItsmCreationHeader);
