import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lock } from 'proper-lockfile';
import type { Log } from '../application/ports.ts';

/** Nobody works on a file for so long: who holds it still has died. Milliseconds. */
const stale = 10_000;
/** Some 18 s of tries: longer than one that has died is in the way. */
const retries = { retries: 100, minTimeout: 5, factor: 1.5, maxTimeout: 200, randomize: true };

/**
 * Does `work` while no other process does the same for this file; the folders it lies in are made.
 * @throws what `work` throws, or why the lock could not be had: the folder cannot be written, or others hold it too long
 */
export async function withFileLock<T>(path: string, log: Log, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const release = await lock(path, {
    realpath: false, // the file need not be there
    stale,
    retries,
    onCompromised: (error) => log.warn(`A lock was lost before the work was done (${error.name})`),
  });
  try {
    return await work();
  } finally {
    // Lost, or the disk refuses: what was done is done, and the lock grows old by itself.
    await release().catch(() => {});
  }
}
