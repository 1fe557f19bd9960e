/** Stands for `style` until the style is applied through the CSSOM, the only way that the page's policy allows. */
export const styleAttribute = 'data-itsm-style';

/**
 * HTML that can be parsed under the page's policy: `style` is renamed to {@link styleAttribute}, attributes that hold
 * code are dropped. Even a document that is never shown reports each of them as a violation.
 *
 * This is no sanitising: it reads tags as a browser does, but knows nothing of what is around them.
 */
export function toInertMarkup(html: string): string {
  let result = '';
  let copied = 0;
  for (const opening of html.matchAll(/<[a-z][^\s/>]*/giu)) {
    // A tag inside of an attribute of the one before.
    if (opening.index < copied) continue;
    let at = opening.index + opening[0].length;
    result += html.slice(copied, at);
    while (at < html.length && html[at] !== '>') {
      const next = readAttribute(html, at);
      const { gap, name, assigned } = next;
      if (/^style$/iu.test(name)) result += `${gap}${gap === '' ? ' ' : ''}${styleAttribute}${assigned}`;
      else result += /^on/iu.test(name) ? gap : `${gap}${name}${assigned}`;
      at = next.end;
    }
    copied = at;
  }
  return result + html.slice(copied);
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
