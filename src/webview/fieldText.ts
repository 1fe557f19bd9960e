import type { Field, FieldValue } from '../domain/field.ts';
import { optionLabel, strayKeys, strayLabel } from './choice.ts';

/** A field's value as people read it; `''` when it has none. */
export function fieldText(field: Field, value: FieldValue): string {
  const parts = typeof value === 'string' ? [value] : value;
  if (field.type !== 'select' && field.type !== 'multiSelect') return parts.join(', ');
  const labels = new Map(field.options.map((option) => [option.key, optionLabel(option)]));
  for (const key of strayKeys(field.options, parts)) labels.set(key, strayLabel(key));
  return parts.map((key) => labels.get(key) ?? key).join(', ');
}

/** Whether a field is narrow enough to share a row with another one. */
export function isShortField(field: Field): boolean {
  switch (field.type) {
    case 'number':
    case 'date':
    case 'dateTime':
      return true;
    case 'text':
      return !field.isMultiline && !field.isReadOnly && (field.maxLength === undefined || field.maxLength <= 100);
    case 'select':
      return field.display === 'list';
    case 'member':
      return true;
    case 'multiSelect':
    case 'unsupported':
      return false;
  }
}
