// Runs test files with node:test and counts.

import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './build.mjs';
import { run } from './processes.mjs';

/**
 * @param {string} name of the stage, for the file of its counts
 * @param {readonly string[]} patterns
 * @param {{ timeoutSeconds: number, env?: Record<string, string>, concurrency?: number, args?: readonly string[] }} options
 * @returns {Promise<{ passed: number, failed: number, problem?: string }>}
 */
export async function runNodeTests(name, patterns, { timeoutSeconds, env = {}, concurrency, args = [] }) {
  const counts = join(root, `.artifacts/counts/${name}.json`);
  await mkdir(join(root, '.artifacts/counts'), { recursive: true });
  await rm(counts, { force: true });
  const { ok, timedOut } = await run(
    process.execPath,
    [
      '--test',
      ...(concurrency === undefined ? [] : [`--test-concurrency=${concurrency}`]),
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${join(root, 'scripts/countsReporter.mjs')}`,
      `--test-reporter-destination=${counts}`,
      ...args,
      ...patterns,
    ],
    { cwd: root, env: { ...process.env, ...env }, timeoutSeconds, onLine: (line) => console.log(line) },
  );
  const text = existsSync(counts) ? await readFile(counts, 'utf8') : '';
  const { passed, failed } = text === '' ? { passed: 0, failed: 0 } : JSON.parse(text);
  if (timedOut) return { passed, failed, problem: `did not end within ${timeoutSeconds} s` };
  if (passed + failed === 0) return { passed, failed, problem: 'executed no test' };
  if (!ok && failed === 0) return { passed, failed, problem: 'ended with an error' };
  return { passed, failed };
}
