import type { Field, FieldValue } from './field.ts';

/** Whether a value is of the kind that a field takes: a list for a text, or the other way round, is of an earlier form. */
export function fitsField({ value }: Field, given: FieldValue): boolean {
  return Array.isArray(given) === Array.isArray(value);
}
