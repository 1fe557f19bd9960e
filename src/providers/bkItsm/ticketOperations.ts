import { message } from '../../domain/message.ts';
import type { Operation } from '../../domain/operation.ts';
import { readProcessors } from './processors.ts';
import type { BkOperation, BkStep } from './schema.ts';
import { suspended } from './statuses.ts';
import { needsNothing, needsRemark, type OperationMeaning } from './steps.ts';

const remarkIsLost = message('The server wants a remark, but does not keep it.');
const endsWholeTicket = message(
  'This ends the whole ticket, not only a step. The server wants a remark, but does not keep it.',
);

const ticketOperations: Readonly<Record<string, OperationMeaning>> = {
  SUSPEND: { kind: 'suspend', needs: needsRemark, isIrreversible: false },
  UNSUSPEND: { kind: 'resume', needs: needsRemark, isIrreversible: false, note: remarkIsLost },
  WITHDRAW: { kind: 'withdraw', needs: needsRemark, isIrreversible: true, note: remarkIsLost },
  TERMINATE: { kind: 'terminate', needs: needsRemark, isIrreversible: true, note: endsWholeTicket },
};

/** Not of the server's list: changes what was filled in when the ticket was made. */
export const editRequestKey = 'EDIT_FIELD';

/** What decides about the operations of a ticket that has not ended. */
export interface OperableTicket {
  readonly current_status: string;
  readonly operations: readonly BkOperation[];
  readonly current_steps: readonly BkStep[];
}

/** Who asks. */
export interface TicketOperator {
  readonly operator: string;
  /** The name of the operation that edits a request; `undefined`: it cannot be edited on this connection. */
  readonly editName: string | undefined;
}

/**
 * What may be done to a ticket that has not ended. A step lists SUSPEND and TERMINATE too, but only the ticket can be
 * told so: they are lifted from there, once, for the step's processors. (Where anybody may act, nobody may do these.)
 * @param creator `undefined`: not known, so that he may be the operator
 */
export function readTicketOperations(
  ticket: OperableTicket,
  { operator, editName }: TicketOperator,
  creator: string | undefined,
): readonly Operation[] {
  const isSuspended = ticket.current_status === suspended;
  const isCreator = creator === undefined || creator === '' || creator === operator;
  const ownSteps = ticket.current_steps.filter((step) => readProcessors(step).includes(operator));
  const ofSteps = ownSteps
    .flatMap((step) => step.operations)
    .filter(({ key }) => key === 'SUSPEND' || key === 'TERMINATE');
  const offered = new Map<string, Operation>();
  for (const { key, name } of [...ticket.operations, ...ofSteps]) {
    const meaning = Object.hasOwn(ticketOperations, key) ? ticketOperations[key] : undefined;
    if (meaning === undefined || offered.has(key)) continue;
    // A second SUSPEND would make a ticket that cannot be resumed any more.
    if (key === 'SUSPEND' && isSuspended) continue;
    if (key === 'UNSUSPEND' && !isSuspended) continue;
    if (key === 'WITHDRAW' && !isCreator) continue;
    offered.set(key, { key, name: name === '' ? key : name, scope: 'ticket', ...meaning });
  }
  // The server asks nobody who he is: those whom it concerns are those who made the ticket or handle it.
  const mayEdit = !isSuspended && (isCreator || ownSteps.length > 0);
  return editName !== undefined && mayEdit ? [...offered.values(), editRequest(editName)] : [...offered.values()];
}

function editRequest(name: string): Operation {
  return {
    key: editRequestKey,
    kind: 'other',
    name,
    scope: 'ticket',
    needs: needsNothing,
    isIrreversible: false,
    hasOwnForm: true,
  };
}
