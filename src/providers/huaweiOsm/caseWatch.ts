import { TicketError } from '../../domain/errors.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { Cases, FoundCase } from './cases.ts';
import type { Group, OsmClient } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';
import { readWatchedCase, type Reader } from './mapper.ts';
import type { OsmDetail, OsmState } from './schema.ts';

/** Tickets in one poll; how many the service takes is not published (contract §5). */
const largestPoll = 100;
const smallestPoll = 10;
/** Details that are read at a time. */
const parallelReads = 3;
/** Failures of the network in a row after which the rest is not even tried. */
const maxFailuresInARow = 3;

/** A ticket as it was when it was last looked at closely. */
interface Known {
  /** Without its messages, which nobody watches. */
  readonly detail: Omit<OsmDetail, 'message_list'>;
  readonly group: Group;
}

export type Result = Ticket | TicketError;

/**
 * Looks at many tickets: closely at first and where a status has changed, else by polls that tell the status and the
 * unread messages of many in one request.
 */
export class CaseWatch {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #reader: Reader;
  readonly #known = new Map<string, Known>();
  /** Refused by a poll although they can be read: they would spoil the poll of the others. */
  readonly #alone = new Set<string>();
  #pollSize = largestPoll;

  constructor(client: OsmClient, cases: Cases, reader: Reader) {
    this.#client = client;
    this.#cases = cases;
    this.#reader = reader;
  }

  /** What a closer look has found serves the next poll. */
  note(key: string, { detail: { message_list: _messages, ...detail }, group }: FoundCase): Known {
    const known = { detail, group };
    this.#known.set(key, known);
    return known;
  }

  /**
   * @param put hears of each result as soon as it is there; a ticket that is new here is told again when its unread
   * messages are counted
   */
  async read(keys: readonly string[], put: (key: string, result: Result) => void, signal: AbortSignal): Promise<void> {
    const familiar = keys.filter((key) => this.#known.has(key) && !this.#alone.has(key));
    const states = await this.#poll(familiar, signal);
    const toRead = keys.filter((key) => !states.has(key));
    for (const [key, state] of states) {
      const known = this.#known.get(key);
      if (state instanceof TicketError) put(key, state);
      else if (known === undefined || state?.status !== known.detail.status) toRead.push(key);
      else put(key, this.#toTicket(known, state.status, state.unread_num));
    }
    const found = await this.#readClosely(toRead, put, signal);
    await this.#countUnread(found, put, signal);
  }

  /** Gives each result to `put`; tells which could be read. */
  async #readClosely(
    keys: readonly string[],
    put: (key: string, result: Result) => void,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const queue = [...keys];
    const found: string[] = [];
    let failuresInARow = 0;
    /** Why the rest is not tried. */
    let verdict: TicketError | undefined;
    const work = async (): Promise<void> => {
      for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
        try {
          if (verdict !== undefined) throw verdict;
          const known = this.note(key, await this.#cases.show(key, signal));
          found.push(key);
          put(key, this.#toTicket(known, known.detail.status, undefined));
          failuresInARow = 0;
        } catch (error) {
          if (!(error instanceof TicketError)) throw error;
          this.#known.delete(key);
          put(key, error);
          if (!isOfConnection(error)) continue;
          failuresInARow += 1;
          if (error.code !== 'unavailable' || failuresInARow >= maxFailuresInARow) verdict ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelReads, keys.length) }, work));
    return found;
  }

  /** Of tickets that were just read: without a count where there is none. */
  async #countUnread(
    keys: readonly string[],
    put: (key: string, result: Result) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const states = await this.#poll(
      keys.filter((key) => !this.#alone.has(key)),
      signal,
    );
    for (const [key, state] of states) {
      const known = this.#known.get(key);
      if (known === undefined || state === undefined || state instanceof TicketError) continue;
      put(key, this.#toTicket(known, known.detail.status, state.unread_num));
    }
  }

  #toTicket({ detail }: Known, status: number, unread: number | undefined): Ticket {
    return readWatchedCase(detail, { status, unread }, this.#reader);
  }

  /**
   * What polls say of each: `undefined`: nothing, so that it has to be looked at closely; an error is the connection's.
   */
  async #poll(
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, OsmState | TicketError | undefined>> {
    const results = new Map<string, OsmState | TicketError | undefined>();
    let verdict: TicketError | undefined;
    for (const [group, own] of Map.groupBy(keys, (key) => this.#known.get(key)?.group)) {
      for (let start = 0; start < own.length;) {
        const part = own.slice(start, start + this.#pollSize);
        start += part.length;
        const states = verdict ?? (await this.#pollPart(part, group, signal));
        if (states instanceof TicketError) verdict = states;
        for (const key of part) results.set(key, states instanceof TicketError ? states : states.get(key));
      }
    }
    return results;
  }

  /** One that is not there spoils the whole: then each half is asked for by itself. */
  async #pollPart(
    keys: readonly string[],
    group: Group,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, OsmState> | TicketError> {
    try {
      return await this.#ask(keys, group, signal);
    } catch (error) {
      if (!(error instanceof TicketError)) throw error;
      if (isOfConnection(error)) return error;
      const [only, ...others] = keys;
      if (only === undefined) return new Map();
      if (others.length === 0) {
        this.#alone.add(only);
        return new Map();
      }
      const middle = Math.ceil(keys.length / 2);
      const halves = [keys.slice(0, middle), keys.slice(middle)];
      const states = new Map<string, OsmState>();
      let areWhole = true;
      for (const half of halves) {
        const answer = await this.#pollPart(half, group, signal);
        if (answer instanceof TicketError) return answer;
        areWhole &&= half.every((key) => answer.has(key));
        for (const [key, state] of answer) states.set(key, state);
      }
      // Nothing was wrong with any of them: there were too many.
      if (areWhole) this.#pollSize = Math.max(smallestPoll, Math.min(this.#pollSize, middle));
      return states;
    }
  }

  async #ask(keys: readonly string[], group: Group, signal: AbortSignal): Promise<ReadonlyMap<string, OsmState>> {
    const states = new Map<string, OsmState>();
    for (const state of await this.#client.countUnread(keys, group, signal)) states.set(state.incident_id, state);
    const missing = keys.filter((key) => states.get(key)?.status === undefined);
    // It may name those with unread messages only; the other poll has the status of all.
    if (missing.length > 0) {
      for (const { incident_id: id, status } of await this.#client.pollStates(missing, group, signal)) {
        states.set(id, { incident_id: id, status, unread_num: states.get(id)?.unread_num ?? 0 });
      }
    }
    return states;
  }
}
