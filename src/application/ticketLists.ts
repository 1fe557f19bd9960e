import type { Disposable } from '../base/disposable.ts';
import { combineDisposables } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { ListDefinition, ListedTicket, ListPage } from '../domain/lists.ts';
import { message, type Message } from '../domain/message.ts';
import type { TicketProvider } from '../domain/provider.ts';
import { ticketId, type TicketStatus } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';
import { findUnknownFilter, toListFilter, type ListChoice } from './listChoice.ts';

/** A list as somebody wants to see it: one of the system's, a search, or a saved query. */
export interface ShownList {
  /** Unique among all connections. */
  readonly id: string;
  readonly connectionId: string;
  readonly listKey: string;
  readonly choice: ListChoice;
}

/** What is known of a {@link ShownList}. */
export interface ListState {
  /** The pages that were read, one after the other. A failure later does not take them away. */
  readonly tickets: readonly ListedTicket[];
  /** In the whole list; `undefined`: not known. */
  readonly total: number | undefined;
  /** There is more, which was not read yet. */
  readonly hasMore: boolean;
  /** What the provider says about the last page. */
  readonly note: Message | undefined;
  /** When the last good read was, milliseconds since 1970 UTC; `undefined`: never. */
  readonly readAt: number | undefined;
  /** Why the last read failed; `undefined`: it went well, or there was none. */
  readonly error: TicketError | undefined;
}

/** What a connection can do with lists and tickets of them, as far as it was asked. */
export interface ListAbilities {
  readonly definitions: readonly ListDefinition[];
  readonly statuses: readonly TicketStatus[];
  readonly canFollow: boolean;
  readonly canRate: boolean;
  readonly canDecide: boolean;
}

const unread: ListState = {
  tickets: [],
  total: undefined,
  hasMore: false,
  note: undefined,
  readAt: undefined,
  error: undefined,
};

const noAbilities: ListAbilities = {
  definitions: [],
  statuses: [],
  canFollow: false,
  canRate: false,
  canDecide: false,
};

/**
 * The lists that somebody looks at. They are read when they are opened or refreshed, never in the background, and each
 * by one request at a time: a newer one ends the one before, whose answer is dropped.
 */
export class TicketLists implements Disposable {
  readonly #connections: ConnectionService;
  readonly #records = new Map<string, ListRecord>();
  readonly #abilities = new Map<string, ListAbilities>();
  readonly #subscriptions: Disposable;
  /** Cleared when a provider is made anew; what was known stays until the new one is there. */
  readonly #learned = new Map<string, Promise<void>>();
  readonly #onDidChange: Emitter<string>;
  readonly #onDidChangeAbilities: Emitter<string>;

  /** The state of the list with this id is another. */
  readonly onDidChange: Event<string>;

  /** What a connection can do is known now, or is another. */
  readonly onDidChangeAbilities: Event<string>;

