import type { TicketError } from './errors.ts';

export type Decision = 'approve' | 'reject';

/** Makes a submission a decision: its two answers are offered in place of the form. */
export interface Approval {
  /** The system's words for the two answers. */
  readonly approveName: string;
  readonly rejectName: string;
  readonly approveRemark: 'none' | 'optional' | 'required';
  readonly rejectRemark: 'none' | 'optional' | 'required';
  /** In characters; `undefined`: no limit is known. */
  readonly remarkMaxLength: number | undefined;
}

export interface DecisionRequest {
  readonly key: string;
  /** A step with an operation that has an {@link Approval}. */
  readonly stepId: string;
  readonly decision: Decision;
  /** `''`: none. */
  readonly remark: string;
}

/** `error`: `undefined` when the server has accepted it; the workflow may still be moving then. */
export interface DecisionResult {
  readonly request: DecisionRequest;
  readonly error: TicketError | undefined;
}

/** Deciding about several tickets at once. One alone is decided by `runOperation` with `OperationInput.decision`. */
export interface TicketApprovals {
  /**
   * Looks at each ticket again and decides it. A failure is told in its place and does not stop the others, unless it
   * is the connection's: then those that have not been sent fail for the same reason.
   * An abort stops before the next ticket: what was sent stays sent and has been told.
   * @param onResult called once for each request that was tried or given up, as soon as it is known
   * @returns the results in the order of the requests
   */
  decideMany(
    requests: readonly DecisionRequest[],
    signal: AbortSignal,
    onResult: (result: DecisionResult) => void,
  ): Promise<readonly DecisionResult[]>;
}
