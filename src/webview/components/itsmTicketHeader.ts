import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { TicketSummary } from '../../protocol/stepPage.ts';
import { statusLook } from '../categoryLook.ts';
import { PageActionEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { pillStyles } from '../styles/pillStyles.ts';
import { dateTimeText, exactTimeText, shortTimeText } from '../timeText.ts';

/** Which ticket this is, in what state, and how fresh the page is. */
export class ItsmTicketHeader extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    pillStyles,
    css`
      .top,
      .facts,
      .fact {
        display: flex;
        align-items: center;
        min-inline-size: 0;
      }
      .top {
        flex-wrap: wrap;
        gap: 2px 8px;
        min-height: 24px;
      }
      .key {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        color: var(--vscode-descriptionForeground);
        font-variant-numeric: tabular-nums;
        user-select: text;
        overflow-wrap: anywhere;
      }
      .freshness {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        margin-inline-start: auto;
        color: var(--vscode-descriptionForeground);
      }
      h1 {
        margin-block: 2px 8px;
        font-size: 1.55em;
        font-weight: 600;
        line-height: 1.3;
        overflow-wrap: anywhere;
        user-select: text;
      }
      .facts {
        flex-wrap: wrap;
        gap: 6px 16px;
      }
      .fact {
        gap: 5px;
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties = {
    ticket: { attribute: false },
    readAt: { type: Number },
    isReloading: { type: Boolean },
  };

  declare ticket: TicketSummary;
  declare readAt: number;
  declare isReloading: boolean;

  constructor() {
    super();
    this.isReloading = false;
  }

  protected override render(): TemplateResult {
    const { key, title, statusName, statusCategory, connectionLabel, creator, createdAt } = this.ticket;
    const look = statusLook(statusCategory);
    return html`
      <div class="top">
        <span class="key">
          ${key}
          <button
            class="icon-button"
            type="button"
            title=${t('Copy number')}
            aria-label=${t('Copy number')}
            @click=${this.#copy}
          >
            ${icon('copy')}
          </button>
        </span>
        <span class="freshness" title=${exactTimeText(this.readAt)}>
          ${t('As of {0}', shortTimeText(this.readAt, Date.now()))}
          <button
            class="icon-button"
            type="button"
            title=${t('Reload')}
            aria-label=${t('Reload')}
            aria-disabled=${this.isReloading}
            @click=${this.#reload}
          >
            ${this.isReloading ? spinner() : icon('refresh')}
          </button>
        </span>
      </div>
      <h1>${title.trim() === '' ? key : title}</h1>
      <div class="facts">
        <span class="pill ${look.tone}">${icon(look.icon)}<span>${statusName}</span></span>
        <span class="fact">
          ${icon('plug')}<span class="screen-reader-only">${t('Connection:')}</span>${connectionLabel}
        </span>
        ${
          creator === undefined
            ? nothing
            : html`<span class="fact">
                ${icon('account')}<span class="screen-reader-only">${t('Created by:')}</span>${creator}
              </span>`
        }
        ${
          createdAt === undefined
            ? nothing
            : html`<span class="fact" title=${exactTimeText(createdAt)}>
                ${icon('calendar')}<span class="screen-reader-only">${t('Created:')}</span>${dateTimeText(createdAt)}
              </span>`
        }
      </div>
    `;
  }

  readonly #copy = async (): Promise<void> => {
    const { key } = this.ticket;
    try {
      await navigator.clipboard.writeText(key);
      this.#act('announce', t('Copied {0}', key));
    } catch {
      this.#act('announce', t('The number could not be copied; select it and copy it by hand.'));
    }
  };

  readonly #reload = (): void => {
    if (!this.isReloading) this.dispatchEvent(new PageActionEvent({ kind: 'reload' }));
  };

  #act(kind: 'announce', text: string): void {
    this.dispatchEvent(new PageActionEvent({ kind, text }));
  }
}

customElements.define('itsm-ticket-header', ItsmTicketHeader);
