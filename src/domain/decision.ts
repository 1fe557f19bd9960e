import type { Approval, Decision } from './approval.ts';
import { message, type Message } from './message.ts';

/** What is wrong with the remark of a decision; the same in the page before sending and in the host. */
export function findRemarkProblem(approval: Approval, decision: Decision, remark: string): Message | undefined {
  const need = decision === 'approve' ? approval.approveRemark : approval.rejectRemark;
  const { length } = remark.trim();
  if (need === 'required' && length === 0) {
    return decision === 'approve' ? message('Say why you approve.') : message('Say why you reject.');
  }
  // It would be lost without a word.
  if (need === 'none' && length > 0) {
    return decision === 'approve'
      ? message('An approval takes no remark: clear it, or reject.')
      : message('A rejection takes no remark: clear it, or approve.');
  }
  const { remarkMaxLength: most } = approval;
  return most !== undefined && length > most
    ? message('At most {0} characters; there are {1}.', most, length)
    : undefined;
}
