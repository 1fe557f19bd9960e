import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The functions whose first argument is a text that is shown: `l10n.t`, `message` of the domain, `t` of the pages. */
const call = /(?<![\w.$])(?:(?:vscode\.)?l10n\.t|message|t)\(\s*/g;
const declaration = /(?:function|const|let|type|interface|#|get|set|readonly)\s*$/;
const literal = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)\s*[,)]/;

/** The functions that translate what others pass on to them; nobody else may translate a text that is not written there. */
const translators = ['src/editor/translate.ts', 'src/domain/message.ts', 'src/webview/l10n.ts'];

interface Texts {
  /** Every text to translate, with the first file that shows it. */
  readonly found: ReadonlyMap<string, string>;
  /** Calls whose first argument is not a text. */
  readonly computed: readonly string[];
}

async function shownTexts(): Promise<Texts> {
  const found = new Map<string, string>();
  const computed: string[] = [];
  for await (const file of glob('src/**/*.ts', { cwd: root })) {
    const path = file.replaceAll('\\', '/');
    // The sandbox is a server of its own and translates nothing.
    if (path.startsWith('src/sandbox/')) continue;
    const source = await readFile(join(root, file), 'utf8');
    for (const { index, 0: matched } of source.matchAll(call)) {
      if (isComment(source, index) || declaration.test(source.slice(Math.max(0, index - 20), index))) continue;
      const text = literal.exec(source.slice(index + matched.length));
      if (text !== null) found.set(unescape(text[1] ?? text[2] ?? text[3] ?? ''), path);
      else if (!translators.includes(path)) computed.push(`${path}:${source.slice(0, index).split('\n').length}`);
    }
  }
  return { found, computed };
}

const bundle = async (): Promise<Record<string, string>> =>
  JSON.parse(await readFile(join(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8')) as Record<string, string>; // our file

describe('the translations', () => {
  it('cover every text that is shown', async () => {
    const translated = await bundle();
    const { found } = await shownTexts();
    assert.ok(found.size > 0, 'no text was found at all');
    const missing = [...found].filter(([text]) => translated[text] === undefined);
    assert.deepEqual(missing, []);
  });

  it('hold no text that is shown nowhere', async () => {
    const { found } = await shownTexts();
    const orphaned = Object.keys(await bundle()).filter((text) => !found.has(text));
    assert.deepEqual(orphaned, []);
  });

  it('use the same placeholders as the original', async () => {
    for (const [text, translation] of Object.entries(await bundle())) {
      assert.deepEqual(placeholders(translation), placeholders(text), text);
    }
  });

  it('are made of texts that are written where they are shown', async () => {
    const { computed } = await shownTexts();
    assert.deepEqual(computed, []);
  });
});

function isComment(source: string, index: number): boolean {
  const line = source.slice(source.lastIndexOf('\n', index) + 1, index);
  return /^\s*(?:\*|\/\/|\/\*)/.test(line) || line.includes('// ');
}

function unescape(text: string): string {
  return text.replaceAll(/\\u\{?([0-9a-fA-F]+)\}?|\\(.)/g, (_, code: string | undefined, character: string) =>
    code === undefined
      ? ({ n: '\n', t: '\t' }[character] ?? character)
      : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{\w+\}/g), ([found]) => found))].sort();
}
