import { waitsForMe } from '../domain/changes.ts';
import type { Step } from '../domain/step.ts';
import { ticketId, type Ticket, type TicketRef, type TicketStatus } from '../domain/ticket.ts';
import type { StoreChange } from './ticketStore.ts';

/** Something a user wants to hear of; at most one a ticket and change. */
export type Alert =
  | { readonly kind: 'stepWaitsForMe'; readonly ref: TicketRef; readonly ticket: Ticket; readonly step: Step }
  | { readonly kind: 'ticketEnded'; readonly ref: TicketRef; readonly ticket: Ticket }
  | { readonly kind: 'messageReceived'; readonly ref: TicketRef; readonly ticket: Ticket; readonly count: number }
  | { readonly kind: 'statusChanged'; readonly ref: TicketRef; readonly ticket: Ticket; readonly before: TicketStatus };

/**
 * What of a change is worth an alert: a step began to wait for me, the ticket ended, somebody wrote a message, or its
 * status changed; of several for one ticket the first of these. Nothing of a first read, of what the user did here, or of a muted ticket.
 */
export function selectAlerts(change: StoreChange, isMuted: (ref: TicketRef) => boolean): readonly Alert[] {
  if (change.origin === 'own') return [];
  const alerts = new Map<string, Alert>();
  for (const one of change.changes) {
    const { ref, ticket } = one;
    const id = ticketId(ref);
    if (isMuted(ref)) continue;
    if (one.kind === 'statusChanged') {
      alerts.set(
        id,
        ticket.isEnded
          ? { kind: 'ticketEnded', ref, ticket }
          : { kind: 'statusChanged', ref, ticket, before: one.before },
      );
    } else if (
      one.kind === 'stepEntered' &&
      one.step.waitsForMe &&
      !ticket.isEnded &&
      alerts.get(id)?.kind !== 'stepWaitsForMe'
    ) {
      // Steps come after the status in the list of changes, so this replaces the lesser alert.
      alerts.set(id, { kind: 'stepWaitsForMe', ref, ticket, step: one.step });
    } else if (one.kind === 'messageReceived' && (alerts.get(id)?.kind ?? 'statusChanged') === 'statusChanged') {
      alerts.set(id, { kind: 'messageReceived', ref, ticket, count: one.count });
    }
  }
  return [...alerts.values()];
}

/** Still worth showing, some time after it was made: `now` is the ticket as it is by then. */
export function isAlertCurrent(alert: Alert, now: Ticket | undefined): boolean {
  if (now === undefined) return false;
  switch (alert.kind) {
    case 'stepWaitsForMe':
      return waitsForMe(now) && now.steps.some((step) => step.id === alert.step.id && step.waitsForMe);
    case 'messageReceived':
      return (now.unreadMessages ?? 0) > 0;
    case 'ticketEnded':
    case 'statusChanged':
      return now.status.code === alert.ticket.status.code;
  }
}
