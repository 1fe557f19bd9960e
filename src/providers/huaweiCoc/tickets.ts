import { TicketError } from '../../domain/errors.ts';
import type { Ticket, TicketDetail, TicketRef } from '../../domain/ticket.ts';
import { BadRow, maxPerPage, type CocClient, type Rows } from './client.ts';
import { isOfConnection } from './connectionFailure.ts';
import { incidentDetails, issueDetails, warRoomDetails } from './details.ts';
import { EnumNames } from './enumNames.ts';
import type { IncidentTasks } from './incidentTasks.ts';
import { readIncident, readIssue, readWarRoom, toIncident, withForms, type ReadTicket } from './mapper.ts';
import type { Reader } from './reader.ts';
import type { CocIncident, CocIncidentDetail } from './schema.ts';
import { incidentStage } from './statuses.ts';
import { kindOf, type TicketKind } from './ticketNumbers.ts';

/** Tasks of incidents that are read at a time. */
const parallelReads = 5;
/** Failures of the network in a row after which the rest is not even tried. */
const maxFailuresInARow = 3;

type Put = (key: string, result: Ticket | TicketError) => void;

/** Reads tickets of all kinds: one whole, or many for watching. */
export class CocTickets {
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

  /** A ticket, what can be done to it, and its details. */
  async read(key: string, signal: AbortSignal): Promise<ReadTicket & { readonly details: readonly TicketDetail[] }> {
    const reader = await this.#readReader(signal);
    switch (kindOf(key)) {
      case 'issue': {
        const issue = await this.#client.getIssue(key, signal);
        const read = readIssue(this.#toRef(key), issue, reader);
        const hasForm = read.actions.some(({ input }) => input.kind === 'form' && input.belongsToStep);
        return { ...read, details: issueDetails(issue, reader, hasForm) };
      }
      case 'incident': {
        const [{ incident, detail }, tasks] = await Promise.all([
          this.#readIncident(key, signal),
          this.#tasks.read(key, signal),
        ]);
        this.#tasks.remember(incident, tasks);
        const read = readIncident(this.#toRef(key), incident, tasks, reader);
        return { ...read, details: incidentDetails(incident, detail, reader) };
      }
      case 'warRoom': {
        const { rows } = await this.#client.listWarRooms({ numbers: [key], offset: 0, limit: 1 }, signal);
        const [room] = rows;
        if (room === undefined) throw new TicketError('notFound', { detail: 'no such war room' });
        if (room instanceof BadRow) throw badRow();
        return {
          ticket: readWarRoom(this.#toRef(key), room, reader),
          actions: [],
          details: warRoomDetails(room, reader),
        };
      }
      case undefined:
        throw new TicketError('notFound', { detail: 'no number of COC' });
    }
  }

  /** With forms and details. */
  async readWhole(key: string, signal: AbortSignal): Promise<Ticket> {
    const { details, ...read } = await this.read(key, signal);
    return { ...withForms(read), details };
  }

  /** As `TicketProvider.readTickets`. */
  async readMany(
    keys: readonly string[],
    signal: AbortSignal,
    onResult: Put | undefined,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    const results = new Map<string, Ticket | TicketError>();
    const put: Put = (key, result) => {
      results.set(key, result);
      onResult?.(key, result);
    };
    if (keys.length === 0) return results;
    const reader = await this.#readReader(signal);
    const byKind = Map.groupBy(new Set(keys), kindOf);
    const ofKind = (kind: TicketKind): readonly string[] => byKind.get(kind) ?? [];
    for (const key of byKind.get(undefined) ?? [])
      put(key, new TicketError('notFound', { detail: 'no number of COC' }));

    const failures: TicketError[] = [];
    const readRows = async <T>(
      wanted: readonly string[],
      list: (chunk: readonly string[]) => Promise<Rows<T>>,
      numberOf: (row: T) => string,
    ): Promise<ReadonlyMap<string, T>> => {
      const found = new Map<string, T>();
      for (const [key, row] of await readInChunks(wanted, list, numberOf, failures)) {
        if (row instanceof TicketError) put(key, row);
        else found.set(key, row);
      }
      return found;
    };
    const filterBy = (chunk: readonly string[]) => ({
      filters: [{ field: 'ticket_id', operator: 'in' as const, values: chunk }],
      page: 1,
      perPage: maxPerPage,
    });

    const issues = await readRows(
      ofKind('issue'),
      (chunk) => this.#client.listIssues(filterBy(chunk), signal),
      (row) => row.ticket_id,
    );
    for (const [key, issue] of issues) put(key, readIssue(this.#toRef(key), issue, reader).ticket);
    const rooms = await readRows(
      ofKind('warRoom'),
      (numbers) => this.#client.listWarRooms({ numbers, offset: 0, limit: maxPerPage }, signal),
      (row) => row.war_room_num,
    );
    for (const [key, room] of rooms) put(key, readWarRoom(this.#toRef(key), room, reader));
    const incidents = await readRows(
      ofKind('incident'),
      (chunk) => this.#client.listIncidents(filterBy(chunk), signal),
      (row) => row.ticket_id,
    );
    failures.push(...(await this.#readTasks(incidents, reader, put, signal)));

    const [failure] = failures;
    const hasOne = [...results.values()].some((result) => !(result instanceof TicketError));
    const isOfAll =
      failures.length > 0 && [...results.values()].every((each) => failures.includes(each as TicketError)); // the others are tickets
    if (!hasOne && failure !== undefined && isOfAll) throw failure;
    return new Map(keys.map((key) => [key, results.get(key) ?? missing(false)]));
  }

  /** Gives each incident to `put`; returns the failures that are the connection's. */
  async #readTasks(
    incidents: ReadonlyMap<string, CocIncident>,
    reader: Reader,
    put: Put,
    signal: AbortSignal,
  ): Promise<readonly TicketError[]> {
    const queue = [...incidents];
    const failures: TicketError[] = [];
    let failuresInARow = 0;
    /** Why the rest is not tried. */
    let verdict: TicketError | undefined;
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [key, incident] = next;
        try {
          if (verdict !== undefined) throw verdict;
          const stage = incidentStage(incident, new EnumNames(incident.enum_data_list, reader.language));
          const tasks = await this.#tasks.readKnown(incident, stage, signal);
          put(key, readIncident(this.#toRef(key), incident, tasks, reader).ticket);
          failuresInARow = 0;
        } catch (error) {
          if (!(error instanceof TicketError)) throw error;
          put(key, error);
          if (!isOfConnection(error)) continue;
          failures.push(error);
          failuresInARow += 1;
          if (error.code !== 'unavailable' || failuresInARow >= maxFailuresInARow) verdict ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelReads, incidents.size) }, work));
    return failures;
  }

  /** From both doors: v2 has what lists have, v1 has more. One of them will do. */
  async #readIncident(
    key: string,
    signal: AbortSignal,
  ): Promise<{ readonly incident: CocIncident; readonly detail: CocIncidentDetail | undefined }> {
    const query = { filters: [{ field: 'ticket_id', operator: '=' as const, values: [key] }], page: 1, perPage: 1 };
    const [listed, detail] = await Promise.all([
      orError(this.#client.listIncidents(query, signal)),
      orError(this.#client.getIncidentDetail(key, signal)),
    ]);
    const row = listed instanceof TicketError ? undefined : listed.rows[0];
    const known = detail instanceof TicketError ? undefined : detail;
    if (row !== undefined && !(row instanceof BadRow)) {
      if (detail instanceof TicketError && isOfConnection(detail) && detail.code !== 'forbidden') throw detail;
      return { incident: row, detail: known };
    }
    if (listed instanceof TicketError && isOfConnection(listed) && listed.code !== 'forbidden') throw listed;
    if (known !== undefined) return { incident: toIncident(known), detail: known };
    if (detail instanceof TicketError && detail.code === 'notFound' && detail.hint === undefined) throw detail;
    if (row instanceof BadRow) throw badRow();
    throw listed instanceof TicketError ? listed : detail;
  }
}

/** The failure of a promise as a value; anything but a {@link TicketError} is thrown. */
async function orError<T>(promise: Promise<T>): Promise<T | TicketError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof TicketError) return error;
    throw error;
  }
}

/**
 * Rows by key, a chunk in a request.
 * @param failures takes what is not a matter of one ticket
 */
async function readInChunks<T>(
  keys: readonly string[],
  list: (chunk: readonly string[]) => Promise<Rows<T>>,
  numberOf: (row: T) => string,
  failures: TicketError[],
): Promise<ReadonlyMap<string, T | TicketError>> {
  const results = new Map<string, T | TicketError>();
  let verdict: TicketError | undefined;
  for (let start = 0; start < keys.length; start += maxPerPage) {
    const chunk = keys.slice(start, start + maxPerPage);
    const read = verdict ?? (await readChunk(chunk, list, numberOf));
    if (!(read instanceof TicketError)) {
      for (const [key, row] of read) results.set(key, row);
      continue;
    }
    if (isOfConnection(read)) verdict = read;
    if (!failures.includes(read)) failures.push(read);
    for (const key of chunk) results.set(key, read);
  }
  return results;
}

/**
 * An answer that makes no sense may be the fault of one ticket in it: then its half is halved until it stands alone. Where
 * both halves make no sense, it is not one ticket's fault.
 */
async function readChunk<T>(
  keys: readonly string[],
  list: (chunk: readonly string[]) => Promise<Rows<T>>,
  numberOf: (row: T) => string,
): Promise<ReadonlyMap<string, T | TicketError> | TicketError> {
  const read = async (chunk: readonly string[]) => {
    const answer = await orError(list(chunk));
    return answer instanceof TicketError ? answer : byKey(chunk, answer, numberOf);
  };
  const whole = await read(keys);
  if (!(whole instanceof TicketError) || whole.code !== 'unexpectedResponse' || keys.length === 1) return whole;
  const results = new Map<string, T | TicketError>();
  let bad = keys;
  let failure = whole;
  while (bad.length > 1) {
    const middle = Math.ceil(bad.length / 2);
    const halves = [bad.slice(0, middle), bad.slice(middle)] as const;
    const [left, right] = [await read(halves[0]), await read(halves[1])];
    if (left instanceof TicketError && right instanceof TicketError) {
      if (results.size === 0) return left;
      break;
    }
    for (const half of [left, right]) {
      if (half instanceof TicketError) failure = half;
      else for (const [key, row] of half) results.set(key, row);
    }
    if (!(left instanceof TicketError) && !(right instanceof TicketError)) return results;
    bad = left instanceof TicketError ? halves[0] : halves[1];
  }
  for (const key of bad) results.set(key, failure);
  return results;
}

function byKey<T>(
  keys: readonly string[],
  { rows }: Rows<T>,
  numberOf: (row: T) => string,
): ReadonlyMap<string, T | TicketError> {
  const found = new Map<string, T | TicketError>();
  for (const row of rows) {
    const number = row instanceof BadRow ? row.number : numberOf(row);
    if (number !== undefined) found.set(number.toUpperCase(), row instanceof BadRow ? badRow() : row);
  }
  const hasNameless = rows.some((row) => row instanceof BadRow && row.number === undefined);
  return new Map(keys.map((key) => [key, found.get(key.toUpperCase()) ?? missing(hasNameless)]));
}

/** A row that could not be read may have been the one. */
function missing(hasBadRow: boolean): TicketError {
  return hasBadRow ? badRow() : new TicketError('notFound', { detail: 'not in the list' });
}

function badRow(): TicketError {
  return new TicketError('unexpectedResponse', { detail: 'a row without number or status' });
}
