// npm run format [-- arguments of oxfmt]: rewrites what is not formatted.

import { runTool } from './runTool.mjs';

await runTool('oxfmt/bin/oxfmt', process.argv.length > 2 ? process.argv.slice(2) : ['.']);
