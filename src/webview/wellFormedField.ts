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
    case 'customForm':
    case 'unsupported':
      return typeof value === 'string';
    case 'treeSelect':
      return typeof value === 'string' && isOptionList(field['options']);
    case 'file':
    case 'dateTimeRange':
      return isStringList(value);
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

/** Whether a value from outside (a draft, the page's own saved state) fits a field. */
export function isValueOf(field: Field, value: unknown): value is FieldValue {
  return typeof field.value === 'string' ? typeof value === 'string' : isStringList(value);
}

function isOptionList(value: unknown): value is readonly FieldOption[] {
  return (
    Array.isArray(value) &&
    value.every(
      (option: unknown) => isRecord(option) && typeof option['key'] === 'string' && typeof option['label'] === 'string',
    )
  );
}

function isColumnList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (column: unknown) =>
        isRecord(column) &&
        typeof column['key'] === 'string' &&
        typeof column['label'] === 'string' &&
        isOptionList(column['options']),
    )
  );
}

function isStringList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
