/**
 * Reports a change at once, and while the typing goes on at least every `interval` ms. A keystroke is to be on the disk
 * within 300 ms, through two more processes that may be busy: the less of that is spent here, the better.
 */
export class DraftReporter {
  readonly #report: () => void;
  readonly #interval: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reportedAt = -Infinity;

  constructor(report: () => void, { interval = 60 } = {}) {
    this.#report = report;
    this.#interval = interval;
  }

  /** Something changed. */
  note(): void {
    // Never in the keystroke itself, which must not wait for it.
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#reportedAt + this.#interval - performance.now()));
  }

  /** Reports now what was noted and not yet reported. */
  flush(): void {
    if (this.#timer === undefined) return;
    this.cancel();
    this.#reportedAt = performance.now();
    this.#report();
  }

  /** Forgets what was noted. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
