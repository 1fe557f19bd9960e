import { waitsForMe } from '../../domain/changes.ts';
import { TicketError } from '../../domain/errors.ts';
import type {
  ListDefinition,
  ListedService,
  ListedTicket,
  ListFilter,
  ListFilterName,
  ListKind,
  ListPage,
  ListQuery,
  TicketLists,
} from '../../domain/lists.ts';
import { message, type Message } from '../../domain/message.ts';
import type { Ticket, TicketRef, TicketStatus } from '../../domain/ticket.ts';
import { BadRow, type CocClient, type Filter, type Rows } from './client.ts';
import { incidentStatuses, issueStatuses, warRoomStatuses, type CodeTable } from './codes.ts';
import { readIncident, readIssue, readWarRoom } from './mapper.ts';
import type { Reader } from './reader.ts';
import type { TicketKind } from './ticketNumbers.ts';

const pageSize = 50;

interface ListDesign {
  readonly key: string;
  readonly kind: ListKind;
  readonly label: Message;
  readonly of: TicketKind;
  /** The field that holds the user; `undefined`: it is everybody's. */
  readonly mine: 'assignee' | 'creator' | undefined;
}

const designs: readonly ListDesign[] = [
  { key: 'myIssues', kind: 'toDo', label: message('My open issues'), of: 'issue', mine: 'assignee' },
  { key: 'myIncidents', kind: 'toDo', label: message('My open incidents'), of: 'incident', mine: 'assignee' },
  { key: 'createdIssues', kind: 'created', label: message('Issues I created'), of: 'issue', mine: 'creator' },
  { key: 'createdIncidents', kind: 'created', label: message('Incidents I created'), of: 'incident', mine: 'creator' },
  { key: 'issues', kind: 'all', label: message('All issues'), of: 'issue', mine: undefined },
  { key: 'incidents', kind: 'all', label: message('All incidents'), of: 'incident', mine: undefined },
  { key: 'warRooms', kind: 'all', label: message('War rooms'), of: 'warRoom', mine: undefined },
];

const filterNames: readonly ListFilterName[] = ['text', 'status', 'created'];

const meUnknown = message(
  'COC lists by IAM user ID, and yours is not known. Enter it in the settings of the connection ("My Credentials", "IAM User ID").',
);

export class CocLists implements TicketLists {
  readonly #client: CocClient;
  readonly #readReader: (signal: AbortSignal) => Promise<Reader>;
  readonly #canKnowMe: boolean;
  readonly #toRef: (key: string) => TicketRef;
  /** Statuses by code: those that are published, and what the lists have shown since. */
  readonly #statuses = new Map<string, TicketStatus>();

  /** @param canKnowMe the user's id is known, or a sign-in will tell it */
  constructor(
    client: CocClient,
    locale: Pick<Reader, 'translate'>,
    readReader: (signal: AbortSignal) => Promise<Reader>,
    canKnowMe: boolean,
    toRef: (key: string) => TicketRef,
  ) {
    this.#client = client;
    this.#readReader = readReader;
    this.#canKnowMe = canKnowMe;
    this.#toRef = toRef;
    for (const table of [issueStatuses, incidentStatuses, warRoomStatuses]) this.#addStatuses(table, locale);
  }

  get definitions(): readonly ListDefinition[] {
    return designs.map(({ key, kind, label, mine }) => ({
      key,
      kind,
      label,
      unavailable: mine === undefined || this.#canKnowMe ? undefined : meUnknown,
      filters: filterNames,
    }));
  }

