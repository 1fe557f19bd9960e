import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { contextKeys } from './names.ts';
import type { Services } from './services.ts';

/** Keeps the context keys that menus and welcome texts look at. */
export class ContextKeys implements Disposable {
  readonly #services: Pick<Services, 'connections' | 'store'>;
  readonly #setContext: (key: string, value: boolean) => void;
  readonly #subscriptions: Disposable;
  readonly #told = new Map<string, boolean>();
  #isDisposed = false;

  constructor(services: Pick<Services, 'connections' | 'store'>, setContext: (key: string, value: boolean) => void) {
    this.#services = services;
    this.#setContext = setContext;
    const { connections, store } = services;
    const tell = (): void => this.#tell(false);
    this.#subscriptions = combineDisposables(connections.onDidChange(tell), store.onDidChange(tell));
    tell();
  }

  /**
   * Tells also those that are false, which a new window takes them for anyway: one whose extension host was started
   * anew still holds what the one before had said. That can wait until the start is over.
   */
  tellAll(): void {
    if (this.#isDisposed) return;
    this.#told.clear();
    this.#tell(undefined);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
  }

  /** @param untold what the editor takes a key for that it was not told */
  #tell(untold: boolean | undefined): void {
    const { connections, store } = this.#services;
    const values = [
      [contextKeys.hasConnections, connections.connections.length > 0],
      [contextKeys.hasTickets, store.entries.length > 0],
    ] as const;
    for (const [key, value] of values) {
      if ((this.#told.get(key) ?? untold) === value) continue;
      this.#told.set(key, value);
      this.#setContext(key, value);
    }
  }
}
