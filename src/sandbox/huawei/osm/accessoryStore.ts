import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonObject } from '../httpMessages.ts';

export interface StoredAccessory {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly ownerId: string;
  /** What it was uploaded for. */
  readonly from: 'incident' | 'message';
  readonly at: number;
  /** In the links that are handed out; whoever has it may download without signing in. */
  readonly linkKey: string;
}

/** The files of the account. */
export class AccessoryStore {
  readonly #files = new Map<string, StoredAccessory>();

  add(file: Omit<StoredAccessory, 'id' | 'linkKey'>): StoredAccessory {
    const stored = { ...file, id: randomUUID().replaceAll('-', ''), linkKey: randomBytes(12).toString('hex') };
    this.#files.set(stored.id, stored);
    return stored;
  }

  get(id: string): StoredAccessory | undefined {
    return this.#files.get(id);
  }

  delete(id: string): void {
    this.#files.delete(id);
  }

  /** How much a user has uploaded since then. */
  bytesSince(ownerId: string, since: number): number {
    return [...this.#files.values()]
      .filter((file) => file.ownerId === ownerId && file.at >= since)
      .reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** As a message has it, in a list: neither size nor type (contract §1.4); empty for a file that is gone. */
  view(id: string): readonly JsonObject[] {
    const file = this.#files.get(id);
    return file === undefined ? [] : [{ accessory_id: id, file_actual_name: file.name }];
  }
}
