/** User names. */
export interface StepSigners {
  /** Including those whose signature is being processed. */
  readonly signed: readonly string[];
  readonly left: readonly string[];
}

/** Who has signed at a step that several people sign. */
export interface TicketSigners {
  /** @throws TicketError `conflict` when the ticket is not at that step */
  read(key: string, stepId: string, signal: AbortSignal): Promise<StepSigners>;
}
