import { message, type Message } from '../../domain/message.ts';
import type { Operation, OperationNeeds } from '../../domain/operation.ts';
import { caseStatus, hasEnded, isPublished } from './statuses.ts';

/** What decides what may be done. */
export interface CaseState {
  readonly status: number;
  readonly isScored: boolean;
}

type OperationKey = 'cancel' | 'press' | 'close' | 'score' | 'labels' | 'contact' | 'relations' | 'delete';

const needsNothing: OperationNeeds = { form: false, remark: 'none', remarkMaxLength: undefined, assignee: false };

interface Design {
  readonly key: OperationKey;
  readonly name: Message;
  readonly operation: Pick<Operation, 'kind' | 'isIrreversible'> & Partial<Operation>;
  readonly isOffered: (state: CaseState) => boolean;
}

const { toProcess, processing, toConfirm, completed, suspended, deleted, pendingFeedback } = caseStatus;

function isOneOf(...statuses: readonly number[]): (state: CaseState) => boolean {
  // Of a status nobody has published, nobody knows what it allows: the server has the last word.
  return ({ status }) => statuses.includes(status) || !isPublished(status);
}

/**
 * When the service takes them is published for some only (contract §1.3). They are offered where they can apply; a
 * refusal is shown.
 */
const designs: readonly Design[] = [
  {
    key: 'close',
    name: message('Close Ticket'),
    operation: {
      kind: 'close',
      isIrreversible: true,
      hasOwnForm: true,
      note: message('Closing confirms that the problem is solved. A closed ticket cannot be opened again.'),
    },
    isOffered: isOneOf(processing, toConfirm, suspended, pendingFeedback),
  },
  {
    key: 'press',
    name: message('Urge'),
    operation: { kind: 'urge', isIrreversible: false },
    isOffered: isOneOf(toProcess, processing),
  },
  {
    key: 'cancel',
    name: message('Cancel Ticket'),
    operation: {
      kind: 'withdraw',
      isIrreversible: true,
      needs: { ...needsNothing, remark: 'optional' },
    },
    isOffered: isOneOf(toProcess),
  },
  {
    key: 'score',
    name: message('Score'),
    operation: { kind: 'other', isIrreversible: true, hasOwnForm: true },
    isOffered: ({ status, isScored }) => status === completed && !isScored,
  },
  {
    key: 'labels',
    name: message('Edit Labels'),
    operation: { kind: 'other', isIrreversible: false, hasOwnForm: true },
    isOffered: ({ status }) => status !== deleted,
  },
  {
    key: 'contact',
    name: message('Edit Contact'),
    operation: { kind: 'other', isIrreversible: false, hasOwnForm: true },
    isOffered: ({ status }) => !hasEnded(status),
  },
  {
    key: 'relations',
    name: message('Edit Related Tickets'),
    operation: { kind: 'other', isIrreversible: false, hasOwnForm: true },
    isOffered: ({ status }) => status !== deleted,
  },
  {
    key: 'delete',
    name: message('Delete Ticket'),
    operation: { kind: 'delete', isIrreversible: true },
    isOffered: ({ status }) => hasEnded(status) && status !== deleted,
  },
];

/** All of them are the ticket's. */
export function readOperations(state: CaseState, translate: (text: Message) => string): readonly Operation[] {
  return designs
    .filter(({ isOffered }) => isOffered(state))
    .map(({ key, name, operation }) => ({
      key,
      name: translate(name),
      scope: 'ticket',
      needs: needsNothing,
      ...operation,
    }));
}

/** The operation as it is known here; `undefined`: it is none of ours. */
export function readOperationKey(key: string): OperationKey | undefined {
  return designs.find((design) => design.key === key)?.key;
}
