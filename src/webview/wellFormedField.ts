import { isRecord } from '../base/record.ts';
import type { Field, FieldOption, FieldValue } from '../domain/field.ts';

/**
 * Whether a field has the shape that its type promises. Ticket systems surprise, and one odd field must not take the
 * page with it: a field that is not well formed is shown raw and never validated, edited or sent.
 */
export function isWellFormedField(field: unknown): field is Field {
  if (!isRecord(field)) return false;
  const { key, label, description, isRequired, isReadOnly, value, rules, type } = field;
  if (typeof key !== 'string' || typeof label !== 'string' || typeof description !== 'string') return false;
  if (typeof isRequired !== 'boolean' || typeof isReadOnly !== 'boolean' || !Array.isArray(rules)) return false;
  switch (type) {
    case 'text':
    case 'number':
    case 'date':
    case 'link':
    case 'richText':
    case 'unsupported':
      return typeof value === 'string';
    case 'customForm':
      return typeof value === 'string' && isEntryList(field['entries']);
    case 'treeSelect':
      return typeof value === 'string' && isTree(field['options']);
    case 'file':
      return isStringList(value) && isFileList(field['files']) && isFileList(field['templates']);
    case 'dateTimeRange':
      return isStringList(value) && typeof field['timeZone'] === 'string';
    case 'dateTime':
      return typeof value === 'string' && typeof field['timeZone'] === 'string';
    case 'select':
      return typeof value === 'string' && isOptionList(field['options']);
    case 'multiSelect':
      return isStringList(value) && isOptionList(field['options']);
    case 'member':
      return isStringList(value);
    case 'table':
      return typeof value === 'string' && isColumnList(field['columns']);
    default:
      return false;
  }
}

/** Whether something from outside (the page's own saved state) can be the value of a field. */
export function isValue(value: unknown): value is FieldValue {
  return typeof value === 'string' || isStringList(value);
}

function isOptionList(value: unknown): value is readonly FieldOption[] {
  return (
    Array.isArray(value) &&
    value.every(
      (option: unknown) => isRecord(option) && typeof option['key'] === 'string' && typeof option['label'] === 'string',
    )
  );
}

/** More levels than this are nobody's choice, and would exhaust the stack of those who walk through them. */
const deepestTree = 100;

function isTree(value: unknown, level = 0): boolean {
  return (
    level < deepestTree &&
    isOptionList(value) &&
    value.every((option: FieldOption & { children?: unknown }) => isTree(option.children, level + 1))
  );
}

function isEntryList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: unknown) => isRecord(entry) && typeof entry['label'] === 'string' && typeof entry['text'] === 'string',
    )
  );
}

function isFileList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (file: unknown) =>
        isRecord(file) &&
        typeof file['id'] === 'string' &&
        typeof file['name'] === 'string' &&
        (file['size'] === undefined || file['size'] === null || typeof file['size'] === 'number'),
    )
  );
}

const columnTypes: readonly unknown[] = ['text', 'select', 'multiSelect', 'date', 'dateTime'];

function isColumnList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (column: unknown) =>
        isRecord(column) &&
        typeof column['key'] === 'string' &&
        typeof column['label'] === 'string' &&
        columnTypes.includes(column['type']) &&
        isOptionList(column['options']),
    )
  );
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}
