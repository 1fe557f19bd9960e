// npm run bench -- activation|page|refresh SYSTEM|size: the last line is one JSON object (bench/README.md).

import { activation } from '../bench/activation.mjs';
import { page } from '../bench/page.mjs';
import { refresh } from '../bench/refresh.mjs';
import { size } from '../bench/size.mjs';
import { askedToEnd } from './processes.mjs';

const benchmarks = { activation, page, refresh, size };
const benchmark = benchmarks[process.argv[2]];
if (benchmark === undefined) {
  console.error(`Usage: npm run bench -- ${Object.keys(benchmarks).join('|')}`);
  process.exit(2);
}
void askedToEnd().then(() => process.exit(130));
try {
  console.log(JSON.stringify(await benchmark(...process.argv.slice(3))));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
