/** What an editor of rich text keeps. Everything else (tables, pictures, colours) would be lost by editing. */
const keptTags = new Set('a b blockquote br code div em h1 h2 h3 h4 h5 h6 hr i li ol p pre strong ul'.split(' '));
const keptAttributes = new Set(['href', 'title', 'target', 'rel']);

/**
 * Nothing of it is lost when somebody edits it and it is written anew. Reads tags as a browser would where they are well
 * formed; what is not counts as lost.
 */
export function isEditableHtml(html: string): boolean {
  for (const [, inside = ''] of html.matchAll(/<([^>]*)>?/gu)) {
    const tag = /^\/?([a-z][a-z0-9]*)((?:\s+[^\s=/]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))*)\s*\/?$/iu.exec(inside);
    const [, name = '', attributes = ''] = tag ?? [];
    if (!keptTags.has(name.toLowerCase())) return false;
    for (const [, attribute = ''] of attributes.matchAll(/\s+([^\s=/]+)\s*=/gu)) {
      if (name.toLowerCase() !== 'a' || !keptAttributes.has(attribute.toLowerCase())) return false;
    }
  }
  return true;
}
