import { delay } from '../base/delay.ts';

/** Lets only so many requests begin within any second; the others wait in the order they came. */
export class RequestPace {
  readonly #perSecond: number;
  readonly #now: () => number;
  /** When the last ones began or will begin, oldest first. */
  readonly #starts: number[] = [];
  #pausedUntil = 0;

  /**
   * @param perSecond a whole number, or `Infinity`
   * @param now milliseconds since some moment
   */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Waits for the turn. @throws the signal's reason */
  async take(signal: AbortSignal): Promise<void> {
    if (this.#perSecond === Infinity) return;
    const now = this.#now();
    const oldest = this.#starts.length < this.#perSecond ? undefined : this.#starts.shift();
    const start = Math.max(now, this.#pausedUntil, oldest === undefined ? 0 : oldest + 1000, this.#starts.at(-1) ?? 0);
    this.#starts.push(start);
    if (start > now) await delay(start - now, signal);
  }

  /** Lets nothing begin for some time; milliseconds. */
  pause(milliseconds: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + milliseconds);
  }
}
