import { DOMParser, DOMSerializer, type Fragment, type Mark, type Node } from 'prosemirror-model';
import { canonicalHtml } from './canonicalHtml.ts';
import { styleAttribute, toInertMarkup } from './inertMarkup.ts';
import { sanitizeForKeeping } from './sanitizeHtml.ts';
import { attributesOf, codeAttributesOf, keptHtml, schema, tagOf } from './schema.ts';
import { endTag, escapeText, startTag } from './writeHtml.ts';

/** A rich text as it is edited. What the schema has no words for is not in it: see {@link canKeep}. */
export function readValue(html: string): Node {
  return DOMParser.fromSchema(schema).parse(sanitizeForKeeping(html));
}

/**
 * The HTML of a rich text, with all that its parts came with; `''` when there is nothing in it. Made of the schema's
 * words only, so it is sanitised.
 */
export function writeValue(doc: Node): string {
  const { firstChild } = doc;
  const isNothing =
    doc.childCount === 1 && firstChild?.type === schema.nodes.paragraph && firstChild.content.size === 0;
  return isNothing ? '' : writeFragment(doc.content);
}

/** Nothing of this HTML but what is not seen is lost by editing it. */
export function canKeep(html: string): boolean {
  try {
    return canonicalHtml(parseInert(html)) === canonicalHtml(parseInert(writeValue(readValue(html))));
  } catch {
    // An attribute, for one, whose name can be read but not written.
    return false;
  }
}

/** What leaves by the clipboard is the value, not how it is drawn here. */
export class ClipboardSerializer extends DOMSerializer {
  constructor() {
    super({}, {});
  }

  override serializeFragment(fragment: Fragment): DocumentFragment {
    const dom = sanitizeForKeeping(writeFragment(fragment));
    for (const element of dom.querySelectorAll<HTMLElement>(`[${styleAttribute}]`)) {
      element.style.cssText = element.getAttribute(styleAttribute) ?? '';
      element.removeAttribute(styleAttribute);
    }
    return dom;
  }
}

function parseInert(html: string): HTMLElement {
  return new globalThis.DOMParser().parseFromString(toInertMarkup(html), 'text/html').body;
}

/** Nodes beside each other; neighbours with the same marks share their tags. */
function writeFragment(fragment: Fragment): string {
  let html = '';
  let open: readonly Mark[] = [];
  const close = (count: number): void => {
    for (const mark of open.slice(count).toReversed()) html += endTag(tagOf(mark));
    open = open.slice(0, count);
  };
  fragment.forEach((node) => {
    const shared = open.findIndex((mark, index) => node.marks[index]?.eq(mark) !== true);
    close(shared === -1 ? open.length : shared);
    for (const mark of node.marks.slice(open.length)) html += startTag(tagOf(mark), attributesOf(mark));
    open = node.marks;
    html += writeNode(node);
  });
  close(0);
  return html;
}

function writeNode(node: Node): string {
  const { text, listItem, codeBlock, keptBlock, keptPhrase } = schema.nodes;
  switch (node.type) {
    case text:
      return escapeText(node.text ?? '');
    case keptBlock:
    case keptPhrase:
      return keptHtml(node);
    case codeBlock:
      return writeCode(node);
    case listItem:
      return within(node, writeItem(node));
    default:
      return node.isLeaf ? startTag(tagOf(node), attributesOf(node)) : within(node, writeFragment(node.content));
  }
}

function within(node: Node, content: string): string {
  return `${startTag(tagOf(node), attributesOf(node))}${content}${endTag(tagOf(node))}`;
}

/** A paragraph that says nothing of itself is not named where an item begins with it, as most systems write it. */
function writeItem({ content, firstChild }: Node): string {
  const isTight =
    firstChild !== null && tagOf(firstChild) === 'p' && Object.keys(attributesOf(firstChild)).length === 0;
  return isTight
    ? writeFragment(firstChild.content) + writeFragment(content.cut(firstChild.nodeSize))
    : writeFragment(content);
}

function writeCode(node: Node): string {
  const code = codeAttributesOf(node);
  const content = escapeText(node.textContent);
  if (code !== undefined) return within(node, `${startTag('code', code)}${content}${endTag('code')}`);
  // The first line end after <pre> is left out when it is read.
  return within(node, content.startsWith('\n') ? `\n${content}` : content);
}
