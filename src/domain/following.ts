/** Being told by the system itself about a ticket of others. */
export interface TicketFollowing {
  setFollowing(key: string, isFollowing: boolean, signal: AbortSignal): Promise<void>;
}
