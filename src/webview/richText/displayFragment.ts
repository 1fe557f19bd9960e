import { t } from '../l10n.ts';
import { themedStyle } from './allowedStyle.ts';
import { styleAttribute } from './inertMarkup.ts';
import { sanitizeHtml } from './sanitizeHtml.ts';
import { webAddress } from './webAddress.ts';

/** Pictures that are in the text itself; SVG is not among them, as it is a document. */
const inlinePicture = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif);base64,[a-z\d+/=\s]+$/iu;

/**
 * Ticket HTML ready for the page: sanitised, with links that name their target, pictures that wait to be asked for,
 * headings that go on from those of the page, and tables that scroll by themselves.
 */
export function displayFragment(html: string): DocumentFragment {
  const fragment = document.importNode(withoutPictures(sanitizeHtml(html)), true);
  for (const element of fragment.querySelectorAll<HTMLElement>(`[${styleAttribute}]`)) {
    const style = element.getAttribute(styleAttribute) ?? '';
    element.removeAttribute(styleAttribute);
    element.style.cssText = themedStyle(style);
  }
  for (const link of fragment.querySelectorAll('a')) keepTarget(link);
  for (const table of fragment.querySelectorAll('table')) wrapTable(table);
  levelHeadings(fragment);
  return fragment;
}

/** An `img` would begin to load in the moment it enters the page's document. */
function withoutPictures(fragment: DocumentFragment): DocumentFragment {
  for (const image of fragment.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? '';
    const picture = fragment.ownerDocument.createElement('itsm-picture');
    picture.setAttribute('alt', image.getAttribute('alt') ?? '');
    picture.setAttribute(inlinePicture.test(source) ? 'url' : 'source', source);
    if (source === '') image.remove();
    else image.replaceWith(picture);
  }
  return fragment;
}

function keepTarget(link: HTMLAnchorElement): void {
  const target = webAddress(link.getAttribute('href') ?? '');
  if (target === undefined) {
    link.removeAttribute('href');
    return;
  }
  // A button inside of a link would be pressed with it: pictures stand before their link.
  const pictures = [...link.querySelectorAll('itsm-picture')];
  link.before(...pictures);
  if (pictures.length > 0 && link.textContent.trim() === '') link.textContent = target;
  link.href = target;
  // Where it really leads, whatever the text says; names in other scripts as the network knows them.
  link.title = target;
}

function wrapTable(table: HTMLTableElement): void {
  const scroller = document.createElement('div');
  scroller.className = 'table';
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'group');
  scroller.setAttribute('aria-label', t('Table'));
  table.replaceWith(scroller);
  scroller.append(table);
}

/** Headings below those of the page and without gaps between their levels, for those who go from one to the next. */
function levelHeadings(fragment: DocumentFragment): void {
  const above: number[] = [];
  for (const heading of fragment.querySelectorAll<HTMLElement>('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.localName.slice(1));
    while ((above.at(-1) ?? 0) >= level) above.pop();
    above.push(level);
    const replacement = document.createElement(`h${Math.min(6, above.length + 2)}`);
    replacement.dataset['level'] = `${level}`;
    for (const { name, value } of heading.attributes) if (name !== 'style') replacement.setAttribute(name, value);
    replacement.style.textAlign = heading.style.textAlign;
    replacement.append(...heading.childNodes);
    heading.replaceWith(replacement);
  }
}
