// npm test [-- --only unit,host]: everything there is to test, in this order. A stage that runs no test has failed.

import { availableParallelism } from 'node:os';
import { styleText } from 'node:util';
import { ensureBuilt, root } from './build.mjs';
import { runHostTests } from './hostTests.mjs';
import { runNodeTests } from './nodeTests.mjs';
import { ensurePackaged } from './package.mjs';
import { askedToEnd, run } from './processes.mjs';
import { editors, ensureChromium } from './tools.mjs';

const stages = [
  { name: 'check', work: () => command(['scripts/check.mjs'], 180) },
  { name: 'build', work: () => silently(() => ensureBuilt({ force: true })) },
  { name: 'unit', work: () => runNodeTests('unit', ['test/unit/**/*.test.ts'], { timeoutSeconds: 300 }) },
  { name: 'contract', work: () => runNodeTests('contract', ['test/contract/**/*.test.ts'], { timeoutSeconds: 300 }) },
  {
    name: 'webview',
    work: async () => {
      const env = { CHROMIUM_PATH: await ensureChromium() };
      // A page waits for its browser about as often as it works.
      const options = { timeoutSeconds: 600, env, concurrency: Math.max(2, availableParallelism() - 1) };
      return runNodeTests('webview', ['test/webview/**/*.test.ts'], options);
    },
  },
  { name: 'package', work: () => silently(ensurePackaged) },
  ...Object.keys(editors).map((version) => ({ name: `host ${version}`, work: () => runHostTests(version) })),
  // Minutes long: only where it is named.
  {
    name: 'endurance',
    isOnDemand: true,
    work: async () => {
      const CHROMIUM_PATH = await ensureChromium();
      const env = { ITSM_HOST_VSIX: await ensurePackaged(), CHROMIUM_PATH, ITSM_CRASH_ROUNDS: '100' };
      return runNodeTests('endurance', ['test/host/walkthrough/endurance/**/*.test.ts'], { timeoutSeconds: 600, env });
    },
  },
];

// What was started ends with this process (processes.mjs).
void askedToEnd().then(() => process.exit(130));

const results = [];
for (const stage of chosen(process.argv.slice(2))) {
  const started = Date.now();
  console.log(styleText('bold', `\n== ${stage.name} ${'='.repeat(70 - stage.name.length)}`));
  const result = await stage.work().catch((error) => ({ passed: 0, failed: 0, problem: error.message }));
  const seconds = (Date.now() - started) / 1000;
  const hasFailed = result.failed > 0 || result.problem !== undefined;
  results.push({ ...result, name: stage.name, seconds, hasFailed });
  if (result.problem !== undefined) console.log(`${stage.name}: ${result.problem}`);
  console.log(`== ${stage.name}: ${hasFailed ? 'FAILED' : 'ok'} (${seconds.toFixed(1)} s)`);
}

console.log(styleText('bold', `\n== summary ${'='.repeat(63)}`));
for (const { name, seconds, hasFailed, passed, failed } of results) {
  const tests = passed + failed > 0 ? `${passed} passed, ${failed} failed` : '';
  console.log(
    `${hasFailed ? 'FAILED' : 'ok    '}  ${name.padEnd(12)} ${`${seconds.toFixed(1)} s`.padStart(9)}  ${tests}`,
  );
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
// A stage that failed without a failed test (it hung, or found nothing to run) counts as one failure.
const failed = results.reduce((sum, result) => sum + Math.max(result.failed, result.hasFailed ? 1 : 0), 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = results.some(({ hasFailed }) => hasFailed) ? 1 : 0;

/** `--only` takes names of stages; `host` means every host. Packaging comes with a host by itself. */
function chosen(args) {
  const [option, list] = args[0]?.startsWith('--only=') ? ['--only', args[0].slice('--only='.length)] : args;
  if (option === undefined) return stages.filter(({ isOnDemand }) => isOnDemand !== true);
  const names = list?.split(',') ?? [];
  const found = stages.filter(({ name }) => names.some((wanted) => name === wanted || name.startsWith(`${wanted} `)));
  if (option !== '--only' || found.length === 0) {
    console.error(
      `Usage: npm test [-- --only ${[...new Set(stages.map(({ name }) => name.split(' ')[0]))].join(',')}]`,
    );
    process.exit(2);
  }
  return found;
}

async function command(args, timeoutSeconds) {
  const { ok, timedOut } = await run(process.execPath, args, {
    cwd: root,
    timeoutSeconds,
    onLine: (line) => console.log(line),
  });
  const problem = timedOut ? `did not end within ${timeoutSeconds} s` : 'failed, see above';
  return { passed: 0, failed: 0, ...(ok ? {} : { problem }) };
}

async function silently(work) {
  await work();
  return { passed: 0, failed: 0 };
}
