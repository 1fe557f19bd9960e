import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the contract is run against every provider', () => {
  const providers = new URL('../../src/providers/', import.meta.url);
  // A folder without an `index.ts` is what the systems of one family share.
  const names = readdirSync(providers, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, providers)) ? [entry.name] : [],
  );
  assert.ok(names.length > 0);
  for (const name of names) {
    const file = new URL(`${name}.test.ts`, import.meta.url);
    assert.ok(existsSync(file), name);
    const source = readFileSync(file, 'utf8');
    assert.match(source, /describeProviderContract\(/u, name);
    assert.match(source, /describeAbilityContract\(/u, name);
  }
});
