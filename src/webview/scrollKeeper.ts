import type { PageMemory } from './pageMemory.ts';

/** What was scrolled to is given up after so many milliseconds: whatever is still missing then will not come. */
const patience = 5_000;

/** Remembers how far the page is scrolled, and goes there again when the page comes back. */
export class ScrollKeeper {
  #memory: PageMemory | undefined;
  /** Where the page was; `undefined`: it is there, or its user has gone elsewhere. */
  #wanted: number | undefined;
  #end = 0;

  start(memory: PageMemory, signal: AbortSignal): void {
    this.#memory = memory;
    this.#wanted = memory.scroll > 0 ? memory.scroll : undefined;
    this.#end = performance.now() + patience;
    window.addEventListener('scroll', () => this.#note(), { signal, passive: true });
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
      window.addEventListener(type, () => this.stop(), { signal, passive: true });
    }
  }

  /** The page has changed: perhaps it is long enough now. */
  restore(): void {
    if (this.#wanted === undefined) return;
    if (performance.now() > this.#end) {
      this.#wanted = undefined;
      return;
    }
    const wanted = this.#wanted;
    requestAnimationFrame(() => {
      if (this.#wanted !== wanted) return;
      window.scrollTo({ top: wanted, behavior: 'instant' });
      if (Math.abs(window.scrollY - wanted) <= 1) this.#wanted = undefined;
    });
  }

  /** The user goes where they want. */
  stop(): void {
    this.#wanted = undefined;
  }

  #note(): void {
    // On the way there it would forget where it was going.
    if (this.#wanted === undefined) this.#memory?.keepScroll(Math.round(window.scrollY));
  }
}
