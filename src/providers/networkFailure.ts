import { TicketError, type TicketErrorCode } from '../domain/errors.ts';
import { message, type Message } from '../domain/message.ts';

/** A request may take so long, repetitions included. */
export class TotalTimeoutError extends Error {
  override readonly name = 'TotalTimeoutError';
  readonly code = 'ITSM_TOTAL_TIMEOUT';
}

/** The caller gave up a request, or the connection was disposed. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
  readonly code = 'ITSM_CANCELLED';
}

interface Diagnosis {
  readonly hint: Message;
  /** For a write: what was sent cannot have been carried out, as it never reached the ticket system. */
  readonly isBeforeSending: boolean;
  readonly code?: TicketErrorCode;
}

const untrusted = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);

/** The first words of the other side were none of TLS. Its other failures can come when a request has left. */
const notEncrypted = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

/** Why no usable answer came, for `host`. */
export function networkFailure(error: unknown, kind: 'read' | 'write', host: string): TicketError {
  const chain = listCauses(error);
  const code = chain.map((cause) => cause.code).find((value) => value !== undefined);
  const { hint, isBeforeSending, code: readCode = 'unavailable' } = diagnose(chain, code ?? '', host);
  return new TicketError(kind === 'write' && !isBeforeSending ? 'outcomeUnknown' : readCode, {
    // The message of an error of `fetch` can hold an address or a header: its name and code cannot.
    detail: [...new Set([chain[0]?.name, code])].filter((part) => part !== undefined).join(' '),
    hint,
    // Kept only when its kind is known: such errors hold addresses of sockets at most.
    cause: code === undefined ? undefined : error,
  });
}

function diagnose(chain: readonly Cause[], code: string, host: string): Diagnosis {
  const texts = chain.map((cause) => cause.message);
  const proxyStatus = texts.map((text) => /^Proxy response \((\d+)\)/u.exec(text)?.[1]).find((status) => status);
  if (proxyStatus !== undefined || code.startsWith('UND_ERR_PRX')) {
    return { hint: proxyHint(proxyStatus), isBeforeSending: true };
  }
  if (texts.includes('bad port')) {
    const hint = message(
      'The editor does not allow requests to this port. Set the transport of the connection to "direct".',
    );
    return { hint, isBeforeSending: true };
  }
  if (untrusted.has(code)) {
    const hint = message(
      'The certificate of {0} is issued by an authority that is not trusted here. Trust it in the operating system, or set the transport of the connection to "direct" and "caFile" to its certificate.',
      host,
    );
    return { hint, isBeforeSending: true };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return { hint: message('The certificate of {0} is out of date.', host), isBeforeSending: true };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return { hint: message('The certificate of {0} was made for another host name.', host), isBeforeSending: true };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    const hint = message(
      'No secure connection to {0} could be made. Does its address begin with http instead of https?',
      host,
    );
    return { hint, isBeforeSending: notEncrypted.has(code) };
  }
  const isConnecting = chain.some(({ syscall }) => syscall === 'connect');
  switch (code) {
    case 'ECONNREFUSED':
      return { hint: message('{0} refused the connection. Is the address right?', host), isBeforeSending: true };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return { hint: message('The host {0} was not found. Is the address right?', host), isBeforeSending: true };
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      // A network that goes while an answer is waited for ends that with the same codes.
      return { hint: message('There is no way to {0} from this network.', host), isBeforeSending: isConnecting };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { hint: message('{0} could not be reached in time.', host), isBeforeSending: true };
    case 'ETIMEDOUT':
      return {
        hint: message('{0} could not be reached in time.', host),
        isBeforeSending: isConnecting,
      };
    case 'UND_ERR_CLOSED':
    case 'UND_ERR_DESTROYED':
      return { hint: message('This connection is no longer in use.'), isBeforeSending: code === 'UND_ERR_CLOSED' };
    case 'ITSM_CANCELLED':
      return { hint: message('This connection is no longer in use.'), isBeforeSending: false };
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
    case 'ITSM_TOTAL_TIMEOUT':
      return { hint: message('{0} did not answer in time.', host), isBeforeSending: false };
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return {
        hint: message('The answer of {0} is too large.', host),
        isBeforeSending: false,
        code: 'unexpectedResponse',
      };
    default:
      if (code.startsWith('HPE_')) {
        return {
          hint: message('{0} does not answer as a web server does. Is the address right?', host),
          isBeforeSending: false,
          code: 'unexpectedResponse',
        };
      }
      return { hint: message('The connection to {0} broke off.', host), isBeforeSending: false };
  }
}

export function proxyHint(status: string | undefined): Message {
  return status === '407'
    ? message('The proxy asks for a sign-in. Check the proxy settings of the editor, or set the transport to "direct".')
    : message('The proxy could not make the connection. Check the proxy settings of the editor.');
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

/** The error and what lies behind it, nearest first. */
function listCauses(error: unknown): readonly Cause[] {
  const chain: Cause[] = [];
  let current = error;
  while (current instanceof Error && chain.length < 8) {
    const { name, message: text } = current;
    const { code, syscall } = current as NodeJS.ErrnoException;
    // An aborted `fetch` has a number here.
    chain.push({ name, message: text, code: typeof code === 'string' ? code : undefined, syscall });
    // Both addresses of a host were tried: the first failure stands for the rest.
    const inner: unknown = current instanceof AggregateError ? current.errors[0] : undefined;
    current = inner ?? current.cause;
  }
  return chain;
}