  get statuses(): readonly TicketStatus[] {
    return [...this.#statuses.values()];
  }

  /** Applications are another interface of COC's, which is not used: nothing can be filtered by them. */
  async readServices(signal: AbortSignal): Promise<readonly ListedService[]> {
    signal.throwIfAborted();
    return [];
  }

  async read({ listKey, filter, cursor }: ListQuery, signal: AbortSignal): Promise<ListPage> {
    const design = designs.find(({ key }) => key === listKey);
    if (design === undefined) throw new TicketError('notFound', { detail: 'no such list' });
    const reader = await this.#readReader(signal);
    if (design.mine !== undefined && reader.me.id === '') throw new TicketError('rejected', { hint: meUnknown });
    const page = cursor !== undefined && /^\d{1,7}$/u.test(cursor) ? Number(cursor) : 1;
    const { rows, total } = await this.#readRows(design, filter, page, reader, signal);
    const tickets = rows.flatMap((ticket) => (ticket === undefined ? [] : [toListed(ticket, design)]));
    for (const { status } of tickets) this.#statuses.set(status.code, status);
    const isLast = rows.length < pageSize || (total !== undefined && page * pageSize >= total);
    return { tickets, total, next: isLast ? undefined : String(page + 1), note: undefined };
  }

  async #readRows(
    design: ListDesign,
    filter: ListFilter,
    page: number,
    reader: Reader,
    signal: AbortSignal,
  ): Promise<{ readonly rows: readonly (Ticket | undefined)[]; readonly total: number | undefined }> {
    const query = { filters: toFilters(design, filter, reader), page, perPage: pageSize };
    switch (design.of) {
      case 'issue':
        return mapRows(
          await this.#client.listIssues(query, signal),
          (row) => readIssue(this.#toRef(row.ticket_id), row, reader).ticket,
        );
      case 'incident':
        // What may be done to them costs a request each, and is not shown in lists.
        return mapRows(
          await this.#client.listIncidents(query, signal),
          (row) => readIncident(this.#toRef(row.ticket_id), row, [], reader).ticket,
        );
      case 'warRoom':
        return mapRows(await this.#listWarRooms(filter, page, signal), (row) =>
          readWarRoom(this.#toRef(row.war_room_num), row, reader),
        );
    }
  }

  #listWarRooms(filter: ListFilter, page: number, signal: AbortSignal) {
    const { statusCodes, createdFrom, createdTo } = filter;
    const title = (filter.text ?? '').trim();
    return this.#client.listWarRooms(
      {
        title: title === '' ? undefined : title,
        statusCodes: statusCodes === undefined || statusCodes.length === 0 ? undefined : statusCodes,
        // Unless told otherwise, the server gives those of the last 30 days.
        startedFrom: createdFrom ?? 1,
        startedTo: createdTo,
        offset: (page - 1) * pageSize,
        limit: pageSize,
      },
      signal,
    );
  }

  #addStatuses(table: CodeTable, { translate }: Pick<Reader, 'translate'>): void {
    for (const [code, name] of table) this.#statuses.set(code, { code, name: translate(name), category: 'unknown' });
  }
}

function toFilters({ of, kind, mine }: ListDesign, filter: ListFilter, { me }: Reader): readonly Filter[] {
  const text = (filter.text ?? '').trim();
  const isNumber = /^(?:ISU|IM)\d+$/iu.test(text);
  const codes = filter.statusCodes ?? [];
  const completed = of === 'issue' ? 'issues_work_flow_status_12000' : 'INCIDENT_STATUS_COMPLETED';
  return [
    ...(mine === undefined ? [] : [{ field: mine, operator: 'in' as const, values: [me.id] }]),
    ...(kind === 'toDo' && codes.length === 0
      ? [{ field: 'work_flow_status', operator: '!=' as const, values: [completed] }]
      : []),
    ...(text === ''
      ? []
      : [
          isNumber
            ? { field: 'ticket_id', operator: 'like' as const, values: [text.toUpperCase()] }
            : { field: 'title', operator: 'like' as const, values: [text] },
        ]),
    ...(codes.length === 0 ? [] : [{ field: 'work_flow_status', operator: 'in' as const, values: codes }]),
    ...(filter.createdFrom === undefined
      ? []
      : [{ field: 'create_time', operator: '>=' as const, values: [String(filter.createdFrom)] }]),
    ...(filter.createdTo === undefined
      ? []
      : [{ field: 'create_time', operator: '<=' as const, values: [String(filter.createdTo)] }]),
  ];
}

/** `undefined` in place of rows that could not be read. */
function mapRows<T>({ rows, total }: Rows<T>, read: (row: T) => Ticket) {
  return { rows: rows.map((row) => (row instanceof BadRow ? undefined : read(row))), total };
}

/** Who reviews or verifies an incident is told by its tasks only, which a list does not read. */
function toListed(ticket: Ticket, { of }: ListDesign): ListedTicket {
  const { ref, title, status, isEnded, creator, createdAt, steps, url } = ticket;
  return {
    ref,
    title,
    status,
    isEnded,
    serviceName: undefined,
    creator,
    createdAt,
    currentSteps: of === 'warRoom' ? undefined : steps.map(({ name }) => name),
    waitsForMe: waitsForMe(ticket) || (of === 'incident' && status.category === 'pending' ? undefined : false),
    isFollowed: undefined,
    url,
  };
}
