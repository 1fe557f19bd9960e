/** Stands for `style` until the style is applied through the CSSOM, the only way that the page's policy allows. */
export const styleAttribute = 'data-itsm-style';

/** Stands for each attribute that holds code: nobody allows it, so it is missed where HTML must be kept as it is. */
const codeAttribute = 'itsm-code';

/** Stands for `style`: what is in it is no HTML either, and it is allowed nowhere. */
const sheetElement = 'xmp';

/**
 * HTML that can be parsed under the page's policy: `style` is renamed, the attribute to {@link styleAttribute};
 * attributes that hold code lose it. Even a document that is never shown reports each of them as a violation.
 *
 * This is no sanitising: it reads tags as a browser does, but knows nothing of what is around them.
 */
export function toInertMarkup(html: string): string {
  let result = '';
  let copied = 0;
  for (const opening of html.matchAll(/<(\/?)([a-z][^\s/>]*)/giu)) {
    // A tag inside of an attribute of the one before.
    if (opening.index < copied) continue;
    const [whole, slash = '', element = ''] = opening;
    result += html.slice(copied, opening.index);
    result += /^style$/iu.test(element) ? `<${slash}${sheetElement}` : whole;
    copied = opening.index + whole.length;
    while (copied < html.length && html[copied] !== '>') {
      const attribute = readAttribute(html, copied);
      result += inertAttribute(attribute);
      copied = attribute.end;
    }
  }
  return result + html.slice(copied);
}

function inertAttribute({ gap, name, assigned }: AttributeText): string {
  const before = gap === '' ? ' ' : gap;
  if (/^style$/iu.test(name)) return `${before}${styleAttribute}${assigned}`;
  return /^on/iu.test(name) ? `${before}${codeAttribute}` : `${gap}${name}${assigned}`;
}

interface AttributeText {
  /** White space and slashes before it. */
  readonly gap: string;
  /** `''`: there was only a gap. */
  readonly name: string;
  /** The equals sign and the value; `''`: none. */
  readonly assigned: string;
  readonly end: number;
}

// Sticky, so that each one looks at one place only: the whole is linear, whatever it is given.
const gaps = /[\s/]*/uy;
const names = /=?[^\s/>=]*/uy;
const equals = /\s*=\s*/uy;
const values = /"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s>]*/uy;

function readAttribute(html: string, start: number): AttributeText {
  const gap = take(gaps, html, start);
  const name = take(names, html, start + gap.length);
  const afterName = start + gap.length + name.length;
  const sign = name === '' ? '' : take(equals, html, afterName);
  const assigned = sign === '' ? '' : sign + take(values, html, afterName + sign.length);
  return { gap, name, assigned, end: afterName + assigned.length };
}

function take(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
