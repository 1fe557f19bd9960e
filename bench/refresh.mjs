import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as esbuild from 'esbuild';
import { root } from '../scripts/build.mjs';
import { runInHost } from '../scripts/inHost.mjs';
import { run, startGroup } from '../scripts/processes.mjs';

const folder = join(root, '.artifacts/bench');
const systems = ['bk-itsm', 'huawei-osm', 'huawei-coc'];

/** What does it cost to read 1,000 watched tickets, compared with the same requests and nothing done to the answers? */
export async function refresh(system = 'bk-itsm') {
  if (!systems.includes(system)) throw new Error(`Usage: npm run bench -- refresh ${systems.join('|')}`);
  await mkdir(folder, { recursive: true });
  const server = startGroup(process.execPath, ['bench/refreshServer.ts', system, '1000'], { cwd: root });
  try {
    const [info] = await once(createInterface({ input: server.stdout }), 'line');
    const direct = await measureHere(info);
    const editor = await measureInHost(info);
    return { tickets: 1000, ...allFigures(direct), editor: allFigures(editor) };
  } finally {
    await server.stop();
  }
}

function allFigures(samples) {
  return {
    ...figures(samples, 'single'),
    // The first look of a watch, and a later one when nothing has changed.
    watch: figures(samples, 'watch'),
    again: figures(samples, 'again'),
    lists: { ...figures(samples, 'lists'), ofSingle: round(samples.lists.ms / samples.single.ms) },
  };
}

function figures({ bare, ...ways }, way) {
  const { ms, cpuMs, requests } = ways[way];
  return {
    requests,
    ms: round(ms),
    bareMs: round(bare.ms),
    ratio: round(ms / bare.ms),
    cpuMs: round(cpuMs),
    bareCpuMs: round(bare.cpuMs),
    cpuRatio: round(cpuMs / bare.cpuMs),
  };
}

async function measureHere(info) {
  const { ok, output } = await run(process.execPath, ['bench/refreshHere.ts'], {
    cwd: root,
    env: { ...process.env, ITSM_BENCH_SERVER: info },
    timeoutSeconds: 300,
  });
  if (!ok) throw new Error(`The measurement failed.\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function measureInHost(info) {
  const tests = join(folder, 'refreshInHost.cjs');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['bench/refreshInHost.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    outfile: tests,
    logLevel: 'error',
  });
  const report = join(folder, 'refresh.json');
  await rm(report, { force: true });
  const env = { ITSM_BENCH_SERVER: info, ITSM_BENCH_REPORT: report };
  const { code, log } = await runInHost({ version: '1.139', extension: root, tests, env, timeoutSeconds: 300 });
  if (code !== 0) throw new Error(`The measurement in the host failed.\n${log}`);
  return JSON.parse(await readFile(report, 'utf8'));
}

function round(value) {
  return Math.round(value * 100) / 100;
}
