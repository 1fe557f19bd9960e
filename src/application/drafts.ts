import { delay } from '../base/delay.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { logListenerFailure } from './listenerFailure.ts';
import type { Field } from '../domain/field.ts';
import type { Draft, DraftSubject, DraftValues } from './draft.ts';
import { connectionOfPlace, draftId, type DraftPlace } from './draftPlace.ts';
import {
  isCovered,
  joinRecords,
  newestChange,
  parseRecord,
  serializeRecord,
  toDraft,
  type DraftRecord,
} from './draftRecord.ts';
import {
  changeEntries,
  emptyEntries,
  knowAll,
  rebaseEntries,
  restoreEntries,
  type KnownFields,
} from './draftEntries.ts';
import type { DraftPart, DraftStorage, Log } from './ports.ts';

export interface DraftsParts {
  readonly storage: DraftStorage;
  readonly log: Log;
  /** As `ConnectionService.account`. */
  readonly accountOf: (connectionId: string) => Promise<string | undefined>;
  /** Tells connections of which nothing is stored. */
  readonly isSessionOnly: (connectionId: string) => boolean;
  /** Called once when what is typed cannot be stored, and again only after everything was stored meanwhile. */
  readonly onCannotStore: () => void;
}

/** One draft in memory. */
interface Kept {
  record: DraftRecord;
  /** What the form in this window has of it. */
  readonly known: KnownFields;
  /** Of a connection of which nothing is stored. */
  readonly isSessionOnly: boolean;
  /** Parts of older windows, by name, that this one may put away when it holds all that they say. */
  readonly olderParts: Map<string, DraftPart>;
  /** There is something of it on the disk. */
  isOnDisk: boolean;
}

/** Pauses between attempts to store what could not be stored, milliseconds; the last one repeats. */
const retryPauses = [1_000, 2_000, 5_000, 15_000, 60_000];

/** What was taken away is remembered for so long, in milliseconds: no window is further behind. */
const removalKeptFor = 24 * 60 * 60_000;

/**
 * Keeps what is typed until it is sent or thrown away. Memory first, so a page that comes back has it at once, then the
 * disk. Each window writes parts of its own, and a draft is what all parts together say, by field the newest: so no
 * window can write over what another one has.
 *
 * Nothing here throws: a disk that refuses is told to the log and the user, and tried again. What was sent must not
 * look as if it had failed.
 */
export class Drafts implements Disposable {
  readonly #parts: DraftsParts;
  readonly #subscriptions: Disposable;
  readonly #onDidChange = new Emitter<readonly DraftPlace[]>((error) => logListenerFailure(this.#parts.log, error));
  readonly #disposed = new AbortController();
  readonly #kept = new Map<string, Kept>();
  /** The last account that was known of each connection: a page may outlive its connection. */
  readonly #accounts = new Map<string, string>();
  /** Names of parts that were left aside: each is told once. */
  readonly #leftAside = new Set<string>();
  /** Ids of drafts that are in memory only, as the disk refused them. */
  readonly #unstored = new Set<string>();
  #isTold = false;
  #isRetrying = false;
  #loading: Promise<void> | undefined;
  /** What changes memory goes one after the other, in the order it was asked for; writing to the disk does not wait here. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: DraftsParts) {
    this.#parts = parts;
    this.#subscriptions = combineDisposables(
      parts.storage.onDidChange((part) => {
        void this.#enqueue(async () => this.#take([part]));
      }),
      this.#onDidChange,
    );
  }

  /** The drafts of these places changed, came or went: in this window or another. */
  readonly onDidChange: Event<readonly DraftPlace[]> = this.#onDidChange.event;

  /** As it is now, with what other windows have typed. `undefined`: there is none. */
  read(place: DraftPlace): Promise<Draft | undefined> {
    return this.#enqueue(async () => toDraft((await this.#findNow(place))[1].record));
  }

