import type { RichText } from './richText.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a rich text says, without how it looks; for comparing and for places that show plain text only. */
export function plainRichText({ format, text }: RichText): string {
  return format === 'html' ? plainHtml(text) : text;
}

/** Line by line as a browser would break it, roughly. Pictures and links leave their texts only. */
export function plainHtml(html: string): string {
  return withoutHidden(html)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/<li\b[^<>]*>/giu, '\n- ')
    .replaceAll(/<br\s*\/?>|<\/(?:p|div|h[1-6]|ul|ol|table|tr|blockquote|pre)\s*>/giu, '\n')
    .replaceAll(/<\/t[dh]\s*>/giu, '\t')
    .replaceAll(/<[^<>]*>/gu, '')
    .replaceAll(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/giu,
      (whole, hex?: string, decimal?: string, name?: string) =>
        name === undefined
          ? character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
          : (entities[name] ?? whole),
    )
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}

const hiddenEnds: Readonly<Record<string, RegExp>> = {
  '<style': /<\/style[^<>]*>/giu,
  '<script': /<\/script[^<>]*>/giu,
  '<!--': /-->/gu,
};

/** In one go from front to back: whatever somebody writes into a ticket must not keep us busy. */
function withoutHidden(html: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: start, index } of html.matchAll(/<(?:style|script)\b|<!--/giu)) {
    if (index < from) continue;
    parts.push(html.slice(from, index));
    const end = hiddenEnds[start.toLowerCase()];
    if (end === undefined) continue;
    end.lastIndex = index;
    const found = end.exec(html);
    if (found === null) return parts.join('');
    from = end.lastIndex;
  }
  return [...parts, html.slice(from)].join('');
}

function character(code: number): string {
  return code > 0x10_ff_ff ? '\uFFFD' : String.fromCodePoint(code);
}
