// A process of its own for the direct transport, so that only its own work is measured.

import { measureRefresh, type BenchServer } from './refreshRounds.ts';

const server = JSON.parse(process.env['ITSM_BENCH_SERVER'] ?? '') as BenchServer; // what refreshServer.ts printed
process.stdout.write(`${JSON.stringify(await measureRefresh(server, 'direct'))}\n`);
