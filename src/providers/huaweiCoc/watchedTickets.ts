import { TicketError } from '../../domain/errors.ts';
import type { Ticket, TicketRef } from '../../domain/ticket.ts';
import { readInChunks } from './chunks.ts';
import { maxPerPage, type CocClient, type Rows, type TicketQuery } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';
import { EnumNames } from './enumNames.ts';
import type { IncidentTasks } from './incidentTasks.ts';
import { readIncident, readIssue, readWarRoom } from './mapper.ts';
import { isMe, type Reader } from './reader.ts';
import type { CocIncident } from './schema.ts';
import { incidentStage } from './statuses.ts';
import { kindOf, type TicketKind } from './ticketNumbers.ts';

/** Incidents whose tasks are read at a time. */
const parallelReads = 5;
/** Failures of the network in a row after which the rest is not even tried. */
const maxFailuresInARow = 3;

type OnResult = (key: string, result: Ticket | TicketError) => void;

/** Reads many tickets for watching, a list in place of single reads. */
export class WatchedTickets {
  readonly #client: CocClient;
  readonly #tasks: IncidentTasks;
  readonly #readReader: (signal: AbortSignal) => Promise<Reader>;
  readonly #toRef: (key: string) => TicketRef;

  constructor(
    client: CocClient,
    tasks: IncidentTasks,
    readReader: (signal: AbortSignal) => Promise<Reader>,
    toRef: (key: string) => TicketRef,
  ) {
    this.#client = client;
    this.#tasks = tasks;
    this.#readReader = readReader;
    this.#toRef = toRef;
  }

  /** As `TicketProvider.readTickets`. */
  async read(
    keys: readonly string[],
    signal: AbortSignal,
    onResult: OnResult | undefined,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    if (keys.length === 0) return new Map();
    const reader = await this.#readReader(signal);
    const reading = new Reading(keys, onResult);
    await Promise.all([
      this.#readIssues(reading, reader, signal),
      this.#readIncidents(reading, reader, signal),
      this.#readWarRooms(reading, reader, signal),
    ]);
    return reading.finish();
  }

  async #readIssues(reading: Reading, reader: Reader, signal: AbortSignal): Promise<void> {
    const issues = await reading.readRows(
      'issue',
      (numbers) => this.#client.listIssues(queryFor(numbers), signal),
      (row) => row.ticket_id,
    );
    for (const [key, issue] of issues) reading.put(key, readIssue(this.#toRef(key), issue, reader).ticket);
  }

  async #readWarRooms(reading: Reading, reader: Reader, signal: AbortSignal): Promise<void> {
    const rooms = await reading.readRows(
      'warRoom',
      (numbers) => this.#client.listWarRooms({ numbers, offset: 0, limit: maxPerPage }, signal),
      (row) => row.war_room_num,
    );
    for (const [key, room] of rooms) reading.put(key, readWarRoom(this.#toRef(key), room, reader));
  }

  async #readIncidents(reading: Reading, reader: Reader, signal: AbortSignal): Promise<void> {
    const incidents = await reading.readRows(
      'incident',
      (numbers) => this.#client.listIncidents(queryFor(numbers), signal),
      (row) => row.ticket_id,
    );
    // Those that wait for the user first: their tasks may take a while.
    const queue = [...incidents].toSorted(([, left], [, right]) => rank(left, reader) - rank(right, reader));
    let failuresInARow = 0;
    /** Why the rest is not tried. */
    let verdict: TicketError | undefined;
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [key, incident] = next;
        try {
          if (verdict !== undefined) throw verdict;
          const stage = incidentStage(incident, namesOf(incident, reader));
          const tasks = await this.#tasks.readKnown(incident, stage, signal);
          reading.put(key, readIncident(this.#toRef(key), incident, tasks, reader).ticket);
          failuresInARow = 0;
        } catch (error) {
          if (!(error instanceof TicketError)) throw error;
          reading.put(key, error);
          if (!isOfConnection(error)) continue;
          reading.failures.push(error);
          failuresInARow += 1;
          if (error.code !== 'unavailable' || failuresInARow >= maxFailuresInARow) verdict ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelReads, incidents.size) }, work));
  }
}

/** The results of one reading as they come in. */
class Reading {
  readonly #keys: readonly string[];
  readonly #byKind: ReadonlyMap<TicketKind | undefined, readonly string[]>;
  readonly #onResult: OnResult | undefined;
  readonly #results = new Map<string, Ticket | TicketError>();
  /** What is not a matter of one ticket. */
  readonly failures: TicketError[] = [];

  constructor(keys: readonly string[], onResult: OnResult | undefined) {
    this.#keys = keys;
    this.#byKind = Map.groupBy(new Set(keys), kindOf);
    this.#onResult = onResult;
    for (const key of this.#byKind.get(undefined) ?? []) {
      this.put(key, new TicketError('notFound', { detail: 'no number of COC' }));
    }
  }

  put(key: string, result: Ticket | TicketError): void {
    this.#results.set(key, result);
    this.#onResult?.(key, result);
  }

  /** The rows of the tickets of one kind; those without are put down as errors. */
  async readRows<T>(
    kind: TicketKind,
    list: (numbers: readonly string[]) => Promise<Rows<T>>,
    numberOf: (row: T) => string,
  ): Promise<ReadonlyMap<string, T>> {
    const rows = new Map<string, T>();
    for (const [key, row] of await readInChunks(this.#byKind.get(kind) ?? [], list, numberOf, this.failures)) {
      if (row instanceof TicketError) this.put(key, row);
      else rows.set(key, row);
    }
    return rows;
  }

  /** @throws TicketError where no ticket could be read for a reason that is not one ticket's */
  finish(): ReadonlyMap<string, Ticket | TicketError> {
    const [failure] = this.failures;
    const failures = new Set<Ticket | TicketError>(this.failures);
    if (failure !== undefined && [...this.#results.values()].every((result) => failures.has(result))) throw failure;
    return new Map(this.#keys.map((key) => [key, this.#results.get(key) ?? new TicketError('notFound')]));
  }
}

function queryFor(numbers: readonly string[]): TicketQuery {
  return { filters: [{ field: 'ticket_id', operator: 'in', values: numbers }], page: 1, perPage: maxPerPage };
}

function rank(incident: CocIncident, reader: Reader): number {
  const names = namesOf(incident, reader);
  return incident.assignee.some((id) => isMe(id, names, reader)) ? 0 : 1;
}

function namesOf({ enum_data_list: entries }: CocIncident, { language }: Reader): EnumNames {
  return new EnumNames(entries, language);
}
