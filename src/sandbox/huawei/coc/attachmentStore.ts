import { randomUUID } from 'node:crypto';

export interface StoredAttachment {
  readonly id: string;
  readonly name: string;
  readonly bytes: Buffer;
}

/** The files of tickets. */
export class AttachmentStore {
  readonly #files = new Map<string, StoredAttachment>();

  add(name: string, bytes: Buffer): StoredAttachment {
    const file = { id: randomUUID(), name, bytes };
    this.#files.set(file.id, file);
    return file;
  }

  get(id: string): StoredAttachment | undefined {
    return this.#files.get(id);
  }
}
