// node scripts/hostTests.mjs [1.139|1.110 [part of a file's name]]: the tests in a real VS Code. First those inside its
// extension host, then the walkthroughs, which use the editor like a person does; or only the walkthroughs named so.

import { glob, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './build.mjs';
import { bundleInHostTests, readReport, runInHost } from './inHost.mjs';
import { runNodeTests } from './nodeTests.mjs';
import { ensurePackaged } from './package.mjs';
import { editors, ensureChromium, ensureEditor } from './tools.mjs';

/**
 * @param {string} version a key of `editors`
 * @param {string} [name] part of the name of the walkthroughs that are wanted; without it, all tests
 * @returns {Promise<{ passed: number, failed: number, problem?: string }>}
 */
export async function runHostTests(version, name) {
  const vsix = await ensurePackaged();
  const chromiumPath = await ensureChromium();
  await ensureEditor(version);
  if (name === undefined) await rm(join(root, '.artifacts/screenshots', version), { recursive: true, force: true });

  let inside = { passed: 0, failed: 0 };
  if (name === undefined) {
    console.log(`Inside the extension host of VS Code ${version}:`);
    inside = await runInside(version).catch((error) => ({ passed: 0, failed: 0, problem: error.message }));
    if (inside.problem !== undefined) console.log(inside.problem);
  }

  console.log(`Walkthroughs in VS Code ${version}:`);
  const outside = await runWalkthroughs(version, name ?? '', {
    ITSM_HOST_VERSION: version,
    ITSM_HOST_VSIX: vsix,
    CHROMIUM_PATH: chromiumPath,
  });
  const problem = [inside.problem, outside.problem].filter((text) => text !== undefined).join('; ');
  return {
    passed: inside.passed + outside.passed,
    failed: inside.failed + outside.failed,
    ...(problem === '' ? {} : { problem }),
  };
}

/**
 * One file after the other. A file that fails is tried once more from its start, and that is said: each drives an editor,
 * a browser and a server with a pointer, and there are dozens of them. Twice in a row is a failure.
 */
async function runWalkthroughs(version, name, env) {
  const total = { passed: 0, failed: 0 };
  const problems = [];
  const files = (await Array.fromAsync(glob('test/host/walkthrough/**/*.test.ts', { cwd: root }))).sort();
  const wanted = files.filter((file) => basename(file).includes(name));
  for (const file of wanted) {
    const runFile = () => runNodeTests(`host-${version}-${basename(file)}`, [file], { timeoutSeconds: 240, env });
    let result = await runFile();
    if (result.failed > 0 || result.problem !== undefined) {
      console.log(`Once more, as it failed: ${file}`);
      result = await runFile();
    }
    total.passed += result.passed;
    total.failed += result.failed;
    if (result.problem !== undefined) problems.push(`${file} ${result.problem}`);
  }
  if (wanted.length === 0) problems.push('there is no walkthrough');
  return { ...total, ...(problems.length === 0 ? {} : { problem: problems.join('; ') }) };
}

async function runInside(version) {
  const tests = await bundleInHostTests();
  const report = join(root, `.artifacts/host/report-${version}.jsonl`);
  await mkdir(join(root, '.artifacts/host'), { recursive: true });
  await rm(report, { force: true });
  let failure;
  let outcome;
  try {
    outcome = await runInHost({
      version,
      extension: root,
      tests,
      env: { ITSM_HOST_REPORT: report },
      timeoutSeconds: 180,
    });
  } catch (error) {
    failure = error.message;
  }
  const counts = await readReport(report);
  if (failure !== undefined) return { ...counts, problem: failure };
  if (counts.problem !== undefined || (outcome.code !== 0 && counts.failed === 0)) {
    return { ...counts, problem: `${counts.problem ?? 'the host reported an error'}\n${outcome.log}` };
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const version = process.argv[2] ?? Object.keys(editors)[0];
  const { passed, failed, problem } = await runHostTests(version, process.argv[3]);
  if (problem !== undefined) console.log(problem);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || problem !== undefined ? 1 : 0;
}
