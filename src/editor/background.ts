import type { ConnectionService } from '../application/connectionService.ts';
import type { Log } from '../application/ports.ts';
import type { Watcher } from '../application/watcher.ts';
import type { Disposable } from '../base/disposable.ts';
import { once } from '../base/once.ts';

export interface BackgroundWork extends Disposable {
  readonly watcher: Pick<Watcher, 'refresh'>;
}

/**
 * What goes on by itself as long as there are connections: looking at their tickets, telling of news, the status bar. It
 * begins with the first connection; a window without one never loads it.
 */
export class Background implements Pick<Watcher, 'refresh'>, Disposable {
  readonly #connections: ConnectionService;
  readonly #log: Log;
  readonly #subscription: Disposable;
  readonly #begin: () => Promise<BackgroundWork>;
  #work: BackgroundWork | undefined;
  #isStarted = false;
  #isDisposed = false;

  constructor(connections: ConnectionService, log: Log, beginWork: () => Promise<BackgroundWork>) {
    this.#connections = connections;
    this.#log = log;
    this.#subscription = connections.onDidChange(() => this.#beginIfNeeded());
    this.#begin = once(async () => this.#keep(await beginWork()));
  }

  /** To be called once the watch list is known: it begins as soon as there is a connection. */
  start(): void {
    this.#isStarted = true;
    this.#beginIfNeeded();
  }

  async refresh(connectionId?: string): Promise<void> {
    if (this.#isDisposed) return;
    await (await this.#begin()).watcher.refresh(connectionId);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscription.dispose();
    this.#work?.dispose();
  }

  #beginIfNeeded(): void {
    if (!this.#isStarted || this.#isDisposed || this.#connections.connections.length === 0) return;
    this.#begin().catch((error: unknown) => this.#log.error(`Tickets cannot be looked at: ${String(error)}`));
  }

  #keep(work: BackgroundWork): BackgroundWork {
    this.#work = work;
    if (this.#isDisposed) work.dispose();
    return work;
  }
}
