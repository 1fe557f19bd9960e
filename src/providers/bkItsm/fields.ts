import type { Field, FieldOption, FieldValue } from '../../domain/field.ts';
import { areValuesEqual } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { readRules } from './regexRules.ts';
import type { BkField, BkValue } from './schema.ts';
import { decodeEntities, htmlToText } from './serverText.ts';

/** The zone of every time that the system gives or takes. */
const timeZone = 'Asia/Shanghai';

/** The server says 120 and refuses from 129 on. */
const maxTitleLength = 120;

/**
 * The values of a ticket by field key. A key can occur twice (`title` does): the first that holds something counts, so
 * that sending the form back does not empty the other.
 */
export function valuesByKey(values: readonly BkValue[]): ReadonlyMap<string, BkValue> {
  const byKey = new Map<string, BkValue>();
  for (const value of values) {
    const known = byKey.get(value.key);
    if (known === undefined || (isNothing(known.value) && !isNothing(value.value))) byKey.set(value.key, value);
  }
  return byKey;
}

/** Fields of a form with their values. */
export function readForm(fields: readonly BkField[], values: ReadonlyMap<string, BkValue>): readonly Field[] {
  // The form of an approval asks for the reason to refuse also where it is approved; which of them is hidden is not
  // told, so only the server can say which one is missing.
  const isApproval = fields.some((field) => field.meta.code === 'APPROVE_RESULT');
  return fields.map((field) => {
    const isRequired =
      // An empty INT makes the whole submission fail, even where the field is optional.
      field.type === 'INT' ||
      (field.validate_type === 'REQUIRE' && !(isApproval && (field.type === 'TEXT' || field.type === 'STRING')));
    return readField(field, values.get(field.key), isRequired);
  });
}

function readField(field: BkField, value: BkValue | undefined, isRequired: boolean): Field {
  const text = decode(field, sendable(value?.value) ?? '');
  const base = {
    key: field.key,
    label: decodeEntities(field.name === '' ? field.key : field.name),
    description: field.desc,
    isRequired,
    isReadOnly: field.is_readonly,
    rules: readRules(field),
  };
  switch (field.type) {
    case 'STRING':
    case 'TEXT': {
      const maxLength = field.key === 'title' ? maxTitleLength : undefined;
      return { ...base, type: 'text', value: text, isMultiline: field.type === 'TEXT', maxLength };
    }
    case 'INT':
      return { ...base, type: 'number', value: text };
    case 'DATE':
      return { ...base, type: 'date', value: text };
    case 'DATETIME':
      return { ...base, type: 'dateTime', value: text, timeZone };
    case 'SELECT':
    case 'RADIO': {
      const options = readOptions(field, value, [text]);
      if (options.length === 0) break;
      return { ...base, type: 'select', value: text, options, display: field.type === 'RADIO' ? 'radio' : 'list' };
    }
    case 'MULTISELECT':
    case 'CHECKBOX': {
      const keys = splitList(text);
      const options = readOptions(field, value, keys);
      if (options.length === 0) break;
      const display = field.type === 'CHECKBOX' ? 'checkbox' : 'list';
      return { ...base, type: 'multiSelect', value: keys, options, display };
    }
    case 'MEMBER':
    case 'MEMBERS':
      return { ...base, type: 'member', value: splitList(text), isMultiple: field.type === 'MEMBERS' };
  }
  return { ...base, type: 'unsupported', rules: [], value: describeValue(field, value), systemType: field.type };
}

/**
 * The options that can be listed here. Where the system fetches them from elsewhere it tells those of the day the form
 * was designed: none then means that no choice can be made here, and a value that is not among them is still right.
 */
function readOptions(field: BkField, value: BkValue | undefined, current: readonly string[]): readonly FieldOption[] {
  const options = field.choice.map(({ key, name }) => ({ key, label: decodeEntities(name === '' ? key : name) }));
  if (options.length === 0 || field.source_type === 'CUSTOM' || field.source_type === '') return options;
  const display = typeof value?.display_value === 'string' ? decodeEntities(value.display_value) : '';
  for (const key of current) {
    if (key === '' || options.some((option) => option.key === key)) continue;
    options.push({ key, label: current.length === 1 && display !== '' ? display : key });
  }
  return options;
}

/**
 * The form as it has to be sent. The server empties every field that is left out, so all of them are in it: a changed
 * one as the user has it, any other exactly as the server gave it, entities and all.
 */
