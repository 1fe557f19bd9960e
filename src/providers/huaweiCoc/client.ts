import type { ZodMiniType } from 'zod/mini';
import type { Disposable } from '../../base/disposable.ts';
import type { DownloadedFile, UploadRequest } from '../../domain/attachments.ts';
import type { CloudHttp } from '../huaweiCloud/cloudHttp.ts';
import type { RequestContent } from '../httpRequest.ts';
import { writeForm } from '../multipart.ts';
import type { ActionRequest } from './actions.ts';
import {
  CocChangeSubTicket,
  CocCreatedIncident,
  CocCreatedTicket,
  CocHistoryEntry,
  CocHistoryPage,
  CocIncident,
  CocIncidentDetail,
  CocIssue,
  CocNothing,
  CocTasks,
  CocTicketPage,
  CocUpload,
  CocWarRoom,
  CocWarRoomPage,
  inEnvelope,
  readRows,
  type CocPage,
  type CocTask,
} from './schema.ts';

/** One condition of a list (contract §2.5). */
export interface Filter {
  readonly field: string;
  readonly operator: 'in' | 'like' | '=' | '!=' | '>' | '<' | '>=' | '<=';
  /** Always text, whatever the field holds. */
  readonly values: readonly string[];
}

export interface TicketQuery {
  /** All of them hold. */
  readonly filters: readonly Filter[];
  /** From 1. */
  readonly page: number;
  /** At most {@link maxPerPage}. */
  readonly perPage: number;
}

export const maxPerPage = 200;

/** Of a history; beyond them the oldest entries are left out. */
const mostHistoryPages = 5;

export interface WarRoomQuery {
  readonly title?: string | undefined;
  readonly statusCodes?: readonly string[] | undefined;
  readonly incidentNumber?: string | undefined;
  /** With it, nothing else counts. */
  readonly numbers?: readonly string[] | undefined;
  /** Milliseconds since 1970 UTC; `undefined`: 30 days ago. */
  readonly startedFrom?: number | undefined;
  readonly startedTo?: number | undefined;
  /** Rows before the first one. */
  readonly offset: number;
  readonly limit: number;
}

export interface Rows<T> {
  /** Those that cannot be understood are {@link BadRow}s. */
  readonly rows: readonly (T | BadRow)[];
  /** Of the whole list; `undefined`: not told. */
  readonly total: number | undefined;
}

/** A row that could not be read. */
export class BadRow {
  /** Which ticket it is about; `undefined`: not even that can be told. */
  readonly number: string | undefined;

  constructor(number: string | undefined) {
    this.number = number;
  }
}

const issue = inEnvelope(CocIssue);
const incidentDetail = inEnvelope(CocIncidentDetail);
const ticketPage = inEnvelope(CocTicketPage);
const historyPage = inEnvelope(CocHistoryPage);
const warRoomPage = inEnvelope(CocWarRoomPage);
const tasks = inEnvelope(CocTasks);
const createdTicket = inEnvelope(CocCreatedTicket);
const createdIncident = inEnvelope(CocCreatedIncident);
const nothing = inEnvelope(CocNothing);

/** The interfaces of COC that are used, one method each. */
export class CocClient implements Disposable {
  readonly #http: CloudHttp;

  /** Takes over `http`. */
  constructor(http: CloudHttp) {
    this.#http = http;
  }

  /** @param id the number, or the key that a creation answers with */
  getIssue(id: string, signal: AbortSignal): Promise<CocIssue> {
    return this.#get(`/v1/issues_mgmt/tickets/${encodeURIComponent(id)}`, {}, issue, signal);
  }

  listIssues(query: TicketQuery, signal: AbortSignal): Promise<Rows<CocIssue>> {
    return this.#list('/v1/issues_mgmt/list-tickets', listBody(query, 'issues_mgmt'), CocIssue, signal);
  }

  /** The latest thousand, oldest first. */
  listIssueHistories(id: string, signal: AbortSignal): Promise<readonly CocHistoryEntry[]> {
    const filter = { operator: '=', field: 'ticket_id', name: 'f0', values: [id] };
    return this.#readHistory('/v1/issues_mgmt/list-histories', { string_filters: [filter] }, signal);
  }

  async actOnIssue(id: string, { wireKey: action, params }: ActionRequest, signal: AbortSignal): Promise<void> {
    await this.#write('/v1/issues_mgmt/actions', { ticket_id: id, action, params }, nothing, signal);
  }

