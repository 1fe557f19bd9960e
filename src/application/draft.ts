import type { Field, FieldValue } from '../domain/field.ts';
import type { DraftPlace } from './draftPlace.ts';

/** What was typed into a form and not sent, by field key. */
export type DraftValues = readonly (readonly [fieldKey: string, value: FieldValue])[];

/** What a draft is about, as it is now where it is typed. */
export interface DraftSubject {
  /** Of the ticket, or the name of the service; plain text of the system. `''`: not known now, what was known stays. */
  readonly title: string;
  /** Name of the step or the operation; `''`: there is none, or as above. */
  readonly partName: string;
  /** The form with the values that the server has; empty where there is no form. Tells labels, bases and secrets. */
  readonly fields: readonly Field[];
}

/** A field that was typed into. */
export interface DraftField {
  readonly key: string;
  readonly label: string;
  readonly value: FieldValue;
  /** What the server had when the typing began; `undefined`: not known, or no field of a form. */
  readonly base: FieldValue | undefined;
}

/** Something that was typed and not sent. */
export interface Draft {
  readonly place: DraftPlace;
  readonly title: string;
  readonly partName: string;
  /** When it was last typed into, milliseconds since 1970 UTC. */
  readonly savedAt: number;
  /** In the order they were first typed into; never empty. */
  readonly fields: readonly DraftField[];
}

/** `undefined`: there is no draft. */
export function draftValues(draft: Draft | undefined): DraftValues {
  return (draft?.fields ?? []).map(({ key, value }) => [key, value] as const);
}
