import { rm } from 'node:fs/promises';
import { replaceText } from './textFile.ts';

interface Waiting<T> {
  item: T;
  readonly done: Promise<void>;
}

/** Work of which one piece is done at a time, and of those that wait only the last one. */
class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>;
  #current: Promise<void> | undefined;
  #next: Waiting<T> | undefined;

  constructor(work: (item: T) => Promise<void>) {
    this.#work = work;
  }

  /** Nothing is under way and nothing waits. */
  get isIdle(): boolean {
    return this.#current === undefined && this.#next === undefined;
  }

  /** Resolves when this item, or one that came later, was dealt with. */
  run(item: T): Promise<void> {
    if (this.#next !== undefined) {
      this.#next.item = item;
      return this.#next.done;
    }
    if (this.#current === undefined) return this.#start(item);
    const next: Waiting<T> = {
      item,
      done: this.#current
        .catch(() => {})
        .then(() => {
          this.#next = undefined;
          return this.#start(next.item);
        }),
    };
    this.#next = next;
    return next.done;
  }

  #start(item: T): Promise<void> {
    const current = this.#work(item).finally(() => {
      if (this.#current === current) this.#current = undefined;
    });
    this.#current = current;
    return current;
  }
}

/**
 * Writes one text that changes all the time, twice: at once into a file that the system may still keep in its memory,
 * which any process can read, and into one that is on the disk itself, where waiting for it takes as long as it takes.
 */
export class WriteLane {
  /** `undefined`: it is to be deleted. */
  readonly #quick: LatestOnly<string | undefined>;
  readonly #lasting: LatestOnly<string>;

  /** @param path without ending */
  constructor(path: string) {
    const now = `${path}-now.json`;
    this.#quick = new LatestOnly((text) =>
      text === undefined ? rm(now, { force: true }) : replaceText(now, text, { isLasting: false }),
    );
    this.#lasting = new LatestOnly((text) => replaceText(`${path}.json`, text));
  }

  /** Resolves when it, or a later text, is on the disk. @throws when the disk refuses; it may be readable all the same */
  async write(text: string): Promise<void> {
    // Whether it can be stored is told by the other one.
    const quick = this.#quick.run(text).catch(() => {});
    try {
      await this.#lasting.run(text);
    } finally {
      await quick;
    }
    // In its turn, so that it never deletes a text that comes meanwhile.
    if (this.#quick.isIdle && this.#lasting.isIdle) await this.#quick.run(undefined).catch(() => {});
  }
}
