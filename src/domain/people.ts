import type { Message } from './message.ts';
import type { Operation } from './operation.ts';

/** Whom something is handed to. */
export interface Assignee {
  readonly kind: 'person' | 'role' | 'organisation';
  /** A user name for a person; else it means something to its provider only. */
  readonly id: string;
}

export interface Candidate extends Assignee {
  readonly name: string;
}

export interface Candidates {
  /** Whom to offer. */
  readonly candidates: readonly Candidate[];
  /** A user name that is not among them may be given, too; the server decides. */
  readonly allowsFreeText: boolean;
  /** What the user should know about the choice; `undefined`: nothing. */
  readonly note: Message | undefined;
}

export interface CandidatesRequest {
  readonly key: string;
  readonly stepId: string;
  /** One that needs an assignee. */
  readonly operation: Operation;
}

/** Who there is. */
export interface TicketPeople {
  /** Whom a step may be handed to. */
  readCandidates(request: CandidatesRequest, signal: AbortSignal): Promise<Candidates>;
}
