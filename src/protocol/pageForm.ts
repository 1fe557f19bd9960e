import type { Field, FieldValue } from '../domain/field.ts';
import type { Message } from '../domain/message.ts';
import type { Operation } from '../domain/operation.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { StepCategory } from '../domain/step.ts';

/** Field values as they cross the border: `structuredClone` safe and JSON safe, unlike a Map. */
export type FieldValues = readonly (readonly [fieldKey: string, value: FieldValue])[];

/** What is to be filled in, and what sends it. */
export interface FormModel {
  readonly fields: readonly Field[];
  /** Sends the form. `undefined`: there is nothing to send now. */
  readonly submit: Operation | undefined;
  /**
   * Where `submit` is a decision: the key of the field for its remark, which is among `fields`. The page offers the two
   * answers in place of one button.
   */
  readonly remarkKey: string | undefined;
  /** Why the form can be read but not sent from here. */
  readonly cannotSubmit: Message | undefined;
}

/** What the page shows of a step: its header, its form and its buttons. */
export interface StepModel extends FormModel {
  readonly id: string;
  readonly name: string;
  readonly statusName: string;
  readonly category: StepCategory;
  readonly processors: readonly string[];
  readonly waitsForMe: boolean;
  /** The other operations of the step. */
  readonly otherOperations: readonly Operation[];
  /** Who has signed, where several people do. `undefined`: not known, or nobody signs. */
  readonly signers: StepSigners | undefined;
}

/** A sentence about a form or the ticket as a whole: an error, a warning or a result, in the user's language. */
export interface Notice {
  readonly severity: 'error' | 'warning' | 'info' | 'success';
  readonly text: string;
}

/** A problem as the page shows it. Already in the user's language. */
export interface ShownProblem {
  /** `undefined`: about the form as a whole. */
  readonly fieldKey: string | undefined;
  readonly text: string;
}

/**
 * A field whose value on the server is no longer the one that the user had before them.
 * Nothing is sent before they have said what is to become of it.
 */
export interface StaleField {
  readonly key: string;
  readonly label: string;
  /** As it was when the user began to type; `undefined`: not known. */
  readonly base: FieldValue | undefined;
  /** As the server has it now; `undefined`: the field is no longer in the form. */
  readonly theirs: FieldValue | undefined;
  /** As the user typed it; `undefined`: they have not touched it, so there is nothing to choose. */
  readonly mine: FieldValue | undefined;
  /** The user may still send their own. */
  readonly canKeepMine: boolean;
}

/** How a form stands that can be filled in. */
export interface FormStanding {
  /** Names the form as long as its page lives. */
  readonly formId: string;
  /**
   * Names what is typed into it. Changes when the page must drop its own values and take `draft` over the fields'
   * values: after a success, or when it was thrown away.
   */
  readonly draftId: string;
  /**
   * - `reading`: what the server has now is still on its way; the form may be looked at
   * - `editing`: the form can be edited and sent
   * - `sending`: a write is under way; everything is locked
   * - `working`: the system accepted it and is busy; locked
   */
  readonly phase: 'reading' | 'editing' | 'sending' | 'working';
  readonly notice: Notice | undefined;
  /** The server's words on fields, from the last refused submit. */
  readonly problems: readonly ShownProblem[];
  /** What the user typed earlier and has not sent; applied once per `draftId`. */
  readonly draft: FieldValues;
  /** Why the last submit was held back: what others have changed meanwhile. `undefined`: it was not. */
  readonly stale: readonly StaleField[] | undefined;
}

/** A form and how it stands. */
export interface FormState extends FormStanding {
  readonly form: FormModel;
}

/** A step of the ticket with its form. */
export interface StepCard extends FormStanding {
  readonly form: StepModel;
  /** The step is no longer there, and what was typed into its form was not sent. */
  readonly hasGone: boolean;
}

/** The form of an operation that has one of its own, opened by the user. */
export interface OperationCard extends FormStanding {
  readonly form: FormModel;
  readonly operation: Operation;
  /** `undefined`: of the ticket as a whole. */
  readonly stepId: string | undefined;
  /** What the user should know before; `undefined`: nothing. */
  readonly note: Message | undefined;
  /** Why it could not be read, in the user's language; `undefined`: it is there, or (`phase` `reading`) on its way. */
  readonly failure: string | undefined;
}
