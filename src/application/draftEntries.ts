import type { Field, FieldValue } from '../domain/field.ts';
import { areValuesEqual } from '../domain/form.ts';
import { isSecret } from '../domain/secretField.ts';
import type { DraftField, DraftValues } from './draft.ts';
import { joinEntries, type DraftEntry } from './draftRecord.ts';

/** The fields of a draft by key. */
export type Entries = ReadonlyMap<string, DraftEntry>;

/**
 * What a form has of the draft, by field key: as it found it, and as it told it. Only these can be taken away by a form
 * in which they do not stand, as it never saw the others; and what it tells once more was not typed anew, though another
 * window may have typed something else meanwhile.
 */
export type KnownFields = Map<string, { readonly at: number; readonly value: FieldValue | undefined }>;

/** The form has taken the draft as it is. */
export function knowAll(entries: Entries, known: KnownFields): void {
  known.clear();
  for (const [key, { at, value }] of entries) known.set(key, { at, value });
}

/**
 * The draft after a form has told what was typed into it.
 * @param fields the form as the server has it
 * @param typedAt milliseconds since 1970 UTC
 */
export function changeEntries(
  entries: Entries,
  values: DraftValues,
  fields: readonly Field[],
  known: KnownFields,
  typedAt: number,
): Entries {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const given = new Map(values.filter(([key]) => !isSecret(byKey.get(key))));
  const changed = new Map(entries);
  for (const [key, value] of given) {
    const before = entries.get(key);
    const told = known.get(key);
    if (before?.value !== undefined && areValuesEqual(before.value, value)) {
      known.set(key, { at: before.at, value });
      continue;
    }
    if (told?.value !== undefined && areValuesEqual(told.value, value)) continue;
    // Newer than what it was typed over, also when the clock was set back; not than what another window has by now.
    const at = Math.max(typedAt, (told?.at ?? 0) + 1);
    known.set(key, { at, value });
    const field = byKey.get(key);
    const begun = { base: field?.value, baseAt: field === undefined ? 0 : at };
    const { base, baseAt } = before?.value === undefined ? begun : before;
    const entry = { at, value, label: field?.label ?? before?.label ?? key, base, baseAt };
    changed.set(key, before === undefined ? entry : joinEntries(before, entry));
  }
  for (const [key, before] of entries) {
    if (before.value === undefined || given.has(key)) continue;
    if (known.get(key)?.at !== before.at && !isSecret(byKey.get(key))) continue;
    const entry = removed(before, typedAt);
    changed.set(key, entry);
    known.set(key, entry);
  }
  return changed;
}

/** Nothing is left of it, whoever typed it. */
export function emptyEntries(entries: Entries): Entries {
  const now = Date.now();
  return new Map(Array.from(entries, ([key, entry]) => [key, entry.value === undefined ? entry : removed(entry, now)]));
}

function removed(before: DraftEntry, at: number): DraftEntry {
  const moment = momentAfter(before, at);
  return { at: moment, label: before.label, value: undefined, base: undefined, baseAt: moment };
}

export function restoreEntries(entries: Entries, fields: readonly DraftField[]): Entries {
  const changed = new Map(entries);
  for (const { key, label, value, base } of fields) {
    const at = momentAfter(entries.get(key), Date.now());
    changed.set(key, { at, label, value, base, baseAt: base === undefined ? 0 : at });
  }
  return changed;
}

/** The same texts over what the server has now. */
export function rebaseEntries(entries: Entries, fields: readonly Field[]): Entries {
  const changed = new Map(entries);
  for (const { key, value: base } of fields) {
    const before = entries.get(key);
    if (before?.value !== undefined) changed.set(key, { ...before, base, baseAt: momentAfter(before, Date.now()) });
  }
  return changed;
}

/** Later than what is there, also when the clock was set back. */
function momentAfter(before: DraftEntry | undefined, at: number): number {
  return Math.max(at, Math.max(before?.at ?? 0, before?.baseAt ?? 0) + 1);
}
