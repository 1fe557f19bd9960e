// The tests that run inside the extension host: bundled into one file and started by the editor itself.

import { existsSync } from 'node:fs';
import { glob, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { root } from './build.mjs';
import { chromiumFlags, ensureChromium } from './tools.mjs';
import { startVscodeServer } from './vscodeServer.mjs';

/**
 * Bundles test/host/inHost/**\/*.test.ts with Mocha.
 * @returns {Promise<string>} the file; it exports `run()`
 */
export async function bundleInHostTests() {
  const files = (await Array.fromAsync(glob('test/host/inHost/**/*.test.ts', { cwd: root }))).sort();
  const loads = files.map((file) => `() => import(${JSON.stringify(`./${file.replaceAll('\\', '/')}`)})`);
  const outfile = join(root, '.artifacts/host/inHost.cjs');
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: `import { runMocha } from './test/host/runner/runMocha.ts';
        export const run = () => runMocha([${loads.join(', ')}]);`,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    outfile,
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/**
 * Opens a window of a fresh VS Code that loads `extension` from its folder and runs `tests` inside its host.
 * @param {{ version: string, extension: string, tests: string, env?: Record<string, string>, settings?: Record<string, unknown>, timeoutSeconds: number }} options
 * @returns {Promise<{ code: number, log: string }>} the exit code that the test module asked for
 */
export async function runInHost({ version, extension, tests, env, settings, timeoutSeconds }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'itsm-host-'));
  let server;
  let browser;
  try {
    server = await startVscodeServer({ version, dataDir, env, settings, runsTests: true });
    browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const lines = [];
    const ended = Promise.withResolvers();
    // Both must be there before the workbench looks for them.
    await page.exposeFunction('codeAutomationExit', (code) => ended.resolve(code));
    await page.exposeFunction('codeAutomationLog', (type, args) => lines.push(`${type} ${args.join(' ')}`));
    const remote = (path) => `vscode-remote://${new URL(server.origin).host}${path}`;
    await mkdir(join(dataDir, 'workspace'));
    const payload = [
      ['extensionDevelopmentPath', remote(extension)],
      ['extensionTestsPath', remote(tests)],
    ];
    await page.goto(server.url({ folder: join(dataDir, 'workspace'), payload }));
    const timer = setTimeout(() => ended.resolve(undefined), timeoutSeconds * 1000);
    void server.exited.then(() => ended.resolve(undefined));
    const code = await ended.promise;
    clearTimeout(timer);
    const log = `${lines.join('\n')}\n${server.log()}`;
    if (code === undefined) throw new Error(`The tests in the host did not end within ${timeoutSeconds} s.\n${log}`);
    return { code, log };
  } finally {
    await browser?.close();
    await server?.dispose();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * Shows the report of runMocha.ts.
 * @param {string} file
 * @returns {Promise<{ passed: number, failed: number, problem?: string }>}
 */
export async function readReport(file) {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '';
  const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  let passed = 0;
  let failed = 0;
  for (const line of lines) {
    if (line.type === 'pass') {
      passed += 1;
      console.log(`✔ ${line.title} (${line.milliseconds} ms)`);
    } else if (line.type === 'fail') {
      failed += 1;
      console.log(`✖ ${line.title}\n${line.error.replaceAll(/^/gm, '    ')}`);
    } else if (line.type === 'pending') {
      console.log(`- ${line.title}`);
    }
  }
  if (passed + failed === 0) return { passed, failed, problem: 'no test ran inside the host' };
  if (!lines.some(({ type }) => type === 'end'))
    return { passed, failed, problem: 'the host did not finish its tests' };
  return { passed, failed };
}
