import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { ensureBuilt, root } from '../scripts/build.mjs';
import { runInHost } from '../scripts/inHost.mjs';

const runs = 7;
const folder = join(root, '.artifacts/bench');

/** What does it cost to have the extension, compared with an empty one? */
export async function activation() {
  await ensureBuilt();
  await rm(folder, { recursive: true, force: true });
  const ours = await copyOfOurs();
  const empty = await emptyExtension();
  const tests = join(folder, 'measure.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['bench/measure.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    outfile: tests,
    logLevel: 'error',
  });

  const samples = { ours: [], empty: [] };
  for (let round = 1; round <= runs; round += 1) {
    // By turns, so that whatever else this machine does falls on both; and not always in the same order.
    const turns = [
      ['ours', ours],
      ['empty', empty],
    ];
    for (const [name, extension] of round % 2 === 0 ? turns.toReversed() : turns) {
      const sample = await measure(extension, tests);
      samples[name].push(sample);
      console.log(
        `${round}/${runs} ${name}: ${sample.ms.toFixed(1)} ms, ${Math.round(sample.heapBytes / 1024)} kB heap`,
      );
    }
  }
  const ms = median(samples.ours.map((sample) => sample.ms));
  const emptyMs = median(samples.empty.map((sample) => sample.ms));
  const heapOf = (name) => median(samples[name].map(({ heapBytes }) => heapBytes));
  return {
    ms: round2(ms),
    emptyMs: round2(emptyMs),
    ratio: round2(ms / emptyMs),
    bytes: (await stat(join(ours, 'dist/extension.js'))).size,
    heapBytes: heapOf('ours') - heapOf('empty'),
  };
}

async function measure(extension, tests) {
  const report = join(folder, 'sample.json');
  await rm(report, { force: true });
  const { id } = JSON.parse(await readFile(join(extension, 'id.json'), 'utf8'));
  const env = { ITSM_BENCH_REPORT: report, ITSM_BENCH_EXTENSION: id };
  const { code, log } = await runInHost({ version: '1.139', extension, tests, env, timeoutSeconds: 90 });
  if (code !== 0) throw new Error(`The measurement failed.\n${log}`);
  return JSON.parse(await readFile(report, 'utf8'));
}

/** Our extension, but nothing activates it except the measurement. */
async function copyOfOurs() {
  const copy = join(folder, 'ours');
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await mkdir(copy, { recursive: true });
  for (const part of ['dist', 'l10n', 'media', 'package.nls.json']) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  return asExtension(copy, manifest);
}

async function emptyExtension() {
  const { engines, main } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const empty = join(folder, 'empty');
  await mkdir(join(empty, 'dist'), { recursive: true });
  await writeFile(join(empty, 'dist/extension.js'), 'export function activate() {}\n');
  return asExtension(empty, { name: 'empty', publisher: 'bench', version: '1.0.0', type: 'module', engines, main });
}

async function asExtension(path, manifest) {
  await writeFile(join(path, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  await writeFile(join(path, 'id.json'), JSON.stringify({ id: `${manifest.publisher}.${manifest.name}` }));
  return path;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function round2(value) {
  return Math.round(value * 100) / 100;
}
