import type { Field } from './field.ts';
import type { Message } from './message.ts';
import type { Operation } from './operation.ts';

/**
 * - `active`: somebody must fill in its form or decide
 * - `toClaim`: somebody must take it first
 * - `toAssign`: somebody must hand it to a person first
 * - `working`: the system itself is busy with it; it will change without us
 * - `suspended`, `failed`, `unknown`: nothing can be done to it here
 */
export type StepCategory = 'active' | 'toClaim' | 'toAssign' | 'working' | 'suspended' | 'failed' | 'unknown';

/** A step's status in the system's words, and our category to decide by. */
export interface StepStatus {
  readonly code: string;
  readonly name: string;
  readonly category: StepCategory;
}

/** A step of a ticket's workflow that waits for somebody. */
export interface Step {
  /** Unique within its ticket. A step that is entered a second time has the same id. */
  readonly id: string;
  readonly name: string;
  readonly status: StepStatus;
  /** User names; empty when anybody may act or nobody is named. */
  readonly processors: readonly string[];
  /** The connection's user can act now. */
  readonly waitsForMe: boolean;
  readonly operations: readonly Operation[];
  /** What is asked at it is a decision, also where it is somebody else's; `undefined`: it is none, or it is not known. */
  readonly isDecision?: boolean | undefined;
  /** The form, in its order. `undefined`: this read did not ask for values, so the form cannot be shown from it. */
  readonly fields: readonly Field[] | undefined;
  /** Why its form can be read but not sent from here; `undefined`: it can be sent. */
  readonly cannotSubmit: Message | undefined;
}
