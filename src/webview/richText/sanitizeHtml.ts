import DOMPurify, { type Config } from 'dompurify';
import { styleAttribute, toInertMarkup } from './inertMarkup.ts';

const blocks = 'p div h1 h2 h3 h4 h5 h6 blockquote pre hr br ul ol li dl dt dd details summary figure figcaption';
const tables = 'table caption colgroup col thead tbody tfoot tr th td';
const phrases =
  'a img span font strong b em i u ins s strike del sub sup mark code kbd samp var small big q cite abbr time bdi bdo ruby rt rp';
const attributes = 'href src alt title align valign colspan rowspan scope start reversed open dir lang datetime';

const common: Config = {
  ALLOWED_TAGS: `${blocks} ${tables} ${phrases}`.split(' '),
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const forDisplay: Config = {
  ...common,
  ALLOWED_ATTR: [...attributes.split(' '), styleAttribute],
  // "color:" is no protocol.
  ADD_URI_SAFE_ATTR: [styleAttribute],
};

/** Attributes that say nothing here, but to the system that the text goes back to. */
const foreignAttributes =
  'class id name rel target type value width height border cellpadding cellspacing bgcolor color face size cite';

const forKeeping: Config = {
  ...common,
  ALLOWED_ATTR: [...`${attributes} ${foreignAttributes}`.split(' '), styleAttribute],
  ALLOW_DATA_ATTR: true,
  ALLOW_ARIA_ATTR: true,
};

/**
 * HTML of a ticket without anything that runs, loads or looks like a part of the page. Styles stand in
 * {@link styleAttribute}; pictures still name their source, so the fragment must not enter the page as it is.
 */
export function sanitizeHtml(html: string): DocumentFragment {
  return sanitize(html, forDisplay);
}

/** As {@link sanitizeHtml}, with what only the ticket's system understands left in: for HTML that goes back to it. */
export function sanitizeForKeeping(html: string): DocumentFragment {
  return sanitize(html, forKeeping);
}

function sanitize(html: string, config: Config): DocumentFragment {
  const clean: unknown = DOMPurify.sanitize(toInertMarkup(html), config);
  // As asked for with RETURN_DOM_FRAGMENT; without a DOM it would be a string.
  if (!(clean instanceof DocumentFragment)) throw new Error('HTML cannot be sanitised here');
  return clean;
}
