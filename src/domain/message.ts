/**
 * A sentence for people, in English, that the editor or the page translates when it shows it.
 * The domain and the providers make messages; they never translate.
 */
export interface Message {
  /** English text with `{0}`, `{1}` … for the arguments: the key in `l10n/bundle.l10n.*.json`. */
  readonly text: string;
  readonly args: readonly (string | number)[];
}

/** Makes a {@link Message}. `text` must be a string literal: a test collects them and compares them with the bundles. */
export function message(text: string, ...args: readonly (string | number)[]): Message {
  return { text, args };
}
