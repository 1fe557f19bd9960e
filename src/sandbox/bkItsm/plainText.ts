/** A value as text, for looking things up and for messages; '' when there is none. */
export function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What Python takes for true: the text "false" too. */
export function isTruthy(value: unknown): boolean {
  return Boolean(value);
}
