import type { DraftPart, DraftStorage } from '../../src/application/ports.ts';
import { Emitter } from '../../src/base/emitter.ts';

/** The drafts of all windows, in memory. */
export class InMemoryDrafts {
  /** Parts by name: the draft's id, `#` and the window; in older versions the id alone. */
  readonly files = new Map<string, string>();
  readonly aside: string[] = [];
  /** Waited for between any two looks at the files: what happens there happens in the middle of an operation. */
  pause: () => Promise<void> = () => Promise.resolve();
  /** Thrown by each write. */
  refusal: Error | undefined;
  readonly #windows: InMemoryDraftWindow[] = [];
  #gate: PromiseWithResolvers<void> | undefined;
  #moves = 0;

  /** Another window; newer than those before. */
  open(): InMemoryDraftWindow {
    const window = new InMemoryDraftWindow(this, String(this.#windows.length + 1).padStart(4, '0'));
    this.#windows.push(window);
    return window;
  }

  /** Reads wait until the result is called; they give what there was when they began. */
  holdReads(): () => void {
    const gate = Promise.withResolvers<void>();
    this.#gate = gate;
    return () => {
      this.#gate = undefined;
      gate.resolve();
    };
  }

  async throughGate<T>(value: T): Promise<T> {
    await this.#gate?.promise;
    return value;
  }

  tellOthers(writer: InMemoryDraftWindow, name: string, text: string): void {
    for (const window of this.#windows) if (window !== writer) window.hear(name, text);
  }

  /** A name under which nobody writes. */
  nameApart(name: string): string {
    this.#moves += 1;
    return `${name}~${this.#moves}`;
  }
}

export class InMemoryDraftWindow implements DraftStorage {
  /** Its process is gone: nothing it had begun goes on. */
  isKilled = false;
  readonly #disk: InMemoryDrafts;
  readonly #window: string;
  readonly #onDidChange = new Emitter<DraftPart>();
  #last: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.#onDidChange.event;

  constructor(disk: InMemoryDrafts, window: string) {
    this.#disk = disk;
    this.#window = window;
  }

  read(id: string): Promise<readonly DraftPart[]> {
    return this.#readParts((name) => name.slice(0, name.lastIndexOf('#')) === id);
  }

  readAll(): Promise<readonly DraftPart[]> {
    return this.#readParts(() => true);
  }

  write(id: string, text: string): Promise<void> {
    const result = this.#last.then(async () => {
      await this.#pause();
      if (this.#disk.refusal !== undefined) throw this.#disk.refusal;
      const name = `${id}#${this.#window}`;
      this.#disk.files.set(name, text);
      this.#disk.tellOthers(this, name, text);
    });
    this.#last = result.catch(() => {});
    return result;
  }

  async remove(part: DraftPart): Promise<DraftPart | undefined> {
    const { files } = this.#disk;
    await this.#pause();
    const text = files.get(part.name);
    if (text === undefined) return undefined;
    const name = this.#disk.nameApart(part.name);
    files.delete(part.name);
    files.set(name, text);
    await this.#pause();
    if (text !== part.text) return { name, text, origin: 'older' };
    files.delete(name);
    return undefined;
  }

  async setAside({ name }: DraftPart): Promise<string> {
    const aside = `${name}.damaged`;
    this.#disk.files.delete(name);
    this.#disk.aside.push(aside);
    return aside;
  }

  hear(name: string, text: string): void {
    this.#onDidChange.fire(this.#toPart(name, text));
  }

  async #pause(): Promise<void> {
    await this.#disk.pause();
    if (this.isKilled) await new Promise(() => {});
  }

  async #readParts(accepts: (name: string) => boolean): Promise<readonly DraftPart[]> {
    const { files } = this.#disk;
    for (;;) {
      const names = [...files.keys()].filter(accepts);
      const parts: DraftPart[] = [];
      for (const name of names) {
        await this.#pause();
        const text = files.get(name);
        if (text !== undefined) parts.push(this.#toPart(name, text));
      }
      if (parts.length === names.length) return this.#disk.throughGate(parts);
    }
  }

  #toPart(name: string, text: string): DraftPart {
    const window = /#(?<window>\d+)(?:~\d+)*$/.exec(name)?.groups?.['window'] ?? '';
    return { name, text, origin: window === this.#window ? 'own' : window < this.#window ? 'older' : 'newer' };
  }
}
