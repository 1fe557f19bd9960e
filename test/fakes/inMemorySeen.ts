import type { SeenStorage } from '../../src/application/ports.ts';

/** What was seen, in memory; the order of the records is that of their writing. */
export class InMemorySeen implements SeenStorage {
  readonly records = new Map<string, string>();
  /** Thrown by everything. */
  refusal: Error | undefined;

  async read(id: string): Promise<string | undefined> {
    this.#check();
    return this.records.get(id);
  }

  async write(id: string, record: string): Promise<void> {
    this.#check();
    this.records.delete(id);
    this.records.set(id, record);
  }

  async keepNewest(count: number): Promise<void> {
    for (const id of [...this.records.keys()].slice(0, -count)) this.records.delete(id);
  }

  async deleteWhere(isOf: (record: string) => boolean): Promise<void> {
    this.#check();
    for (const [id, record] of this.records) if (isOf(record)) this.records.delete(id);
  }

  #check(): void {
    if (this.refusal !== undefined) throw this.refusal;
  }
}
