import { TicketError } from '../../domain/errors.ts';
import type { ListDefinition, ListedTicket, ListFilter, ListPage, ListQuery, TicketLists } from '../../domain/lists.ts';
import { message, type Message } from '../../domain/message.ts';
import type { TicketStatus } from '../../domain/ticket.ts';
import { readTitle } from './caseText.ts';
import type { CaseFilter, Group, OsmClient } from './client.ts';
import type { Reader } from './mapper.ts';
import type { OsmRow } from './schema.ts';
import { caseStatus, hasEnded, publishedStatuses, readStatus, waitsForCustomer } from './statuses.ts';
import { formatTime, readTime } from './times.ts';

const pageSize = 50;
/** The server counts no further (contract §1.3). */
const lastOffset = 65_535;

const { toProcess, processing, toConfirm, suspended, pendingFeedback } = caseStatus;

interface ListDesign extends Pick<ListDefinition, 'key' | 'kind' | 'label'> {
  /** `undefined`: any. */
  readonly statuses: readonly number[] | undefined;
  readonly isOfGroup: boolean;
}

const designs: readonly ListDesign[] = [
  {
    key: 'waiting',
    kind: 'toDo',
    label: message('Waiting for my answer'),
    statuses: [toConfirm, pendingFeedback],
    isOfGroup: false,
  },
  {
    key: 'open',
    kind: 'created',
    label: message('My open tickets'),
    statuses: [toProcess, processing, toConfirm, suspended, pendingFeedback],
    isOfGroup: false,
  },
  { key: 'all', kind: 'all', label: message('All my tickets'), statuses: undefined, isOfGroup: false },
  { key: 'group', kind: 'all', label: message('Tickets of my group'), statuses: undefined, isOfGroup: true },
];

const noGroup = message('Set "groupId" of the connection to the ID of your IAM user group to see its tickets.');

export class OsmLists implements TicketLists {
  readonly definitions: readonly ListDefinition[];
  readonly statuses: readonly TicketStatus[];
  readonly #client: OsmClient;
  readonly #reader: Reader;
  readonly #groupId: string | undefined;

  constructor(client: OsmClient, reader: Reader, groupId: string | undefined) {
    this.#client = client;
    this.#reader = reader;
    this.#groupId = groupId;
    this.statuses = publishedStatuses(reader.translate);
    this.definitions = designs.map(({ key, kind, label, isOfGroup }) => ({
      key,
      kind,
      label,
      unavailable: isOfGroup && groupId === undefined ? noGroup : undefined,
      filters: ['text', 'status', 'created'],
    }));
  }

  /** Tickets cannot be narrowed by what they are about. */
  readServices() {
    return Promise.resolve([]);
  }

  async read({ listKey, filter, cursor }: ListQuery, signal: AbortSignal): Promise<ListPage> {
    const design = designs.find(({ key }) => key === listKey);
    if (design === undefined) throw new TicketError('notFound', { detail: 'no such list' });
    if (design.isOfGroup && this.#groupId === undefined) throw new TicketError('rejected', { hint: noGroup });
    const offset = cursor !== undefined && /^\d{1,5}$/u.test(cursor) ? Number(cursor) : 0;
    const query = this.#toQuery(design, filter);
    if (query === undefined) return { tickets: [], total: 0, next: undefined, note: undefined };
    const group: Group = design.isOfGroup ? this.#groupId : undefined;
    const [{ items, rowCount, total }, note] = await Promise.all([
      this.#client.listCases(query, { offset, limit: pageSize }, group, signal),
      offset === 0 && design.key === 'all' ? this.#countByStatus(signal) : undefined,
    ]);
    const next = offset + pageSize;
    const isLast = total === undefined ? rowCount < pageSize : next >= total;
    return {
      tickets: items.map((row) => this.#toListed(row)),
      total,
      next: isLast || next > lastOffset ? undefined : String(next),
      note,
    };
  }

  /** `undefined`: nothing can be both in the list and of these statuses. */
  #toQuery({ statuses }: ListDesign, filter: ListFilter): CaseFilter | undefined {
    const { text = '', statusCodes = [], createdFrom, createdTo } = filter;
    const { offset } = this.#reader;
    const wanted = statusCodes.map(Number);
    const both =
      wanted.length === 0 ? statuses : wanted.filter((status) => statuses === undefined || statuses.includes(status));
    if (both?.length === 0) return undefined;
    return {
      // Of a number or a description, whichever it is in.
      ...(text.trim() === '' ? {} : { appKey: text.trim() }),
      ...(both === undefined ? {} : { statuses: both }),
      ...(createdFrom === undefined ? {} : { from: formatTime(createdFrom, offset) }),
      ...(createdTo === undefined ? {} : { to: formatTime(createdTo, offset) }),
    };
  }

  /** Decoration: the list is shown without it. */
  async #countByStatus(signal: AbortSignal): Promise<Message | undefined> {
    const { translate } = this.#reader;
    try {
      const counts = await this.#client.countCases(signal);
      const parts = counts
        .filter(({ count }) => count > 0)
        .map(({ status, count }) => `${readStatus(status, translate).name} ${count}`);
      return parts.length === 0 ? undefined : message('Yours by status: {0}', parts.join(' · '));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TicketError) return undefined;
      throw error;
    }
  }

  #toListed(row: OsmRow): ListedTicket {
    const { incident_id: id, status, xcustomer_name: creator } = row;
    const { toRef, translate, offset } = this.#reader;
    const named = readStatus(status, translate);
    const service = [row.product_category_name, row.business_type_name].filter((name) => name !== '').join(' · ');
    return {
      ref: toRef(id),
      title: readTitle(row.simple_description, id),
      status: named,
      isEnded: hasEnded(status),
      serviceName: service === '' ? undefined : service,
      creator: creator === '' ? undefined : creator,
      createdAt: readTime(row.create_time, offset),
      currentSteps: hasEnded(status) ? [] : [named.name],
      waitsForMe: waitsForCustomer(status),
      isFollowed: undefined,
      url: undefined,
    };
  }
}
