import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

interface SecretScan {
  findSecrets(text: string): string[];
}

// Written in parts, so that no scanner takes this file for the real thing.
const secrets: readonly (readonly [kind: string, ...parts: readonly string[]])[] = [
  ['a private key', '-----BEGIN RSA ', 'PRIVATE KEY-----'],
  ['a private key', '-----BEGIN ', 'PRIVATE KEY-----'],
  ['an access key', 'AKIA', 'ABCDEFGHIJKLMNOP'],
  ['an address with a password', 'fetch("https://someone', ':word@example.com/")'],
  ['a secret', 'appSecret:"', '0123456789abcdef'.repeat(2), '"'],
  ['a secret', "const token = '", 'Zz09'.repeat(12), "'"],
];

const harmless = [
  'https://example.com:8080/path',
  '`https://${user}:${password}@${host}`',
  'const token = readToken()',
  'secret: "itsmTickets.secret"',
  'integrity="0123456789abcdef0123456789abcdef"',
];

describe('the scan for secrets', async () => {
  const scan = (await import(new URL('../../../scripts/secretScan.mjs', import.meta.url).href)) as SecretScan;

  for (const [kind, ...parts] of secrets) {
    it(`finds ${kind} after ${parts[0]}`, () => {
      assert.deepEqual(scan.findSecrets(parts.join('')), [kind]);
    });
  }

  it('lets through what only looks like one', () => {
    for (const text of harmless) assert.deepEqual(scan.findSecrets(text), [], text);
  });
});
