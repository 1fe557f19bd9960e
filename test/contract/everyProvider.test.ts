import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

test('the contract is run against every provider', () => {
  const providers = new URL('../../src/providers/', import.meta.url);
  const names = readdirSync(providers, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(existsSync(new URL(`${name}.test.ts`, import.meta.url)), name);
});
