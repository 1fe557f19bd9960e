import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DraftStorage } from '../application/ports.ts';
import { readText, replaceText } from './textFile.ts';

/** Drafts as files of the global storage, one each, so that windows do not write over each other's. */
export class DraftFiles implements DraftStorage {
  readonly #folder: string;
  /** One write after the other for each draft: the last text typed is the one that stays. */
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(id: string): Promise<string | undefined> {
    try {
      return await readText(this.#path(id));
    } catch {
      // A draft that cannot be read must not keep the form from opening.
      return undefined;
    }
  }

  write(id: string, record: string): Promise<void> {
    return this.#enqueue(id, () => replaceText(this.#path(id), record));
  }

  delete(id: string): Promise<void> {
    return this.#enqueue(id, () => rm(this.#path(id), { force: true }));
  }

  #enqueue(id: string, work: () => Promise<void>): Promise<void> {
    const result = (this.#last.get(id) ?? Promise.resolve()).then(work);
    const settled = result
      .catch(() => {})
      .finally(() => {
        if (this.#last.get(id) === settled) this.#last.delete(id);
      });
    this.#last.set(id, settled);
    return result;
  }

  #path(id: string): string {
    // Ticket numbers and connection ids may hold what a file name may not.
    return join(this.#folder, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`);
  }
}
