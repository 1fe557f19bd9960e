// npm run test:desktop: the tests of the extension host in the desktop's VS Code, which is downloaded. Needs a display.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { ensureBuilt, root } from './build.mjs';
import { bundleInHostTests, readReport } from './inHost.mjs';

const report = join(root, '.artifacts/host/report-desktop.jsonl');
await ensureBuilt();
await mkdir(join(root, '.artifacts/host'), { recursive: true });
await rm(report, { force: true });
let problem;
try {
  await runTests({
    cachePath: join(root, '.tools/desktop'),
    extensionDevelopmentPath: root,
    extensionTestsPath: await bundleInHostTests(),
    extensionTestsEnv: { ITSM_HOST_REPORT: report },
    launchArgs: [
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
      '--disable-gpu',
      '--no-sandbox',
    ],
  });
} catch (error) {
  problem = `VS Code for the desktop did not run the tests: ${error instanceof Error ? error.message : String(error)}`;
}
const counts = await readReport(report);
problem ??= counts.problem;
if (problem !== undefined && counts.failed === 0) console.error(problem);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(problem !== undefined || counts.failed > 0 ? 1 : 0);
