import type { FieldOption } from '../domain/field.ts';
import { t } from './l10n.ts';

/** A value of a choice field that is chosen but not among the options is kept, shown as it is and flagged. */
export function strayKeys(options: readonly FieldOption[], chosen: readonly string[]): readonly string[] {
  const known = new Set(options.map((option) => option.key));
  return chosen.filter((key) => key !== '' && !known.has(key));
}

/** How a {@link strayKeys | stray key} is shown. */
export function strayLabel(key: string): string {
  return t('{0} (not among the options)', key);
}

/** An option's label, or its key where the system gave none. */
export function optionLabel(option: FieldOption): string {
  return option.label.trim() === '' ? option.key : option.label;
}

/**
 * The list after one key was switched on or off, in the options' order with stray keys last.
 * The server's own list comes back when it holds the same keys, so that undoing a change by hand leaves no change.
 */
export function toggleKey(
  chosen: readonly string[],
  key: string,
  options: readonly FieldOption[],
  serverValue: readonly string[],
): readonly string[] {
  const next = new Set(chosen);
  if (!next.delete(key)) next.add(key);
  if (next.size === serverValue.length && serverValue.every((part) => next.has(part))) return serverValue;
  const known = options.filter((option) => next.has(option.key)).map((option) => option.key);
  return [...new Set([...known, ...next])];
}
