import type { Operation, OperationKind } from '../domain/operation.ts';
import type { FormModel } from '../protocol/pageForm.ts';

/** Which operations are buttons and which wait in the menu. */
export interface ButtonPlan {
  /** The one that the form is about. `undefined`: nothing here is the obvious next thing. */
  readonly primary: Operation | undefined;
  readonly secondary: readonly Operation[];
  readonly menu: readonly Operation[];
}

const leadingKinds: ReadonlySet<OperationKind> = new Set(['claim', 'assign', 'resume']);

/**
 * The primary button is never something that cannot be taken back, unless it is the form's own; such ones go to the menu
 * first.
 * @param form `undefined`: these operations are not about a form
 */
export function planButtons(form: FormModel | undefined, operations: readonly Operation[]): ButtonPlan {
  const primary = form?.cannotSubmit === undefined ? (form?.submit ?? operations.find(isLeading)) : undefined;
  const others = operations.filter((operation) => operation !== primary);
  if (others.length <= 2) return { primary, secondary: others, menu: [] };
  const secondary = others.filter((operation) => !operation.isIrreversible).slice(0, 1);
  return { primary, secondary, menu: others.filter((operation) => !secondary.includes(operation)) };
}

function isLeading(operation: Operation): boolean {
  return operation.scope === 'step' && leadingKinds.has(operation.kind) && !operation.isIrreversible;
}
