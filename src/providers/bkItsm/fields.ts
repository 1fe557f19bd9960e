import type { Field, FieldOption, FieldValue, TableColumn } from '../../domain/field.ts';
import { areValuesEqual } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { readRows, writeRows } from '../../domain/table.ts';
import { readRules } from './regexRules.ts';
import type { BkColumn, BkCreationField, BkField, BkOption, BkValue } from './schema.ts';
import { decodeEntities, htmlToText, isPlainHtml, textToHtml } from './serverText.ts';
import { isVisibilityUnknown, readVisibility } from './visibility.ts';

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
    return readField(field, values.get(field.key), isRequiredField(field, isApproval));
  });
}

function isRequiredField({ type, validate_type: rule }: BkField, isApproval: boolean): boolean {
  // An empty INT makes the whole submission fail, even where the field is optional.
  if (type === 'INT') return true;
  return rule === 'REQUIRE' && !(isApproval && (type === 'TEXT' || type === 'STRING'));
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
    case 'RADIO':
    case 'TREESELECT':
    case 'CASCADE': {
      const options = readOptions(field, value, [text]);
      if (options.length === 0) break;
      return { ...base, type: 'select', value: text, options, display: field.type === 'RADIO' ? 'radio' : 'list' };
    }
    case 'INPUTSELECT':
      return {
        ...base,
        type: 'select',
        value: text,
        options: listOptions(field),
        display: 'list',
        allowsFreeText: true,
      };
    case 'LINK':
      return { ...base, type: 'text', value: text, isMultiline: false, maxLength: undefined, rules: linkRules(text) };
    case 'RICHTEXT':
      // What has more in it than paragraphs would be lost by an editor of plain text.
      if (!isPlainHtml(text)) break;
      return { ...base, type: 'text', value: htmlToText(text), isMultiline: true, maxLength: undefined };
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
  const options = listOptions(field);
  if (options.length === 0 || field.source_type === 'CUSTOM' || field.source_type === '') return options;
  const display = typeof value?.display_value === 'string' ? decodeEntities(value.display_value) : '';
  const strays = current.filter((key) => key !== '' && !options.some((option) => option.key === key));
  return [...options, ...strays.map((key) => ({ key, label: current.length === 1 && display !== '' ? display : key }))];
}

/** Those in the form itself; a tree as the ways through it. */
function listOptions({ type, choice }: BkField): readonly FieldOption[] {
  const flatten = (options: readonly BkOption[], above: string): readonly FieldOption[] =>
    options.flatMap(({ key, name, children }) => {
      const label = above + decodeEntities(name === '' ? key : name);
      const below = flatten(children, `${label} → `);
      // Of a cascade only the ends can be chosen; of a tree, every node.
      return type === 'CASCADE' && below.length > 0 ? below : [{ key, label }, ...below];
    });
  return type === 'TREESELECT' || type === 'CASCADE'
    ? flatten(choice, '')
    : choice.map(({ key, name }) => ({ key, label: decodeEntities(name === '' ? key : name) }));
}

/** The server takes anything; what it has already is not blamed. */
function linkRules(stored: string): Field['rules'] {
  const pattern = '^[A-Za-z][A-Za-z0-9+.\\-]*://\\S+$';
  if (stored !== '' && !new RegExp(pattern, 'u').test(stored.trim())) return [];
  return [{ pattern, appliesTo: 'value', message: message('Enter an address, like https://example.com/page.') }];
}

/** Fields of the form that makes a ticket, with their defaults. */
export function readCreationFields(designs: readonly BkCreationField[]): readonly Field[] {
  return designs.map((design) => {
    const value: BkValue = { key: design.key, type: design.type, name: design.name, value: design.default };
    const isRequired = isRequiredField(design, false) && !isVisibilityUnknown(design);
    const field = isTable(design) ? readTable(design, isRequired) : readField(design, value, isRequired);
    return { ...field, width: readWidth(design.layout), visibleWhen: readVisibility(design) };
  });
}

function isTable({ type }: BkField): boolean {
  return type === 'TABLE' || type === 'CUSTOMTABLE';
}

function readWidth(layout: string): 'half' | 'full' | undefined {
  return layout === 'COL_6' ? 'half' : layout === 'COL_12' ? 'full' : undefined;
}

function readTable(design: BkCreationField, isRequired: boolean): Field {
  const columns: readonly TableColumn[] =
    design.type === 'TABLE'
      ? design.choice.map(({ key, name, required }) => ({
          key,
          label: decodeEntities(name === '' ? key : name),
          type: 'text',
          isRequired: required,
          options: [],
        }))
      : design.meta.columns.map(readColumn);
  const given: unknown = design.default;
  const rows = readRows(typeof given === 'string' ? given : JSON.stringify(given ?? []));
  return {
    type: 'table',
    key: design.key,
    label: decodeEntities(design.name === '' ? design.key : design.name),
    description: design.desc,
    isRequired,
    isReadOnly: design.is_readonly,
    rules: [],
    columns,
    value: writeRows(rows),
  };
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
  const options = choice.map((option) => ({
    key: option.key,
    label: decodeEntities(option.name === '' ? option.key : option.name),
  }));
  return {
    key,
    label: decodeEntities(name === '' ? key : name),
    type: type ?? 'text',
    isRequired: required,
    options: type === 'select' || type === 'multiSelect' ? options : [],
  };
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
  return readForm(fields, values).map((field, index) => {
    const design = fields[index];
    const raw = sendable(values.get(field.key)?.value) ?? '';
    const change = changes.get(field.key);
    const isChanged =
      change !== undefined && field.type !== 'unsupported' && !field.isReadOnly && !areValuesEqual(change, field.value);
    return { key: field.key, value: isChanged ? encodeValue(design, change) : raw };
  });
}

/** What somebody has typed or chosen, as the server wants it. */
export function encodeValue(design: Pick<BkField, 'type'> | undefined, value: FieldValue): string {
  if (design?.type === 'RICHTEXT' && typeof value === 'string') return textToHtml(value);
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
export function sendable(value: unknown): string | undefined {
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
  const columns: readonly { readonly key: string; readonly name: string }[] = [
    ...(field.choice ?? []),
    ...(field.meta?.columns ?? []),
  ];
  const names = new Map(columns.map(({ key, name }) => [key, name]));
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
