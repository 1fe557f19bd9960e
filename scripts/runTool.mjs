import { join } from 'node:path';
import { root } from './build.mjs';
import { run } from './processes.mjs';

/**
 * Runs a tool of node_modules, shows what it says and passes its exit code on.
 * @param {string} path below node_modules
 * @param {readonly string[]} args
 */
export async function runTool(path, args) {
  const { ok } = await run(process.execPath, [join(root, 'node_modules', path), ...args], {
    cwd: root,
    onLine: (line) => console.log(line),
  });
  process.exitCode = ok ? 0 : 1;
}
