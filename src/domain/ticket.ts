import type { Attachment } from './attachments.ts';
import type { Operation } from './operation.ts';
import type { RichText } from './richText.ts';
import type { Step } from './step.ts';

/** Names one ticket across systems; the only way to do so. */
export interface TicketRef {
  readonly connectionId: string;
  /** The number people use in that system, as it writes it ("REQ20240501000001"). */
  readonly key: string;
}

/** A string that is equal for equal references; for maps and tree ids. */
export function ticketId(ref: TicketRef): string {
  return `${ref.connectionId}/${ref.key}`;
}

/** What we decide by; `TicketStatus.name` is what we show. */
export type StatusCategory = 'new' | 'inProgress' | 'pending' | 'suspended' | 'done' | 'cancelled' | 'unknown';

/** A status in the system's own words. Codes are open sets: an unknown one keeps its code and name. */
export interface TicketStatus {
  readonly code: string;
  readonly name: string;
  readonly category: StatusCategory;
}

/** A value of the ticket shown for reading, in the system's words. */
export interface TicketDetail {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  /** Where the value is more than text: shown in place of `text`, which says the same in plain words. */
  readonly content?: RichText | undefined;
  /** Files that are the value, or part of it. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** A table that is the value, shown in place of `text`. */
  readonly table?: DetailTable | undefined;
  /** Details of one group stand together below this heading, in the user's language; `undefined`: of no group. */
  readonly group?: string | undefined;
}

/** Cells in the order of the columns. */
export interface DetailTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How urgent or grave a ticket is, in the system's own word, and our category to decide by. */
export interface TicketPriority {
  readonly name: string;
  readonly category: 'critical' | 'high' | 'medium' | 'low' | 'unknown';
}

/** Somebody who has to do with a ticket. */
export interface TicketPerson {
  /** What they are to it, in the user's language ("Assignee"). */
  readonly role: string;
  /** As people know them. */
  readonly name: string;
}

/** A record of one system as it was when it was read. */
export interface Ticket {
  readonly ref: TicketRef;
  readonly title: string;
  readonly status: TicketStatus;
  /** No step will follow. */
  readonly isEnded: boolean;
  /** Where a browser shows it; `undefined` when the system gave no usable http(s) address. */
  readonly url: string | undefined;
  readonly creator: string | undefined;
  /** Milliseconds since 1970 UTC. `undefined`: the system did not say, or not in a form that could be read. */
  readonly createdAt: number | undefined;
  /** As `createdAt`. Not every change moves it: never use it to find out whether something changed. */
  readonly updatedAt: number | undefined;
  readonly steps: readonly Step[];
  /** What may be done to the ticket as a whole. */
  readonly operations: readonly Operation[];
  /** The fields of other steps than the current ones; a system may fill those of later steps with defaults. `undefined`: this read did not ask for them (lists and polls do not). */
  readonly details: readonly TicketDetail[] | undefined;
  /** `undefined`: the system has none, or did not say. */
  readonly priority?: TicketPriority | undefined;
  /** Beside its creator and the processors of its steps. */
  readonly people?: readonly TicketPerson[] | undefined;
  /** Messages of its conversation that the user has not seen, as the system counts; `undefined`: this read does not. */
  readonly unreadMessages?: number | undefined;
  /** The user follows it; `undefined`: not known. */
  readonly isFollowed?: boolean | undefined;
  /** It has ended and nobody has rated it yet; see `TicketProvider.rating`. `undefined`: not known. */
  readonly canBeRated?: boolean | undefined;
}
