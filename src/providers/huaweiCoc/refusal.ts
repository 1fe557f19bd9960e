import { TicketError, type TicketErrorCode } from '../../domain/errors.ts';
import { message, type Message } from '../../domain/message.ts';
import type { JsonAnswer } from '../http.ts';
import { CocEnvelope, isSuccess } from './schema.ts';

interface Verdict {
  readonly code: TicketErrorCode;
  readonly hint?: Message | undefined;
}

/**
 * What COC itself refuses: with status 400, and whatever the status if its code says so (contract §2.3). A ticket that
 * does not exist is a 400, too.
 * @returns `undefined`: no refusal, or none of COC's own
 */
export function readRefusal(answer: JsonAnswer, kind: 'read' | 'write'): TicketError | undefined {
  const envelope = CocEnvelope.safeParse(answer.body);
  if (!envelope.success || isSuccess(envelope.data) !== false) return undefined;
  const { error_code: errorCode, code, error_msg: errorText, msg } = envelope.data;
  const told = String(errorCode ?? code);
  const verdict = judge(told, answer.status, kind);
  if (verdict === undefined) return undefined;
  const text = (errorText || msg).trim();
  return new TicketError(verdict.code, {
    detail: `code ${told.slice(0, 60)}`,
    serverMessage: text === '' ? undefined : text,
    hint: verdict.hint,
    retryAfter: answer.retryAfter,
  });
}

const noUserHint = message(
  'COC does not know who is signed in. Sign in as an IAM user who has been taken over into COC (O&M engineers).',
);

function judge(code: string, status: number, kind: 'read' | 'write'): Verdict | undefined {
  switch (code) {
    case 'COC.00067003':
      return { code: 'notFound' };
    case 'COC.00011013':
      return { code: 'unauthorized', hint: noUserHint };
  }
  // What the gateway says is the same for all services.
  if (/^API(?:GW|G)\./u.test(code)) return undefined;
  switch (status) {
    case 401:
      return { code: 'unauthorized' };
    case 403:
      return { code: 'forbidden' };
    case 409:
      return { code: 'conflict' };
    case 429:
      return { code: 'rateLimited' };
    default:
      if (status >= 500) return { code: kind === 'write' ? 'outcomeUnknown' : 'unavailable' };
      return { code: 'rejected' };
  }
}
