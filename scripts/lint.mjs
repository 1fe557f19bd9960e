// npm run lint [-- arguments of oxlint]

import { runTool } from './runTool.mjs';

await runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', ...process.argv.slice(2)]);
