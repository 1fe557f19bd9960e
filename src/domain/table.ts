import { isRecord } from '../base/record.ts';
import type { FieldValue } from './field.ts';

/** Cells by column key; a list only in columns that take several values. */
export type TableRow = Readonly<Record<string, FieldValue>>;

/**
 * The rows in the value of a table field. The value is text, so that drafts and messages carry it like any other; this
 * and {@link writeRows} are the only places that know how.
 */
export function readRows(value: string): readonly TableRow[] {
  const rows = parse(value);
  return Array.isArray(rows) ? rows.filter(isRecord).map(readRow) : [];
}

/** The value of a table field with these rows; `''` for none. */
export function writeRows(rows: readonly TableRow[]): string {
  return rows.length === 0 ? '' : JSON.stringify(rows);
}

function readRow(row: object): TableRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, cell]: [string, unknown]): [string, FieldValue] => [
      key,
      Array.isArray(cell) ? cell.map(toText) : toText(cell),
    ]),
  );
}

/** Whatever is no text is nothing, but for numbers and the like. */
function toText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

function parse(text: string): unknown {
  if (text.trim() === '') return [];
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
