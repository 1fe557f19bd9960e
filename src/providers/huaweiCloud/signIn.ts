import type { TicketError } from '../../domain/errors.ts';
import type { Authorise } from '../httpRequest.ts';
import type { SignInTrouble } from './signInTrouble.ts';

/** Lets one request through; it is told how that ended. */
export interface Pass {
  readonly authorise: Authorise;
  /** The credentials were good enough for an answer. */
  accept(): void;
  /**
   * They were not.
   * @returns another pass may be
   */
  refuse(trouble: SignInTrouble, error: TicketError): boolean;
  /** Nothing is known: no answer came. */
  leave(): void;
}

/** One way of showing who asks. */
export interface SignIn {
  /**
   * Signs in, where that is due.
   * @throws TicketError `unauthorized` when that was refused, or has been before: it is not tried again by itself
   */
  enter(signal: AbortSignal): Promise<Pass>;
  /**
   * The IAM user that the sign-in is of; `undefined`: it does not tell.
   * @throws TicketError as `enter`
   */
  readUserId(signal: AbortSignal): Promise<string | undefined>;
  /** Forgets that the credentials were refused: the user wants another attempt. */
  tryAgain(): void;
  /** What must not be shown. */
  secrets(): readonly string[];
}
