const keptTags = new Set(
  'a abbr b blockquote br code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre s span strong sub sup table tbody td tfoot th thead tr u ul'.split(
    ' ',
  ),
);

/**
 * Which values pass the filter, by the server's version (contract §4.1): none, those of RICHTEXT, all but FILE, all but
 * FILE and TEXT.
 */
export type HtmlFilter = '2.6.11' | '2.6.20' | '2.7.0' | '2.7.1';

/**
 * The filter that values pass before they are stored (contract §4.1 and §10.1): tags outside the white list vanish,
 * quotes come back as entities, `&amp;` collapses to `&`.
 */
export function filterValue(text: string, type: string, version: HtmlFilter = '2.7.1'): string {
  if (!isFiltered(type, version)) return text;
  return text
    .split(/(<\/?[A-Za-z][^<>]*>)/)
    .map((part, index) => (index % 2 === 1 ? filterTag(part) : filterText(part)))
    .join('');
}

function isFiltered(type: string, version: HtmlFilter): boolean {
  switch (version) {
    case '2.6.11':
      return false;
    case '2.6.20':
      return type === 'RICHTEXT';
    case '2.7.0':
      return type !== 'FILE';
    case '2.7.1':
      return type !== 'FILE' && type !== 'TEXT';
  }
}

function filterTag(tag: string): string {
  const name = /^<\/?([A-Za-z0-9]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  if (!keptTags.has(name)) return '';
  return tag.replaceAll(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '').replaceAll(/javascript:/gi, '');
}

function filterText(text: string): string {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#039;');
}

/** How remarks are stored in the log: escaped, blanks too (contract §1.3). */
export function escapeRemark(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(' ', '&nbsp;');
}
