/** Another record that belongs to a ticket. */
export interface RelatedTicket {
  /** For `readTicket` of the same connection; `undefined`: it can only be looked at as far as told here. */
  readonly key: string | undefined;
  /** What people call it. */
  readonly number: string;
  readonly title: string;
  /** How it belongs to the ticket, in the system's or our words, translated ("Sub-ticket", "War room"). */
  readonly relation: string;
  /** In the system's words; `''`: not told. */
  readonly statusName: string;
  /** As `Ticket.url`. */
  readonly url: string | undefined;
}

/** Other records that belong to a ticket. */
export interface TicketRelations {
  read(key: string, signal: AbortSignal): Promise<readonly RelatedTicket[]>;
}
