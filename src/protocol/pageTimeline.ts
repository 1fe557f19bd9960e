import type { TicketMessage } from '../domain/conversation.ts';
import type { HistoryEntry } from '../domain/history.ts';

/** What has happened to a ticket and what was said about it. */
export interface TimelineModel {
  /** Oldest first; `undefined`: the system tells none. */
  readonly history: readonly HistoryEntry[] | undefined;
  /** Oldest first, the newest that were read; `undefined`: the system has no conversation. */
  readonly messages: readonly TicketMessage[] | undefined;
  /** There are messages before these. */
  readonly hasOlder: boolean;
  /** Ids of messages that the user had not seen when they were first shown here. */
  readonly unread: readonly string[];
  /** Ids of messages that are being taken back. */
  readonly withdrawing: readonly string[];
  /** What of it could not be read or done, and why, in the user's language. */
  readonly failures: readonly string[];
}
