import type { TicketDetail } from './ticket.ts';

/** Through what it was done. */
export type HistorySource = 'web' | 'mobile' | 'interface' | 'system' | 'unknown';

/** Something that has happened to a ticket. */
export interface HistoryEntry {
  /** Milliseconds since 1970 UTC; `undefined`: the time could not be read. */
  readonly at: number | undefined;
  /** The time as the system wrote it; `''`: it did not. */
  readonly timeText: string;
  /** User name; `undefined`: the system itself. */
  readonly author: string | undefined;
  /** Plain text, in the system's words. */
  readonly text: string;
  readonly source: HistorySource;
  /** What was filled in then. */
  readonly values: readonly TicketDetail[];
}

/** What has happened to a ticket so far. */
export interface TicketHistory {
  /** Oldest first. */
  read(key: string, signal: AbortSignal): Promise<readonly HistoryEntry[]>;
}
