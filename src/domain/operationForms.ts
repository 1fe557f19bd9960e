import type { Field } from './field.ts';
import type { Message } from './message.ts';
import type { Operation } from './operation.ts';

/** The form of an operation that has one of its own (`Operation.hasOwnForm`). */
export interface OperationForm {
  /** In order, with what holds now as values. */
  readonly fields: readonly Field[];
  /** What the user should know before; `undefined`: nothing. */
  readonly note: Message | undefined;
}

export interface OperationFormRequest {
  readonly key: string;
  /** `undefined`: an operation of the ticket. */
  readonly stepId: string | undefined;
  readonly operation: Operation;
}

/**
 * Forms that belong to an operation instead of a step. They are read when they are opened, as they may need look-ups.
 * What was filled in comes back as `OperationInput.changes`: only what differs from the form's values, so the provider
 * fills in the rest.
 */
export interface TicketOperationForms {
  read(request: OperationFormRequest, signal: AbortSignal): Promise<OperationForm>;
}
