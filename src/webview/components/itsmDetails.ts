import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TicketDetail } from '../../domain/ticket.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { sectionStyles } from '../styles/sectionStyles.ts';
import './itsmDetailValue.ts';

/** The ticket's other fields, for reading: beside the form where there is room, else below it and collapsible. */
export class ItsmDetails extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    sectionStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
        gap: 12px 24px;
        margin-block-start: 10px;
      }
      .hint {
        margin-block: 4px 0;
        color: var(--vscode-descriptionForeground);
      }
      .entry {
        min-inline-size: 0;
      }
      dt {
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
      dd {
        overflow-wrap: anywhere;
        user-select: text;
      }
      .wide {
        grid-column: 1 / -1;
      }
    `,
  ];
  static override properties = {
    details: { attribute: false },
    isAside: { type: Boolean },
    isOpen: { type: Boolean },
  };

  declare details: readonly TicketDetail[];
  /** Stands beside the form: always open. */
  declare isAside: boolean;
  declare isOpen: boolean;

  constructor() {
    super();
    this.details = [];
    this.isAside = false;
    this.isOpen = true;
  }

  protected override render(): TemplateResult {
    return html`
      <h2>
        ${
          this.isAside
            ? t('Other fields')
            : html`<button
                class="toggle"
                type="button"
                aria-expanded=${this.isOpen}
                aria-controls="values"
                @click=${this.#toggle}
              >
                ${icon(this.isOpen ? 'chevron-down' : 'chevron-right')}${t('Other fields')}
                <span class="count">${this.details.length}</span>
              </button>`
        }
      </h2>
      <div id="values" ?hidden=${!this.isOpen && !this.isAside}>${this.#list()}</div>
    `;
  }

  #list(): TemplateResult | typeof nothing {
    if (!this.isOpen && !this.isAside) return nothing;
    return html`<p class="hint">${t('Fields of steps still to come show their default.')}</p>
      <dl>
        ${repeat(
          this.details,
          (detail, index) => `${index} ${detail.key}`,
          (detail) => {
            const { label, text, table, attachments } = detail;
            const isWide = text.length > 120 || text.includes('\n') || table !== undefined || attachments !== undefined;
            return html`<div class="entry ${isWide ? 'wide' : ''}">
              <dt>${label}</dt>
              <dd><itsm-detail-value .detail=${detail}></itsm-detail-value></dd>
            </div>`;
          },
        )}
      </dl>`;
  }

  readonly #toggle = (): void => {
    this.isOpen = !this.isOpen;
  };
}

customElements.define('itsm-details', ItsmDetails);
