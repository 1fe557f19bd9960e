import type { Message } from './message.ts';
import type { TicketRef, TicketStatus } from './ticket.ts';

/**
 * What a list is about, whatever its system calls it: decides icon and order.
 * `toDo`: waits for the connection's user; `toApprove`: of those, what is to be approved; `handled`: the user has dealt
 * with it.
 */
export type ListKind = 'toDo' | 'toApprove' | 'created' | 'followed' | 'handled' | 'all';

export type ListFilterName = 'text' | 'service' | 'status' | 'created';

/** One list of tickets that a system can give. */
export interface ListDefinition {
  /** Means something to its provider only. */
  readonly key: string;
  readonly kind: ListKind;
  readonly label: Message;
  /** Why it cannot be read on this connection: shown in its place. `undefined`: it can. */
  readonly unavailable: Message | undefined;
  /** What it can be narrowed by. */
  readonly filters: readonly ListFilterName[];
}

export interface ListFilter {
  /** A number, or a part of a title. */
  readonly text?: string | undefined;
  readonly serviceId?: string | undefined;
  /** Codes of statuses; empty: any. */
  readonly statusCodes?: readonly string[] | undefined;
  /** Milliseconds since 1970 UTC; the moment itself is included. */
  readonly createdFrom?: number | undefined;
  /** As `createdFrom`. */
  readonly createdTo?: number | undefined;
}

export interface ListQuery {
  readonly listKey: string;
  readonly filter: ListFilter;
  /** `next` of the page before; `undefined`: the first page. */
  readonly cursor: string | undefined;
}

/** A ticket as a list shows it. `undefined`: this list does not tell. */
export interface ListedTicket {
  readonly ref: TicketRef;
  readonly title: string;
  readonly status: TicketStatus;
  readonly isEnded: boolean;
  readonly serviceName: string | undefined;
  readonly creator: string | undefined;
  readonly createdAt: number | undefined;
  /** Names of the steps it is at. */
  readonly currentSteps: readonly string[] | undefined;
  readonly waitsForMe: boolean | undefined;
  readonly isFollowed: boolean | undefined;
  /** As `Ticket.url`. */
  readonly url: string | undefined;
}

export interface ListPage {
  /** May be empty although `next` is there: a filter that the system does not know is applied page by page. */
  readonly tickets: readonly ListedTicket[];
  /** Tickets in the whole list; `undefined`: not known. */
  readonly total: number | undefined;
  /** For {@link ListQuery.cursor}; `undefined`: this was the last page. */
  readonly next: string | undefined;
  /** What the user should know about how this page came about; `undefined`: nothing. */
  readonly note: Message | undefined;
}

/** Finding tickets without knowing their numbers. */
export interface TicketLists {
  /** In the order to show them. */
  readonly definitions: readonly ListDefinition[];
  /** To filter by. A system may have others, too. */
  readonly statuses: readonly TicketStatus[];
  /** To filter by; the names in the system's language. */
  readServices(signal: AbortSignal): Promise<readonly ListedService[]>;
  /** @throws TicketError `rejected` for a list that is `unavailable` */
  read(query: ListQuery, signal: AbortSignal): Promise<ListPage>;
}

export interface ListedService {
  readonly id: string;
  readonly name: string;
}
