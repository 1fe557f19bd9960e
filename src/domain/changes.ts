import type { Step } from './step.ts';
import type { Ticket, TicketRef, TicketStatus } from './ticket.ts';

/** What happened to a ticket between two reads. */
export type TicketChange =
  | { readonly kind: 'added'; readonly ref: TicketRef; readonly ticket: Ticket }
  | { readonly kind: 'removed'; readonly ref: TicketRef; readonly ticket: Ticket }
  | {
      readonly kind: 'statusChanged';
      readonly ref: TicketRef;
      readonly ticket: Ticket;
      readonly before: TicketStatus;
    }
  /** A step appeared, or one that was there started to wait for the connection's user (or for another reason). */
  | { readonly kind: 'stepEntered'; readonly ref: TicketRef; readonly ticket: Ticket; readonly step: Step }
  | { readonly kind: 'stepLeft'; readonly ref: TicketRef; readonly ticket: Ticket; readonly step: Step }
  /** There are more messages that the user has not seen; `count`: how many more. */
  | { readonly kind: 'messageReceived'; readonly ref: TicketRef; readonly ticket: Ticket; readonly count: number };

/** The changes from `before` to `after`, status first. `undefined` means: was, or is, not there. */
export function diffTicket(before: Ticket | undefined, after: Ticket | undefined): readonly TicketChange[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'added', ref: after.ref, ticket: after }];
  if (after === undefined) return [{ kind: 'removed', ref: before.ref, ticket: before }];
  const { ref } = after;
  const changes: TicketChange[] = [];
  if (before.status.code !== after.status.code || before.isEnded !== after.isEnded) {
    changes.push({ kind: 'statusChanged', ref, ticket: after, before: before.status });
  }
  const stepsBefore = new Map(before.steps.map((step) => [step.id, step]));
  for (const step of after.steps) {
    const was = stepsBefore.get(step.id);
    stepsBefore.delete(step.id);
    if (was === undefined || was.status.code !== step.status.code || was.waitsForMe !== step.waitsForMe) {
      changes.push({ kind: 'stepEntered', ref, ticket: after, step });
    }
  }
  for (const step of stepsBefore.values()) changes.push({ kind: 'stepLeft', ref, ticket: after, step });
  // Where one of the two reads did not count there is nothing to compare.
  const count = (after.unreadMessages ?? 0) - (before.unreadMessages ?? Infinity);
  if (count > 0) changes.push({ kind: 'messageReceived', ref, ticket: after, count });
  return changes;
}

/** A step of this ticket waits for the connection's user. */
export function waitsForMe(ticket: Ticket): boolean {
  return !ticket.isEnded && ticket.steps.some((step) => step.waitsForMe);
}

/** They look the same in a list: form fields and details, which only some reads ask for, do not count. */
export function isSameTicket(left: Ticket, right: Ticket): boolean {
  return JSON.stringify(withoutForms(left)) === JSON.stringify(withoutForms(right));
}

function withoutForms({ details: _details, steps, ...rest }: Ticket): unknown {
  return { ...rest, steps: steps.map(({ fields: _fields, ...step }) => step) };
}
