import type { Message } from './message.ts';

/**
 * - `unauthorized`: the credentials are missing, wrong or have ended; the user must sign in again
 * - `forbidden`: signed in, but not allowed to do this
 * - `notFound`: no such ticket, step or address
 * - `conflict`: it has changed meanwhile (the step moved on, the ticket is closed)
 * - `rejected`: the server refuses the values; see `fieldProblems`
 * - `rateLimited`: too many requests; see `retryAfter`
 * - `unavailable`: no answer (network, proxy, server down); nothing was carried out
 * - `outcomeUnknown`: a write was sent and no answer came: it may or may not have been carried out
 * - `unexpectedResponse`: an answer that cannot be understood (HTML, wrong shape, too large)
 */
export type TicketErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'rejected'
  | 'rateLimited'
  | 'unavailable'
  | 'outcomeUnknown'
  | 'unexpectedResponse';

/** Why one field was refused, or was found bad before sending. */
export interface FieldProblem {
  readonly fieldKey: string;
  /** The server's own words, or ours where we found it first. */
  readonly message: string | Message;
}

export interface TicketErrorInit {
  /** What the server said, cleaned, in its language; `undefined`: it said nothing that people can use. */
  readonly serverMessage?: string | undefined;
  readonly fieldProblems?: readonly FieldProblem[] | undefined;
  /** Milliseconds to wait before the next request. */
  readonly retryAfter?: number | undefined;
  /** A short technical fact for the log, free of secrets, headers, queries and bodies ("HTTP 502", "data.current_steps: expected array"). */
  readonly detail?: string | undefined;
  /** A sentence of ours that says more than the code does ("The server answered with a web page…"). */
  readonly hint?: Message | undefined;
  readonly cause?: unknown;
}

/**
 * Brand instead of identity: the entry bundle and the lazy chunks each carry a copy of this class
 * (one file at activation, see esbuild.mjs), and `instanceof` has to hold across them.
 */
const brand = Symbol.for('itsmTickets.TicketError');

/** The one error of this extension. Sentences for users are made from it in `editor/describeError.ts`. */
export class TicketError extends Error {
  override readonly name = 'TicketError';
  readonly [brand] = true;
  readonly code: TicketErrorCode;
  readonly serverMessage: string | undefined;
  readonly fieldProblems: readonly FieldProblem[];
  readonly retryAfter: number | undefined;
  readonly detail: string | undefined;
  readonly hint: Message | undefined;

  constructor(code: TicketErrorCode, init: TicketErrorInit = {}) {
    super(init.detail ?? code, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.serverMessage = init.serverMessage;
    this.fieldProblems = init.fieldProblems ?? [];
    this.retryAfter = init.retryAfter;
    this.detail = init.detail;
    this.hint = init.hint;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value;
  }
}

/** The error itself, or an `unexpectedResponse` that carries it. An abort must be told apart before. */
export function asTicketError(error: unknown): TicketError {
  if (error instanceof TicketError) return error;
  return new TicketError('unexpectedResponse', {
    detail: error instanceof Error ? error.name : typeof error,
    cause: error,
  });
}
