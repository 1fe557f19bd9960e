// npm run build [-- --development --tests]: dist/ with everything that VS Code loads, and the licences of what is
// bundled; with --tests also the tests that run inside the editor.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { run } from './processes.mjs';
import { refuseSecrets } from './secretScan.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const inputs = [
  'src',
  'media',
  'l10n',
  'scripts/build.mjs',
  'scripts/notices.mjs',
  'scripts/package.mjs',
  'esbuild.mjs',
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  'package-lock.json',
  'README.md',
  'README.zh-cn.md',
  'CHANGELOG.md',
  'LICENSE',
];

/**
 * Builds dist/ unless it is there already and made from these sources in this way.
 * @param {{ development?: boolean, force?: boolean }} [options]
 * @returns {Promise<{ hash: string }>} of what it was built from
 */
export async function ensureBuilt({ development = false, force = false } = {}) {
  return withLock(join(root, '.artifacts/build.lock'), async () => {
    const hash = await sourceHash();
    const wanted = `${hash} ${development ? 'development' : 'production'}`;
    const stamp = join(root, 'dist/.built-from');
    if (!force && existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return { hash };
    await build(development);
    await writeFile(stamp, wanted);
    return { hash };
  });
}

async function build(development) {
  const args = ['esbuild.mjs', ...(development ? ['--development'] : [])];
  const { ok, output } = await run(process.execPath, args, { cwd: root, timeoutSeconds: 120 });
  if (output) console.log(output.trimEnd());
  if (!ok) throw new Error('The build failed.');
  const { entry, lazy, webview } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8'));
  await writeFile(join(root, 'dist/ThirdPartyNotices.txt'), await thirdPartyNotices([entry, lazy, webview]));
  await refuseSecrets(join(root, 'dist'));
}

async function sourceHash() {
  const hash = createHash('sha256');
  for (const path of await files(inputs))
    hash
      .update(path)
      .update('\0')
      .update(await readFile(join(root, path)));
  return hash.digest('hex');
}

async function files(paths) {
  const found = [];
  for (const path of paths) {
    if (!existsSync(join(root, path))) continue;
    if (/\.\w+$|LICENSE$/.test(path)) {
      found.push(path);
      continue;
    }
    for (const entry of await readdir(join(root, path), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) found.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(root, '.artifacts'), { recursive: true });
  const started = Date.now();
  try {
    await ensureBuilt({ development: process.argv.includes('--development'), force: true });
    if (process.argv.includes('--tests')) await (await import('./inHost.mjs')).bundleInHostTests();
    console.log(`Built dist/ in ${Date.now() - started} ms.`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
