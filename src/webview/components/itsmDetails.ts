import { css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TicketDetail } from '../../domain/ticket.ts';
import { t } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import './itsmDetailValue.ts';
import { ItsmPanel } from './itsmPanel.ts';

/** The ticket's other fields, for reading, by their groups. */
export class ItsmDetails extends ItsmPanel {
  static override styles = [
    ItsmPanel.styles,
    newsStyles,
    css`
      h3 {
        margin-block: 16px 0;
        font-size: 1em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
        gap: 12px 24px;
        margin-block-start: 10px;
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
  static override properties = { details: { attribute: false }, news: { attribute: false } };

  declare details: readonly TicketDetail[];
  /** What has changed since the user looked last, as `SeenSummary` names it. */
  declare news: ReadonlySet<string>;

  constructor() {
    super();
    this.details = [];
    this.news = new Set();
  }

  protected readonly panel = 'details';

  protected get heading(): string {
    return t('Other fields');
  }

  protected get count(): number {
    return this.details.length;
  }

  protected body(): TemplateResult {
    const groups = [...Map.groupBy(withNames(this.details), ({ detail }) => detail.group)];
    // Those of no group come first, whatever the order in which they were told.
    groups.sort(([left], [right]) => Number(left !== undefined) - Number(right !== undefined));
    return html`${groups.map(
      ([group, details]) => html`${group === undefined ? nothing : html`<h3>${group}</h3>`}${this.#list(details)}`,
    )}`;
  }

  #list(details: readonly NamedDetail[]): TemplateResult {
    return html`<dl>
      ${repeat(
        details,
        ({ name }) => name,
        ({ detail, name }) => {
          const { label, text, content, table, attachments } = detail;
          const isLong = text.length > 120 || text.includes('\n');
          const isWide = isLong || content !== undefined || table !== undefined || attachments !== undefined;
          return html`<div class="entry ${isWide ? 'wide' : ''}">
            <dt>${label}${newsDot(this.news.has(name))}</dt>
            <dd><itsm-detail-value .detail=${detail}></itsm-detail-value></dd>
          </div>`;
        },
      )}
    </dl>`;
  }
}

interface NamedDetail {
  readonly detail: TicketDetail;
  /** As `SeenSummary` names it. */
  readonly name: string;
}

function withNames(details: readonly TicketDetail[]): readonly NamedDetail[] {
  const counts = new Map<string, number>();
  return details.map((detail) => {
    const count = (counts.get(detail.key) ?? 0) + 1;
    counts.set(detail.key, count);
    return { detail, name: `detail/${detail.key}${count === 1 ? '' : `#${count}`}` };
  });
}

customElements.define('itsm-details', ItsmDetails);
