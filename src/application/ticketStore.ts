import { toDisposable, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { diffTicket, isSameTicket, waitsForMe, type TicketChange } from '../domain/changes.ts';
import type { TicketError } from '../domain/errors.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';

/** What is known of one watched ticket. */
export interface TicketEntry {
  readonly ref: TicketRef;
  /** The last good read; `undefined`: never read. An error later does not take it away. */
  readonly ticket: Ticket | undefined;
  /** Why the last read of this very ticket failed; `undefined`: it went well. */
  readonly error: TicketError | undefined;
  /** When the last good read was, milliseconds since 1970 UTC. */
  readonly readAt: number | undefined;
  /** When that read began, milliseconds since 1970 UTC: what it does not show had not happened by then. */
  readonly readBegan: number | undefined;
  /** When the good read before that began; `undefined`: there was none. */
  readonly readBefore: number | undefined;
  /**
   * Since when a step of it waits for me, milliseconds since 1970 UTC: when we saw it begin, or, for one that waited
   * already at the first read, the ticket's last update. `undefined`: none does.
   */
  readonly waitingSince: number | undefined;
}

/**
 * - `watch`: found by looking; people may want to hear of it
 * - `own`: follows from what the user did here; they know
 */
export type ChangeOrigin = 'watch' | 'own';

/** One read among others. */
export interface ReadBeginning {
  /** Later ones have greater numbers, also where the clock was set back. */
  readonly number: number;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

export interface StoreChange {
  readonly origin: ChangeOrigin;
  /** Empty where only errors or times of reading changed. A first read is `added`. */
  readonly changes: readonly TicketChange[];
  /** Entries that look different now. */
  readonly refs: readonly TicketRef[];
}

/** The watched tickets as they were last read. Tells of a change once, and only if there is one. */
export class TicketStore implements Disposable {
  readonly #entries = new Map<string, TicketEntry>();
  /** Which read an entry shows, as numbered by `beginRead`. */
  readonly #beginnings = new Map<string, number>();
  /** How many writes are under way. */
  readonly #heldBack = new Map<string, number>();
  readonly #ownExpected = new Set<string>();
  #readCount = 0;
  readonly #onDidChange: Emitter<StoreChange>;

  readonly onDidChange: Event<StoreChange>;

  /** @param onListenerError hears of a listener that threw; the others hear of the change all the same */
  constructor(onListenerError?: (error: unknown) => void) {
    this.#onDidChange = new Emitter(onListenerError);
    this.onDidChange = this.#onDidChange.event;
  }

  get entries(): readonly TicketEntry[] {
    return [...this.#entries.values()];
  }

  entriesOf(connectionId: string): readonly TicketEntry[] {
    return this.entries.filter(({ ref }) => ref.connectionId === connectionId);
  }

  find(ref: TicketRef): TicketEntry | undefined {
    return this.#entries.get(ticketId(ref));
  }

  /** Tickets in which a step waits for the connection's user, those that wait longest first. */
  get waitingForMe(): readonly TicketEntry[] {
    return this.entries
      .filter(({ ticket }) => ticket !== undefined && waitsForMe(ticket))
      .toSorted((left, right) => (left.waitingSince ?? 0) - (right.waitingSince ?? 0));
  }

  /** Makes the store hold exactly these tickets, in this order. New ones are unread, dropped ones are `removed`. */
  setWatched(refs: readonly TicketRef[]): void {
    const before = new Map(this.#entries);
    const changed: TicketRef[] = [];
    const changes: TicketChange[] = [];
    this.#entries.clear();
    for (const ref of refs) {
      const id = ticketId(ref);
      // The second of two equal references finds what the first has put there.
      const entry = this.#entries.get(id) ?? before.get(id);
      before.delete(id);
      if (entry === undefined) changed.push(ref);
      this.#entries.set(
        id,
        entry ?? {
          ref,
          ticket: undefined,
          error: undefined,
          readAt: undefined,
          readBegan: undefined,
          readBefore: undefined,
          waitingSince: undefined,
        },
      );
    }
    for (const [id, entry] of before) {
      this.#beginnings.delete(id);
      this.#ownExpected.delete(id);
      changed.push(entry.ref);
      changes.push(...diffTicket(entry.ticket, undefined));
    }
    if (changed.length > 0) this.#onDidChange.fire({ origin: 'own', changes, refs: changed });
  }

  /** Numbers a read that begins now, so that a slow one does not overwrite what a later one has found. */
  beginRead(): ReadBeginning {
    this.#readCount += 1;
    return { number: this.#readCount, at: Date.now() };
  }

  /**
   * While a write to this ticket is under way, what looking finds is left aside, also what a look finds that began
   * before the end of it: it may follow from the write, or come from before it. Nothing is lost: the next look
   * compares with what was known.
   * @returns ends it
   */
  holdBack(ref: TicketRef): Disposable {
    const id = ticketId(ref);
    this.#heldBack.set(id, (this.#heldBack.get(id) ?? 0) + 1);
    return toDisposable(() => {
      const left = (this.#heldBack.get(id) ?? 0) - 1;
      if (left > 0) this.#heldBack.set(id, left);
      else this.#heldBack.delete(id);
      if (this.#entries.has(id)) this.#beginnings.set(id, this.beginRead().number);
    });
  }

  /** What the next look finds of this ticket follows from what the user did here. */
  expectOwnChange(ref: TicketRef): void {
    if (this.find(ref) !== undefined) this.#ownExpected.add(ticketId(ref));
  }

  /**
   * Takes the result of reading many tickets; those that are watched no more are ignored.
   * @param began what `beginRead` gave when the read began
   */
  replace(
    results: Iterable<readonly [TicketRef, Ticket | TicketError]>,
    origin: ChangeOrigin,
    began = this.beginRead(),
  ): void {
    const now = Date.now();
    const found: Record<ChangeOrigin, { refs: TicketRef[]; changes: TicketChange[] }> = {
      own: { refs: [], changes: [] },
      watch: { refs: [], changes: [] },
    };
    for (const [ref, result] of results) {
      const id = ticketId(ref);
      const before = this.#entries.get(id);
      if (before === undefined || began.number < (this.#beginnings.get(id) ?? 0)) continue;
      if (origin === 'watch' && this.#heldBack.has(id)) continue;
      // A look that takes its time gives what it has early, and the whole of it later.
      const readBefore = this.#beginnings.get(id) === began.number ? before.readBefore : before.readBegan;
      const after = nextEntry(before, result, { readAt: now, readBegan: began.at, readBefore });
      this.#beginnings.set(id, began.number);
      this.#entries.set(id, after);
      const isOwn = after.error === undefined && this.#ownExpected.delete(id);
      if (isSameEntry(before, after)) continue;
      const { refs, changes } = found[isOwn ? 'own' : origin];
      refs.push(ref);
      if (after.error !== undefined) continue;
      for (const change of diffTicket(before.ticket, after.ticket)) {
        // What others wrote never follows from what the user did, though one read may find both.
        if (change.kind === 'messageReceived') found.watch.changes.push(change);
        else changes.push(change);
      }
    }
    for (const each of ['own', 'watch'] as const) {
      if (found[each].refs.length > 0 || found[each].changes.length > 0)
        this.#onDidChange.fire({ origin: each, ...found[each] });
    }
  }

  /** Takes one ticket that was read; ignored when it is not watched. */
  upsert(ticket: Ticket, origin: ChangeOrigin, began = this.beginRead()): void {
    this.replace([[ticket.ref, ticket]], origin, began);
  }

  dispose(): void {
    this.#onDidChange.dispose();
    this.#entries.clear();
    this.#beginnings.clear();
    this.#ownExpected.clear();
  }
}

function nextEntry(
  before: TicketEntry,
  result: Ticket | TicketError,
  times: Pick<TicketEntry, 'readBegan' | 'readBefore'> & { readonly readAt: number },
): TicketEntry {
  if (result instanceof Error) return { ...before, error: result };
  return {
    ref: before.ref,
    ticket: keepUntold(before.ticket, result),
    error: undefined,
    ...times,
    waitingSince: waitingSince(before, result, times.readAt),
  };
}

/** What only some reads tell of a ticket holds until one tells otherwise: it would come and go with each look. */
function keepUntold(before: Ticket | undefined, ticket: Ticket): Ticket {
  if (before === undefined) return ticket;
  const kept: Pick<Ticket, 'priority' | 'people' | 'isFollowed' | 'unreadMessages'> = {
    ...(ticket.priority === undefined && before.priority !== undefined ? { priority: before.priority } : {}),
    ...(ticket.people === undefined && before.people !== undefined ? { people: before.people } : {}),
    ...(ticket.isFollowed === undefined && before.isFollowed !== undefined ? { isFollowed: before.isFollowed } : {}),
    // Also, what came since the last count would never be told.
    ...(ticket.unreadMessages === undefined && before.unreadMessages !== undefined
      ? { unreadMessages: before.unreadMessages }
      : {}),
  };
  return Object.keys(kept).length === 0 ? ticket : { ...ticket, ...kept };
}

function waitingSince(before: TicketEntry, ticket: Ticket, now: number): number | undefined {
  if (!waitsForMe(ticket)) return undefined;
  if (before.waitingSince !== undefined) return before.waitingSince;
  return before.ticket === undefined ? (ticket.updatedAt ?? ticket.createdAt ?? now) : now;
}

function isSameEntry(before: TicketEntry, after: TicketEntry): boolean {
  if (before.error?.code !== after.error?.code || before.error?.serverMessage !== after.error?.serverMessage)
    return false;
  if (before.ticket === undefined || after.ticket === undefined) return before.ticket === after.ticket;
  return isSameTicket(before.ticket, after.ticket);
}
