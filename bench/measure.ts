// Runs inside the extension host, as its "tests": activates one extension and writes down what that took.

import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';

export async function run(): Promise<void> {
  const id = process.env['ITSM_BENCH_EXTENSION'] ?? '';
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`${id} is not there`);
  // Let the host finish what it does at its start.
  await new Promise((resolve) => setTimeout(resolve, 4000));
  if (extension.isActive) throw new Error(`${id} was active before it was measured`);
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('the garbage collector cannot be called');
  collect();
  const heapBefore = process.memoryUsage().heapUsed;
  const start = performance.now();
  await extension.activate();
  const ms = performance.now() - start;
  collect();
  const heapBytes = process.memoryUsage().heapUsed - heapBefore;
  writeFileSync(process.env['ITSM_BENCH_REPORT'] ?? '', JSON.stringify({ ms, heapBytes }));
}