  /** @param onListenerError hears of a listener that threw */
  constructor(connections: ConnectionService, onListenerError?: (error: unknown) => void) {
    this.#connections = connections;
    this.#onDidChange = new Emitter(onListenerError);
    this.onDidChange = this.#onDidChange.event;
    this.#onDidChangeAbilities = new Emitter(onListenerError);
    this.onDidChangeAbilities = this.#onDidChangeAbilities.event;
    this.#subscriptions = combineDisposables(
      connections.onDidChangeState((connectionId) => {
        // Another account, perhaps: what it may see is asked anew.
        if (connections.state(connectionId).kind === 'starting') this.#forget(connectionId);
      }),
      connections.onDidChange(() => {
        for (const connectionId of this.#abilities.keys()) {
          if (connections.find(connectionId) !== undefined) continue;
          this.#forget(connectionId);
          this.#abilities.delete(connectionId);
        }
      }),
    );
  }

  /** As they were found out last; at first, none. */
  abilities(connectionId: string): ListAbilities {
    return this.#abilities.get(connectionId) ?? noAbilities;
  }

  /** Finds out what a connection can do, unless that is known. Makes no request; never rejects. */
  async learnAbilities(connectionId: string): Promise<void> {
    if (this.#connections.state(connectionId).kind === 'signInNeeded') return;
    const known = this.#learned.get(connectionId);
    if (known !== undefined) return known;
    const learning = this.#learn(connectionId);
    this.#learned.set(connectionId, learning);
    await learning;
  }

  state(listId: string): ListState {
    return this.#records.get(listId)?.state ?? unread;
  }

  /** The lists of a connection, or of all, that were opened. */
  opened(connectionId?: string): readonly ShownList[] {
    return [...this.#records.values()]
      .map(({ list }) => list)
      .filter((list) => connectionId === undefined || list.connectionId === connectionId);
  }

  /** Reads the first page unless the list was read before. Resolves when there is something to show; never rejects. */
  async open(list: ShownList): Promise<void> {
    const record = this.#records.get(list.id);
    if (record === undefined || JSON.stringify(record.list) !== JSON.stringify(list)) await this.#begin(list, unread);
    else await record.reading;
  }

  /** Reads from the first page again; until the answer is here, what was read stays. Never rejects. */
  async refresh(list: ShownList): Promise<void> {
    await this.#begin(list, this.state(list.id));
  }

  /** Reads the page after the last one; a list that is being read is left alone. Never rejects. */
  async readMore(listId: string): Promise<void> {
    const record = this.#records.get(listId);
    if (record?.next === undefined) return;
    record.reading ??= this.#read(record, record.next, record.filterTime);
    await record.reading;
  }

  /** Drops what is known of a list and ends its request. */
  close(listId: string): void {
    this.#records.get(listId)?.abort.abort();
    this.#records.delete(listId);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
    this.#onDidChangeAbilities.dispose();
    for (const id of this.#records.keys()) this.close(id);
  }

  async #begin(list: ShownList, state: ListState): Promise<void> {
    this.close(list.id);
    const record: ListRecord = {
      list,
      state,
      next: undefined,
      filterTime: Date.now(),
      abort: new AbortController(),
      reading: undefined,
    };
    this.#records.set(list.id, record);
    record.reading = this.#read(record, undefined, record.filterTime);
    await record.reading;
  }

  async #read(record: ListRecord, cursor: string | undefined, filterTime: number): Promise<void> {
    const { list, abort } = record;
    let result: ListPage | TicketError;
    try {
      result = await this.#readPage(list, cursor, filterTime, abort.signal);
      this.#connections.report(list.connectionId, undefined);
    } catch (error) {
      result = asTicketError(error);
      if (!abort.signal.aborted) this.#reportConnection(list.connectionId, result);
    }
    // Closed, refreshed or given another filter meanwhile.
    if (abort.signal.aborted || this.#records.get(list.id) !== record) return;
    record.reading = undefined;
    if (result instanceof TicketError) record.state = { ...record.state, error: result };
    else {
      record.next = result.next;
      record.state = withPage(cursor === undefined ? unread : record.state, result);
    }
    this.#onDidChange.fire(list.id);
  }

  async #readPage(
    { connectionId, listKey, choice }: ShownList,
    cursor: string | undefined,
    filterTime: number,
    signal: AbortSignal,
  ): Promise<ListPage> {
    // With credentials refused, asking on would lock the account.
    const connection = this.#connections.state(connectionId);
    if (connection.kind === 'signInNeeded') throw connection.error;
    const { lists } = await this.#connections.provider(connectionId);
    signal.throwIfAborted();
    const definition = lists?.definitions.find(({ key }) => key === listKey);
    if (lists === undefined || definition === undefined) {
      throw new TicketError('notFound', { hint: message('This connection has no list "{0}".', listKey) });
    }
    if (definition.unavailable !== undefined) throw new TicketError('rejected', { hint: definition.unavailable });
    const unknown = findUnknownFilter(definition, choice);
    // Leaving it out would show tickets that were not asked for.
    if (unknown !== undefined) throw new TicketError('rejected', { hint: unknown });
    return lists.read({ listKey, filter: toListFilter(choice, filterTime), cursor }, signal);
  }

  /** One list that is refused is not a connection that is: only what concerns all of it is told. */
  #reportConnection(connectionId: string, error: TicketError): void {
    if (this.#connections.state(connectionId).kind === 'signInNeeded') return;
    if (error.code === 'unauthorized' || error.code === 'unavailable' || error.code === 'rateLimited') {
      this.#connections.report(connectionId, error);
    }
  }

  async #learn(connectionId: string): Promise<void> {
    try {
      this.#abilities.set(connectionId, readAbilities(await this.#connections.provider(connectionId)));
      this.#onDidChangeAbilities.fire(connectionId);
    } catch {
      // It was reported where it failed, and shows at the connection.
      this.#learned.delete(connectionId);
    }
  }

  #forget(connectionId: string): void {
    for (const { id } of this.opened(connectionId)) this.close(id);
    this.#learned.delete(connectionId);
  }
}

interface ListRecord {
  readonly list: ShownList;
  state: ListState;
  /** Cursor of the page after the last one that was read. */
  next: string | undefined;
  /** The moment that "created within" counts from: the same for all pages, else they would not follow each other. */
  readonly filterTime: number;
  readonly abort: AbortController;
  /** `undefined`: nothing is under way. */
  reading: Promise<void> | undefined;
}

/** A list moves while it is read: what is there already is not shown twice. */
function withPage({ tickets }: ListState, page: ListPage): ListState {
  const known = new Set(tickets.map(({ ref }) => ticketId(ref)));
  return {
    tickets: [...tickets, ...page.tickets.filter(({ ref }) => !known.has(ticketId(ref)))],
    total: page.total,
    hasMore: page.next !== undefined,
    note: page.note,
    readAt: Date.now(),
    error: undefined,
  };
}

function readAbilities({ lists, following, rating, approvals }: TicketProvider): ListAbilities {
  return {
    definitions: lists?.definitions ?? [],
    statuses: lists?.statuses ?? [],
    canFollow: following !== undefined,
    canRate: rating !== undefined,
    canDecide: approvals !== undefined,
  };
}
