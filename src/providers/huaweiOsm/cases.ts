import { delay } from '../../base/delay.ts';
import { TicketError } from '../../domain/errors.ts';
import type { Group, OsmClient } from './client.ts';
import type { OsmDetail } from './schema.ts';

export interface FoundCase {
  readonly detail: OsmDetail;
  readonly group: Group;
}

/** Milliseconds that a new ticket may take to be there, and between two looks for it. */
const longestCreation = 15_000;
const creationPause = 500;

/**
 * Finds out whose a ticket is: for a colleague's the group has to be named, for one's own it must not be
 * (contract §1.3), and a number does not tell.
 */
export class Cases {
  readonly #client: OsmClient;
  readonly #groupId: string | undefined;
  readonly #groups = new Map<string, Group>();
  /** Until when tickets that were just made may be missing; milliseconds since 1970 UTC. */
  readonly #underWay = new Map<string, number>();

  constructor(client: OsmClient, groupId: string | undefined) {
    this.#client = client;
    this.#groupId = groupId;
  }

  /** It was made right now, and may take a moment to be there. */
  expect(id: string): void {
    this.#underWay.set(id, Date.now() + longestCreation);
  }

  async show(id: string, signal: AbortSignal): Promise<FoundCase> {
    for (;;) {
      try {
        const found = await this.#find(id, signal);
        this.#underWay.delete(id);
        return found;
      } catch (error) {
        const isMissing = error instanceof TicketError && error.code === 'notFound' && error.hint === undefined;
        if (!isMissing || (this.#underWay.get(id) ?? 0) < Date.now()) throw error;
        await delay(creationPause, signal);
      }
    }
  }

  /** Reads something else of the ticket at the same time, or behind it where it has to be known first whose it is. */
  async showWith<T>(
    id: string,
    read: (group: Group) => Promise<T>,
    signal: AbortSignal,
  ): Promise<readonly [FoundCase, T]> {
    const showing = this.show(id, signal);
    if (!this.#isKnown(id)) await showing;
    return Promise.all([showing, read(this.#groups.get(id))]);
  }

  /** Asks the server only where there is a group at all, and the ticket was not looked at yet. */
  async groupOf(id: string, signal: AbortSignal): Promise<Group> {
    if (!this.#isKnown(id)) await this.show(id, signal);
    return this.#groups.get(id);
  }

  async #find(id: string, signal: AbortSignal): Promise<FoundCase> {
    const known = this.#groups.get(id);
    try {
      const detail = await this.#client.showCase(id, known, signal);
      this.#groups.set(id, known);
      return { detail, group: known };
    } catch (error) {
      const isOthers = error instanceof TicketError && error.code === 'forbidden' && error.hint === undefined;
      if (!isOthers || this.#groupId === undefined || known !== undefined) throw error;
      const detail = await this.#client.showCase(id, this.#groupId, signal);
      this.#groups.set(id, this.#groupId);
      return { detail, group: this.#groupId };
    }
  }

  #isKnown(id: string): boolean {
    return this.#groupId === undefined || this.#groups.has(id);
  }
}
