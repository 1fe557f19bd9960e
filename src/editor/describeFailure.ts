import { l10n } from 'vscode';
import { TicketError } from '../domain/errors.ts';
import { describeError } from './describeError.ts';

/** As `describeError`, for what is not tried again by itself. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof TicketError) || error.hint !== undefined || error.serverMessage !== undefined) {
    return describeError(error);
  }
  if (error.code === 'rateLimited') return l10n.t('The server asks for fewer requests. Try again a little later.');
  return error.code === 'unavailable' ? l10n.t('The server cannot be reached.') : describeError(error);
}
