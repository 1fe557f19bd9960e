import type { Decision } from '../domain/approval.ts';
import { findRemarkProblem } from '../domain/decision.ts';
import type { FieldValue } from '../domain/field.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { Operation, OperationInput } from '../domain/operation.ts';
import type { Step } from '../domain/step.ts';
import { isVisible } from '../domain/visibility.ts';
import type { ShownProblem } from '../protocol/pageForm.ts';
import { formOf, remarkKey, submitOf } from './pageModel.ts';
import { toShownProblem } from './shownProblem.ts';
import { translate } from './translate.ts';

type Form = ReadonlyMap<string, FieldValue>;

/** Somebody decides at it, or it is being worked on after somebody did. */
export function mayBeSigned(step: Step): boolean {
  return step.isDecision === true || submitOf(step)?.approval !== undefined || step.status.category === 'working';
}

/** What is wrong with what the page sent, before it goes on. */
export function findProblems(
  step: Step,
  { approval }: Operation,
  form: Form,
  decision: Decision | undefined,
): readonly ShownProblem[] {
  const problem =
    approval === undefined || decision === undefined
      ? undefined
      : findRemarkProblem(approval, decision, remarkOf(form));
  if (problem !== undefined) return [{ fieldKey: remarkKey, text: translate(problem) }];
  return decision === undefined ? validateForm(formOf(step), form).map(toShownProblem) : [];
}

/** What is sent for a form, or for a decision. */
export function toInput(step: Step, form: Form, decision: Decision | undefined): OperationInput {
  return decision === undefined ? formInput(step, form) : { decision, remark: remarkOf(form) };
}

function remarkOf(form: Form): string {
  const remark = form.get(remarkKey);
  return typeof remark === 'string' ? remark.trim() : '';
}

/** What has been typed into a field that is not in the form any more stays here. */
function formInput({ fields = [] }: Step, form: Form): OperationInput {
  const changes = changedValues(fields, form);
  for (const field of fields) if (!isVisible(field, fields, form)) changes.delete(field.key);
  return { changes };
}
