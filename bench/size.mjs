import { readFile, stat } from 'node:fs/promises';
import { ensurePackaged } from '../scripts/package.mjs';
import { root } from '../scripts/build.mjs';
import { run } from '../scripts/processes.mjs';
import { join } from 'node:path';

/** How large is what we ship. */
export async function size() {
  const vsix = await ensurePackaged();
  const { entry, lazy, webview } = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8'));
  const chunks = Object.fromEntries(
    [entry, lazy, webview]
      .flatMap(({ outputs }) => Object.entries(outputs))
      .filter(([path]) => !path.endsWith('.map'))
      .map(([path, { bytes }]) => [path, bytes]),
  );
  const { stdout } = await run(
    process.execPath,
    [join(root, 'node_modules/@vscode/vsce/vsce'), 'ls', '--no-dependencies'],
    {
      cwd: root,
    },
  );
  const files = stdout.split('\n').filter((line) => line !== '');
  // The archive holds two files more: its manifest and its list of types.
  return { chunks, vsixBytes: (await stat(vsix)).size, vsixFiles: files.length + 2 };
}
