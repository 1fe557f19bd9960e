import { message, type Message } from '../../domain/message.ts';
import type { StatusCategory, TicketStatus } from '../../domain/ticket.ts';

type Translate = (text: Message) => string;

interface Meaning {
  /** The vendor's word. */
  readonly name: Message;
  readonly category: StatusCategory;
}

/** Statuses with a published meaning (contract §1.6); there are others. */
export const caseStatus = {
  toProcess: 0,
  processing: 1,
  toConfirm: 2,
  completed: 3,
  cancelled: 4,
  suspended: 5,
  invalid: 12,
  deleted: 13,
  pendingFeedback: 17,
} as const;

const meanings: ReadonlyMap<number, Meaning> = new Map<number, Meaning>([
  [caseStatus.toProcess, { name: message('To be processed'), category: 'new' }],
  [caseStatus.processing, { name: message('Processing'), category: 'inProgress' }],
  [caseStatus.toConfirm, { name: message('To be confirmed'), category: 'pending' }],
  [caseStatus.completed, { name: message('Completed'), category: 'done' }],
  [caseStatus.cancelled, { name: message('Cancelled'), category: 'cancelled' }],
  [caseStatus.suspended, { name: message('Suspended'), category: 'suspended' }],
  [caseStatus.invalid, { name: message('Invalid'), category: 'cancelled' }],
  [caseStatus.deleted, { name: message('Deleted'), category: 'cancelled' }],
  [caseStatus.pendingFeedback, { name: message('Pending feedback'), category: 'pending' }],
]);

/** A status nobody has published keeps its number. */
export function readStatus(status: number, translate: Translate): TicketStatus {
  const meaning = meanings.get(status);
  return {
    code: String(status),
    name: translate(meaning?.name ?? message('Status {0}', status)),
    category: meaning?.category ?? 'unknown',
  };
}

/** To filter by. */
export function publishedStatuses(translate: Translate): readonly TicketStatus[] {
  return [...meanings.keys()].map((status) => readStatus(status, translate));
}

/** Nothing will follow. */
export function hasEnded(status: number): boolean {
  const { completed, cancelled, invalid, deleted } = caseStatus;
  return [completed, cancelled, invalid, deleted].some((each) => each === status);
}

/** It is the customer's turn. */
export function waitsForCustomer(status: number): boolean {
  return status === caseStatus.toConfirm || status === caseStatus.pendingFeedback;
}

/** Its meaning is published. */
export function isPublished(status: number): boolean {
  return meanings.has(status);
}
