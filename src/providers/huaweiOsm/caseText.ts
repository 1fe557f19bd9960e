import type { RichText } from '../../domain/richText.ts';

/** In characters; a title stands in one line. */
const longestTitle = 120;

/** Tickets have no title (contract §1.4): the first line of the description stands for it. */
export function readTitle(description: string, id: string): string {
  const line =
    readPlain(description)
      .split('\n')
      .map((each) => each.trim())
      .find((each) => each !== '') ?? id;
  return line.length > longestTitle ? `${line.slice(0, longestTitle - 1).trimEnd()}…` : line;
}

/** Which of the three it is, nobody tells: it is seen from the text itself. */
export function readRichText(text: string): RichText {
  if (/<(?:p|br|div|img|span|a|ul|ol|li|table|pre|b|strong|em)\b[^>]*>/iu.test(text)) return { format: 'html', text };
  // Pictures of a message in Markdown are uploaded as such (contract §1.3, `upload_type`).
  if (/!\[[^\]]*\]\([^)]+\)/u.test(text)) return { format: 'markdown', text };
  return { format: 'plain', text };
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' };

/** The same without markup. */
export function readPlain(text: string): string {
  if (readRichText(text).format !== 'html') return text;
  return text
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/giu, '\n')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/&(lt|gt|quot|#39|nbsp|amp);/gu, (entity, name: string) => entities[name] ?? entity)
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim();
}
