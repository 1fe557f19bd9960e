import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FieldValue, TableColumn, TableField } from '../../domain/field.ts';
import { readRows, writeRows, type TableRow } from '../../domain/table.ts';
import { strayKeys, strayLabel, optionLabel } from '../choice.ts';
import { fromDateTimeControl, toDateControl, toDateTimeControl } from '../dateTimeValue.ts';
import { ControlChangeEvent, PageActionEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { controlStyles } from '../styles/controlStyles.ts';
import { tableStyles } from '../styles/tableStyles.ts';
import {
  emptyRow,
  isCellWrong,
  mostPastedRows,
  readClipboardCells,
  withCell,
  withoutRow,
  withPasted,
  withRowMoved,
} from '../tableEditing.ts';
import type { ItsmCombobox } from './itsmCombobox.ts';
import './itsmCombobox.ts';

interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/**
 * Edits the rows of a table field: a native table with a native control in each cell. Enter goes down a row and makes
 * one at the end, the arrow keys go up and down between texts, Alt with them moves the row, and a block of cells can be
 * pasted from a spreadsheet.
 */
export class ItsmTable extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    controlStyles,
    chipStyles,
    tableStyles,
    css`
      td {
        padding: 4px;
        min-inline-size: 130px;
      }
      td.wide {
        min-inline-size: 190px;
      }
      td.number,
      th.number {
        min-inline-size: 0;
        padding: 8px 2px 4px 8px;
      }
      td.actions {
        width: 1%;
        min-inline-size: 0;
        padding: 6px 6px 4px 2px;
        white-space: nowrap;
      }
      @media (min-width: 700px) {
        td.actions {
          position: sticky;
          inset-inline-end: 0;
          background: var(--vscode-editor-background);
        }
      }
      td .chip-box .inner-input {
        flex-basis: 30px;
        min-inline-size: 24px;
      }
      .required {
        margin-inline-start: 3px;
        color: var(--vscode-errorForeground);
      }
      .empty {
        padding: 12px;
        color: var(--vscode-descriptionForeground);
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        margin-block-start: 8px;
      }
      .icon-button[aria-disabled='true'] {
        opacity: 0.4;
      }
      input,
      select,
      button {
        scroll-margin-block: 48px 110px;
      }
    `,
  ];
  static override properties = {
    field: { attribute: false },
    value: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
  };

  declare field: TableField;
  declare value: string;
  declare isLocked: boolean;
  /** A problem is shown: wrong cells are marked. */
  declare isInvalid: boolean;

  constructor() {
    super();
    this.value = '';
    this.isLocked = false;
    this.isInvalid = false;
  }

  override focus(options?: FocusOptions): void {
    const wrong = this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]');
    const first = wrong ?? this.renderRoot.querySelector<HTMLElement>('td input, td select, .add');
    first?.focus(options);
  }

  protected override render(): TemplateResult {
    const { columns, label } = this.field;
    const rows = readRows(this.value);
    return html`<div class="scroller">
        <table aria-label=${label}>
          <thead>
            <tr>
              <th class="number" scope="col"><span class="screen-reader-only">${t('Row')}</span></th>
              ${columns.map((column) => this.#heading(column))}
              <th scope="col"><span class="screen-reader-only">${t('Actions')}</span></th>
            </tr>
          </thead>
          <tbody @keydown=${this.#onKeyDown} @paste=${this.#onPaste}>
            ${
              rows.length === 0
                ? html`<tr>
                    <td class="empty" colspan=${columns.length + 2}>${t('No rows yet.')}</td>
                  </tr>`
                : rows.map((row, index) => this.#row(row, index, rows.length))
            }
          </tbody>
        </table>
      </div>
      <div class="below">
        <button class="button secondary add" type="button" aria-disabled=${this.isLocked} @click=${this.#add}>
          ${icon('add')}${t('Add Row')}
        </button>
        <span class="muted">${t('Cells can be pasted from a spreadsheet.')}</span>
      </div>`;
  }

  #heading({ label, isRequired }: TableColumn): TemplateResult {
    return html`<th scope="col">
      ${label}${
        isRequired
          ? html`<span class="required" aria-hidden="true">*</span
              ><span class="screen-reader-only"> ${t('required')}</span>`
          : nothing
      }
    </th>`;
  }

  #row(row: TableRow, index: number, count: number): TemplateResult {
    const number = index + 1;
    return html`<tr data-row=${index}>
      <td class="number">${number}</td>
      ${this.field.columns.map(
        (column, at) =>
          html`<td data-column=${at} class=${column.type === 'dateTime' || column.type === 'multiSelect' ? 'wide' : ''}>
            ${this.#cell(column, row[column.key] ?? '', { row: index, column: at })}
          </td>`,
      )}
      <td class="actions">
        ${this.#rowButton('arrow-up', t('Move row {0} up', number), index === 0, () => this.#move(index, index - 1))}
        ${this.#rowButton('arrow-down', t('Move row {0} down', number), index === count - 1, () =>
          this.#move(index, index + 1),
        )}
        ${this.#rowButton('trash', t('Remove row {0}', number), false, () => this.#remove(index))}
      </td>
    </tr>`;
  }

  #rowButton(iconName: string, label: string, isDisabled: boolean, run: () => void): TemplateResult {
    return html`<button
      class="icon-button ${iconName}"
      type="button"
      title=${label}
      aria-label=${label}
      aria-disabled=${isDisabled || this.isLocked}
      @click=${() => {
        if (!isDisabled && !this.isLocked) run();
      }}
    >
      ${icon(iconName)}
    </button>`;
  }

  #cell(column: TableColumn, cell: FieldValue, place: CellPlace): TemplateResult {
    const label = t('{0}, row {1}', column.label, place.row + 1);
    const isWrong = this.isInvalid && isCellWrong(this.field, column, cell);
    const text = typeof cell === 'string' ? cell : cell.join(', ');
    const edit = (value: FieldValue): void => this.#edit(place.row, column.key, value);
    switch (column.type) {
      case 'text':
        return this.#input('text', label, text, isWrong, edit);
      case 'date': {
        const date = toDateControl(text);
        return date === undefined
          ? this.#input('text', label, text, isWrong, edit)
          : this.#input('date', label, date, isWrong, edit);
      }
      case 'dateTime': {
        const time = toDateTimeControl(text);
        return time === undefined
          ? this.#input('text', label, text, isWrong, edit)
          : this.#input('datetime-local', label, time, isWrong, (value) => edit(fromDateTimeControl(value)));
      }
      case 'select':
        return this.#select(column, label, text, isWrong, edit);
      case 'multiSelect':
        return html`<itsm-combobox
          .inputId=${`cell-${place.row}-${place.column}`}
          .label=${label}
          .options=${column.options}
          .chosen=${typeof cell === 'string' ? (cell === '' ? [] : [cell]) : cell}
          .isMultiple=${true}
          .isLocked=${this.isLocked}
          .isInvalid=${isWrong}
          .isRequired=${column.isRequired}
          @itsm-control-change=${(event: ControlChangeEvent) => edit(event.value)}
        ></itsm-combobox>`;
    }
  }

  #input(
    type: 'text' | 'date' | 'datetime-local',
    label: string,
    value: string,
    isWrong: boolean,
    edit: (value: string) => void,
  ): TemplateResult {
    return html`<input
      class="box"
      type=${type}
      step=${type === 'datetime-local' ? '1' : nothing}
      max=${type === 'date' ? '9999-12-31' : type === 'text' ? nothing : '9999-12-31T23:59:59'}
      autocomplete="off"
      aria-label=${label}
      aria-invalid=${isWrong}
      .value=${live(value)}
      ?disabled=${this.isLocked}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) edit(event.target.value);
      }}
    />`;
  }

  #select(
    column: TableColumn,
    label: string,
    value: string,
    isWrong: boolean,
    edit: (value: string) => void,
  ): TemplateResult {
    const stray = strayKeys(column.options, [value]).map((key) => ({ key, label: strayLabel(key) }));
    const options = [{ key: '', label: column.isRequired ? t('Choose…') : t('(none)') }, ...column.options, ...stray];
    return html`<select
      class="box"
      aria-label=${label}
      aria-invalid=${isWrong}
      .value=${live(value)}
      ?disabled=${this.isLocked}
      @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement) edit(event.target.value);
      }}
    >
      ${options.map(
        (option) => html`<option value=${option.key} ?selected=${option.key === value}>${optionLabel(option)}</option>`,
      )}
    </select>`;
  }

  get #rows(): readonly TableRow[] {
    return readRows(this.value);
  }

  #edit(row: number, key: string, cell: FieldValue): void {
    if (!this.isLocked) this.#change(withCell(this.#rows, row, key, cell));
  }

  readonly #add = (): void => {
    if (this.isLocked) return;
    const count = this.#rows.length;
    this.#change([...this.#rows, emptyRow(this.field.columns)]);
    void this.#focusCell({ row: count, column: 0 });
  };

  #remove(index: number): void {
    const rows = withoutRow(this.#rows, index);
    this.#change(rows);
    this.#announce(t('Row {0} removed.', index + 1));
    if (rows.length === 0) this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
    else void this.#focusButton(Math.min(index, rows.length - 1), 'trash');
  }

  #move(from: number, to: number): void {
    const moved = withRowMoved(this.#rows, from, to);
    if (writeRows(moved) === this.value) return;
    this.#change(moved);
    this.#announce(t('Now row {0}.', to + 1));
    void this.#focusButton(to, to < from ? 'arrow-up' : 'arrow-down');
  }

  #change(rows: readonly TableRow[]): void {
    this.value = writeRows(rows);
    this.dispatchEvent(new ControlChangeEvent(this.value));
  }

  #announce(text: string): void {
    this.dispatchEvent(new PageActionEvent({ kind: 'announce', text }));
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const place = placeOf(event);
    if (place === undefined || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey) {
      if (step === 0 || this.isLocked) return;
      event.preventDefault();
      const to = place.row + step;
      const moved = withRowMoved(this.#rows, place.row, to);
      if (writeRows(moved) === this.value) return;
      this.#change(moved);
      this.#announce(t('Now row {0}.', to + 1));
      void this.#focusCell({ row: to, column: place.column });
      return;
    }
    // In lists and dates, these keys are the control's own.
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'text') return;
    if (event.target.getAttribute('role') === 'combobox') return;
    if (step !== 0) {
      event.preventDefault();
      void this.#focusCell({ row: place.row + step, column: place.column });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (place.row + 1 >= this.#rows.length) this.#change([...this.#rows, emptyRow(this.field.columns)]);
      void this.#focusCell({ row: place.row + 1, column: place.column });
    }
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    const place = placeOf(event);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    // One cell goes into the control as any text does.
    if (place === undefined || this.isLocked || !/[\t\n]/u.test(text.replace(/\r?\n$/u, ''))) return;
    event.preventDefault();
    const cells = readClipboardCells(text);
    this.#change(withPasted(this.#rows, this.field.columns, place, cells));
    this.#announce(t('{0} rows pasted.', Math.min(cells.length, mostPastedRows)));
  };

  async #focusCell({ row, column }: CellPlace): Promise<void> {
    await this.updateComplete;
    const cell = this.renderRoot.querySelector(`tr[data-row="${row}"] td[data-column="${column}"]`);
    await cell?.querySelector<ItsmCombobox>('itsm-combobox')?.updateComplete;
    cell?.querySelector<HTMLElement>('input, select')?.focus();
  }

  async #focusButton(row: number, name: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`tr[data-row="${row}"] .icon-button.${name}`)?.focus();
  }
}

/** The cell that an event came from. */
function placeOf(event: Event): CellPlace | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const column = event.target.closest('td[data-column]')?.getAttribute('data-column');
  const row = event.target.closest('tr[data-row]')?.getAttribute('data-row');
  if (column === null || column === undefined || row === null || row === undefined) return undefined;
  return { row: Number(row), column: Number(column) };
}

customElements.define('itsm-table', ItsmTable);
