import { l10n } from 'vscode';
import { TicketError, type TicketErrorCode } from '../domain/errors.ts';
import { plainText } from './plainText.ts';
import { translate } from './translate.ts';

/** A server may answer with a whole page of trouble; in characters. */
const longestServerMessage = 1_000;

/**
 * One sentence or two for people: what happened, and what to do where that helps. Takes whatever was thrown.
 * Never holds a secret: our errors carry none, and of other errors only a general sentence is shown.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof TicketError)) return l10n.t('Something unexpected happened. The log has the details.');
  const parts = [error.hint === undefined ? whatHappened(error.code) : translate(error.hint)];
  if (error.serverMessage !== undefined)
    parts.push(l10n.t('The server says: {0}', error.serverMessage.slice(0, longestServerMessage)));
  return plainText(parts.join(' '));
}

function whatHappened(code: TicketErrorCode): string {
  switch (code) {
    case 'unauthorized':
      return l10n.t('The sign-in was refused or has ended. Sign in again.');
    case 'forbidden':
      return l10n.t('You are not allowed to do this.');
    case 'notFound':
      return l10n.t('This was not found on the server.');
    case 'conflict':
      return l10n.t('It has changed meanwhile, so nothing was sent. Look at its new state.');
    case 'rejected':
      return l10n.t('The server did not accept this.');
    case 'rateLimited':
      return l10n.t('The server asks for fewer requests. The next attempt comes by itself.');
    case 'unavailable':
      return l10n.t('The server cannot be reached. The next attempt comes by itself.');
    case 'outcomeUnknown':
      return l10n.t('It was sent, but no answer came. It may have been carried out: check before you send it again.');
    case 'unexpectedResponse':
      return l10n.t('The server gave an answer that makes no sense. Check the address; the log has the details.');
  }
}
