import type { FieldProblem } from '../domain/errors.ts';
import type { ShownProblem } from '../protocol/pageForm.ts';
import { translate } from './translate.ts';

/** A problem in the display language; what a server said is shown as it said it. */
export function toShownProblem({ fieldKey, message }: FieldProblem): ShownProblem {
  return { fieldKey, text: typeof message === 'string' ? message : translate(message) };
}
