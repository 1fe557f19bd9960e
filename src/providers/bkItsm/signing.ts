import type { StepSigners } from '../../domain/signers.ts';
import { readApprovalForm } from './approvalForm.ts';
import { readProcessors } from './processors.ts';
import type { BkLog, BkState, BkStep } from './schema.ts';

/** How far a step has come that several people sign. */
export interface Signing extends StepSigners {
  /** Only the first of those who are left may sign now. */
  readonly isSequential: boolean;
  /** The operator has just signed, and the server has yet to write it down. */
  readonly isPending: boolean;
}

/** One signature is not enough. */
export function needsAll({ type, is_multi: isMulti, is_sequential: isSequential }: BkState): boolean {
  return isMulti || isSequential || type === 'SIGN';
}

/** The processors of a step are all of them, also those who have signed, and in the order in which they sign. */
export function toSigning(step: BkStep, signed: readonly string[], state: BkState | undefined): Signing {
  return {
    signed: [...new Set(signed)],
    left: readProcessors(step).filter((name) => !signed.includes(name)),
    // The members of roles and organisations come in any order.
    isSequential: state?.is_sequential === true && step.processors_type === 'PERSON',
    isPending: false,
  };
}

/** It is this person's turn. */
export function isTurnOf({ left, isSequential, isPending }: Signing, name: string): boolean {
  if (isPending) return false;
  return isSequential ? left[0] === name : left.includes(name);
}

/**
 * Who has signed a step since it was entered last, as the log tells: a signature is an entry with the step's own result
 * in its form. A round ends when all have signed, or with a refusal; whoever signs again begins another one.
 */
export function findSigned(step: BkStep, logs: readonly BkLog[]): readonly string[] {
  const form = readApprovalForm(step.fields);
  if (form === undefined) return [];
  const processors = readProcessors(step);
  let signed: readonly string[] = [];
  for (const { operator, from_state_type: type, form_data: values } of logs) {
    const result = values.find(({ key }) => key === form.resultKey);
    if (result === undefined) continue;
    signed = signed.includes(operator) ? [operator] : [...signed, operator];
    const isRefused = type === 'APPROVAL' && result.value === form.reject.key;
    if (isRefused || processors.every((name) => signed.includes(name))) signed = [];
  }
  return signed.filter((name) => processors.includes(name));
}
