import type { Approval, Decision } from './approval.ts';
import type { FieldValue } from './field.ts';
import type { Message } from './message.ts';
import type { Assignee } from './people.ts';

/**
 * What an operation means to a user, whatever its system calls it: decides icon, menu and command.
 * `submit` sends the form of a step; `other` has no meaning of its own and is shown by its name only.
 */
export type OperationKind =
  | 'submit'
  | 'claim'
  | 'assign'
  | 'transfer'
  | 'suspend'
  | 'resume'
  | 'withdraw'
  | 'terminate'
  | 'accept'
  | 'reject'
  | 'close'
  | 'urge'
  | 'delete'
  | 'other';

/** What must be given for an operation. */
export interface OperationNeeds {
  /** The fields of the step. */
  readonly form: boolean;
  readonly remark: 'none' | 'optional' | 'required';
  /** In characters; `undefined`: no limit is known. */
  readonly remarkMaxLength: number | undefined;
  /** A user name. */
  readonly assignee: boolean;
}

/** Something the user may do to a ticket or to a step. */
export interface Operation {
  /** Unique within its ticket or step; means something to its provider only. */
  readonly key: string;
  readonly kind: OperationKind;
  /** The system's own word. */
  readonly name: string;
  readonly scope: 'ticket' | 'step';
  readonly needs: OperationNeeds;
  /** It cannot be taken back: ask before it is sent. */
  readonly isIrreversible: boolean;
  /** What must be filled in is a form of its own, read by `TicketProvider.operationForms` when it is opened. */
  readonly hasOwnForm?: boolean | undefined;
  /** A submission that is a decision; `undefined`: it is none. */
  readonly approval?: Approval | undefined;
  /** What its name does not say and the user should know before; `undefined`: nothing. */
  readonly note?: Message | undefined;
}

/** What is sent for an {@link Operation}. */
export interface OperationInput {
  /** Trimmed by the caller; `undefined` where none was asked for. */
  readonly remark?: string | undefined;
  /** A string is a user name. */
  readonly assignee?: string | Assignee | undefined;
  /** For an operation with `approval`: then `remark` is the remark of the decision, and `changes` are not needed. */
  readonly decision?: Decision | undefined;
  /**
   * Only fields whose value the user changed, by key: of the step, or of the operation's own form. The provider fills in
   * the rest as the server has it.
   */
  readonly changes?: ReadonlyMap<string, FieldValue> | undefined;
}
