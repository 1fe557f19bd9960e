import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DraftPart, DraftStorage, Log } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { logListenerFailure } from '../application/listenerFailure.ts';
import { WriteLane } from './writeLane.ts';
import { readText } from './textFile.ts';

/**
 * `<draft>.<window>.json`, which is on the disk itself, and `<draft>.<window>-now.json`, which may still be on its way
 * there; with `~<something>` before the ending while it is being removed; up to version 0.1 `<draft>.json`. The names of
 * windows are in the order in which these were opened.
 */
const partName = /^(?<draft>[0-9a-f]{32})(?:\.(?<window>[0-9a-z]+)(?:-now)?(?:~[0-9a-f-]+)?)?\.json$/;

/** Windows that put away each other's parts end sooner than this. */
const mostReads = 5;

/** Drafts as files of the global storage, one for each draft and window, so that no window writes over another's. */
export class DraftFiles implements DraftStorage, Disposable {
  readonly #folder: string;
  readonly #log: Log;
  readonly #window: string;
  readonly #onDidChange = new Emitter<DraftPart>((error) => logListenerFailure(this.#log, error));
  /** Of own parts, by their names without ending. */
  readonly #lanes = new Map<string, WriteLane>();
  #watcher: FSWatcher | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#onDidChange.event;

  /** @param openedAt milliseconds since 1970 UTC */
  constructor(folder: string, log: Log, openedAt = Date.now()) {
    this.#folder = folder;
    this.#log = log;
    this.#window = `${openedAt.toString(36).padStart(9, '0')}${randomBytes(4).toString('hex')}`;
  }

  read(id: string): Promise<readonly DraftPart[]> {
    return this.#readParts((draft) => draft === hashOf(id));
  }

  async readAll(): Promise<readonly DraftPart[]> {
    await this.#watch();
    return this.#readParts(() => true);
  }

  /**
   * The text is safe from any crash but that of the machine at once, as the system has it; resolves when it is on the
   * disk, which can take a while when others are busy there.
   */
  write(id: string, text: string): Promise<void> {
    const name = `${hashOf(id)}.${this.#window}`;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = new WriteLane(join(this.#folder, name));
      this.#lanes.set(name, lane);
    }
    return lane.write(text);
  }

  async remove(part: DraftPart): Promise<DraftPart | undefined> {
    const { draft, window } = partName.exec(part.name)?.groups ?? {};
    const taken = `${draft}.${window ?? '0'}~${randomUUID()}.json`;
    try {
      await rename(join(this.#folder, part.name), join(this.#folder, taken));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
    const text = await readText(join(this.#folder, taken));
    if (text !== undefined && text !== part.text) return { name: taken, text, origin: 'older' };
    await rm(join(this.#folder, taken), { force: true });
    return undefined;
  }

  async setAside({ name }: DraftPart): Promise<string> {
    const aside = `${name}.${randomUUID()}.damaged`;
    await rename(join(this.#folder, name), join(this.#folder, aside));
    return aside;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    this.#onDidChange.dispose();
  }

  async #readParts(accepts: (draft: string) => boolean): Promise<readonly DraftPart[]> {
    let parts: DraftPart[] = [];
    for (let attempt = 0, isWhole = false; !isWhole && attempt < mostReads; attempt += 1) {
      parts = [];
      // What was moved while we read may stand in a file that was read before it did: then all are read again.
      isWhole = true;
      for (const name of await this.#names()) {
        const draft = partName.exec(name)?.groups?.['draft'];
        if (draft === undefined || !accepts(draft)) continue;
        const part = await this.#readPart(name);
        if (part === undefined) isWhole = false;
        else parts.push(part);
      }
    }
    return parts;
  }

  /** `undefined`: it is there no more, or cannot be read. */
  async #readPart(name: string): Promise<DraftPart | undefined> {
    let text: string | undefined;
    try {
      text = await readText(join(this.#folder, name));
    } catch (error) {
      this.#log.warn(`The draft ${name} cannot be read (${codeOf(error)})`);
    }
    if (text === undefined) return undefined;
    const { window = '' } = partName.exec(name)?.groups ?? {};
    return { name, text, origin: window === this.#window ? 'own' : window < this.#window ? 'older' : 'newer' };
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** Where files cannot be watched, this window hears of the others when it opens a form. */
  async #watch(): Promise<void> {
    if (this.#watcher !== undefined || this.#isDisposed) return;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.#folder, { persistent: false }, (_event, name) => void this.#tell(name));
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // As above.
    }
  }

  async #tell(name: string | null): Promise<void> {
    const groups = partName.exec(name ?? '')?.groups;
    if (name === null || groups === undefined || groups['window'] === this.#window) return;
    const part = await this.#readPart(name);
    if (part !== undefined) this.#onDidChange.fire(part);
  }
}

function hashOf(id: string): string {
  // Ticket numbers and connection ids may hold what a file name may not.
  return createHash('sha256').update(id).digest('hex').slice(0, 32);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : typeof error;
}
