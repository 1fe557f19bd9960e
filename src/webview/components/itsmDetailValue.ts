import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DetailTable, TicketDetail } from '../../domain/ticket.ts';
import { fileList } from '../fileList.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { fileStyles } from '../styles/fileStyles.ts';
import { tableStyles } from '../styles/tableStyles.ts';
import { valueText } from '../valueText.ts';
import './itsmRichText.ts';

/** The value of a {@link TicketDetail}: text, rich text or a table, with its files. */
export class ItsmDetailValue extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fileStyles,
    tableStyles,
    css`
      :host {
        overflow-wrap: anywhere;
        user-select: text;
      }
      .text {
        white-space: pre-wrap;
        unicode-bidi: plaintext;
      }
      * + .files {
        margin-block-start: 6px;
      }
    `,
  ];
  static override properties = { detail: { attribute: false } };

  declare detail: TicketDetail;

  protected override render(): TemplateResult {
    const { label, table, attachments = [] } = this.detail;
    return html`${isOnlyFiles(this.detail) ? nothing : table === undefined ? this.#text() : detailTable(table, label)}
    ${attachments.length === 0 ? nothing : fileList(attachments, label)}`;
  }

  #text(): TemplateResult {
    const { text, content } = this.detail;
    if (content !== undefined) return html`<itsm-rich-text .content=${content}></itsm-rich-text>`;
    return text.trim() === '' ? html`—` : valueText(text);
  }
}

/** Its text, if there is one, tells the names of its files and no more. */
function isOnlyFiles({ text, content, table, attachments = [] }: TicketDetail): boolean {
  if (table !== undefined || content !== undefined || attachments.length === 0) return false;
  const rest = attachments.reduce((left, { name }) => left.replace(name, ''), text);
  return /^[\s,，、;；]*$/u.test(rest);
}

function detailTable({ columns, rows }: DetailTable, label: string): TemplateResult {
  return html`<div class="scroller" role="region" aria-label=${label} tabindex="0">
    <table aria-label=${label}>
      <thead>
        <tr>
          <th class="number" scope="col"><span class="screen-reader-only">${t('Row')}</span></th>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr>
              <td class="number">${index + 1}</td>
              ${columns.map((_, at) => html`<td>${valueText(row[at] ?? '')}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

customElements.define('itsm-detail-value', ItsmDetailValue);
