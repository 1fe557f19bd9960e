import { styleAttribute } from './inertMarkup.ts';

const empty = new Set(['br', 'hr', 'img', 'col']);

/**
 * A node as HTML, with its style from {@link styleAttribute} where it belongs. The browser's own `outerHTML` says the
 * same, but a `style` could not even stand in the tree that it is made from.
 */
export function writeHtml(node: Node): string {
  if (node instanceof Text) return escapeText(node.data);
  if (!(node instanceof Element)) return '';
  const name = node.localName;
  const attributes = Object.fromEntries([...node.attributes].map((attribute) => [attribute.name, attribute.value]));
  const opening = startTag(name, attributes);
  return empty.has(name) ? opening : `${opening}${[...node.childNodes].map(writeHtml).join('')}${endTag(name)}`;
}

export function startTag(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key === styleAttribute ? 'style' : key}="${escapeText(value).replaceAll('"', '&quot;')}"`,
  );
  return `<${name}${written.join('')}>`;
}

export function endTag(name: string): string {
  return `</${name}>`;
}

export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\u00A0', '&nbsp;');
}
