import type { DraftStorage } from '../../src/application/ports.ts';

/** Draft records in memory. */
export class InMemoryDrafts implements DraftStorage {
  readonly records = new Map<string, string>();
  #gate: PromiseWithResolvers<void> | undefined;

  /** Reads wait until the result is called; they give what there was when they began. */
  holdReads(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
      gate.resolve();
    };
  }

  async read(id: string): Promise<string | undefined> {
    const record = this.records.get(id);
    await this.#gate?.promise;
    return record;
  }

  async write(id: string, record: string): Promise<void> {
    this.records.set(id, record);
  }

  async delete(id: string): Promise<void> {
    this.records.delete(id);
  }
}