  createIssue(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CocCreatedTicket> {
    return this.#write('/v1/issues_mgmt/tickets', body, createdTicket, signal);
  }

  listIncidents(query: TicketQuery, signal: AbortSignal): Promise<Rows<CocIncident>> {
    return this.#list('/v2/incidents/list', listBody(query, 'incident'), CocIncident, signal);
  }

  getIncidentDetail(id: string, signal: AbortSignal): Promise<CocIncidentDetail> {
    return this.#get(`/v1/external/incident/${encodeURIComponent(id)}`, {}, incidentDetail, signal);
  }

  /** What may be done to an incident now. */
  listIncidentTasks(id: string, signal: AbortSignal): Promise<readonly CocTask[]> {
    return this.#get(`/v2/incidents/${encodeURIComponent(id)}/tasks`, {}, tasks, signal);
  }

  /** The latest thousand, oldest first. */
  listIncidentHistories(id: string, signal: AbortSignal): Promise<readonly CocHistoryEntry[]> {
    return this.#readHistory(`/v2/incidents/${encodeURIComponent(id)}/histories`, {}, signal);
  }

  async actOnIncident(
    id: string,
    { wireKey: action, taskId, params }: ActionRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const path = `/v2/incidents/${encodeURIComponent(id)}/actions`;
    await this.#write(path, { task_id: taskId, action, params }, nothing, signal);
  }

  /** @returns the number of the new incident */
  async createIncident(body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<string> {
    return (await this.#write('/v1/external/incident/create', body, createdIncident, signal)).incident_num;
  }

  async listWarRooms(query: WarRoomQuery, signal: AbortSignal): Promise<Rows<CocWarRoom>> {
    const body = {
      limit: query.limit,
      offset: query.offset,
      title: query.title,
      status: query.statusCodes,
      incident_num: query.incidentNumber,
      war_room_nums: query.numbers,
      triggered_start_time: query.startedFrom,
      triggered_end_time: query.startedTo,
    };
    const page = await this.#read('/v1/external/warrooms/list', body, warRoomPage, signal);
    return toRows(page, CocWarRoom, 'war_room_num');
  }

  /** The first hundred parts of a change. */
  async listChangeSubTickets(id: string, signal: AbortSignal): Promise<readonly CocChangeSubTicket[]> {
    const path = `/v1/change/tickets/${encodeURIComponent(id)}/list-sub-tickets`;
    const { rows } = await this.#get(path, { type: 'child_ticket', limit: '100' }, ticketPage, signal);
    return readRows(rows, CocChangeSubTicket);
  }

  /** The path says "incident" whatever the file is for (contract §2.6). */
  upload({ name, bytes }: UploadRequest, onSent: RequestContent['onSent'], signal: AbortSignal): Promise<CocUpload> {
    const part = { name: 'file', fileName: name, mediaType: 'application/octet-stream', bytes };
    const content = writeForm([part], onSent);
    const path = '/v1/incident/attachments';
    return this.#http.send({ kind: 'write', method: 'POST', path, content, schema: CocUpload }, signal);
  }

  download(id: string, signal: AbortSignal): Promise<DownloadedFile> {
    const path = `/v1/incident/attachments/${encodeURIComponent(id)}`;
    return this.#http.download({ kind: 'read', method: 'GET', path }, signal);
  }

  dispose(): void {
    this.#http.dispose();
  }

  async #list<T>(path: string, body: unknown, row: ZodMiniType<T>, signal: AbortSignal): Promise<Rows<T>> {
    return toRows(await this.#read(path, body, ticketPage, signal), row, 'ticket_id');
  }

  /** Takes the parameters of the lists, so that without any only ten would come (contract §2.5). */
  async #readHistory(path: string, filters: object, signal: AbortSignal): Promise<readonly CocHistoryEntry[]> {
    const rows: unknown[] = [];
    for (let page = 1; page <= mostHistoryPages; page += 1) {
      const sorting = { sort_filter: sortBy('start_time', 'desc'), page, per_page: maxPerPage, contain_total: true };
      const answer = await this.#read(path, { ...filters, ...sorting }, historyPage, signal);
      rows.push(...answer.rows);
      // Who gives more or fewer gives all there is.
      if (answer.rows.length !== maxPerPage || rows.length >= (answer.total ?? Infinity)) break;
    }
    return readRows(rows.toReversed(), CocHistoryEntry);
  }

  #get<T>(
    path: string,
    query: Readonly<Record<string, string>>,
    schema: ZodMiniType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    return this.#http.send({ kind: 'read', method: 'GET', path, query, schema }, signal);
  }

  /** A read, although it is a POST. */
  #read<T>(path: string, body: unknown, schema: ZodMiniType<T>, signal: AbortSignal): Promise<T> {
    return this.#http.send({ kind: 'read', method: 'POST', path, body, schema }, signal);
  }

  #write<T>(path: string, body: unknown, schema: ZodMiniType<T>, signal: AbortSignal): Promise<T> {
    return this.#http.send({ kind: 'write', method: 'POST', path, body, schema }, signal);
  }
}

/** Without `condition`: all filters hold by default, and v1 does not know it. */
function listBody({ filters, page, perPage }: TicketQuery, ticketType: string) {
  return {
    string_filters: filters.map(({ field, operator, values }, index) => ({
      operator,
      field,
      name: `f${index}`,
      values,
    })),
    sort_filter: sortBy('create_time', 'desc'),
    page,
    per_page: perPage,
    contain_total: true,
    contain_all: false,
    contain_sub_ticket: false,
    ticket_types: [ticketType],
  };
}

/** The field's name is its value, too. */
function sortBy(field: string, operator: 'asc' | 'desc') {
  return { operator, field, name: field, values: [field] };
}

function toRows<T>({ rows, total }: CocPage, schema: ZodMiniType<T>, numberKey: string): Rows<T> {
  return {
    rows: rows.map((row) => {
      const parsed = schema.safeParse(row);
      return parsed.success ? parsed.data : new BadRow(readNumber(row, numberKey));
    }),
    total,
  };
}

function readNumber(row: unknown, key: string): string | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const number: unknown = Object.entries(row).find(([name]) => name === key)?.[1];
  return typeof number === 'string' ? number : undefined;
}
