import { isRecord } from '../base/record.ts';
import type { TicketRef } from '../domain/ticket.ts';

/** Where something is being typed. Closed on `kind`. */
export type DraftPlace =
  | { readonly kind: 'step'; readonly ref: TicketRef; readonly stepId: string }
  /** What an operation asks for: a remark, a person, a form of its own. `stepId`: `undefined` for one of the ticket. */
  | {
      readonly kind: 'operation';
      readonly ref: TicketRef;
      readonly stepId: string | undefined;
      readonly operationKey: string;
    }
  /** The next message of the ticket's conversation. */
  | { readonly kind: 'message'; readonly ref: TicketRef }
  /** A ticket that is about to be made. */
  | { readonly kind: 'newTicket'; readonly connectionId: string; readonly serviceId: string };

export function connectionOfPlace(place: DraftPlace): string {
  return place.kind === 'newTicket' ? place.connectionId : place.ref.connectionId;
}

/**
 * A string that is equal for equal places of one account.
 * @param account `undefined`: not known
 */
export function draftId(place: DraftPlace, account: string | undefined): string {
  return JSON.stringify([connectionOfPlace(place), account ?? null, ...partsOf(place)]);
}

export function isSamePlace(left: DraftPlace, right: DraftPlace): boolean {
  return draftId(left, undefined) === draftId(right, undefined);
}

function partsOf(place: DraftPlace): readonly (string | null)[] {
  switch (place.kind) {
    case 'step':
      return [place.kind, place.ref.key, place.stepId];
    case 'operation':
      return [place.kind, place.ref.key, place.stepId ?? null, place.operationKey];
    case 'message':
      return [place.kind, place.ref.key];
    case 'newTicket':
      return [place.kind, place.serviceId];
  }
}

/** A place that comes from outside; `undefined`: it is none. */
export function parsePlace(data: unknown): DraftPlace | undefined {
  if (!isRecord(data)) return undefined;
  const { kind, connectionId, serviceId, stepId, operationKey } = data;
  if (kind === 'newTicket') {
    return typeof connectionId === 'string' && typeof serviceId === 'string'
      ? { kind, connectionId, serviceId }
      : undefined;
  }
  const ref = parseRef(data['ref']);
  if (ref === undefined) return undefined;
  if (kind === 'message') return { kind, ref };
  if (kind === 'step' && typeof stepId === 'string') return { kind, ref, stepId };
  if (kind === 'operation' && typeof operationKey === 'string') {
    return { kind, ref, stepId: typeof stepId === 'string' ? stepId : undefined, operationKey };
  }
  return undefined;
}

function parseRef(data: unknown): TicketRef | undefined {
  if (!isRecord(data)) return undefined;
  const { connectionId, key } = data;
  return typeof connectionId === 'string' && typeof key === 'string' ? { connectionId, key } : undefined;
}
