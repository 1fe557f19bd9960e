/** One entry of a Django REST framework error. */
export class ErrorDetail {
  readonly text: string;
  readonly code: string;

  constructor(text: string, code = 'invalid') {
    this.text = text;
    this.code = code;
  }
}

/** What a Django REST framework `ValidationError` carries. */
export type ValidationDetail = ErrorDetail | readonly ValidationDetail[] | { readonly [key: string]: ValidationDetail };

/** `repr(str)` of Python. */
export function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\u00A0', String.raw`\xa0`);
  return quote + (quote === "'" ? escaped.replaceAll("'", String.raw`\'`) : escaped) + quote;
}

export function reprTexts(texts: readonly string[]): string {
  return `[${texts.map(reprText).join(', ')}]`;
}

/** `repr` of an error's detail, as servers from 2.6.2 on put it in their messages (contract §2.3). */
export function reprDetail(detail: ValidationDetail): string {
  if (detail instanceof ErrorDetail) {
    return `ErrorDetail(string=${reprText(detail.text)}, code=${reprText(detail.code)})`;
  }
  if (isList(detail)) return `[${detail.map(reprDetail).join(', ')}]`;
  return `{${Object.entries(detail)
    .map(([key, value]) => `${reprText(key)}: ${reprDetail(value)}`)
    .join(', ')}}`;
}

/** The clean form with prefixes of servers up to 2.6.1: `0:text` or `field:text`. */
export function prefixDetail(detail: ValidationDetail): string {
  if (detail instanceof ErrorDetail) return detail.text;
  if (isList(detail)) return detail.map((entry, index) => `${index}:${flatText(entry)}`).join('; ');
  return Object.entries(detail)
    .map(([key, value]) => `${key}:${flatText(value)}`)
    .join(';');
}

/** The texts of a flat list, joined; otherwise the `repr`. */
export function plainDetail(detail: ValidationDetail): string {
  return isList(detail) && detail.every((entry) => entry instanceof ErrorDetail)
    ? detail.map(({ text }) => text).join(',')
    : reprDetail(detail);
}

/** The detail as JSON has it. */
export function textsOf(detail: ValidationDetail): unknown {
  if (detail instanceof ErrorDetail) return detail.text;
  if (isList(detail)) return detail.map(textsOf);
  return Object.fromEntries(Object.entries(detail).map(([key, value]) => [key, textsOf(value)]));
}

function flatText(detail: ValidationDetail): string {
  if (detail instanceof ErrorDetail) return detail.text;
  if (!isList(detail)) return reprDetail(detail);
  return detail.every((entry) => entry instanceof ErrorDetail)
    ? detail.map(({ text }) => text).join(',')
    : '部分列表元素的参数不合法，请检查';
}

/** `Array.isArray` does not narrow readonly arrays. */
function isList(detail: ValidationDetail): detail is readonly ValidationDetail[] {
  return Array.isArray(detail);
}
