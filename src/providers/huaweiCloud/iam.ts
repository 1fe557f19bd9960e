import * as z from 'zod/mini';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import { readHeader } from '../answer.ts';
import type { Http, JsonAnswer } from '../http.ts';
import type { PasswordAccess } from './access.ts';
import { readFault } from './fault.ts';
import { toTicketError } from './refusal.ts';

/** A token as IAM gave it. */
export interface CloudToken {
  readonly token: string;
  /** By the clock of this computer, milliseconds since 1970 UTC. */
  readonly endsAt: number;
  /** Whose it is; `undefined`: not told. */
  readonly userId?: string | undefined;
}

// Under a name of its own: oxlint takes `z.catch(…)` for that of a promise.
const orElse = z.catch;

const TokenAnswer = z.object({
  token: z.object({ expires_at: z.string(), user: orElse(z.optional(z.object({ id: z.string() })), undefined) }),
});

/**
 * Exchanges a password for a token (contract §3.1).
 * @param passcode of a virtual MFA device; `''`: none
 * @throws TicketError `unauthorized` when IAM refuses the user, the password or the passcode
 */
export async function requestToken(
  http: Http,
  access: PasswordAccess,
  passcode: string,
  signal: AbortSignal,
): Promise<CloudToken> {
  const { account, userName, password, passcodeOf, scope } = access;
  const hasPasscode = passcodeOf !== undefined;
  const identity = {
    methods: hasPasscode ? ['password', 'totp'] : ['password'],
    password: { user: { domain: { name: account }, name: userName, password } },
    ...(hasPasscode ? { totp: { user: { id: passcodeOf, passcode } } } : {}),
  };
  const scopeOf = scope.id === '' ? { name: scope.name } : { id: scope.id };
  const sending = http.sendForHeaders(
    {
      // Nothing but a token comes of it, so it may be repeated when no answer comes: but a passcode is good for once.
      kind: hasPasscode ? 'write' : 'read',
      method: 'POST',
      url: `${access.iamUrl}/v3/auth/tokens`,
      query: { nocatalog: 'true' },
      body: { auth: { identity, scope: { [scope.kind]: scopeOf } } },
      schema: TokenAnswer,
      readRefusal: (answer) => readIamRefusal(answer, access, passcode),
    },
    signal,
  );
  const { data, headers } = await sending.catch((error: unknown) => {
    throw error instanceof TicketError && error.code === 'outcomeUnknown' ? noToken(error) : error;
  });
  const token = readHeader(headers, 'x-subject-token');
  if (token === undefined || token === '') {
    throw new TicketError('unexpectedResponse', { detail: 'no X-Subject-Token' });
  }
  // Its end is told by the clock of the server, which ours need not agree with.
  const serverTime = Date.parse(readHeader(headers, 'date') ?? '');
  const skew = Number.isNaN(serverTime) ? 0 : Date.now() - serverTime;
  const endsAt = Date.parse(data.token.expires_at) + skew;
  return { token, endsAt: Number.isNaN(endsAt) ? Date.now() + shortestLife : endsAt, userId: data.token.user?.id };
}

/** Where the end of a token cannot be read, it is believed for so long; milliseconds. */
const shortestLife = 3_600_000;

/** A sign-in changes nothing: that it may have been carried out is nothing to tell. */
function noToken(cause: TicketError): TicketError {
  return new TicketError('unavailable', {
    detail: `IAM: ${cause.detail}`,
    hint: message(
      'IAM gave no usable answer to the sign-in, and a passcode is good for one attempt only. Sign in again with a new one.',
    ),
    cause,
  });
}

export const notAccepted = message(
  'IAM does not accept the sign-in. Check account name, IAM user name, password and passcode: a HUAWEI ID cannot be used here.',
);

function readIamRefusal(answer: JsonAnswer, access: PasswordAccess, passcode: string): TicketError | undefined {
  const fault = readFault(answer);
  if (fault === undefined) return undefined;
  const { code, serverMessage, detail, retryAfter } = toTicketError(fault, answer, 'read', () => undefined, [
    access.password,
    passcode,
  ]);
  const hint =
    code === 'unauthorized'
      ? notAccepted
      : message('IAM refuses the sign-in. Check its address and the scope, and whether this user may use the API.');
  return new TicketError(code, { serverMessage, detail: `IAM: ${detail}`, retryAfter, hint });
}
