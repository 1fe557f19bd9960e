import { isRecord } from '../base/record.ts';
import type { FieldValue } from '../domain/field.ts';
import type { Draft } from './draft.ts';
import { parsePlace, type DraftPlace } from './draftPlace.ts';

/** One field of a draft as it is kept. */
export interface DraftEntry {
  /**
   * When it was last changed: milliseconds since 1970 UTC, but always more than what this window knew of the field
   * before, so that a clock that was set back does not bring back an old text.
   */
  readonly at: number;
  readonly label: string;
  /** `undefined`: taken away (sent, or as the server has it). Kept for a while, so that no other window brings it back. */
  readonly value: FieldValue | undefined;
  /** As `DraftField.base`. */
  readonly base: FieldValue | undefined;
  /** As `at`, for the base: it can be renewed without the text being newer for it. */
  readonly baseAt: number;
}

/** A draft as it is kept: by one window, or all of them together. */
export interface DraftRecord {
  readonly place: DraftPlace;
  /** Of the connection's user when it was typed; `undefined`: not known, as its connection is not there. */
  readonly account: string | undefined;
  readonly title: string;
  readonly partName: string;
  readonly entries: ReadonlyMap<string, DraftEntry>;
}

export type ParsedRecord =
  | { readonly kind: 'record'; readonly version: 1 | 2; readonly record: DraftRecord }
  /** Written by a version of this extension that is yet to come. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/**
 * Both together, by field: the newer one wins. Neither order nor repetition matters, so windows need not agree on who
 * writes when.
 */
export function joinRecords(left: DraftRecord, right: DraftRecord): DraftRecord {
  const entries = new Map(left.entries);
  for (const [key, entry] of right.entries) {
    const known = entries.get(key);
    entries.set(key, known === undefined ? entry : joinEntries(known, entry));
  }
  const newest = newestChange(right) > newestChange(left) ? right : left;
  return { ...newest, entries };
}

/** Nothing of `part` is lost when `whole` is all there is. */
export function isCovered(part: DraftRecord, whole: DraftRecord): boolean {
  return [...part.entries].every(([key, entry]) => {
    const kept = whole.entries.get(key);
    return kept !== undefined && !isNewer(entry, kept) && entry.baseAt <= kept.baseAt;
  });
}

/** As `joinRecords`, for one field. */
export function joinEntries(left: DraftEntry, right: DraftEntry): DraftEntry {
  const { base, baseAt } = right.baseAt > left.baseAt ? right : left;
  return { ...(isNewer(right, left) ? right : left), base, baseAt };
}

/** Of two changes in the same millisecond, one must win in every window: a text before none. */
function isNewer(entry: DraftEntry, than: DraftEntry): boolean {
  if (entry.at !== than.at) return entry.at > than.at;
  return (JSON.stringify(entry.value) ?? '') > (JSON.stringify(than.value) ?? '');
}

/** Milliseconds since 1970 UTC; 0: nothing was ever changed. */
export function newestChange({ entries }: DraftRecord): number {
  return Math.max(0, ...[...entries.values()].map(({ at }) => at));
}

/** `undefined`: everything was taken away. */
export function toDraft(record: DraftRecord): Draft | undefined {
  const fields = [...record.entries].flatMap(([key, { label, value, base }]) =>
    value === undefined ? [] : [{ key, label, value, base }],
  );
  if (fields.length === 0) return undefined;
  const { place, title, partName } = record;
  const savedAt = Math.max(...[...record.entries.values()].map(({ at, value }) => (value === undefined ? 0 : at)));
  return { place, title, partName, savedAt, fields };
}

export function serializeRecord({ place, account, title, partName, entries }: DraftRecord): string {
  const fields = Array.from(entries, ([key, entry]) => ({ key, ...entry }));
  return JSON.stringify({ version: 2, place, account, title, partName, fields });
}

/** Fields that make no sense are left out; the others are kept. */
export function parseRecord(text: string): ParsedRecord {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { kind: 'damaged' };
  }
  if (!isRecord(data)) return { kind: 'damaged' };
  const { version } = data;
  if (typeof version === 'number' && version > 2) return { kind: 'newer' };
  const record = version === 2 ? parseSecond(data) : version === 1 ? parseFirst(data) : undefined;
  return record === undefined ? { kind: 'damaged' } : { kind: 'record', version: version === 1 ? 1 : 2, record };
}

function parseSecond(data: Data): DraftRecord | undefined {
  const place = parsePlace(data['place']);
  if (place === undefined || !Array.isArray(data['fields'])) return undefined;
  return {
    place,
    account: textOf(data['account']),
    title: textOf(data['title']) ?? '',
    partName: textOf(data['partName']) ?? '',
    entries: new Map(data['fields'].flatMap(parseEntry)),
  };
}

function parseEntry(data: unknown): readonly (readonly [string, DraftEntry])[] {
  if (!isRecord(data)) return [];
  const { key, at, label, value, base, baseAt } = data;
  if (typeof key !== 'string' || !isMoment(at) || (value !== undefined && !isFieldValue(value))) return [];
  const shown = textOf(label) ?? key;
  if (!isFieldValue(base)) return [[key, { at, label: shown, value, base: undefined, baseAt: 0 }]];
  return [[key, { at, label: shown, value, base, baseAt: isMoment(baseAt) ? baseAt : at }]];
}

/** Up to version 0.1: one list of values, without account, titles and bases. */
function parseFirst(data: Data): DraftRecord | undefined {
  const { connectionId, ticket, step, savedAt, values } = data;
  if (typeof connectionId !== 'string' || typeof ticket !== 'string' || typeof step !== 'string') return undefined;
  if (!Array.isArray(values)) return undefined;
  const at = typeof savedAt === 'string' ? Date.parse(savedAt) || 0 : 0;
  const entries = new Map<string, DraftEntry>();
  for (const [key, value] of values.filter(isDraftValue)) {
    entries.set(key, { at, label: key, value, base: undefined, baseAt: 0 });
  }
  return { place: firstPlace(connectionId, ticket, step), account: undefined, title: ticket, partName: '', entries };
}

function firstPlace(connectionId: string, ticket: string, step: string): DraftPlace {
  const ref = { connectionId, key: ticket };
  if (ticket === '') return { kind: 'newTicket', connectionId, serviceId: step.replace(/^new\//u, '') };
  const mark = step.indexOf('!');
  if (mark === -1) return { kind: 'step', ref, stepId: step };
  const stepId = mark === 0 ? undefined : step.slice(0, mark);
  return { kind: 'operation', ref, stepId, operationKey: step.slice(mark + 1) };
}

type Data = Readonly<Record<string, unknown>>;

function isMoment(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isFieldValue(value: unknown): value is FieldValue {
  return typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'));
}

function isDraftValue(entry: unknown): entry is readonly [string, FieldValue] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && isFieldValue(entry[1]);
}
