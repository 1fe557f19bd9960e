import { TicketError } from '../../domain/errors.ts';
import type {
  ListDefinition,
  ListedTicket,
  ListFilter,
  ListFilterName,
  ListKind,
  ListPage,
  ListQuery,
  TicketLists,
} from '../../domain/lists.ts';
import { message, type Message } from '../../domain/message.ts';
import type { TicketRef } from '../../domain/ticket.ts';
import type { BkItsmClient, TicketPage } from './client.ts';
import { readWebUrl } from './mapper.ts';
import type { BkTicketItem, BkUserTicketItem } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';
import { decodeEntities } from './serverText.ts';
import { builtInStatuses, hasEnded, readTicketStatus } from './statuses.ts';
import { isTicketNumber } from './ticketNumbers.ts';
import { formatTime, readTime } from './times.ts';

const pageSize = 50;
/** Where the server cannot filter: this many pages of this size in one go, at most. */
const searchPageSize = 100;
const maxPagesSearched = 5;
/** Hits that are enough for one go. */
const enoughHits = 20;
/** Milliseconds that names of services are believed. */
const servicesLifetime = 10 * 60_000;

interface ListDesign {
  readonly key: string;
  readonly kind: ListKind;
  readonly label: Message;
  /** `view_type` of `get_tickets_by_user`; `undefined`: it is read with `get_tickets`. */
  readonly view: string | undefined;
  readonly isOnBus: boolean;
  readonly note?: Message;
}

const allFilters: readonly ListFilterName[] = ['text', 'service', 'status', 'created'];

const designs: readonly ListDesign[] = [
  { key: 'todo', kind: 'toDo', label: message('My to-do'), view: 'my_todo', isOnBus: false },
  { key: 'approval', kind: 'toApprove', label: message('To approve'), view: 'my_approval', isOnBus: false },
  { key: 'created', kind: 'created', label: message('My requests'), view: 'my_created', isOnBus: true },
  { key: 'followed', kind: 'followed', label: message('Followed'), view: 'my_attention', isOnBus: false },
  {
    key: 'history',
    kind: 'handled',
    label: message('Handled by me'),
    view: 'my_history',
    isOnBus: false,
    note: message('Tickets that you have created yourself are left out here by the server: see "My requests".'),
  },
  { key: 'all', kind: 'all', label: message('All tickets'), view: undefined, isOnBus: true },
];

const gatewayOnly = message(
  'The component bus cannot give this list: it does not pass on whose tickets are asked for. Connect through the API gateway to see it.',
);

export class BkItsmLists implements TicketLists {
  readonly definitions: readonly ListDefinition[];
  readonly statuses = builtInStatuses;
  readonly #client: BkItsmClient;
  readonly #access: BkItsmAccess;
  readonly #toRef: (sn: string) => TicketRef;
  #serviceNames: { readonly at: number; readonly names: Promise<ReadonlyMap<string, string>> } | undefined;

  constructor(client: BkItsmClient, access: BkItsmAccess, toRef: (sn: string) => TicketRef) {
    this.#client = client;
    this.#access = access;
    this.#toRef = toRef;
    this.definitions = designs.map(({ key, kind, label, isOnBus }) => ({
      key,
      kind,
      label,
      unavailable: access.isGateway || isOnBus ? undefined : gatewayOnly,
      filters: allFilters,
    }));
  }

  async readServices(signal: AbortSignal) {
    const services = await this.#client.getServices(undefined, signal);
    return services.map(({ id, name }) => ({ id, name: decodeEntities(name) }));
  }

