// What must never be in a shipped file. vsce looks for some of it, but lets cloud access keys and addresses with a
// password in them pass.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const patterns = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['an access key', /\b(?:AKIA|ASIA|HPUA|HST[A-Z])[A-Z0-9]{16}\b/],
  ['an address with a password', /\bhttps?:\/\/[^\s/:@"'`${}]+:[^\s/:@"'`${}]+@/i],
  [
    'a secret',
    /(?:secret|token|password|passwd|access_?key|api_?key|credential)["']?\s*[:=]\s*["'`](?:[0-9a-f]{32,}|[A-Za-z0-9+/]{40,}={0,2})["'`]/i,
  ],
];

/**
 * @param {string} text
 * @returns {string[]} what was found, named by its kind only
 */
export function findSecrets(text) {
  return patterns.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
}

/**
 * Looks into every text file below `folder` and throws when there is a secret in one.
 * @param {string} folder
 */
export async function refuseSecrets(folder) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|json|css|txt|md|svg)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    for (const kind of findSecrets(await readFile(path, 'utf8'))) found.push(`${path} holds ${kind}`);
  }
  if (found.length > 0) throw new Error(found.join('\n'));
}
