import { toDisposable, type Disposable } from './disposable.ts';

/** A subscription point: call it with a listener, dispose the result to stop listening. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * The private side of an event; owners keep it private and publish `event`.
 * A listener that throws does not keep the others from hearing: its error goes to `onListenerError`.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #onListenerError: (error: unknown) => void;
  #isDisposed = false;

  constructor(onListenerError: (error: unknown) => void = () => {}) {
    this.#onListenerError = onListenerError;
  }

  readonly event: Event<T> = (listener) => {
    if (this.#isDisposed) return toDisposable(() => {});
    // Wrapped, so that the same function subscribed twice is two subscriptions.
    const own = (value: T): void => listener(value);
    this.#listeners.add(own);
    return toDisposable(() => this.#listeners.delete(own));
  };

  /** Tells every listener there is now, except those that end while it tells. After `dispose` it does nothing. */
  fire(value: T): void {
    for (const listener of Array.from(this.#listeners)) {
      if (!this.#listeners.has(listener)) continue;
      try {
        listener(value);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#listeners.clear();
  }
}
