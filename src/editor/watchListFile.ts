import { watch, type FSWatcher } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Log, WatchListData, WatchListStorage } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { logListenerFailure } from '../application/listenerFailure.ts';
import { readText, replaceText } from './textFile.ts';

/**
 * The watch list in a file of the global storage. Not the editor's memento: that is cached in each window and the last
 * one to write wins, so a ticket watched in one window would be lost by the next.
 */
export class WatchListFile implements WatchListStorage, Disposable {
  readonly #path: string;
  readonly #log: Log;
  readonly #onDidChange = new Emitter<void>((error) => logListenerFailure(this.#log, error));
  #watcher: FSWatcher | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #isDisposed = false;

  readonly onDidChange = this.#onDidChange.event;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  async read(): Promise<WatchListData> {
    // First: what another window writes after that is told, what it wrote before is read.
    await this.#watch();
    return this.#read();
  }

  update(edit: (data: WatchListData) => WatchListData): Promise<WatchListData> {
    const result = this.#last.then(async () => {
      const { withFileLock } = await import('./fileLock.ts');
      return withFileLock(this.#path, this.#log, async () => {
        const data = edit(await this.#read());
        await replaceText(this.#path, JSON.stringify({ version: 1, ...data }));
        return data;
      });
    });
    this.#last = result.catch(() => {});
    return result;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watcher?.close();
    this.#onDidChange.dispose();
  }

  async #read(): Promise<WatchListData> {
    const text = await readText(this.#path);
    if (text === undefined) return { tickets: {}, muted: {} };
    try {
      const { tickets, muted } = JSON.parse(text) as { tickets?: unknown; muted?: unknown }; // checked right below
      return { tickets: keysByConnection(tickets), muted: keysByConnection(muted) };
    } catch (error) {
      // Not ours to throw away: kept beside the new one.
      await replaceText(`${this.#path}.broken`, text);
      this.#log.error(`The watch list cannot be read; a copy was kept (${String(error)})`);
      return { tickets: {}, muted: {} };
    }
  }

  /**
   * Begins to watch the folder, unless that was done. By Node and not by the editor's watcher, which begins at some
   * moment after it was asked to, in another process: what is written before that moment would go unseen.
   */
  async #watch(): Promise<void> {
    const folder = dirname(this.#path);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (this.#isDisposed || this.#watcher !== undefined) return;
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        // The folder itself has gone, and its watcher with it: the next read begins anew.
        if (name === basename(folder)) this.#endWatching(watcher);
        if (name === null || name === basename(folder) || name === basename(this.#path)) this.#onDidChange.fire();
      });
      watcher.on('error', () => this.#endWatching(watcher));
      this.#watcher = watcher;
    } catch (error) {
      this.#log.warn(`What other windows watch will not be seen: ${String(error)}`);
    }
  }

  #endWatching(watcher: FSWatcher): void {
    watcher.close();
    if (this.#watcher === watcher) this.#watcher = undefined;
  }
}

function keysByConnection(value: unknown): Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
      .map(([id, keys]) => [id, keys.filter((key) => typeof key === 'string')]),
  );
}
