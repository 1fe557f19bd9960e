/** A text in the two languages that the sandbox speaks. */
export interface Named {
  readonly zh: string;
  readonly en: string;
}

export type Language = 'zh' | 'en';

/** X-Language: Chinese unless told otherwise (contract §1.2). */
export function readLanguage(header: string | undefined): Language {
  return header === undefined || header.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
