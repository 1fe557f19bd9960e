import type { CustomFormField } from '../../domain/field.ts';
import { decodeEntities } from './serverText.ts';
import { asRecord, describeUnknown, readStructure } from './values.ts';

type Entries = CustomFormField['entries'];

/** Deeper than people nest, and shallow enough for whatever a server sends. */
const maxDepth = 8;

/**
 * What a CUSTOM-FORM says: `{schemes, form_data, config}`, where the entries of `form_data` are texts, links and tables,
 * with others below them. Empty: nothing of it can be read.
 */
export function readCustomForm(value: unknown): Entries {
  const form = asRecord(readStructure(value));
  if (form === undefined) return [];
  const schemes = asRecord(form['schemes']) ?? {};
  return readEntries(form['form_data'], schemes, '', 0);
}

type Schemes = Readonly<Record<string, unknown>>;

function readEntries(entries: unknown, schemes: Schemes, above: string, depth: number): Entries {
  if (!Array.isArray(entries) || depth > maxDepth) return [];
  return (entries as readonly unknown[]).flatMap((entry) => readEntry(entry, schemes, above, depth));
}

function readEntry(given: unknown, schemes: Schemes, above: string, depth: number): Entries {
  const entry = asRecord(given);
  if (entry === undefined) return [];
  // "Business:" is how people write the label that the web page puts in front of a value.
  const own = textOf(entry['label']).replace(/[:：]\s*$/u, '');
  const label = [above, own].filter((part) => part !== '').join(' → ');
  const attributes = asRecord(asRecord(schemes[textOf(entry['scheme'])])?.['attrs']) ?? {};
  const text = describe(entry['value'], entry['column'] ?? attributes['column']);
  return [...(text === '' ? [] : [{ label, text }]), ...readEntries(entry['children'], schemes, label, depth + 1)];
}

/** A text, a list of texts with labels of their own, or the rows of a table. */
function describe(value: unknown, columns: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  const names = new Map(
    (Array.isArray(columns) ? (columns as readonly unknown[]) : []).flatMap((column) => {
      const { key, name } = asRecord(column) ?? {};
      return typeof key === 'string' ? [[key, textOf(name) === '' ? key : textOf(name)] as const] : [];
    }),
  );
  return (value as readonly unknown[])
    .map((part) => describePart(part, names))
    .filter((line) => line !== '')
    .join('\n');
}

function describePart(part: unknown, names: ReadonlyMap<string, string>): string {
  const record = asRecord(part);
  if (record === undefined) return textOf(part);
  if (names.size === 0) return [textOf(record['label']), textOf(record['value'])].filter(Boolean).join(' ');
  return [...names]
    .map(([key, name]) => [name, textOf(asRecord(record[key])?.['value'] ?? record[key])] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ');
}

function textOf(value: unknown): string {
  return decodeEntities(describeUnknown(value)).trim();
}
