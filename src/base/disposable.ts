/** Something that holds a resource. `dispose` is safe to call more than once. */
export interface Disposable {
  dispose(): void;
}

/** Makes a `Disposable` from a function, which runs at most once. */
export function toDisposable(onDispose: () => void): Disposable {
  let isDisposed = false;
  return {
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      onDispose();
    },
  };
}

/** Ends several disposables together, last one first. */
export function combineDisposables(...parts: readonly Disposable[]): Disposable {
  return toDisposable(() => {
    for (const part of parts.toReversed()) part.dispose();
  });
}
