import type { BkField, BkValue } from './schema.ts';
import { decodeEntities } from './serverText.ts';

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

/** A stored value as text that the server takes back; `undefined`: there is none, or it is no text. */
export function sendable(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** Nothing is lost when `''` is sent in its place. */
export function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return ['', '[]', '{}'].includes(value.trim());
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/**
 * Text as people have typed it. Stored values went through an HTML filter, but for TEXT and FILE: there, an entity is
 * what somebody typed. In RICHTEXT it belongs to the HTML.
 */
export function decodeStored({ type }: Pick<BkField, 'type'>, text: string): string {
  return type === 'TEXT' || type === 'FILE' || type === 'RICHTEXT' ? text : decodeEntities(text);
}

/** `''` and repetitions are left out. */
export function splitList(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

/** What people call a field, an option or a column. */
export function labelOf({ key, name }: { readonly key: string; readonly name: string }): string {
  return decodeEntities(name === '' ? key : name);
}

/** An object or a list, itself or in JSON text; `undefined`: neither. */
export function readStructure(value: unknown): object | undefined {
  const read: unknown = typeof value === 'string' ? parseJson(value) : value;
  return typeof read === 'object' && read !== null ? read : undefined;
}

/** `undefined`: it is no object, but perhaps a list. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : undefined; // just looked
}

/** Any value in plain words; `''`: it holds nothing. */
export function describeUnknown(value: unknown): string {
  if (isNothing(value)) return '';
  return sendable(value) ?? JSON.stringify(value, undefined, 2);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
