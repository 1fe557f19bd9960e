/** What a timer can count; with more, it would fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Waits `milliseconds`; at most 24 days, whatever was asked for.
 * @throws the signal's reason when it aborts first; no timer is left behind then.
 */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error); // AbortSignal types its reason as any
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error); // as above
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(milliseconds, longestTimer),
    );
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
