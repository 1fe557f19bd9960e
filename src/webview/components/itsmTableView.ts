import { css, html, LitElement, type TemplateResult } from 'lit';
import type { TableField } from '../../domain/field.ts';
import { readRows } from '../../domain/table.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { tableStyles } from '../styles/tableStyles.ts';
import { cellText } from '../tableEditing.ts';
import { valueText } from '../valueText.ts';

/** The rows of a table field, for reading. */
export class ItsmTableView extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    tableStyles,
    css`
      td:not(.number) {
        min-inline-size: 80px;
        user-select: text;
      }
      .text {
        white-space: pre-wrap;
        unicode-bidi: plaintext;
      }
    `,
  ];
  static override properties = { field: { attribute: false }, value: {} };

  declare field: TableField;
  declare value: string;

  protected override render(): TemplateResult {
    const { columns, label } = this.field;
    const rows = readRows(this.value);
    return html`<div class="scroller" role="region" aria-label=${label} tabindex="0">
      <table aria-label=${label}>
        <thead>
          <tr>
            <th class="number" scope="col"><span class="screen-reader-only">${t('Row')}</span></th>
            ${columns.map((column) => html`<th scope="col">${column.label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row, index) =>
              html`<tr>
                <td class="number">${index + 1}</td>
                ${columns.map((column) => html`<td>${valueText(cellText(column, row[column.key]))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

customElements.define('itsm-table-view', ItsmTableView);
