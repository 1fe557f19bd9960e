import type { TableColumn } from '../../domain/field.ts';
import { readRows, writeRows, type TableRow } from '../../domain/table.ts';
import type { DetailTable } from '../../domain/ticket.ts';
import type { BkColumn, BkField } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { labelOf, readStructure } from './values.ts';

export function isTable({ type }: Pick<BkField, 'type'>): boolean {
  return type === 'TABLE' || type === 'CUSTOMTABLE';
}

export function readColumns({ type, choice, meta }: Pick<BkField, 'type' | 'choice' | 'meta'>): readonly TableColumn[] {
  if (type !== 'TABLE') return meta.columns.map(readColumn);
  return choice.map(({ key, name, required }) => ({
    key,
    label: labelOf({ key, name }),
    type: 'text',
    isRequired: required,
    options: [],
  }));
}

const columnTypes: Readonly<Record<string, TableColumn['type']>> = {
  input: 'text',
  select: 'select',
  multiselect: 'multiSelect',
  date: 'date',
  datetime: 'dateTime',
};

function readColumn({ key, name, display, required, choice }: BkColumn): TableColumn {
  const type = Object.hasOwn(columnTypes, display) ? columnTypes[display] : undefined;
  const options = choice.map((option) => ({ key: option.key, label: labelOf(option) }));
  return {
    key,
    label: labelOf({ key, name }),
    type: type ?? 'text',
    isRequired: required,
    options: type === 'select' || type === 'multiSelect' ? options : [],
  };
}

/** The rows of a stored value, for a field; `''`: none. Texts in them went through the HTML filter. */
export function readTableValue(value: unknown): string {
  return writeRows(rowsOf(value));
}

/**
 * A stored table for reading, with names for what is chosen in it.
 * @param columns as far as they are known: others are named by their keys
 * @returns `undefined`: it has no rows, or is no table
 */
export function describeTable(value: unknown, columns: readonly TableColumn[]): DetailTable | undefined {
  const rows = rowsOf(value);
  const known = new Set(columns.map(({ key }) => key));
  const strays = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) => !known.has(key));
  const all = [
    ...columns,
    ...strays.map((key): Pick<TableColumn, 'key' | 'label' | 'options'> => ({ key, label: key, options: [] })),
  ];
  if (rows.length === 0 || all.length === 0) return undefined;
  return {
    columns: all.map(({ label }) => label),
    rows: rows.map((row) =>
      all.map(({ key, options }) => {
        const labels = new Map(options.map((option) => [option.key, option.label]));
        return [row[key] ?? '']
          .flat()
          .map((part) => labels.get(part) ?? part)
          .join(', ');
      }),
    ),
  };
}

/** One line per row: "Host: a1, Size: 5". */
export function tableText({ columns, rows }: DetailTable): string {
  return rows
    .map((row) =>
      row
        .map((cell, index) => `${columns[index]}: ${cell}`)
        .filter((_, index) => row[index] !== '')
        .join(', '),
    )
    .join('\n');
}

/** A list, or that in JSON text, which some clients have sent twice encoded. */
function rowsOf(value: unknown): readonly TableRow[] {
  const once = readStructure(value);
  const rows = once ?? (typeof value === 'string' ? readStructure(parseText(value)) : undefined);
  return Array.isArray(rows) ? readRows(JSON.stringify(rows)).map(decodeRow) : [];
}

function parseText(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

function decodeRow(row: TableRow): TableRow {
  return Object.fromEntries(
    Object.entries(row).map(([key, cell]) => [
      key,
      typeof cell === 'string' ? decodeEntities(cell) : cell.map(decodeEntities),
    ]),
  );
}