  async read({ listKey, filter, cursor }: ListQuery, signal: AbortSignal): Promise<ListPage> {
    const design = designs.find(({ key }) => key === listKey);
    if (design === undefined) throw new TicketError('notFound', { detail: 'no such list' });
    if (!this.#access.isGateway && !design.isOnBus) throw new TicketError('rejected', { hint: gatewayOnly });
    const search =
      this.#access.isGateway && design.view !== undefined
        ? this.#byUser(design.view, filter)
        : this.#plain(design, filter);
    const first = cursor !== undefined && /^\d{1,9}$/u.test(cursor) ? Number(cursor) : 1;
    const { items, next, total, looked } = await readPages(search, first, signal);
    const names = await this.#readServiceNames(items, signal);
    return {
      tickets: items.map((item) => this.#toListed(item, design, names)),
      total: search.matches === undefined ? total : undefined,
      next: next === undefined ? undefined : String(next),
      note: search.matches === undefined ? design.note : searchNote(looked, next !== undefined),
    };
  }

  /** `get_tickets`: knows all filters but words of a title. */
  #plain({ kind }: ListDesign, filter: ListFilter): Search {
    const text = readText(filter);
    const isNumber = isTicketNumber(text);
    const query = {
      ...(isNumber ? { sns: [text.toUpperCase()] } : {}),
      ...(kind === 'created' ? { creator: this.#access.operator } : {}),
      ...(filter.serviceId === undefined ? {} : { service_id__in: [filter.serviceId] }),
      ...(hasStatuses(filter) ? { current_status__in: filter.statusCodes } : {}),
      ...(filter.createdFrom === undefined ? {} : { create_at__gte: formatTime(filter.createdFrom) }),
      ...(filter.createdTo === undefined ? {} : { create_at__lte: formatTime(filter.createdTo) }),
    };
    return {
      readPage: (page, size, signal) => this.#client.getTickets({ ...query, page, page_size: size }, signal),
      matches: isNumber || text === '' ? undefined : (item) => hasText(item, text),
    };
  }

  /** `get_tickets_by_user`: knows services and, given both ends, times. */
  #byUser(view: string, filter: ListFilter): Search {
    const text = readText(filter);
    const isTimed = filter.createdFrom !== undefined || filter.createdTo !== undefined;
    const query = {
      ...(filter.serviceId === undefined ? {} : { service_id: filter.serviceId }),
      ...(isTimed
        ? {
            create_at__gte: formatTime(filter.createdFrom ?? 0),
            // The end of a day a year from now: no ticket is younger.
            create_at__lte: formatTime(filter.createdTo ?? Date.now() + 365 * 86_400_000),
          }
        : {}),
    };
    const codes = hasStatuses(filter) ? new Set(filter.statusCodes) : undefined;
    const isSearch = text !== '' || codes !== undefined;
    return {
      readPage: (page, size, signal) =>
        this.#client.getTicketsByUser(view, { ...query, page: String(page), page_size: String(size) }, signal),
      matches: isSearch ? (item) => hasText(item, text) && (codes?.has(item.current_status) ?? true) : undefined,
    };
  }

  #toListed(item: ListItem, { kind }: ListDesign, names: ReadonlyMap<string, string>): ListedTicket {
    const { operator } = this.#access;
    const isEnded = hasEnded(item.current_status, item, undefined);
    const status = readTicketStatus(item.current_status);
    const display = item.current_status_display ?? '';
    const isMine =
      kind === 'toDo' || kind === 'toApprove' || (item.current_processors ?? '').split(',').includes(operator);
    return {
      ref: this.#toRef(item.sn),
      title: decodeEntities(item.title),
      status: status.category === 'unknown' && display !== '' ? { ...status, name: decodeEntities(display) } : status,
      isEnded,
      serviceName: decodeName(item.service_name ?? names.get(item.service_id ?? '')),
      creator: item.creator === '' ? undefined : item.creator,
      createdAt: readTime(item.create_at),
      currentSteps: isEnded ? [] : item.current_steps?.map(({ name }) => decodeEntities(name)),
      // Who stands behind a role or an organisation is not told, so that a "no" is never certain.
      waitsForMe: isEnded ? false : isMine ? true : undefined,
      isFollowed: kind === 'followed' ? true : item.followers?.includes(operator),
      url: readWebUrl(item.ticket_url),
    };
  }

  /** Names are a decoration: a list is shown without them when they cannot be read. */
  async #readServiceNames(items: readonly ListItem[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    if (items.every(({ service_name: name, service_id: id }) => name !== undefined || id === undefined)) {
      return new Map();
    }
    if (this.#serviceNames === undefined || Date.now() - this.#serviceNames.at > servicesLifetime) {
      const names = this.#client
        .getServices(undefined, signal)
        .then((services) => new Map(services.map(({ id, name }) => [id, name])));
      this.#serviceNames = { at: Date.now(), names };
    }
    try {
      return await this.#serviceNames.names;
    } catch {
      this.#serviceNames = undefined;
      signal.throwIfAborted();
      return new Map();
    }
  }
}

type ListItem = BkTicketItem & Partial<BkUserTicketItem>;

interface Search {
  readonly readPage: (page: number, size: number, signal: AbortSignal) => Promise<TicketPage<ListItem>>;
  /** For what the server cannot filter by; `undefined`: it can do all of it. */
  readonly matches: ((item: ListItem) => boolean) | undefined;
}

async function readPages({ readPage, matches }: Search, first: number, signal: AbortSignal) {
  const size = matches === undefined ? pageSize : searchPageSize;
  const items: ListItem[] = [];
  let looked = 0;
  let total: number | undefined;
  let page = first;
  for (;;) {
    const answer = await readUnlessPast(readPage, page, size, signal);
    if (answer === undefined) return { items, next: undefined, total, looked };
    const readable = answer.items.filter((item) => item !== undefined);
    looked += answer.items.length;
    total = answer.count;
    items.push(...(matches === undefined ? readable : readable.filter(matches)));
    if (page >= answer.pageCount) return { items, next: undefined, total, looked };
    page += 1;
    if (matches === undefined || items.length >= enoughHits || page - first >= maxPagesSearched) {
      return { items, next: page, total, looked };
    }
  }
}

/** `undefined`: the list has become shorter, and there is no such page any more, which the server takes for a crash. */
async function readUnlessPast<T>(
  readPage: (page: number, size: number, signal: AbortSignal) => Promise<T>,
  page: number,
  size: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  try {
    return await readPage(page, size, signal);
  } catch (error) {
    if (page === 1 || !(error instanceof TicketError)) throw error;
    if (error.detail === 'code SERVER_500_ERROR' || /无效页面|Invalid page/iu.test(error.serverMessage ?? '')) {
      return undefined;
    }
    throw error;
  }
}

function searchNote(looked: number, hasMore: boolean): Message {
  return hasMore
    ? message(
        'The server cannot search this: {0} tickets were looked through here, the newest first. There are more.',
        looked,
      )
    : message('The server cannot search this: {0} tickets were looked through here, to the end of the list.', looked);
}

function readText({ text }: ListFilter): string {
  return (text ?? '').trim();
}

function hasStatuses(filter: ListFilter): filter is ListFilter & { readonly statusCodes: readonly string[] } {
  return filter.statusCodes !== undefined && filter.statusCodes.length > 0;
}

function hasText({ sn, title }: ListItem, text: string): boolean {
  const wanted = text.toLowerCase();
  return sn.toLowerCase().includes(wanted) || decodeEntities(title).toLowerCase().includes(wanted);
}

function decodeName(name: string | undefined): string | undefined {
  return name === undefined || name === '' ? undefined : decodeEntities(name);
}
