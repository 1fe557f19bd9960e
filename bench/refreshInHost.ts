// Runs inside the extension host, as its "tests": the same reads through the editor's fetch.

import { writeFileSync } from 'node:fs';
import { measureRefresh, type BenchServer } from './refreshRounds.ts';

export async function run(): Promise<void> {
  const server = JSON.parse(process.env['ITSM_BENCH_SERVER'] ?? '') as BenchServer; // what refreshServer.ts printed
  const samples = await measureRefresh(server, 'vscode');
  writeFileSync(process.env['ITSM_BENCH_REPORT'] ?? '', JSON.stringify(samples));
}
