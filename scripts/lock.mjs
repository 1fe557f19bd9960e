// One process at a time. Runs under Node 18 too (bootstrap.mjs).

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Does `work` while nobody else holds `folder`. A holder that is no longer alive is ignored.
 * @template T
 * @param {string} folder
 * @param {() => T | Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else is at it
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait = () => {}) {
  let release = tryLock(folder);
  if (release === undefined) onWait();
  while (release === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    release = tryLock(folder);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * @param {string} folder
 * @returns {(() => void) | undefined} lets go; undefined when somebody else holds it
 */
export function tryLock(folder) {
  mkdirSync(dirname(folder), { recursive: true });
  if (!take(folder) && (isHeld(folder) || !take(folder))) return undefined;
  return () => rmSync(folder, { recursive: true, force: true });
}

function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** Also clears away what a process that is gone left behind. */
function isHeld(folder) {
  if (isHeldBySomeone(folder)) return true;
  rmSync(folder, { recursive: true, force: true });
  return false;
}

function isHeldBySomeone(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    if (pid > 0) return isAlive(pid);
  } catch {
    // its owner is just writing the file, or died before it could
  }
  try {
    return Date.now() - statSync(folder).mtimeMs < 2000;
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
