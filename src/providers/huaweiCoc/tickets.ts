import { TicketError } from '../../domain/errors.ts';
import type { Ticket, TicketDetail, TicketRef } from '../../domain/ticket.ts';
import { badRow, orError } from './chunks.ts';
import { BadRow, type CocClient, type TicketQuery } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';
import { incidentDetails, issueDetails, warRoomDetails } from './details.ts';
import type { IncidentTasks } from './incidentTasks.ts';
import { readIncident, readIssue, readWarRoom, toIncident, withForms, type ReadTicket } from './mapper.ts';
import type { Reader } from './reader.ts';
import type { CocIncident, CocIncidentDetail } from './schema.ts';
import { kindOf } from './ticketNumbers.ts';

interface ReadWithDetails extends ReadTicket {
  readonly readDetails: () => readonly TicketDetail[];
}

interface FoundIncident {
  readonly incident: CocIncident;
  readonly detail: CocIncidentDetail | undefined;
}

/** Reads tickets of all kinds, each whole. */
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

  /** With forms and details. */
  async readWhole(key: string, signal: AbortSignal): Promise<Ticket> {
    const { readDetails, ...read } = await this.#read(key, true, signal);
    return { ...withForms(read), details: readDetails() };
  }

  /** What can be done to a ticket now. */
  readActions(key: string, signal: AbortSignal): Promise<ReadTicket> {
    return this.#read(key, false, signal);
  }

  async #read(key: string, isWhole: boolean, signal: AbortSignal): Promise<ReadWithDetails> {
    const reader = await this.#readReader(signal);
    switch (kindOf(key)) {
      case 'issue': {
        const issue = await this.#client.getIssue(key, signal);
        const read = readIssue(this.#toRef(key), issue, reader);
        const hasForm = read.actions.some(({ input }) => input.kind === 'form' && input.belongsToStep);
        return { ...read, readDetails: () => issueDetails(issue, reader, hasForm) };
      }
      case 'incident': {
        const [{ incident, detail }, tasks] = await Promise.all([
          isWhole ? this.#readIncident(key, signal) : this.#readRow(key, signal),
          this.#tasks.read(key, signal),
        ]);
        this.#tasks.remember(incident, tasks);
        const read = readIncident(this.#toRef(key), incident, tasks, reader);
        return { ...read, readDetails: () => incidentDetails(incident, detail, reader) };
      }
      case 'warRoom': {
        const { rows } = await this.#client.listWarRooms({ numbers: [key], offset: 0, limit: 1 }, signal);
        const [room] = rows;
        if (room === undefined) throw new TicketError('notFound', { detail: 'no such war room' });
        if (room instanceof BadRow) throw badRow();
        return {
          ticket: readWarRoom(this.#toRef(key), room, reader),
          actions: [],
          readDetails: () => warRoomDetails(room, reader),
        };
      }
      case undefined:
        throw new TicketError('notFound', { detail: 'no number of COC' });
    }
  }

  /** From the list alone where that will do. */
  async #readRow(key: string, signal: AbortSignal): Promise<FoundIncident> {
    const listed = await orError(this.#client.listIncidents(queryFor(key), signal));
    const row = listed instanceof TicketError ? undefined : listed.rows[0];
    if (row === undefined || row instanceof BadRow) return this.#readIncident(key, signal);
    return { incident: row, detail: undefined };
  }

  /** From both doors: v2 has what lists have, v1 has more. One of them will do. */
  async #readIncident(key: string, signal: AbortSignal): Promise<FoundIncident> {
    const [listed, detail] = await Promise.all([
      orError(this.#client.listIncidents(queryFor(key), signal)),
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

function queryFor(key: string): TicketQuery {
  return { filters: [{ field: 'ticket_id', operator: '=', values: [key] }], page: 1, perPage: 1 };
}
