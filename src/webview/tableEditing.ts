import type { FieldValue, TableColumn, TableField } from '../domain/field.ts';
import { isEmptyValue, validateForm } from '../domain/form.ts';
import { writeRows, type TableRow } from '../domain/table.ts';
import { optionLabel, strayKeys, strayLabel } from './choice.ts';

/** More rows than this are not taken from the clipboard at once. */
export const mostPastedRows = 500;

export function emptyRow(columns: readonly TableColumn[]): TableRow {
  return Object.fromEntries(columns.map((column) => [column.key, emptyCell(column)]));
}

export function emptyCell({ type }: TableColumn): FieldValue {
  return type === 'multiSelect' ? [] : '';
}

/** The rows with another one at a place; all from there on move down. */
export function withRowAt(rows: readonly TableRow[], index: number, row: TableRow): readonly TableRow[] {
  return rows.toSpliced(index, 0, row);
}

export function withCell(rows: readonly TableRow[], index: number, key: string, cell: FieldValue): readonly TableRow[] {
  return rows.map((row, at) => (at === index ? { ...row, [key]: cell } : row));
}

export function withoutRow(rows: readonly TableRow[], index: number): readonly TableRow[] {
  return rows.filter((_, at) => at !== index);
}

/** The rows with one of them moved; unchanged where it would leave the table. */
export function withRowMoved(rows: readonly TableRow[], from: number, to: number): readonly TableRow[] {
  const row = rows[from];
  if (row === undefined || to < 0 || to >= rows.length) return rows;
  return withoutRow(rows, from).toSpliced(to, 0, row);
}

/** Cells as spreadsheets copy them: tabs between cells, line ends between rows, quotes around what holds either. */
export function readClipboardCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  const characters = text.replaceAll(/\r\n?/gu, '\n').replace(/\n$/u, '');
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (characters[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === '\t') endCell();
    else if (character === '\n') {
      endCell();
      rows.push([]);
    } else cell += character;
  }
  endCell();
  return rows;
}

/** The rows with a block of cells laid over them from a cell on; rows are added as needed, columns are not. */
export function withPasted(
  rows: readonly TableRow[],
  columns: readonly TableColumn[],
  at: { readonly row: number; readonly column: number },
  cells: readonly (readonly string[])[],
): readonly TableRow[] {
  const result = [...rows];
  for (const [down, line] of cells.slice(0, mostPastedRows).entries()) {
    const index = at.row + down;
    let row = result[index] ?? emptyRow(columns);
    for (const [right, text] of line.entries()) {
      const column = columns[at.column + right];
      if (column !== undefined) row = { ...row, [column.key]: toCell(column, text) };
    }
    result[index] = row;
  }
  return result;
}

/** How much of such a block has no place. */
export function leftOutOf(
  columns: readonly TableColumn[],
  at: { readonly column: number },
  cells: readonly (readonly string[])[],
): { readonly rows: number; readonly hasCells: boolean } {
  const width = columns.length - at.column;
  return {
    rows: Math.max(0, cells.length - mostPastedRows),
    hasCells: cells.slice(0, mostPastedRows).some((line) => line.slice(width).join('').trim() !== ''),
  };
}

/** A pasted text as its column holds it: people copy what they see, which is labels. */
function toCell({ type, options }: TableColumn, text: string): FieldValue {
  const trimmed = text.trim();
  const toKey = (label: string): string =>
    options.find((option) => option.key === label || optionLabel(option) === label)?.key ?? label;
  switch (type) {
    case 'text':
      return text;
    case 'select':
      return toKey(trimmed);
    case 'multiSelect':
      return trimmed
        .split(/[,;，；、\n]/u)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map(toKey);
    case 'date':
      return trimmed
        .replaceAll('/', '-')
        .replace(/^(\d{4})-(\d)(?=-)/u, '$1-0$2')
        .replace(/-(\d)$/u, '-0$1');
    case 'dateTime':
      return /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/u.test(trimmed) ? `${trimmed.replace('T', ' ')}:00` : trimmed;
  }
}

/** Whether the form's own check finds something wrong with one cell. */
export function isCellWrong(field: TableField, column: TableColumn, cell: FieldValue): boolean {
  if (isEmptyValue(cell) && !column.isRequired) return false;
  const alone: TableField = { ...field, isRequired: false, visibleWhen: undefined, columns: [column] };
  return validateForm([alone], new Map([[field.key, writeRows([{ [column.key]: cell }])]])).length > 0;
}

/** A cell as people read it while they edit the table: a value that is not among the options is flagged. */
export function shownCell(column: TableColumn, cell: FieldValue): string {
  const parts = typeof cell === 'string' ? [cell] : cell;
  const hasOptions = column.type === 'select' || column.type === 'multiSelect';
  const stray = new Set(hasOptions ? strayKeys(column.options, parts) : []);
  return parts.map((part) => (stray.has(part) ? strayLabel(part) : cellText(column, part))).join(', ');
}

/** A cell as people read it. */
export function cellText({ options }: TableColumn, cell: FieldValue | undefined): string {
  const parts = typeof cell === 'string' ? [cell] : (cell ?? []);
  const labels = new Map(options.map((option) => [option.key, optionLabel(option)]));
  return parts.map((part) => labels.get(part) ?? part).join(', ');
}
