import {
  Schema,
  type Attrs,
  type DOMOutputSpec,
  type Mark,
  type MarkSpec,
  type Node,
  type NodeSpec,
  type TagParseRule,
} from 'prosemirror-model';
import { themedStyle } from './allowedStyle.ts';
import { isBlock } from './canonicalHtml.ts';
import { styleAttribute } from './inertMarkup.ts';
import { writeHtml } from './writeHtml.ts';

/**
 * What can be edited in a rich text: HTML that is not in here cannot enter. Nodes and marks know the tag that they were
 * (`tag`) and all of its attributes (`more`, as JSON), so that they go back to their system as they came; the page is
 * drawn without them. What cannot be edited (tables, pictures) is kept whole, as the HTML it was.
 */
export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: element('p', 'inline*', [
      { tag: 'p' },
      { tag: 'div', getAttrs: (dom) => ([...dom.childNodes].some(isBlock) ? false : null) },
    ]),
    heading: {
      ...element(
        'h2',
        'inline*',
        ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag })),
      ),
      defining: true,
      // All on the level below the headings of the page; what it is, is said above the text.
      toDOM: (node) => ['h3', { ...shownAttributes(node), 'data-level': `${headingLevel(node)}` }, 0],
    },
    blockquote: { ...element('blockquote', 'block+', [{ tag: 'blockquote' }]), defining: true },
    section: element('div', 'block+', [{ tag: 'div' }]),
    bulletList: element('ul', 'listItem+', [{ tag: 'ul' }]),
    orderedList: {
      ...element('ol', 'listItem+', [{ tag: 'ol' }]),
      toDOM: (node) => ['ol', { ...shownAttributes(node), start: attributesOf(node)['start'] ?? null }, 0],
    },
    listItem: { ...element('li', 'paragraph block*', [{ tag: 'li' }]), group: '', defining: true },
    codeBlock: {
      content: 'text*',
      marks: '',
      group: 'block',
      code: true,
      defining: true,
      // `code`: the attributes of a `code` around all of the text; `null`: there is none.
      attrs: { ...known('pre'), code: { default: '{}', validate: 'string|null' } },
      parseDOM: [{ tag: 'pre', preserveWhitespace: 'full', getAttrs: codeBlockAttrs }],
      toDOM: () => ['pre', ['code', 0]],
    },
    horizontalRule: { ...element('hr', '', [{ tag: 'hr' }]), toDOM: () => ['hr'] },
    keptBlock: kept(['table', 'dl', 'details', 'figure'], 'block'),
    keptPhrase: kept(['img'], 'inline'),
    hardBreak: {
      inline: true,
      group: 'inline',
      selectable: false,
      attrs: known('br'),
      parseDOM: remembering([{ tag: 'br' }]),
      toDOM: () => ['br'],
    },
    text: { group: 'inline' },
  },
  marks: {
    link: {
      ...phrase(['a']),
      inclusive: false,
      parseDOM: remembering([{ tag: 'a[href]' }]),
      // Not to be followed while it is edited; where it leads is to be seen all the same.
      toDOM: (mark) => ['a', { ...shownAttributes(mark), href: '#', title: attributesOf(mark)['href'] ?? '' }, 0],
    },
    strong: phrase(['strong', 'b']),
    em: phrase(['em', 'i']),
    underline: phrase(['u']),
    strike: phrase(['s', 'del', 'strike']),
    code: phrase(['code']),
    /** All others; they may be inside of one another. */
    phrase: {
      ...phrase('span font ins sub sup mark kbd samp var small big q cite abbr time bdi bdo ruby rt rp'.split(' ')),
      excludes: '',
    },
  },
});

/** 1 to 6 */
export function headingLevel({ attrs }: Node): number {
  return Number(textOf(attrs, 'tag').slice(1));
}

/** The attributes that a node or mark came with. */
export function attributesOf({ attrs }: Node | Mark): Readonly<Record<string, string>> {
  return readAttributes(textOf(attrs, 'more'));
}

/** As {@link attributesOf}, of the `code` inside of a code block; `undefined`: it has none. */
export function codeAttributesOf({ attrs }: Node): Readonly<Record<string, string>> | undefined {
  const code: unknown = attrs['code'];
  return typeof code === 'string' ? readAttributes(code) : undefined;
}

export function tagOf({ attrs }: Node | Mark): string {
  return textOf(attrs, 'tag');
}

/** The HTML of a node that is kept whole. */
export function keptHtml({ attrs }: Node): string {
  return textOf(attrs, 'html');
}

/** What a link has to have to lead somewhere. */
export function linkAttrs(href: string): Attrs {
  return { more: JSON.stringify({ href }) };
}

function known(tag: string): NonNullable<NodeSpec['attrs']> {
  return { tag: { default: tag, validate: 'string' }, more: { default: '{}', validate: 'string' } };
}

function element(tag: string, content: string, rules: readonly TagParseRule[]): NodeSpec {
  return {
    content,
    group: 'block',
    attrs: known(tag),
    parseDOM: remembering(rules),
    toDOM: (node) => [tagOf(node), shownAttributes(node), 0],
  };
}

function phrase(tags: readonly string[]): MarkSpec {
  return {
    attrs: known(tags[0] ?? ''),
    parseDOM: remembering(tags.map((tag) => ({ tag }))),
    toDOM: (mark): DOMOutputSpec => [tagOf(mark), shownAttributes(mark), 0],
  };
}

/** The editor draws it with a view of its own. */
function kept(tags: readonly string[], group: 'block' | 'inline'): NodeSpec {
  return {
    group,
    inline: group === 'inline',
    atom: true,
    attrs: { html: { validate: 'string' } },
    parseDOM: tags.map((tag) => ({ tag, getAttrs: (dom) => ({ html: writeHtml(dom) }) })),
    toDOM: () => [group === 'inline' ? 'span' : 'div'],
  };
}

function remembering(rules: readonly TagParseRule[]): TagParseRule[] {
  return rules.map((rule) => ({
    ...rule,
    getAttrs: (dom) => (rule.getAttrs?.(dom) === false ? false : { tag: dom.localName, more: moreOf(dom) }),
  }));
}

function codeBlockAttrs(dom: HTMLElement): Attrs {
  const [only] = dom.childNodes;
  const code = dom.childNodes.length === 1 && only instanceof Element && only.localName === 'code' ? only : undefined;
  return { tag: 'pre', more: moreOf(dom), code: code === undefined ? null : moreOf(code) };
}

function moreOf(dom: Element): string {
  return JSON.stringify(Object.fromEntries([...dom.attributes].map(({ name, value }) => [name, value])));
}

/** Of the attributes that a node came with, what the page shows: its style, as far as it is allowed. */
function shownAttributes(node: Node | Mark): Record<string, string> {
  const { [styleAttribute]: style, dir } = attributesOf(node);
  return {
    ...(style === undefined ? {} : { style: themedStyle(style) }),
    ...(dir === undefined ? {} : { dir }),
  };
}

function readAttributes(json: string): Readonly<Record<string, string>> {
  const attributes: unknown = JSON.parse(json);
  return Object.fromEntries(
    Object.entries(attributes ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function textOf(attrs: Attrs, name: string): string {
  const value: unknown = attrs[name];
  return typeof value === 'string' ? value : '';
}
