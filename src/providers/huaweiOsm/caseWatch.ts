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
/** Polls that one look may spend to find what spoils the others: two tickets in a hundred take fewer. */
const longestSearch = 30;
/** So long polls remember what went wrong with them: it may have been the network's fault. Milliseconds. */
const memory = 10 * 60_000;
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

interface PollResult {
  /** An error is the connection's. */
  readonly states: ReadonlyMap<string, OsmState | TicketError>;
  /** What polls failed with that is the fault of no ticket in them. */
  readonly oddity: TicketError | undefined;
}

interface Search {
  pollsLeft: number;
}

/**
 * Looks at many tickets: closely at first and where a status has changed, else by polls that tell the status and the
 * unread messages of many in one request.
 */
export class CaseWatch {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #reader: Reader;
  readonly #known = new Map<string, Known>();
  /**
   * They would spoil the poll of the others, so each has one of its own, until then; milliseconds since 1970 UTC.
   */
  readonly #aloneUntil = new Map<string, number>();
  #pollSize = largestPoll;
  /** From then on a larger poll is tried; milliseconds since 1970 UTC. */
  #growsAt = 0;

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
    const familiar = keys.filter((key) => this.#known.has(key));
    const { states, oddity } = await this.#poll(familiar, signal);
    const toRead = keys.filter((key) => !states.has(key));
    for (const [key, state] of states) {
      const known = this.#known.get(key);
      if (state instanceof TicketError) put(key, state);
      else if (known === undefined || state.status !== known.detail.status) toRead.push(key);
      else put(key, this.#toTicket(known, state.status, state.unread_num));
    }
    const found = await this.#readClosely(toRead, oddity, put, signal);
    await this.#countUnread(found, put, signal);
  }

  /**
   * Gives each result to `put`; tells which could be read.
   * @param oddity what polls have failed with, whatever was in them: a few tickets that fail so, too, stand for the rest
   */
  async #readClosely(
    keys: readonly string[],
    oddity: TicketError | undefined,
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
        if (verdict !== undefined) {
          put(key, verdict);
          continue;
        }
        try {
          const known = this.note(key, await this.#cases.show(key, signal));
          found.push(key);
          put(key, this.#toTicket(known, known.detail.status, undefined));
          failuresInARow = 0;
        } catch (error) {
          if (!(error instanceof TicketError)) throw error;
          this.#known.delete(key);
          put(key, error);
          const isOdd = error.code === oddity?.code;
          if (!isOdd && !isOfConnection(error)) continue;
          failuresInARow += 1;
          const mayPass = isOdd || error.code === 'unavailable';
          if (!mayPass || failuresInARow >= maxFailuresInARow) verdict ??= error;
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
    const { states } = await this.#poll(
      keys.filter((key) => !this.#aloneUntil.has(key)),
      signal,
    );
    for (const [key, state] of states) {
      const known = this.#known.get(key);
      if (known === undefined || state instanceof TicketError) continue;
      put(key, this.#toTicket(known, known.detail.status, state.unread_num));
    }
  }

  #toTicket({ detail }: Known, status: number, unread: number | undefined): Ticket {
    return readWatchedCase(detail, { status, unread }, this.#reader);
  }

  /** What polls say of each; those that are missing in it have to be looked at closely. */
  async #poll(keys: readonly string[], signal: AbortSignal): Promise<PollResult> {
    this.#forgetTroubles();
    const states = new Map<string, OsmState | TicketError>();
    const search: Search = { pollsLeft: longestSearch };
    let verdict: TicketError | undefined;
    let oddity: TicketError | undefined;
    for (const [group, own] of Map.groupBy(keys, (key) => this.#known.get(key)?.group)) {
      for (const part of this.#divide(own)) {
        const answer = verdict ?? (await this.#pollPart(part, group, search, signal));
        if (answer instanceof TicketError) {
          verdict = answer;
          for (const key of part) states.set(key, answer);
          continue;
        }
        for (const [key, state] of answer.states) states.set(key, state);
        oddity ??= answer.oddity;
        // The other polls of this group would fare no better.
        if (answer.oddity !== undefined) break;
      }
    }
    return { states, oddity };
  }

  #divide(keys: readonly string[]): readonly (readonly string[])[] {
    const alone = keys.filter((key) => this.#aloneUntil.has(key)).map((key) => [key]);
    const others = keys.filter((key) => !this.#aloneUntil.has(key));
    const parts: (readonly string[])[] = [];
    for (let start = 0; start < others.length; start += this.#pollSize) {
      parts.push(others.slice(start, start + this.#pollSize));
    }
    return [...parts, ...alone];
  }

  /**
   * One that is not there spoils the whole: then each half is asked for by itself, and halved in its turn. Where both
   * halves make no sense or are forbidden, it is not one ticket's fault.
   * @returns an error when it is the connection's
   */
  async #pollPart(
    keys: readonly string[],
    group: Group,
    search: Search,
    signal: AbortSignal,
  ): Promise<PollResult | TicketError> {
    const states = new Map<string, OsmState>();
    /** Whether all went well; an error is this poll's. */
    const ask = async (part: readonly string[]): Promise<true | TicketError> => {
      try {
        for (const [key, state] of await this.#ask(part, group, signal)) states.set(key, state);
        return true;
      } catch (error) {
        if (error instanceof TicketError) return error;
        throw error;
      }
    };
    const whole = await ask(keys);
    if (whole === true) return { states, oddity: undefined };
    if (isOfConnection(whole)) return whole;
    const spoilt = [keys];
    for (let part = spoilt.shift(); part !== undefined; part = spoilt.shift()) {
      const [only, ...others] = part;
      if (only !== undefined && others.length === 0) {
        this.#aloneUntil.set(only, this.#aloneUntil.get(only) ?? Date.now() + memory);
        continue;
      }
      if (search.pollsLeft < 2) break;
      search.pollsLeft -= 2;
      const middle = Math.ceil(part.length / 2);
      const halves = [part.slice(0, middle), part.slice(middle)] as const;
      const left = await ask(halves[0]);
      const right = left !== true && isOfConnection(left) ? left : await ask(halves[1]);
      for (const answer of [left, right]) if (answer !== true && isOfConnection(answer)) return answer;
      // Nothing was wrong with any of them: there were too many.
      if (left === true && right === true) this.#pollFewer(middle);
      if (left !== true && right !== true && part === keys && isNobodys(left) && isNobodys(right)) {
        // Or the address was too long, which not every server says in a way that is understood.
        if (left.code === 'unexpectedResponse') this.#pollFewer(middle);
        return { states, oddity: left };
      }
      if (left !== true) spoilt.push(halves[0]);
      if (right !== true) spoilt.push(halves[1]);
    }
    return { states, oddity: undefined };
  }

  #pollFewer(size: number): void {
    this.#pollSize = Math.max(smallestPoll, Math.min(this.#pollSize, size));
    this.#growsAt = Date.now() + memory;
  }

  #forgetTroubles(): void {
    const now = Date.now();
    for (const [key, end] of this.#aloneUntil) if (end <= now) this.#aloneUntil.delete(key);
    if (this.#pollSize === largestPoll || now < this.#growsAt) return;
    this.#pollSize = Math.min(largestPoll, 2 * this.#pollSize);
    this.#growsAt = now + memory;
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

/** It may be one ticket's fault; when two polls of different tickets end so, it is not. */
function isNobodys({ code }: TicketError): boolean {
  return code === 'unexpectedResponse' || code === 'forbidden';
}
