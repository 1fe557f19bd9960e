/** The back end's worker: what is queued happens a little later, as with Celery (contract §1.6). */
export class WorkQueue {
  readonly #delay: number | 'manual';
  readonly #jobs: (() => void)[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #isClosed = false;

  constructor(delay: number | 'manual') {
    this.#delay = delay;
  }

  add(job: () => void): void {
    if (this.#isClosed) return;
    this.#jobs.push(job);
    if (this.#delay === 'manual') return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const index = this.#jobs.indexOf(job);
      if (index === -1) return; // run() was quicker
      this.#jobs.splice(index, 1);
      job();
    }, this.#delay);
    this.#timers.add(timer);
  }

  /** Runs what is queued now. What these jobs queue in turn waits for the next call. */
  run(): void {
    for (const job of this.#jobs.splice(0)) job();
  }

  close(): void {
    this.#isClosed = true;
    this.#jobs.length = 0;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
