import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { FieldValue, TableColumn, TableField } from '../../domain/field.ts';
import { areValuesEqual } from '../../domain/form.ts';
import { readRows, writeRows, type TableRow } from '../../domain/table.ts';
import { ControlChangeEvent, PageActionEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { controlStyles } from '../styles/controlStyles.ts';
import { gridStyles } from '../styles/gridStyles.ts';
import { popupStyles } from '../styles/popupStyles.ts';
import { tableStyles } from '../styles/tableStyles.ts';
import {
  emptyCell,
  emptyRow,
  isCellWrong,
  leftOutOf,
  mostPastedRows,
  readClipboardCells,
  shownCell,
  withCell,
  withoutRow,
  withPasted,
  withRowAt,
  withRowMoved,
} from '../tableEditing.ts';
import { moveInGrid, type CellPlace } from '../gridMoves.ts';
import { tableCell } from './tableCell.ts';

/** The buttons behind the cells of a row, in their order. */
const rowButtons = ['arrow-up', 'arrow-down', 'trash'] as const;

/** How a cell is entered: with all of it selected, so that typing replaces it; with the caret in it; with its list open. */
type Entering = 'selected' | 'caret' | 'opened';

/**
 * Edits the rows of a table field: an ARIA grid, of which the cell that has the focus is a native control and all others
 * are text. Two ways to be in a cell, as in spreadsheets: the arrow keys go from cell to cell and typing replaces what
 * is there, until Enter, F2, a click or typing goes into the cell; Enter then goes down, Escape takes it back.
 *
 * The control has the focus in both of them: an input method needs one to type into.
 */
export class ItsmTable extends LitElement {
  static override styles = [baseStyles, buttonStyles, controlStyles, chipStyles, popupStyles, tableStyles, gridStyles];
  static override properties = {
    field: { attribute: false },
    value: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    place: { state: true },
    hasFocus: { state: true },
    isEditing: { state: true },
    removed: { state: true },
    loss: { state: true },
  };

  declare field: TableField;
  declare value: string;
  declare isLocked: boolean;
  /** A problem is shown: wrong cells are marked. */
  declare isInvalid: boolean;
  /** The cell, or button behind the cells, that has the focus or gets it next. */
  declare place: CellPlace;
  declare hasFocus: boolean;
  /** Inside of the cell: the keys are the control's own. */
  declare isEditing: boolean;
  /** The row that was removed last; it can be had back. */
  declare removed: { readonly row: TableRow; readonly index: number } | undefined;
  /** What of the last paste had no place; empty: nothing. */
  declare loss: string;

  #rows: readonly TableRow[] = [];
  /** What `#rows` say, to tell a value from outside from the echo of ours. */
  #written: string | undefined;
  /** What the cell held before it was gone into. */
  #before: FieldValue | undefined;
  /** The focus is on its way from one control to the next: nobody has left. */
  #isMoving = false;

  constructor() {
    super();
    this.value = '';
    this.isLocked = false;
    this.isInvalid = false;
    this.place = { row: 0, column: 0 };
    this.hasFocus = false;
    this.isEditing = false;
    this.removed = undefined;
    this.loss = '';
  }

  override focus(): void {
    const wrong = this.renderRoot.querySelector('td[aria-invalid="true"]');
    const place = wrong === null ? undefined : placeOf(wrong);
    if (this.#rows.length === 0) this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
    else void this.#enter(place ?? this.place, 'selected');
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('value') && this.value !== this.#written) {
      this.#rows = readRows(this.value);
      this.#written = this.value;
      this.removed = undefined;
      this.isEditing = false;
    }
    if (this.isLocked) this.isEditing = false;
    const { row, column } = this.place;
    const lastRow = Math.max(0, this.#rows.length - 1);
    const lastColumn = this.#stops - 1;
    if (row > lastRow || column > lastColumn) {
      this.place = { row: Math.min(row, lastRow), column: Math.min(column, lastColumn) };
    }
  }

  /** How many places a row has. */
  get #stops(): number {
    return this.field.columns.length + rowButtons.length;
  }

  protected override render(): TemplateResult {
    const { columns, label } = this.field;
    const rows = this.#rows;
    return html`<div class="scroller">
        <table role="grid" aria-label=${label} aria-describedby="keys" aria-readonly=${this.isLocked}>
          <thead>
            <tr>
              <th class="number" scope="col"><span class="screen-reader-only">${t('Row')}</span></th>
              ${columns.map((column) => heading(column))}
              <th scope="col"><span class="screen-reader-only">${t('Actions')}</span></th>
            </tr>
          </thead>
          <tbody
            @keydown=${{ handleEvent: (event: KeyboardEvent) => this.#onKeyDown(event), capture: true }}
            @mousedown=${this.#onMouseDown}
            @focusin=${this.#onFocusIn}
            @focusout=${this.#onFocusOut}
            @input=${this.#onInput}
            @copy=${this.#onCopy}
            @cut=${this.#onCopy}
            @paste=${this.#onPaste}
          >
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
        ${this.loss === '' ? nothing : html`<span class="loss">${icon('warning')}${this.loss}</span>`}
        <span id="keys" class="muted"
          >${
            this.removed !== undefined
              ? t('Row {0} removed.', this.removed.index + 1)
              : this.hasFocus
                ? t('Enter edits a cell, Alt+↑ and Alt+↓ move its row, Alt+Delete removes it.')
                : t('Cells can be pasted from a spreadsheet.')
          }</span
        >
        ${
          this.removed === undefined
            ? nothing
            : html`<button class="link undo" type="button" @click=${this.#undoRemove}>${t('Undo')}</button>`
        }
      </div>`;
  }

  /** Drawn again only when something of it has changed: there may be hundreds. */
  #row(row: TableRow, index: number, count: number): unknown {
    const at = this.place.row === index ? this.place.column : -1;
    const isIn = at >= 0 && this.hasFocus;
    return guard(
      [this.field, row, index, count, at, isIn, isIn && this.isEditing, this.isInvalid, this.isLocked],
      () =>
        html`<tr data-row=${index}>
          <th class="number" scope="row">${index + 1}</th>
          ${this.field.columns.map((column, place) => this.#cell(row, column, { row: index, column: place }))}
          <td class="actions">
            ${this.#rowButton(0, index, t('Move row {0} up', index + 1), index === 0)}
            ${this.#rowButton(1, index, t('Move row {0} down', index + 1), index === count - 1)}
            ${this.#rowButton(2, index, t('Remove row {0}', index + 1), false)}
          </td>
        </tr>`,
    );
  }

  #cell(row: TableRow, column: TableColumn, place: CellPlace): TemplateResult {
    const cell = row[column.key] ?? emptyCell(column);
    const isAt = this.#isAt(place);
    const isControl = isAt && this.hasFocus && !this.isLocked;
    const isWrong = this.isInvalid && isCellWrong(this.field, column, cell);
    return html`<td
      data-column=${place.column}
      class="cell ${column.type} ${isWrong ? 'wrong' : ''} ${isControl && this.isEditing ? 'editing' : ''}"
      tabindex=${isControl ? nothing : isAt ? 0 : -1}
      aria-invalid=${isWrong ? 'true' : nothing}
      aria-required=${column.isRequired ? 'true' : nothing}
    >
      ${
        isControl
          ? tableCell(column, cell, {
              label: t('{0}, row {1}', column.label, place.row + 1),
              inputId: `cell-${place.row}-${place.column}`,
              isWrong,
              onEdit: (value) => this.#edit(place, value),
            })
          : html`<span class="shown"><span>${shownCell(column, cell)}</span></span>`
      }
    </td>`;
  }

  #rowButton(which: 0 | 1 | 2, row: number, label: string, isDisabled: boolean): TemplateResult {
    const place = { row, column: this.field.columns.length + which };
    const name = rowButtons[which];
    return html`<button
      class="icon-button ${name}"
      type="button"
      data-column=${place.column}
      tabindex=${this.#isAt(place) ? 0 : -1}
      title=${label}
      aria-label=${label}
      aria-disabled=${isDisabled || this.isLocked}
      @click=${() => {
        if (isDisabled || this.isLocked) return;
        if (name === 'trash') this.#remove(row);
        else this.#move(row, name === 'arrow-up' ? row - 1 : row + 1, place.column);
      }}
    >
      ${icon(name)}
    </button>`;
  }

  #isAt({ row, column }: CellPlace): boolean {
    return this.place.row === row && this.place.column === column;
  }

  /** The column of the cell that has the focus; `undefined`: it is a button, or there is no row. */
  get #column(): TableColumn | undefined {
    return this.#rows.length === 0 ? undefined : this.field.columns[this.place.column];
  }

  #edit({ row, column }: CellPlace, value: FieldValue): void {
    const key = this.field.columns[column]?.key;
    const cell = key === undefined ? undefined : this.#rows[row]?.[key];
    if (this.isLocked || key === undefined || (cell !== undefined && areValuesEqual(cell, value))) return;
    this.#change(withCell(this.#rows, row, key, value));
  }

  readonly #add = (): void => this.#insert(this.#rows.length);

  #insert(index: number): void {
    if (this.isLocked) return;
    this.removed = undefined;
    this.#change(withRowAt(this.#rows, index, emptyRow(this.field.columns)));
    void this.#enter({ row: index, column: 0 }, 'selected');
  }

  #remove(index: number): void {
    const row = this.#rows[index];
    if (row === undefined || this.isLocked) return;
    this.removed = { row, index };
    const rows = withoutRow(this.#rows, index);
    this.#change(rows);
    this.#announce(t('Row {0} removed.', index + 1));
    if (rows.length === 0) this.renderRoot.querySelector<HTMLElement>('.add')?.focus();
    else void this.#enter({ row: Math.min(index, rows.length - 1), column: this.place.column }, 'selected');
  }

  readonly #undoRemove = (): void => {
    if (this.removed === undefined || this.isLocked) return;
    const { row, index } = this.removed;
    this.removed = undefined;
    this.#change(withRowAt(this.#rows, index, row));
    void this.#enter({ row: index, column: 0 }, 'selected');
  };

  #move(from: number, to: number, column: number): void {
    const moved = withRowMoved(this.#rows, from, to);
    if (moved === this.#rows || this.isLocked) return;
    this.removed = undefined;
    this.#change(moved);
    this.#announce(t('Now row {0}.', to + 1));
    void this.#enter({ row: to, column }, 'selected');
  }

  #change(rows: readonly TableRow[]): void {
    this.#rows = rows;
    this.loss = '';
    this.#written = writeRows(rows);
    this.value = this.#written;
    this.dispatchEvent(new ControlChangeEvent(this.value));
  }

  #announce(text: string): void {
    this.dispatchEvent(new PageActionEvent({ kind: 'announce', text }));
  }

  /** Puts the focus into a cell, or on a button behind the cells. */
  async #enter(place: CellPlace, how: Entering): Promise<void> {
    this.#isMoving = true;
    this.place = place;
    this.hasFocus = true;
    this.isEditing = how !== 'selected';
    this.#before = this.#cellValue;
    await this.updateComplete;
    // A list of several options draws itself.
    await this.#stop?.querySelector<LitElement>('itsm-combobox')?.updateComplete;
    const control = this.#control;
    control?.focus();
    this.#isMoving = false;
    if (control instanceof HTMLInputElement && control.type === 'text') {
      control.setSelectionRange(how === 'selected' ? 0 : control.value.length, control.value.length);
    }
    if (how === 'opened') openList(control);
  }

  get #stop(): HTMLElement | null {
    const { row, column } = this.place;
    return this.renderRoot.querySelector<HTMLElement>(`tr[data-row="${row}"] [data-column="${column}"]`);
  }

  /** What takes the focus at the place where it is. */
  get #control(): HTMLElement | null {
    return this.#stop?.querySelector<HTMLElement>('input, select') ?? this.#stop;
  }

  get #cellValue(): FieldValue | undefined {
    const column = this.#column;
    return column === undefined ? undefined : (this.#rows[this.place.row]?.[column.key] ?? emptyCell(column));
  }

  readonly #onMouseDown = (event: MouseEvent): void => {
    const place = event.target instanceof Element ? placeOf(event.target) : undefined;
    const column = place === undefined ? undefined : this.field.columns[place.column];
    // A button takes the press itself, and so does the control that is there already.
    if (place === undefined || column === undefined || event.button !== 0) return;
    if (this.#isAt(place) && this.hasFocus) {
      this.isEditing = true;
      return;
    }
    event.preventDefault();
    void this.#enter(place, 'caret');
    // Not before the button is let go: that would close again what opens now.
    const open = (): void => openList(this.#control);
    if (column.type !== 'text') window.addEventListener('mouseup', open, { once: true });
  };

  readonly #onFocusIn = (event: FocusEvent): void => {
    const place = event.target instanceof Element ? placeOf(event.target) : undefined;
    if (place === undefined || this.#isMoving || (this.#isAt(place) && this.hasFocus)) return;
    // By Tab, or by somebody who looked for it.
    void this.#enter(place, 'selected');
  };

  readonly #onFocusOut = (event: FocusEvent): void => {
    const next = event.relatedTarget;
    const isWithin = next instanceof Node && event.currentTarget instanceof Node && event.currentTarget.contains(next);
    if (this.#isMoving) event.stopPropagation();
    // Where the whole window has lost it, it comes back to the same control.
    if (this.#isMoving || isWithin || !document.hasFocus()) return;
    this.hasFocus = false;
    this.isEditing = false;
  };

  /** Typed into a cell that was only selected. */
  readonly #onInput = (): void => {
    this.isEditing = true;
  };

  #onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) {
      this.isEditing = true;
      return;
    }
    // While a list is open, the keys are its own.
    if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') return;
    if (this.#handleKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #handleKey(event: KeyboardEvent): boolean {
    if (event.altKey) return this.#handleRowKey(event);
    if (event.key === 'Tab') return this.isEditing && this.#goOn(event.shiftKey ? -1 : 1);
    if (this.isEditing && this.#handleEditingKey(event)) return true;
    if (this.isEditing) return false;
    const isCommand = event.ctrlKey || event.metaKey;
    const isRightToLeft = getComputedStyle(this).direction === 'rtl';
    const to = moveInGrid(event.key, isCommand, this.place, this.#rows.length, this.#stops, isRightToLeft);
    if (to !== undefined) {
      void this.#enter(to, 'selected');
      return true;
    }
    if (isCommand) return event.key.toLowerCase() === 'z' && this.#undoByKey();
    return this.#column !== undefined && this.#handleCellKey(event, this.#column);
  }

  /** Alt goes with what is done to the whole row. */
  #handleRowKey({ key }: KeyboardEvent): boolean {
    const { row, column } = this.place;
    switch (key) {
      case 'ArrowUp':
        this.#move(row, row - 1, column);
        return true;
      case 'ArrowDown':
        this.#move(row, row + 1, column);
        return true;
      case 'Delete':
        this.#remove(row);
        return true;
      case 'Enter':
        this.#insert(row + 1);
        return true;
      default:
        return false;
    }
  }

  /** In a cell that was gone into. */
  #handleEditingKey({ key, target, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || metaKey) return false;
    switch (key) {
      case 'Enter':
        this.#goDown();
        return true;
      case 'Escape':
        if (this.#before !== undefined && hasTypedText(this.#column)) this.#edit(this.place, this.#before);
        void this.#enter(this.place, 'selected');
        return true;
      case 'ArrowUp':
      case 'ArrowDown': {
        // In lists and dates, these keys are the control's own.
        const isText = target instanceof HTMLInputElement && target.type === 'text' && !target.hasAttribute('role');
        const row = this.place.row + (key === 'ArrowUp' ? -1 : 1);
        if (isText && this.#rows[row] !== undefined) void this.#enter({ ...this.place, row }, 'selected');
        return isText;
      }
      default:
        return false;
    }
  }

  /** In a cell that is only selected. */
  #handleCellKey({ key }: KeyboardEvent, column: TableColumn): boolean {
    switch (key) {
      case 'Enter':
      case 'F2':
        void this.#enter(this.place, column.type === 'text' ? 'caret' : 'opened');
        return true;
      case 'Delete':
      case 'Backspace':
        this.#edit(this.place, emptyCell(column));
        void this.#enter(this.place, 'selected');
        return true;
      default:
        // What is typed now goes to the control, which knows what to do with it.
        if (key.length === 1 || key === 'Process') this.isEditing = true;
        return false;
    }
  }

  /** To the next cell, or the one before; after the last one, Tab leaves the table. */
  #goOn(step: 1 | -1): boolean {
    const count = this.field.columns.length;
    const at = this.place.row * count + this.place.column + step;
    const row = Math.floor(at / count);
    if (at < 0 || this.#rows[row] === undefined) return false;
    void this.#enter({ row, column: at % count }, 'selected');
    return true;
  }

  #goDown(): void {
    const row = this.place.row + 1;
    if (row >= this.#rows.length) this.#change(withRowAt(this.#rows, row, emptyRow(this.field.columns)));
    void this.#enter({ ...this.place, row }, 'selected');
  }

  #undoByKey(): boolean {
    const canUndo = this.removed !== undefined;
    this.#undoRemove();
    return canUndo;
  }

  readonly #onCopy = (event: ClipboardEvent): void => {
    const column = this.#column;
    const cell = this.#cellValue;
    if (this.isEditing || column === undefined || cell === undefined) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', shownCell(column, cell));
    if (event.type === 'cut') this.#edit(this.place, emptyCell(column));
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const isBlock = /[\t\n]/u.test(text.replace(/\r?\n$/u, ''));
    // In a cell that was gone into, a text goes where the caret is.
    if (this.isLocked || text === '' || this.#column === undefined || (this.isEditing && !isBlock)) return;
    event.preventDefault();
    const cells = readClipboardCells(text);
    this.removed = undefined;
    const { columns } = this.field;
    this.#change(withPasted(this.#rows, columns, this.place, cells));
    this.loss = lossText(leftOutOf(columns, this.place, cells));
    if (isBlock) this.#announce(`${t('{0} rows pasted.', Math.min(cells.length, mostPastedRows))} ${this.loss}`);
    void this.#enter(this.place, 'selected');
  };
}

function lossText({ rows, hasCells }: ReturnType<typeof leftOutOf>): string {
  return [
    ...(rows === 0 ? [] : [t('{0} rows were left out: {1} can be pasted at once.', rows, mostPastedRows)]),
    ...(hasCells ? [t('Cells beyond the last column were left out.')] : []),
  ].join(' ');
}

function heading({ label, isRequired }: TableColumn): TemplateResult {
  return html`<th scope="col">
    ${label}${
      isRequired
        ? html`<span class="required" aria-hidden="true">*</span
            ><span class="screen-reader-only"> ${t('required')}</span>`
        : nothing
    }
  </th>`;
}

/** What is typed can be taken back; a choice is a deed. */
function hasTypedText(column: TableColumn | undefined): boolean {
  return column?.type === 'text' || column?.type === 'date' || column?.type === 'dateTime';
}

function openList(control: HTMLElement | null): void {
  if (control instanceof HTMLSelectElement) {
    try {
      control.showPicker();
    } catch {
      // Without a press of the user's own, as from a test, the browser keeps it closed.
    }
  } else if (control?.getAttribute('role') === 'combobox') control.click();
}

/** The cell or button that an element is in. */
function placeOf(element: Element): CellPlace | undefined {
  const column = element.closest('[data-column]')?.getAttribute('data-column');
  const row = element.closest('tr[data-row]')?.getAttribute('data-row');
  if (column === null || column === undefined || row === null || row === undefined) return undefined;
  return { row: Number(row), column: Number(column) };
}

customElements.define('itsm-table', ItsmTable);
