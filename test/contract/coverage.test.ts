import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const collector = fileURLToPath(new URL('collectTitles.ts', import.meta.url));

const providers = new URL('../../src/providers/', import.meta.url);

function readRows(text: string): readonly string[] {
  return text.split(/^- /mu).slice(1);
}

test('each row of the contract has tests, and there is one of each name', { timeout: 60_000 }, async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const { stdout } = await promisify(execFile)(process.execPath, [collector], { maxBuffer: 5_000_000 });
  const titles = new Set(JSON.parse(stdout) as string[]); // what collectTitles.ts prints
  for (const row of readRows(readme)) {
    const names = [...row.matchAll(/^ {2}- `(.+)`$/gmu)].map(([, name = '']) => name);
    assert.ok(names.length > 0, `no test for ${row}`);
    for (const name of names) assert.ok(titles.has(name), `no test is called "${name}"`);
  }
});

test('each folder of providers has a section with rows', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const entries = await readdir(providers, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.ok(folders.length > 0);
  const sections = readme.split(/^## /mu).slice(1);
  for (const folder of folders) {
    const own = sections.filter((section) => section.includes(`Of \`src/providers/${folder}\``));
    assert.equal(own.length, 1, `sections of ${folder}`);
    const count = readRows(own[0] ?? '').length;
    assert.ok(count >= 15, `${folder}: ${count} rows`);
  }
});
