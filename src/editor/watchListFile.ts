import { RelativePattern, Uri, workspace } from 'vscode';
import { dirname, basename } from 'node:path';
import type { Log, WatchListData, WatchListStorage } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { readText, replaceText } from './textFile.ts';

/**
 * The watch list in a file of the global storage. Not the editor's memento: that is cached in each window and the last
 * one to write wins, so a ticket watched in one window would be lost by the next.
 */
export class WatchListFile implements WatchListStorage, Disposable {
  readonly #path: string;
  readonly #log: Log;
  readonly #watcher: ReturnType<typeof workspace.createFileSystemWatcher>;
  readonly #onDidChange = new Emitter<void>();
  #last: Promise<unknown> = Promise.resolve();

  readonly onDidChange = this.#onDidChange.event;

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
    this.#watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(dirname(path)), basename(path)));
    const tell = (): void => this.#onDidChange.fire();
    this.#watcher.onDidChange(tell);
    this.#watcher.onDidCreate(tell);
  }

  async read(): Promise<WatchListData> {
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

  update(edit: (data: WatchListData) => WatchListData): Promise<WatchListData> {
    const result = this.#last.then(async () => {
      const data = edit(await this.read());
      await replaceText(this.#path, JSON.stringify({ version: 1, ...data }));
      return data;
    });
    this.#last = result.catch(() => {});
    return result;
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#onDidChange.dispose();
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
