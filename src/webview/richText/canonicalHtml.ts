import { styleAttribute } from './inertMarkup.ts';

const containers = new Set(['blockquote', 'li', 'div']);
const blocks = new Set(
  `p h1 h2 h3 h4 h5 h6 pre hr ul ol dl dt dd table caption colgroup col thead tbody tfoot tr td th details summary
  figure figcaption blockquote li div`.split(/\s+/u),
);

/** An empty one of these says nothing; any other element does. */
const phraseTags = new Set(
  `a b strong i em u s del strike code span font ins sub sup mark kbd samp var small big q cite abbr time bdi bdo ruby rt
  rp`.split(/\s+/u),
);

/** Words that mean the same to those who read. */
const alike: Readonly<Record<string, string>> = { b: 'strong', i: 'em', strike: 's', del: 's' };

/**
 * A text that is equal for HTML that says the same: how phrases are nested, white space that is not shown, and whether
 * a lone paragraph of a list item is named make no difference. Everything else does.
 */
export function canonicalHtml(root: Node): string {
  return container(root);
}

export function isBlock(node: Node): boolean {
  return node instanceof Element && blocks.has(node.localName);
}

/** Phrases that stand beside blocks are a paragraph. */
function container(parent: Node): string {
  let result = '';
  let run: Node[] = [];
  const endRun = (): void => {
    const text = phrases(run);
    if (text !== '') result += `<p>${text}</p>`;
    run = [];
  };
  for (const child of parent.childNodes) {
    if (isBlock(child)) {
      endRun();
      result += block(child as Element); // as isBlock says
    } else run.push(child);
  }
  endRun();
  return result;
}

function block(element: Element): string {
  const { localName } = element;
  const name = localName === 'div' && ![...element.childNodes].some(isBlock) ? 'div-p' : localName;
  const opening = `<${name}${attributesOf(element)}>`;
  if (localName === 'pre') return `${opening}${preformatted(element)}</${name}>`;
  const isContainer = containers.has(localName) && name !== 'div-p';
  const isStructure = [...element.childNodes].some(isBlock);
  const content = isContainer || isStructure ? container(element) : phrases([...element.childNodes]);
  return `${opening}${content}</${name}>`;
}

function preformatted(element: Element): string {
  const [only] = element.childNodes;
  const isCode = element.childNodes.length === 1 && only instanceof Element && only.localName === 'code';
  const inner = isCode ? only : element;
  const isText = [...inner.childNodes].every((child) => child instanceof Text);
  return `${isCode ? `<code${attributesOf(only)}>` : ''}${isText ? inner.textContent : inner.innerHTML}`;
}

interface Run {
  readonly marks: string;
  readonly text: string;
}

/** Each stretch of text with all that is said about it, in no order. */
function phrases(nodes: readonly Node[]): string {
  const runs: Run[] = [];
  const add = (text: string, marks: readonly string[]): void => {
    const key = [...new Set(marks)].sort().join('');
    const last = runs.at(-1);
    if (last?.marks === key) runs[runs.length - 1] = { marks: key, text: last.text + text };
    else runs.push({ marks: key, text });
  };
  const walk = (node: Node, marks: readonly string[]): void => {
    if (node instanceof Text) add(node.data.replaceAll(/[ \t\n\r\f]+/gu, ' '), marks);
    if (!(node instanceof Element)) return;
    const { localName } = node;
    if (!phraseTags.has(localName)) add(`<${localName}${attributesOf(node)}>`, []);
    if (localName !== 'br' && localName !== 'img') {
      const name = alike[localName] ?? localName;
      for (const child of node.childNodes) walk(child, [...marks, `<${name}${attributesOf(node)}>`]);
    }
  };
  for (const node of nodes) walk(node, []);
  return trimmed(runs);
}

/** Without the white space that is not shown: at the ends, around line breaks and twice in a row. */
function trimmed(runs: readonly Run[]): string {
  let isAfterSpace = true;
  const kept: Run[] = [];
  for (const { marks, text } of runs) {
    const shown: string = text
      .replaceAll(/ +/gu, ' ')
      .replaceAll(/ ?(<br[^>]*>) ?/gu, '$1')
      .replace(/^ /u, isAfterSpace ? '' : ' ');
    if (shown === '') continue;
    isAfterSpace = shown.endsWith(' ') || shown.endsWith('>');
    kept.push({ marks, text: shown });
  }
  return kept
    .map(({ marks, text }, index) => `${marks}${index === kept.length - 1 ? text.replace(/ $/u, '') : text}`)
    .filter((text) => text !== '')
    .join('|');
}

function attributesOf(element: Element): string {
  return [...element.attributes]
    .map(({ name, value }) => ` ${name}="${name === styleAttribute ? value.trim().replace(/;$/u, '') : value}"`)
    .sort()
    .join('');
}
