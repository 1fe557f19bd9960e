/** Reports a change soon after the typing pauses, and while it goes on at least every `longestWait` ms. */
export class DraftReporter {
  readonly #report: () => void;
  readonly #pause: number;
  readonly #longestWait: number;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #deadlineTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(report: () => void, { pause = 120, longestWait = 250 } = {}) {
    this.#report = report;
    this.#pause = pause;
    this.#longestWait = longestWait;
  }

  /** Something changed. */
  note(): void {
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => this.flush(), this.#pause);
    this.#deadlineTimer ??= setTimeout(() => this.flush(), this.#longestWait);
  }

  /** Reports now what was noted and not yet reported. */
  flush(): void {
    if (this.#deadlineTimer === undefined) return;
    this.cancel();
    this.#report();
  }

  /** Forgets what was noted. */
  cancel(): void {
    clearTimeout(this.#pauseTimer);
    clearTimeout(this.#deadlineTimer);
    this.#pauseTimer = undefined;
    this.#deadlineTimer = undefined;
  }
}