export function encodeForm(
  fields: readonly BkField[],
  values: ReadonlyMap<string, BkValue>,
  changes: ReadonlyMap<string, FieldValue>,
): readonly { readonly key: string; readonly value: string }[] {
  return readForm(fields, values).map((field) => {
    const raw = sendable(values.get(field.key)?.value) ?? '';
    const change = changes.get(field.key);
    const isChanged =
      change !== undefined && field.type !== 'unsupported' && !field.isReadOnly && !areValuesEqual(change, field.value);
    return { key: field.key, value: isChanged ? encode(change) : raw };
  });
}

function encode(value: FieldValue): string {
  return typeof value === 'string' ? value : value.join(',');
}

/** Why a form cannot be sent without doing damage; `undefined`: it can. */
export function whyNotSubmittable(
  fields: readonly BkField[],
  values: ReadonlyMap<string, BkValue>,
): Message | undefined {
  for (const field of fields) {
    const value = values.get(field.key);
    const label = decodeEntities(field.name === '' ? field.key : field.name);
    if (value === undefined) {
      // Filled in the background, right after the ticket was made.
      return message('The server has not prepared the field "{0}" of this step yet. Reload in a moment.', label);
    }
    if (isStructured(field, value.value)) {
      return message(
        'The field "{0}" holds a table or another form that can only be sent by the web page: sent from here, it would be lost. Submit this step in the browser.',
        label,
      );
    }
  }
  return undefined;
}

function isStructured(field: BkField, value: unknown): boolean {
  if (isNothing(value)) return false;
  if (typeof value === 'object') return true;
  return field.type === 'TABLE' || field.type === 'CUSTOMTABLE' || field.type === 'CUSTOM-FORM';
}

/** A stored value as text that the server takes back; `undefined`: there is none, or it is no text. */
function sendable(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return ['', '[]', '{}'].includes(value.trim());
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function splitList(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** Stored values went through an HTML filter, but for these two types: there, an entity is what somebody typed. */
function decode(field: BkField, text: string): string {
  return field.type === 'TEXT' || field.type === 'FILE' ? text : decodeEntities(text);
}

/** A value for reading, whatever its type; `''`: there is none. */
export function describeValue(field: Pick<BkField, 'type'> & Partial<BkField>, value: BkValue | undefined): string {
  if (value === undefined) return '';
  const { value: raw, display_value: display } = value;
  switch (field.type) {
    case 'FILE':
      return describeFiles(raw);
    case 'TABLE':
    case 'CUSTOMTABLE':
      return describeRows(raw, field);
    case 'RICHTEXT':
      return htmlToText(sendable(raw) ?? '');
    case 'CUSTOM-FORM':
      return isNothing(raw) ? '' : describeUnknown(raw);
    default: {
      const shown = sendable(display);
      return decodeEntities(shown === undefined || shown === '' ? describeUnknown(raw) : shown);
    }
  }
}

function describeUnknown(value: unknown): string {
  if (isNothing(value)) return '';
  return sendable(value) ?? JSON.stringify(value, undefined, 2);
}

/** JSON text of `{key: {name, path}}`: the names. */
function describeFiles(value: unknown): string {
  const text = sendable(value) ?? '';
  const files = typeof value === 'object' ? value : parseJson(text);
  if (typeof files !== 'object' || files === null) return text;
  const names = Object.values(files as Record<string, unknown>).flatMap((file) => {
    const name: unknown = typeof file === 'object' && file !== null && 'name' in file ? file.name : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return names.join('\n');
}

/** One line per row: "Host: a1, Size: 5". */
function describeRows(value: unknown, field: Partial<BkField>): string {
  const rows: unknown = typeof value === 'string' ? (parseJson(value) ?? value) : value;
  if (!Array.isArray(rows)) return describeUnknown(rows);
  const columns = [...(field.choice ?? []), ...(field.meta?.columns ?? [])];
  const names = new Map(columns.map((column) => [column.key, column.name]));
  return (rows as readonly unknown[])
    .map((row) => {
      if (typeof row !== 'object' || row === null) return describeUnknown(row);
      return Object.entries(row)
        .map(([key, cell]: [string, unknown]) => {
          const shown = Array.isArray(cell) ? cell.map(describeUnknown).join(', ') : describeUnknown(cell);
          return `${names.get(key) ?? key}: ${decodeEntities(shown)}`;
        })
        .join(', ');
    })
    .join('\n');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
