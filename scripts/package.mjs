// npm run package: itsm-tickets-<version>.vsix, ready to install.
//
// What goes in is the allow-list `files` in package.json. (A .vscodeignore beside it is an error for vsce, and as an
// allow-list it lets nested folders through.)

import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, root } from './build.mjs';
import { withLock } from './lock.mjs';
import { run } from './processes.mjs';

/**
 * Builds and packages, unless that was done from these sources already.
 * @returns {Promise<string>} the path of the VSIX
 */
export async function ensurePackaged() {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const vsix = join(root, `itsm-tickets-${version}.vsix`);
  const stamp = join(root, '.artifacts/packaged-from');
  const { hash } = await ensureBuilt();
  await withLock(join(root, '.artifacts/package.lock'), async () => {
    if (existsSync(vsix) && existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return;
    await packageTo(vsix);
    await writeFile(stamp, hash);
  });
  return vsix;
}

/** Packages what dist/ holds now. Relative links stay as they are: there is no repository address to put before them. */
async function packageTo(vsix) {
  const { ok, output } = await run(
    process.execPath,
    [
      join(root, 'node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--no-rewrite-relative-links',
      '--allow-missing-repository',
      `--out=${vsix}`,
    ],
    { cwd: root, timeoutSeconds: 120 },
  );
  if (!ok) throw new Error(`vsce package failed:\n${output.trim()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(root, '.artifacts'), { recursive: true });
  try {
    const vsix = await ensurePackaged();
    console.log(`${vsix} (${Math.round((await stat(vsix)).size / 1024)} kB)`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
