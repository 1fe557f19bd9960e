import { TicketError, type TicketErrorCode } from '../../domain/errors.ts';
import { message, type Message } from '../../domain/message.ts';
import { readHeader } from '../answer.ts';
import type { JsonAnswer } from '../http.ts';
import type { CloudFault } from './fault.ts';
import { maskSecrets } from './maskSecrets.ts';
import { readGatewayCode, readSignInTrouble, type SignInTrouble } from './signInTrouble.ts';

/** What a fault means to us. */
export interface Verdict {
  readonly code: TicketErrorCode;
  readonly hint?: Message | undefined;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** What a system means by its own codes; `undefined`: it is none of them. */
export type JudgeFault = (fault: CloudFault, kind: 'read' | 'write') => Verdict | undefined;

/** In characters; what a server says may be a whole page. */
const longestText = 500;

/**
 * The error for a fault: judged by its system first, then as the gateway and IAM mean it, then by its status.
 * @param secrets what its text must not give away
 */
export function toTicketError(
  fault: CloudFault,
  answer: JsonAnswer,
  kind: 'read' | 'write',
  judge: JudgeFault,
  secrets: readonly string[],
): TicketError {
  const trouble = readSignInTrouble(fault);
  const verdict =
    trouble === undefined
      ? (judge(fault, kind) ?? judgeGateway(fault) ?? judgeStatus(fault, kind))
      : { code: 'unauthorized' as const, hint: explainTrouble(trouble, answer) };
  // Behind the first line of a refused signature comes what should have been signed.
  const said = trouble === undefined ? fault.text : (fault.text.split('\n')[0] ?? '');
  const text = maskSecrets(said, secrets).slice(0, longestText);
  return new TicketError(verdict.code, {
    detail: `HTTP ${fault.status}${fault.code === '' ? '' : `, code ${maskSecrets(fault.code, secrets).slice(0, 60)}`}`,
    serverMessage: text === '' ? undefined : text,
    hint: verdict.hint,
    retryAfter: answer.retryAfter ?? verdict.retryAfter,
  });
}

/** Milliseconds after which the gateway may be asked again; it counts by the minute, and its pages say 2 to 5 seconds. */
const throttled = 5_000;

function judgeGateway({ status, code }: CloudFault): Verdict | undefined {
  const gatewayCode = readGatewayCode(code);
  if (gatewayCode === '0308') return { code: 'rateLimited', retryAfter: throttled };
  if (gatewayCode === '0101') return { code: 'notFound', hint: wrongAddress };
  if (gatewayCode === '0201') return { code: 'rejected', hint: status === 413 ? tooLarge : undefined };
  return undefined;
}

const wrongAddress = message(
  'Huawei Cloud knows no such interface at this address. Check the address of the connection: site and region.',
);
const tooLarge = message('This is more than the server takes at once.');

function judgeStatus({ status }: CloudFault, kind: 'read' | 'write'): Verdict {
  switch (status) {
    case 403:
      return { code: 'forbidden' };
    case 404:
      return { code: 'notFound' };
    case 409:
      return { code: 'conflict' };
    case 429:
      return { code: 'rateLimited', retryAfter: throttled };
    default:
      if (status < 500) return { code: 'rejected' };
      return { code: kind === 'write' ? 'outcomeUnknown' : 'unavailable' };
  }
}

/** @param answer what the server said it with */
export function explainTrouble(trouble: SignInTrouble, answer: Pick<JsonAnswer, 'headers'>): Message {
  switch (trouble) {
    case 'tokenEnded':
      return message(
        'The token is not accepted: it has ended, or it is for another site, region or scope. Sign in again.',
      );
    case 'clockSkew':
      return explainClock(answer);
    case 'locked':
      return message(
        'Huawei Cloud has locked this access key for some minutes, because too many signatures with it were wrong. Nothing is sent until you sign in again.',
      );
    case 'signature':
      return message(
        'The signature was refused: the access key does not exist, or its secret is wrong. It is not tried again by itself, as Huawei Cloud locks a key after a few failures. Sign in again.',
      );
    case 'credentials':
      return message('Huawei Cloud does not accept these credentials. Sign in again.');
  }
}

/** Milliseconds below which the clock is not the reason, whatever the server says. */
const noticeable = 60_000;

function explainClock({ headers }: Pick<JsonAnswer, 'headers'>): Message {
  const server = Date.parse(readHeader(headers, 'date') ?? '');
  const ahead = Date.now() - server;
  if (Number.isNaN(ahead) || Math.abs(ahead) < noticeable) {
    return message(
      'The server takes the signature for an old one: the clock of this computer is more than 15 minutes off. Set it right and sign in again.',
    );
  }
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  return ahead > 0
    ? message(
        'The clock of this computer is {0} minutes ahead of that of Huawei Cloud; 15 are allowed. Set it right and sign in again.',
        minutes,
      )
    : message(
        'The clock of this computer is {0} minutes behind that of Huawei Cloud; 15 are allowed. Set it right and sign in again.',
        minutes,
      );
}
