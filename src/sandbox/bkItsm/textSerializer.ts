import { fieldProblems, refusedWith } from './refusal.ts';
import type { ErrorDetail } from './pythonRepr.ts';

export type TextCheck =
  | { readonly ok: true; readonly text: string | undefined }
  | { readonly ok: false; readonly problem: readonly ErrorDetail[] };

/** A serializer's `CharField`: takes texts and numbers, trims, refuses the rest. */
export function checkText(
  value: unknown,
  { isRequired, mayBeBlank, limit }: { isRequired: boolean; mayBeBlank: boolean; limit?: number },
): TextCheck {
  if (value === undefined) {
    return isRequired ? { ok: false, problem: fieldProblems.required() } : { ok: true, text: undefined };
  }
  if (value === null) return { ok: false, problem: fieldProblems.null() };
  if (typeof value !== 'string' && typeof value !== 'number') return { ok: false, problem: fieldProblems.notText() };
  const text = String(value).trim();
  if (text === '' && !mayBeBlank) return { ok: false, problem: fieldProblems.blank() };
  if (limit !== undefined && text.length > limit) return { ok: false, problem: fieldProblems.tooLong(limit) };
  return { ok: true, text };
}

/**
 * Runs several checks together, as a serializer does.
 * @throws Refusal with the problems of all fields
 */
export function requireTexts(checks: Readonly<Record<string, TextCheck>>): Record<string, string | undefined> {
  const problems: Record<string, readonly ErrorDetail[]> = {};
  const texts: Record<string, string | undefined> = {};
  for (const [name, check] of Object.entries(checks)) {
    if (check.ok) texts[name] = check.text;
    else problems[name] = check.problem;
  }
  if (Object.keys(problems).length > 0) throw refusedWith(problems);
  return texts;
}