  /** As `read`, for a form that begins with it: everything in it is the form's to change and to take away from now on. */
  open(place: DraftPlace): Promise<Draft | undefined> {
    return this.#enqueue(async () => {
      const [, { record, known }] = await this.#findNow(place);
      knowAll(record.entries, known);
      return toDraft(record);
    });
  }

  /**
   * Keeps what a form holds now. Resolves when it is on the disk, or is known not to get there.
   * @param values all that was typed into it and differs from the server; a field that is not among them any more is
   * as the server has it. Secret fields are left out, whoever sends them.
   */
  async write(place: DraftPlace, values: DraftValues, subject: DraftSubject): Promise<void> {
    // Not when its turn comes.
    const typedAt = Date.now();
    await this.#change(place, (kept) => {
      const entries = changeEntries(kept.record.entries, values, subject.fields, kept.known, typedAt);
      const { title, partName } = kept.record;
      return { ...kept.record, title: subject.title || title, partName: subject.partName || partName, entries };
    });
  }

  /** It was sent, or thrown away in its form. What another window has typed into it since the form was opened stays. */
  async delete(place: DraftPlace): Promise<void> {
    const sentAt = Date.now();
    await this.#change(place, (kept) => ({
      ...kept.record,
      entries: changeEntries(kept.record.entries, [], [], kept.known, sentAt),
    }));
  }

  /** The user throws it away as a whole, whichever window it was typed in. `restore` brings it back. */
  async discard(place: DraftPlace): Promise<void> {
    await this.read(place);
    await this.#change(place, ({ record }) => ({ ...record, entries: emptyEntries(record.entries) }));
  }

  /** Brings back a draft as it was listed. */
  async restore(draft: Draft): Promise<void> {
    await this.#change(draft.place, (kept) => ({
      ...kept.record,
      title: draft.title,
      partName: draft.partName,
      entries: restoreEntries(kept.record.entries, draft.fields),
    }));
  }

  /** The user has seen what the server has now and goes on from there: that is the base from now on. */
  async rebase(place: DraftPlace, fields: readonly Field[]): Promise<void> {
    await this.#change(place, (kept) => ({
      ...kept.record,
      entries: rebaseEntries(kept.record.entries, fields),
    }));
  }

  /** All there are for the accounts that are connected now, and for connections that are gone; the newest first. */
  list(): Promise<readonly Draft[]> {
    return this.#enqueue(async () => {
      const drafts: Draft[] = [];
      for (const kept of this.#kept.values()) {
        const draft = toDraft(kept.record);
        if (draft !== undefined && (await this.#isShown(kept))) drafts.push(draft);
      }
      return drafts.sort((left, right) => right.savedAt - left.savedAt);
    });
  }

  /** What is in memory only stays there: there is no time left for the disk. */
  dispose(): void {
    this.#disposed.abort();
    this.#subscriptions.dispose();
  }

  async #isShown({ record, isSessionOnly }: Kept): Promise<boolean> {
    const account = await this.#parts.accountOf(connectionOfPlace(record.place));
    return account === undefined ? !isSessionOnly : account === record.account;
  }

  async #change(place: DraftPlace, change: (kept: Kept) => DraftRecord): Promise<void> {
    const [id, kept] = await this.#enqueue(async () => {
      const found = await this.#find(place);
      const [, { record: before }] = found;
      const record = change(found[1]);
      found[1].record = record;
      if (!isCovered(record, before)) this.#onDidChange.fire([place]);
      return found;
    });
    await this.#store(id, kept);
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      this.#loading ??= this.#load();
      await this.#loading;
      return work();
    });
    this.#last = result.catch(() => {});
    return result;
  }

  async #load(): Promise<void> {
    await this.#take(await this.#readParts(() => this.#parts.storage.readAll()));
    const longAgo = Date.now() - removalKeptFor;
    for (const kept of this.#kept.values()) {
      if (toDraft(kept.record) !== undefined || newestChange(kept.record) > longAgo) continue;
      for (const part of kept.olderParts.values()) void this.#putAway(kept, part);
    }
  }

  async #readParts(read: () => Promise<readonly DraftPart[]>): Promise<readonly DraftPart[]> {
    try {
      return await read();
    } catch (error) {
      // A draft that cannot be read must not keep the form from opening.
      this.#parts.log.error(`Drafts could not be read: ${textOf(error)}`);
      return [];
    }
  }

  async #take(parts: readonly DraftPart[]): Promise<void> {
    const changed: DraftPlace[] = [];
    for (const part of parts) {
      const record = await this.#parse(part);
      if (record === undefined) continue;
      const [, kept] = this.#keep(record.place, record.account);
      if (!isCovered(record, kept.record)) {
        kept.record = joinRecords(kept.record, record);
        changed.push(record.place);
      }
      kept.isOnDisk = true;
      if (part.origin === 'older') kept.olderParts.set(part.name, part);
    }
    await this.#adopt();
    if (changed.length > 0) this.#onDidChange.fire(changed);
  }

  /** Gives drafts of which no account is known to the account of their connection, as soon as there is one. */
  async #adopt(): Promise<void> {
    for (const [id, kept] of this.#kept) {
      const { record } = kept;
      if (record.account !== undefined) continue;
      const account = await this.#parts.accountOf(connectionOfPlace(record.place));
      if (account === undefined) continue;
      const [newId, home] = this.#keep(record.place, account);
      home.record = { ...joinRecords(home.record, record), account };
      for (const [name, part] of kept.olderParts) home.olderParts.set(name, part);
      this.#kept.delete(id);
      void this.#store(newId, home);
    }
  }

  /** `undefined`: it cannot be understood, and was left aside. */
  async #parse(part: DraftPart): Promise<DraftRecord | undefined> {
    const parsed = parseRecord(part.text);
    if (parsed.kind === 'record') return parsed.record;
    if (this.#leftAside.has(part.name)) return undefined;
    this.#leftAside.add(part.name);
    if (parsed.kind === 'newer') {
      this.#parts.log.warn(`The draft ${part.name} is of a newer version of this extension and is left as it is`);
      return undefined;
    }
    try {
      const name = await this.#parts.storage.setAside(part);
      this.#parts.log.error(`The draft ${part.name} is damaged; it was kept as ${name}`);
    } catch (error) {
      this.#parts.log.error(`The draft ${part.name} is damaged and was left as it is: ${textOf(error)}`);
    }
    return undefined;
  }

  async #find(place: DraftPlace): Promise<readonly [id: string, kept: Kept]> {
    const connectionId = connectionOfPlace(place);
    const account = (await this.#parts.accountOf(connectionId)) ?? this.#accounts.get(connectionId);
    if (account !== undefined) this.#accounts.set(connectionId, account);
    await this.#adopt();
    return this.#keep(place, account);
  }

  /** With what is on the disk now. */
  async #findNow(place: DraftPlace): Promise<readonly [id: string, kept: Kept]> {
    const found = await this.#find(place);
    const [id, { isSessionOnly }] = found;
    if (!isSessionOnly) await this.#take(await this.#readParts(() => this.#parts.storage.read(id)));
    return found;
  }

  #keep(place: DraftPlace, account: string | undefined): readonly [id: string, kept: Kept] {
    const id = draftId(place, account);
    const known = this.#kept.get(id);
    if (known !== undefined) return [id, known];
    const kept: Kept = {
      record: { place, account, title: '', partName: '', entries: new Map() },
      known: new Map(),
      isSessionOnly: this.#parts.isSessionOnly(connectionOfPlace(place)),
      olderParts: new Map(),
      isOnDisk: false,
    };
    this.#kept.set(id, kept);
    return [id, kept];
  }

  async #store(id: string, kept: Kept): Promise<void> {
    const { record } = kept;
    // That nothing is there need not be written down where nothing was.
    if (kept.isSessionOnly || (!kept.isOnDisk && toDraft(record) === undefined)) return;
    kept.isOnDisk = true;
    try {
      await this.#parts.storage.write(id, serializeRecord(record));
    } catch (error) {
      this.#parts.log.error(`A draft could not be stored: ${textOf(error)}`);
      this.#unstored.add(id);
      if (!this.#isTold) this.#parts.onCannotStore();
      this.#isTold = true;
      void this.#retry();
      return;
    }
    // A later change that failed meanwhile is tried again by itself.
    if (kept.record === record) this.#unstored.delete(id);
    if (this.#unstored.size === 0) this.#isTold = false;
    for (const part of kept.olderParts.values()) {
      const parsed = parseRecord(part.text);
      if (parsed.kind === 'record' && isCovered(parsed.record, record)) await this.#putAway(kept, part);
    }
  }

  /** Until everything is stored. The user may type no more, so it does not wait for that. */
  async #retry(): Promise<void> {
    if (this.#isRetrying) return;
    this.#isRetrying = true;
    try {
      for (let attempt = 0; this.#unstored.size > 0; attempt += 1) {
        await delay(retryPauses[Math.min(attempt, retryPauses.length - 1)] ?? 0, this.#disposed.signal);
        for (const id of this.#unstored) {
          const kept = this.#kept.get(id);
          if (kept === undefined) this.#unstored.delete(id);
          else await this.#store(id, kept);
        }
      }
    } catch {
      // Disposed.
    } finally {
      this.#isRetrying = false;
    }
  }

  /** The part says nothing that is not kept elsewhere; unless its window has just written it anew. */
  async #putAway(kept: Kept, part: DraftPart): Promise<void> {
    kept.olderParts.delete(part.name);
    try {
      const news = await this.#parts.storage.remove(part);
      if (news === undefined) return;
      await this.#enqueue(() => this.#take([news]));
      const [id] = this.#keep(kept.record.place, kept.record.account);
      await this.#store(id, kept);
    } catch (error) {
      this.#parts.log.warn(`An old draft could not be put away: ${textOf(error)}`);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
