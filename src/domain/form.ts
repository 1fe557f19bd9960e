import type { FieldProblem } from './errors.ts';
import type { Field, FieldValue, TableColumn, TableField, TreeOption, TreeSelectField } from './field.ts';
import { fitsField } from './fittingValue.ts';
import { message, type Message } from './message.ts';
import { readRows } from './table.ts';
import { visibilityIn } from './visibility.ts';

/** Values by field key; a field that is not in it has its own `value`. */
export type FormValues = ReadonlyMap<string, FieldValue>;

/** The value a form has for a field now. A list for a text, or the other way round, is left aside: the form has changed. */
export function currentValue(field: Field, values: FormValues): FieldValue {
  const given = hasEditor(field) ? values.get(field.key) : undefined;
  return given === undefined || !fitsField(field, given) ? field.value : given;
}

/** Its type can be edited here at all. */
export function hasEditor({ type }: Field): boolean {
  return type !== 'unsupported' && type !== 'customForm';
}

/** The user may change it here. */
export function canEdit(field: Field): boolean {
  return hasEditor(field) && !field.isReadOnly;
}

export function isEmptyValue(value: FieldValue): boolean {
  return typeof value === 'string' ? value.trim() === '' : value.length === 0;
}

/** HTML that shows nothing: an editor that was emptied leaves its paragraph. */
function isBlankHtml(html: string): boolean {
  if (/<(?:img|table|hr|video|audio|iframe|object)\b/iu.test(html)) return false;
  return html.replaceAll(/<[^>]*>|&nbsp;|\u00A0|\s/gu, '') === '';
}

export function areValuesEqual(left: FieldValue, right: FieldValue): boolean {
  if (typeof left === 'string' || typeof right === 'string') return left === right;
  return left.length === right.length && left.every((part, index) => part === right[index]);
}

/** Only what differs from the server's values, and only of fields that can be edited. */
export function changedValues(fields: readonly Field[], values: FormValues): Map<string, FieldValue> {
  const changes = new Map<string, FieldValue>();
  for (const field of fields) {
    if (!canEdit(field)) continue;
    const value = currentValue(field, values);
    if (!areValuesEqual(value, field.value)) changes.set(field.key, value);
  }
  return changes;
}

/**
 * What is wrong with a form, at most one problem a field, in the form's order. The same function runs in the page
 * while typing and in the host before sending. Fields that cannot be edited here, or are not visible, are never blamed.
 */
export function validateForm(fields: readonly Field[], values: FormValues): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const isVisible = visibilityIn(fields, values);
  for (const field of fields) {
    if (!canEdit(field)) continue;
    if (!isVisible(field)) continue;
    const problem = findProblem(field, currentValue(field, values));
    if (problem !== undefined) problems.push({ fieldKey: field.key, message: problem });
  }
  return problems;
}

function findProblem(field: Field, value: FieldValue): Message | undefined {
  const isNothing =
    isEmptyValue(value) || (field.type === 'richText' && typeof value === 'string' && isBlankHtml(value));
  if (isNothing) return field.isRequired ? message('Fill in "{0}".', field.label) : undefined;
  return findTypeProblem(field, value) ?? findRuleProblem(field, value);
}

function findTypeProblem(field: Field, value: FieldValue): Message | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  switch (field.type) {
    case 'text':
      if (field.maxLength !== undefined && text.length > field.maxLength) {
        return message('At most {0} characters; there are {1}.', field.maxLength, text.length);
      }
      return undefined;
    case 'number':
      return /^[+-]?(\d+(\.\d*)?|\.\d+)$/u.test(text) ? undefined : message('Enter a number, like 5, -3 or 2.5.');
    case 'date':
      return isDate(text) ? undefined : message('Enter a date as YYYY-MM-DD.');
    case 'dateTime':
      return isDateTime(text) ? undefined : message('Enter a date and time as YYYY-MM-DD HH:mm:ss.');
    case 'select':
      if (field.allowsFreeText === true) return undefined;
      return field.options.some((option) => option.key === value) ? undefined : message('Choose one of the options.');
    case 'multiSelect': {
      const keys = new Set(field.options.map((option) => option.key));
      const isKnown = typeof value !== 'string' && value.every((key) => keys.has(key));
      return isKnown ? undefined : message('Choose from the options.');
    }
    case 'member':
      if (!field.isMultiple && value.length > 1) return message('Enter one user name only.');
      return undefined;
    case 'table':
      return findTableProblem(field, text);
    case 'link':
      if (field.maxLength !== undefined && text.length > field.maxLength) {
        return message('At most {0} characters; there are {1}.', field.maxLength, text.length);
      }
      return isWebAddress(text) ? undefined : message('Enter an address, like https://example.com/page.');
    case 'dateTimeRange':
      return findRangeProblem(typeof value === 'string' ? [value] : value);
    case 'treeSelect':
      return findTreeProblem(field, text);
    case 'richText':
    case 'file':
    case 'customForm':
    case 'unsupported':
      return undefined;
  }
}

function findRangeProblem([start = '', end = '', ...rest]: readonly string[]): Message | undefined {
  if (rest.length > 0 || !isDateTime(start) || !isDateTime(end)) {
    return message('Enter a start and an end as YYYY-MM-DD HH:mm:ss.');
  }
  return end < start ? message('The end is before the start.') : undefined;
}

function findTreeProblem({ options, display }: TreeSelectField, key: string): Message | undefined {
  const option = findTreeOption(options, key);
  if (option === undefined) return message('Choose one of the options.');
  return display === 'cascade' && option.children.length > 0
    ? message('Choose one without a level below it.')
    : undefined;
}

/** `undefined`: there is none. */
export function findTreeOption(options: readonly TreeOption[], key: string): TreeOption | undefined {
  for (const option of options) {
    const found = option.key === key ? option : findTreeOption(option.children, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/iu.test(text);
}

function findTableProblem({ columns }: TableField, text: string): Message | undefined {
  for (const [index, row] of readRows(text).entries()) {
    for (const column of columns) {
      const cell = row[column.key] ?? '';
      if (isEmptyValue(cell)) {
        if (column.isRequired) return message('Row {0}: fill in "{1}".', index + 1, column.label);
      } else if (!isCell(column, cell)) {
        return message('Row {0}: "{1}" is not filled in rightly.', index + 1, column.label);
      }
    }
  }
  return undefined;
}

function isCell({ type, options }: TableColumn, cell: FieldValue): boolean {
  const isOption = (value: string): boolean => options.some((option) => option.key === value);
  switch (type) {
    case 'text':
      return typeof cell === 'string';
    case 'select':
      return typeof cell === 'string' && isOption(cell);
    case 'multiSelect':
      return typeof cell !== 'string' && cell.every(isOption);
    case 'date':
      return typeof cell === 'string' && isDate(cell);
    case 'dateTime':
      return typeof cell === 'string' && isDateTime(cell);
  }
}

function findRuleProblem(field: Field, value: FieldValue): Message | undefined {
  for (const rule of field.rules) {
    const text = typeof value === 'string' ? value.trim() : value.join(',');
    const pieces = rule.appliesTo === 'piece' ? text.split(/[\n;,]/u).filter((piece) => piece !== '') : [text];
    const expression = compilePattern(rule.pattern);
    if (expression !== undefined && !pieces.every((piece) => expression.test(piece))) return rule.message;
  }
  return undefined;
}

/** `undefined`: no regular expression of ours. Such a rule is left to the server, which has the last word anyway. */
function compilePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse moves 30 February to March: compare with what came in.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time = '', ...rest] = text.split(' ');
  return rest.length === 0 && isDate(date) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/u.test(time);
}
