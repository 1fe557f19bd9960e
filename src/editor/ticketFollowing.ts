import { commands } from 'vscode';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import { listCommandId } from './names.ts';

/**
 * Follows a ticket in its system, or no longer, as the command does: what shows it in the tree is renewed, too, and the
 * user is told how it went.
 * @returns whether it was done
 */
export async function setFollowing(ref: TicketRef, isFollowing: boolean): Promise<boolean> {
  const row = { kind: 'ticket', id: ticketId(ref), ref };
  const done: unknown = await commands.executeCommand(listCommandId(isFollowing ? 'follow' : 'unfollow'), row);
  return Array.isArray(done) && done.length > 0;
}
