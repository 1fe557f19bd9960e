// npm run check: types, lint, format and unused code, side by side. Under a minute.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from './build.mjs';
import { run } from './processes.mjs';

const bin = (name) => join(root, 'node_modules', name);
const tsc = bin('typescript/bin/tsc');

/** The projects of TypeScript; a folder without a file yet would be an error for it. */
async function projects() {
  const found = ['tsconfig.json'];
  for (const project of ['src/webview/tsconfig.json', 'test/host/tsconfig.json', 'test/webview/tsconfig.json']) {
    const folder = join(root, dirname(project));
    if (!existsSync(folder)) continue;
    const files = await readdir(folder, { recursive: true });
    if (files.some((file) => file.endsWith('.ts'))) found.push(project);
  }
  return found;
}

const steps = [
  ...(await projects()).map((project) => ({ name: `types ${dirname(project)}`, args: [tsc, '-p', project] })),
  { name: 'lint', args: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', args: [bin('oxfmt/bin/oxfmt'), '--check', '.'] },
  { name: 'unused', args: [bin('knip/bin/knip.js'), '--no-progress'] },
];

const outcomes = await Promise.all(
  steps.map(async ({ name, args }) => {
    const started = Date.now();
    const { ok, timedOut, output } = await run(process.execPath, args, { cwd: root, timeoutSeconds: 120 });
    const verdict = ok ? 'ok' : timedOut ? 'FAILED: did not end within 120 s' : 'FAILED';
    const text = ok ? '' : `\n${output.trim().replaceAll(/^/gm, '    ')}`;
    console.log(`${name}: ${verdict} (${((Date.now() - started) / 1000).toFixed(1)} s)${text}`);
    return ok;
  }),
);
process.exitCode = outcomes.every(Boolean) ? 0 : 1;
