import { Marked } from 'marked';

/** HTML that is as little to be trusted as the Markdown was: it must be sanitised. */
export function markdownToHtml(text: string): string {
  const marked = new Marked({ gfm: true, breaks: true, async: false });
  // A form control is nothing for a text to have; the mark says the same.
  marked.use({ renderer: { checkbox: ({ checked }) => (checked ? '☑ ' : '☐ ') } });
  const html = marked.parse(text);
  return typeof html === 'string' ? html : '';
}
