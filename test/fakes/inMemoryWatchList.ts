import type { WatchListData, WatchListStorage } from '../../src/application/ports.ts';
import { Emitter } from '../../src/base/emitter.ts';

/** The watch list file in memory, shared by as many windows as a test likes. */
export class InMemoryWatchList implements WatchListStorage {
  data: WatchListData;
  /** Thrown by the next read. */
  failure: Error | undefined;
  readonly #onDidChange = new Emitter<void>();
  #gate: PromiseWithResolvers<void> | undefined;

  readonly onDidChange = this.#onDidChange.event;

  constructor(tickets: WatchListData['tickets'] = {}, muted: WatchListData['muted'] = {}) {
    this.data = { tickets, muted };
  }

  /** Reads wait until the result is called; they give what there was when they began. */
  holdReads(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
      gate.resolve();
    };
  }

  async read(): Promise<WatchListData> {
    const { data, failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
    await this.#gate?.promise;
    return data;
  }

  async update(edit: (data: WatchListData) => WatchListData): Promise<WatchListData> {
    this.data = edit(this.data);
    this.#onDidChange.fire();
    return this.data;
  }

  /** As if another program had written the file. */
  changeElsewhere(data: WatchListData): void {
    this.data = data;
    this.#onDidChange.fire();
  }
}
