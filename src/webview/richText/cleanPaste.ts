import { styleAttribute } from './inertMarkup.ts';
import { sanitizeForKeeping, sanitizeHtml } from './sanitizeHtml.ts';
import { writeHtml } from './writeHtml.ts';

/**
 * HTML from the clipboard as it may enter a text that is edited here: what was bold, a list or a table stays so; fonts,
 * sizes and colours, which office programs put on everything, do not.
 */
export function cleanPaste(html: string): string {
  // From an editor of this kind, perhaps this one: its texts are sanitised and otherwise left alone.
  if (/\sdata-pm-slice=/u.test(html)) return children(sanitizeForKeeping(html));
  const fragment = sanitizeHtml(html);
  makeLists(fragment);
  for (const element of fragment.querySelectorAll<HTMLElement>('*')) {
    const style = element.getAttribute(styleAttribute) ?? '';
    element.removeAttribute(styleAttribute);
    element.removeAttribute('align');
    element.removeAttribute('lang');
    if (style !== '') say(element, style);
  }
  for (const element of fragment.querySelectorAll('span, font')) element.replaceWith(...element.childNodes);
  // From a file of the program it comes from, which is nowhere else.
  for (const image of fragment.querySelectorAll('img:not([src])')) image.remove();
  return children(fragment);
}

/** Puts what a style says of its element into words of HTML. */
function say(element: HTMLElement, style: string): void {
  const probe = document.createElement('i').style;
  probe.cssText = style;
  const isBold = /^(?:bold|bolder|[6-9]00)$/u.test(probe.fontWeight);
  // What Google Docs puts around all of it.
  if (element.matches('b, strong') && probe.fontWeight !== '' && !isBold) {
    element.replaceWith(...element.childNodes);
    return;
  }
  if (!element.matches('span, font, a, p')) return;
  const decoration = `${probe.textDecoration} ${probe.textDecorationLine}`;
  if (isBold) wrapContent(element, 'strong');
  if (probe.fontStyle === 'italic') wrapContent(element, 'em');
  if (decoration.includes('line-through')) wrapContent(element, 's');
  if (decoration.includes('underline') && !element.matches('a')) wrapContent(element, 'u');
}

function wrapContent(element: Element, tag: string): void {
  if (element.textContent.trim() === '') return;
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

/** Word writes lists as paragraphs whose style says so, with the number or dot as text. */
function makeLists(fragment: DocumentFragment): void {
  const lists = new Set<Element | null>();
  for (const mark of fragment.querySelectorAll(`[${styleAttribute}*="mso-list:Ignore" i]`)) {
    const paragraph = mark.closest('p');
    const tag = /[\da-z]/iu.test(mark.textContent) ? 'ol' : 'ul';
    mark.remove();
    if (paragraph === null) continue;
    const item = paragraph.ownerDocument.createElement('li');
    item.append(...paragraph.childNodes);
    const previous = paragraph.previousElementSibling;
    const isNext = lists.has(previous) && previous?.localName === tag;
    const list = isNext ? previous : paragraph.ownerDocument.createElement(tag);
    list.append(item);
    lists.add(list);
    if (isNext) paragraph.remove();
    else paragraph.replaceWith(list);
  }
}

function children(fragment: DocumentFragment): string {
  return [...fragment.childNodes].map(writeHtml).join('');
}
