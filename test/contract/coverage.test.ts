import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const collector = fileURLToPath(new URL('collectTitles.ts', import.meta.url));

test('each row of the contract has tests, and there is one of each name', { timeout: 60_000 }, async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const rows = readme.split(/^- /mu).slice(1);
  const { stdout } = await promisify(execFile)(process.execPath, [collector], { maxBuffer: 5_000_000 });
  const titles = new Set(JSON.parse(stdout) as string[]); // what collectTitles.ts prints
  assert.ok(rows.length > 150, `${rows.length} rows`);
  for (const row of rows) {
    const names = [...row.matchAll(/^ {2}- `(.+)`$/gmu)].map(([, name = '']) => name);
    assert.ok(names.length > 0, `no test for ${row}`);
    for (const name of names) assert.ok(titles.has(name), `no test is called "${name}"`);
  }
});
