import type { Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { WatchListData, WatchListStorage } from './ports.ts';

/** Which tickets are watched, and which of them are muted; shared by all windows. */
export class WatchList implements Disposable {
  readonly #storage: WatchListStorage;
  readonly #isSessionOnly: (connectionId: string) => boolean;
  readonly #subscription: Disposable;
  readonly #onDidChange: Emitter<void>;
  #stored: WatchListData = { tickets: {}, muted: {} };
  /** Tickets of connections that are not stored. */
  #session: WatchListData = { tickets: {}, muted: {} };
  /** Reads and edits go one after the other: a read that was overtaken by an edit would bring back the list before it. */
  #last: Promise<unknown> = Promise.resolve();

  readonly onDidChange: Event<void>;

  /**
   * @param isSessionOnly tells connections whose tickets must not be stored
   * @param onListenerError hears of a listener that threw
   */
  constructor(
    storage: WatchListStorage,
    isSessionOnly: (connectionId: string) => boolean,
    onListenerError?: (error: unknown) => void,
  ) {
    this.#onDidChange = new Emitter(onListenerError);
    this.onDidChange = this.#onDidChange.event;
    this.#storage = storage;
    this.#isSessionOnly = isSessionOnly;
    this.#subscription = storage.onDidChange(() => {
      // What cannot be read now leaves the list as it is known.
      this.load().catch(() => {});
    });
  }

  /** Reads what is stored; before it resolves for the first time the list is empty. */
  load(): Promise<void> {
    return this.#enqueue(() => this.#storage.read());
  }

  keys(connectionId: string): readonly string[] {
    return keysOf(this.#data(connectionId).tickets, connectionId);
  }

  isWatched({ connectionId, key }: TicketRef): boolean {
    return this.keys(connectionId).includes(key);
  }

  isMuted({ connectionId, key }: TicketRef): boolean {
    return keysOf(this.#data(connectionId).muted, connectionId).includes(key);
  }

  /** New ones go to the end. */
  add(refs: readonly TicketRef[]): Promise<void> {
    return this.#edit(refs, (data, ref) => ({ ...data, tickets: withKey(data.tickets, ref) }));
  }

  /** Forgets that they were muted, too. */
  remove(refs: readonly TicketRef[]): Promise<void> {
    return this.#edit(refs, (data, ref) => ({
      tickets: withoutKey(data.tickets, ref),
      muted: withoutKey(data.muted, ref),
    }));
  }

  setMuted(refs: readonly TicketRef[], isMuted: boolean): Promise<void> {
    return this.#edit(refs, (data, ref) => ({
      ...data,
      muted: isMuted ? withKey(data.muted, ref) : withoutKey(data.muted, ref),
    }));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  #data(connectionId: string): WatchListData {
    return this.#isSessionOnly(connectionId) ? this.#session : this.#stored;
  }

  async #edit(refs: readonly TicketRef[], edit: (data: WatchListData, ref: TicketRef) => WatchListData): Promise<void> {
    const sessionRefs = refs.filter(({ connectionId }) => this.#isSessionOnly(connectionId));
    const storedRefs = refs.filter(({ connectionId }) => !this.#isSessionOnly(connectionId));
    if (sessionRefs.length > 0) {
      this.#session = sessionRefs.reduce(edit, this.#session);
      this.#onDidChange.fire();
    }
    if (storedRefs.length > 0) await this.#enqueue(() => this.#storage.update((data) => storedRefs.reduce(edit, data)));
  }

  #enqueue(work: () => Promise<WatchListData>): Promise<void> {
    const result = this.#last.then(async () => this.#take(await work()));
    this.#last = result.catch(() => {});
    return result;
  }

  #take(data: WatchListData): void {
    if (JSON.stringify(data) === JSON.stringify(this.#stored)) return;
    this.#stored = data;
    this.#onDidChange.fire();
  }
}

type KeysByConnection = WatchListData['tickets'];

/** A connection may be called "constructor": only what the record itself holds counts. */
function keysOf(keys: KeysByConnection, connectionId: string): readonly string[] {
  return Object.hasOwn(keys, connectionId) ? (keys[connectionId] ?? []) : [];
}

function withKey(keys: KeysByConnection, { connectionId, key }: TicketRef): KeysByConnection {
  const own = keysOf(keys, connectionId);
  return own.includes(key) ? keys : { ...keys, [connectionId]: [...own, key] };
}

function withoutKey(keys: KeysByConnection, { connectionId, key }: TicketRef): KeysByConnection {
  const { [connectionId]: _own, ...rest } = keys;
  const left = keysOf(keys, connectionId).filter((candidate) => candidate !== key);
  return left.length === 0 ? rest : { ...rest, [connectionId]: left };
}

/** The same references without repetition. */
export function distinctRefs(refs: readonly TicketRef[]): readonly TicketRef[] {
  return [...new Map(refs.map((ref) => [ticketId(ref), ref])).values()];
}
