import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const executed = /^test\/(?:unit|contract|webview|host\/inHost|host\/walkthrough|host\/endurance)\/.+\.test\.ts$/;

async function paths(pattern: string): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(pattern, { cwd: root })) found.push(path.replaceAll('\\', '/'));
  return found;
}

describe('the test files', () => {
  it('all lie where a stage of npm test looks for them', async () => {
    const files = await paths('test/**/*.{test,spec}.*');
    assert.ok(files.length > 0);
    assert.deepEqual(
      files.filter((file) => !executed.test(file)),
      [],
    );
  });

  it('all hold tests, and none that keeps the others from running', async () => {
    for (const file of await paths('test/**/*.test.ts')) {
      const source = await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8');
      assert.match(source, /\b(?:it|test|describe\w*)\(/, file);
      assert.doesNotMatch(source, /\b(?:it|test|describe)\.only\(|\bonly: true/, file);
    }
  });

  it('are listed nowhere by name', async () => {
    for (const file of ['package.json', ...(await paths('scripts/**/*.mjs')), ...(await paths('.ci/*'))]) {
      const source = await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8');
      assert.doesNotMatch(source, /\w\.test\.ts/, file);
    }
  });
});
