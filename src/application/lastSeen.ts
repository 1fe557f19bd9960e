import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { Log, SeenStorage } from './ports.ts';
import type { SeenActivity, SeenTicket } from './seenChanges.ts';
import { parseSeen, serializeSeen } from './seenRecord.ts';
import { viewTicket } from './ticketView.ts';

export interface LastSeenParts {
  readonly storage: SeenStorage;
  readonly log: Log;
  /** As `ConnectionService.account`: what one person saw is not what another one has seen. */
  readonly accountOf: (connectionId: string) => Promise<string | undefined>;
  /** Tells connections of which nothing is stored. */
  readonly isSessionOnly: (connectionId: string) => boolean;
}

/** More than anybody looks at in a few months. */
const mostTickets = 300;
/** In characters; a larger ticket is not remembered. */
const longestRecord = 1_000_000;

/**
 * Remembers what the user saw of a ticket when they looked at it last, across windows and restarts; the tickets that
 * were looked at longest ago are forgotten. Nothing here throws: what cannot be kept is told to the log, and nothing
 * counts as changed then.
 */
export class LastSeen {
  readonly #parts: LastSeenParts;
  /** Of connections of which nothing is stored, by ticket. */
  readonly #session = new Map<string, SeenTicket>();

  constructor(parts: LastSeenParts) {
    this.#parts = parts;
  }

  /** `undefined`: they never looked, or it is forgotten. */
  async read(ref: TicketRef): Promise<SeenTicket | undefined> {
    if (this.#parts.isSessionOnly(ref.connectionId)) return this.#session.get(ticketId(ref));
    const id = await this.#id(ref);
    const record = await this.#attempt('read', () => this.#parts.storage.read(id));
    return record === undefined ? undefined : parseSeen(record);
  }

  /** The user has had this before their eyes until now. */
  async write(ticket: Ticket, activity: SeenActivity): Promise<void> {
    const { ref } = ticket;
    const seen: SeenTicket = { view: viewTicket(ticket), seenAt: Date.now(), ...activity };
    if (this.#parts.isSessionOnly(ref.connectionId)) {
      this.#session.set(ticketId(ref), seen);
      return;
    }
    const record = serializeSeen(seen);
    if (record.length > longestRecord) return;
    const id = await this.#id(ref);
    await this.#attempt('stored', async () => {
      await this.#parts.storage.write(id, record);
      await this.#parts.storage.keepNewest(mostTickets);
    });
  }

  /** Its tickets are none of the user's any more. */
  async forget(connectionId: string): Promise<void> {
    for (const [id, { view }] of this.#session) if (view.connectionId === connectionId) this.#session.delete(id);
    const isOf = (record: string): boolean => parseSeen(record)?.view.connectionId === connectionId;
    await this.#attempt('deleted', () => this.#parts.storage.deleteWhere(isOf));
  }

  async #id(ref: TicketRef): Promise<string> {
    return JSON.stringify([ref.connectionId, await this.#parts.accountOf(ref.connectionId), ref.key]);
  }

  async #attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.log.warn(`What was seen of a ticket could not be ${what}: ${reason}`);
      return undefined;
    }
  }
}
