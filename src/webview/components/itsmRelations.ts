import { css, html, nothing, type TemplateResult } from 'lit';
import type { RelatedTicket } from '../../domain/relations.ts';
import type { SectionContent } from '../../protocol/stepPage.ts';
import { PageMessageEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { linkButton } from '../valueText.ts';
import { ItsmSection } from './itsmSection.ts';

type RelationsContent = Extract<SectionContent, { tickets: unknown }>;

/** Other records that belong to the ticket. */
export class ItsmRelations extends ItsmSection<RelationsContent> {
  static override styles = [
    ItsmSection.styles,
    css`
      ul {
        display: flex;
        flex-direction: column;
        gap: 10px;
        margin-block-start: 8px;
        list-style: none;
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 10px;
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
      .title {
        overflow-wrap: anywhere;
        user-select: text;
      }
    `,
  ];

  readonly section = 'relations';

  protected get heading(): string {
    return t('Related tickets');
  }

  protected summary({ tickets }: RelationsContent): string {
    return `${tickets.length}`;
  }

  protected body({ tickets }: RelationsContent): TemplateResult {
    if (tickets.length === 0) return html`<p class="muted">${t('There are none.')}</p>`;
    return html`<ul>
      ${tickets.map(
        (ticket) =>
          html`<li>
            <div class="facts">
              <span>${ticket.relation}</span>
              ${ticket.statusName === '' ? nothing : html`<span>${ticket.statusName}</span>`}
            </div>
            ${this.#link(ticket)} ${ticket.title === '' ? nothing : html`<div class="title">${ticket.title}</div>`}
          </li>`,
      )}
    </ul>`;
  }

  #link({ key, number, url }: RelatedTicket): TemplateResult {
    if (key !== undefined) {
      return html`<button
        class="link"
        type="button"
        title=${t('Open {0}', number)}
        @click=${() => this.dispatchEvent(new PageMessageEvent({ kind: 'openTicket', key }))}
      >
        ${icon('tasklist')}${number}
      </button>`;
    }
    return url === undefined ? html`<span>${number}</span>` : linkButton(url, html`${icon('link-external')}${number}`);
  }
}

customElements.define('itsm-relations', ItsmRelations);
