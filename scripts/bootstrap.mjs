// Every npm script comes through here: `node scripts/bootstrap.mjs <script> [arguments]`.
//
// Installs the dependencies when they are missing or differ from package-lock.json, then runs scripts/<script>.mjs with
// Node 24. The only file (with lock.mjs) that must run under whatever Node the machine has: keep to Node 18.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules');
const stamp = join(installed, '.lock-hash');
const wantedMajor = 24;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function main([name, ...args]) {
  const script = join(root, 'scripts', `${name}.mjs`);
  if (name === undefined || !existsSync(script)) throw new Error(`There is no scripts/${name}.mjs.`);
  if (!isInstalled()) {
    await withLock(
      join(root, '.tools', 'install.lock'),
      () => (isInstalled() ? undefined : install()),
      () => console.error('Waiting for another installation to finish …'),
    );
  }
  const node = findNode();
  const path = [dirname(node), join(installed, '.bin'), process.env.PATH].join(delimiter);
  return spawnAndWait(node, [script, ...args], { env: { ...process.env, PATH: path }, ipc: true });
}

function isInstalled() {
  const hash = lockHash();
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === hash;
  if (!matchesLock()) return false;
  writeFileSync(stamp, hash);
  return true;
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** For those who ran `npm ci` themselves: npm leaves a list of what it installed. */
function matchesLock() {
  const list = join(installed, '.package-lock.json');
  if (!existsSync(list)) return false;
  const present = JSON.parse(readFileSync(list, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || (present[path] ? present[path].version === version : optional || devOptional),
  );
}

/**
 * Installs exactly what the lock file says. Not with `npm ci`: it refuses a lock file that lacks a binary for another
 * platform, also one that was never published, and some of the tools' were not.
 */
async function install() {
  console.error('Installing the dependencies (npm) …');
  const started = Date.now();
  const args = ['install', '--no-save', '--ignore-scripts', '--include=dev', '--include=optional'];
  args.push('--no-audit', '--no-fund', '--loglevel=error');
  const npm = process.env.npm_execpath;
  const code = npm
    ? await spawnAndWait(process.env.npm_node_execpath || process.execPath, [npm, ...args])
    : await spawnAndWait('npm', args, { shell: process.platform === 'win32' });
  if (code !== 0) throw new Error('npm could not install the dependencies; what it said is above.');
  if (!matchesLock()) throw new Error('npm installed something else than package-lock.json says.');
  writeFileSync(stamp, lockHash());
  console.error(`Dependencies installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The Node 24 among the dependencies, else the one that is running when it is new enough. */
function findNode() {
  const packageName = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = join(installed, packageName, 'bin', file);
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  throw new Error(
    `Node ${wantedMajor} or later is needed and npm has no copy of it for ${process.platform}-${process.arch}; ` +
      `this is Node ${process.versions.node}. Please install Node ${wantedMajor}.`,
  );
}

function spawnAndWait(command, args, { env = process.env, shell = false, ipc = false } = {}) {
  return new Promise((resolve, reject) => {
    // The channel tells the script when this process is gone (processes.mjs, askedToEnd).
    const stdio = ipc ? ['inherit', 'inherit', 'inherit', 'ipc'] : ['inherit', 2, 'inherit'];
    const child = spawn(command, args, { cwd: root, env, shell, stdio });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    endWithNpm(child);
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** npm passes a signal on to the shell between us, which ends without telling us. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    child.kill('SIGTERM');
  }, 500);
  watching.unref();
}
