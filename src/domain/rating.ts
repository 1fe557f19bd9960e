/** Saying how satisfied one is with a ticket that has ended. Which may be rated: `Ticket.canBeRated`. */
export interface TicketRating {
  readonly minStars: number;
  readonly maxStars: number;
  /** In characters. */
  readonly commentMaxLength: number;
  /**
   * Cannot be taken back, nor done twice.
   * @param comment `''`: none
   */
  rate(key: string, stars: number, comment: string, signal: AbortSignal): Promise<void>;
}
