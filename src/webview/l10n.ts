import type { Message } from '../domain/message.ts';

// The page has one language for all its life, set by the host's first message; handing it through every component
// would add a property to each of them and change nothing.
let bundle: Readonly<Record<string, string>> = {};
let language = 'en';

/** Takes the display language (BCP 47) and its bundle: English text → translation. */
export function setLanguage(tag: string, translations: Readonly<Record<string, string>>): void {
  bundle = translations;
  // A tag that Intl does not know would make every time on the page throw.
  language = isLanguageTag(tag) ? tag : 'en';
}

/** The display language, safe to hand to `Intl`. */
export function displayLanguage(): string {
  return language;
}

/**
 * A text of the page in the user's language. `text` must be a string literal: a test collects them and compares them
 * with the bundles. A text without a translation is shown in English.
 */
export function t(text: string, ...args: readonly (string | number)[]): string {
  return translate(text, args);
}

/** A {@link Message} of the domain or of a provider in the user's language; a plain string is shown as it is. */
export function translateMessage(message: Message | string): string {
  return typeof message === 'string' ? message : translate(message.text, message.args);
}

function translate(text: string, args: readonly (string | number)[]): string {
  const translation = Object.hasOwn(bundle, text) ? (bundle[text] ?? text) : text;
  return translation.replaceAll(/\{(\d+)\}/gu, (placeholder, index: string) => {
    const argument = args[Number(index)];
    return argument === undefined ? placeholder : String(argument);
  });
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
