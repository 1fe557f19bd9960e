import type { Field, FieldValue } from '../domain/field.ts';
import { areValuesEqual, canEdit, currentValue, type FormValues } from '../domain/form.ts';
import type { Operation } from '../domain/operation.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isVisible } from '../domain/visibility.ts';

/** A form as its user knows it. */
export interface KnownForm {
  /** The fields as they were shown last. */
  readonly shown: readonly Field[];
  /** What was typed. */
  readonly typed: FormValues;
  /** What the server had when the typing began, by field; a field that is not in it had what is `shown`. */
  readonly bases: FormValues;
  /** Fields whose change the user was told of, and went on: one that changes with each read must not hold them up for ever. */
  readonly told: ReadonlySet<string>;
}

/** A field that somebody else has changed meanwhile. */
export interface ChangedField {
  readonly key: string;
  readonly label: string;
  /** As the user had it before them; `undefined`: not known. */
  readonly base: FieldValue | undefined;
  /** As the server has it now; `undefined`: the field is no longer in the form. */
  readonly theirs: FieldValue | undefined;
  /** `undefined`: the user has not touched it. */
  readonly mine: FieldValue | undefined;
  readonly canKeepMine: boolean;
}

/** The step, if it is still there and still offers the operation. */
export function findStepToAct({ steps }: Ticket, stepId: string, operationKey: string): Step | undefined {
  const step = steps.find(({ id }) => id === stepId);
  if (step === undefined || step.cannotSubmit !== undefined) return undefined;
  return findOperation(step.operations, operationKey) === undefined ? undefined : step;
}

export function findOperation(operations: readonly Operation[], operationKey: string): Operation | undefined {
  return operations.find(({ key }) => key === operationKey);
}

/**
 * What others have changed in a form since its user began to type, or, in fields that they have not touched, since it
 * was shown to them. Empty: what is sent is what the user means. A change to what the user typed, too, is none.
 * @param now the fields as they were read just before sending
 */
export function findChangedFields(now: readonly Field[], known: KnownForm): readonly ChangedField[] {
  const changed: ChangedField[] = [];
  for (const field of now) {
    if (!isVisible(field, now, known.typed)) continue;
    const mine = known.typed.get(field.key);
    const found = mine === undefined ? compareUntouched(field, known) : compareTouched(field, mine, known);
    if (found !== undefined) changed.push(found);
  }
  const keys = new Set(now.map(({ key }) => key));
  for (const field of known.shown) {
    const mine = known.typed.get(field.key);
    if (keys.has(field.key) || mine === undefined || areValuesEqual(mine, field.value)) continue;
    // It would be left out without a word.
    if (known.told.has(field.key) || !isVisible(field, known.shown, known.typed)) continue;
    changed.push({
      key: field.key,
      label: field.label,
      base: known.bases.get(field.key) ?? field.value,
      theirs: undefined,
      mine,
      canKeepMine: false,
    });
  }
  return changed;
}

function compareTouched(field: Field, mine: FieldValue, { shown, typed, bases }: KnownForm): ChangedField | undefined {
  const base = bases.get(field.key) ?? shown.find(({ key }) => key === field.key)?.value;
  const theirs = field.value;
  if (areValuesEqual(mine, theirs)) return undefined;
  const canKeepMine = canEdit(field) && areValuesEqual(currentValue(field, typed), mine);
  if (base !== undefined && areValuesEqual(base, theirs) && canKeepMine) return undefined;
  return { key: field.key, label: field.label, base, theirs, mine, canKeepMine };
}

function compareUntouched(field: Field, { shown, told }: KnownForm): ChangedField | undefined {
  const before = shown.find(({ key }) => key === field.key);
  if (before === undefined || areValuesEqual(before.value, field.value) || told.has(field.key)) return undefined;
  return {
    key: field.key,
    label: field.label,
    base: before.value,
    theirs: field.value,
    mine: undefined,
    canKeepMine: false,
  };
}
