import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeenStorage } from '../application/ports.ts';
import { readText, replaceText } from './textFile.ts';

const recordName = /^[0-9a-f]{32}\.json$/;

/** What was seen, as files of the global storage, one for each ticket. */
export class SeenFiles implements SeenStorage {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(id: string): Promise<string | undefined> {
    return readText(this.#path(id));
  }

  write(id: string, record: string): Promise<void> {
    return replaceText(this.#path(id), record);
  }

  async keepNewest(count: number): Promise<void> {
    const names = await this.#names();
    if (names.length <= count) return;
    const files = await Promise.all(names.map(async (name) => ({ name, at: await this.#writtenAt(name) })));
    const old = files.sort((left, right) => right.at - left.at).slice(count);
    for (const { name } of old) await rm(join(this.#folder, name), { force: true });
  }

  async deleteWhere(isOf: (record: string) => boolean): Promise<void> {
    for (const name of await this.#names()) {
      const record = await readText(join(this.#folder, name));
      if (record !== undefined && isOf(record)) await rm(join(this.#folder, name), { force: true });
    }
  }

  /** Milliseconds since 1970 UTC; 0: it has just been deleted by another window. */
  async #writtenAt(name: string): Promise<number> {
    try {
      return (await stat(join(this.#folder, name))).mtimeMs;
    } catch {
      return 0;
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#folder)).filter((name) => recordName.test(name));
    } catch {
      // There is no folder before the first record.
      return [];
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`);
  }
}
