import type { core, ZodMiniType } from 'zod/mini';
import { TicketError, type TicketErrorCode, type TicketErrorInit } from '../domain/errors.ts';
import { message, type Message } from '../domain/message.ts';
import { proxyHint } from './networkFailure.ts';
import { readRetryAfter } from './retryPolicy.ts';

/** What came back, as text. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** An answer that is JSON, before anything is known about its shape. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Milliseconds; `undefined`: the server did not say. */
  readonly retryAfter: number | undefined;
}

export interface Expectation<T> {
  readonly kind: 'read' | 'write';
  readonly schema: ZodMiniType<T>;
  /** For systems that refuse in the body, whatever the status: the refusal, or `undefined` when there is none. */
  readonly readRefusal?: ((answer: JsonAnswer) => TicketError | undefined) | undefined;
}

/**
 * What the answer says.
 * @param url of the request; only its origin is ever shown
 * @throws TicketError for anything but the expected
 */
export function readAnswer<T>(answer: Answer, url: URL, expected: Expectation<T>): T {
  const { status } = answer;
  const retryAfter = readRetryAfter(answer.headers['retry-after']);
  if (status === 407) {
    throw new TicketError('unavailable', { detail: 'HTTP 407', hint: proxyHint('407') });
  }
  if (status === 0 || (status >= 300 && status < 400)) throw redirectError(answer, url, expected.kind);

  const body = parseJson(answer.text);
  if (body === undefined) {
    const detail = `HTTP ${status}, ${answer.text.trim() === '' ? 'empty' : isWebPage(answer) ? 'a web page' : 'not JSON'}`;
    const hint = isWebPage(answer)
      ? message('The server answered with a web page. Is the address right, and does it need a sign-in or a VPN?')
      : undefined;
    if (isSuccess(status)) throw incomprehensible(expected.kind, { detail, hint });
    throw statusError(status, expected.kind, { detail, hint, retryAfter });
  }
  const refusal = expected.readRefusal?.({ status, body, retryAfter });
  if (refusal !== undefined) throw refusal;
  if (!isSuccess(status)) throw statusError(status, expected.kind, { detail: `HTTP ${status}`, retryAfter });

  const parsed = expected.schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw incomprehensible(expected.kind, { detail: describeIssues(parsed.error) });
}

/** Where the shape is wrong and what was expected there: never a value. */
function describeIssues(error: core.$ZodError): string {
  const issues = error.issues.slice(0, 3).map((issue) => {
    const path = issue.path.map(String).join('.');
    const expectation = 'expected' in issue ? `expected ${String(issue.expected)}` : issue.code;
    return `${path === '' ? 'answer' : path}: ${expectation}`;
  });
  return issues.join('; ');
}

/** After a write, an answer that cannot be read leaves open what was done. */
function incomprehensible(kind: 'read' | 'write', init: TicketErrorInit): TicketError {
  return new TicketError(kind === 'write' ? 'outcomeUnknown' : 'unexpectedResponse', init);
}

function statusError(status: number, kind: 'read' | 'write', init: TicketErrorInit): TicketError {
  return new TicketError(statusCode(status, kind, init.retryAfter), {
    ...init,
    hint: status === 404 || status === 405 ? wrongAddress : init.hint,
  });
}

const wrongAddress: Message = message('The server knows nothing at this address. Check the address of the connection.');

function statusCode(status: number, kind: 'read' | 'write', retryAfter: number | undefined): TicketErrorCode {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 405:
      return 'notFound';
    case 409:
      return 'conflict';
    case 429:
      return 'rateLimited';
    default:
      if (status < 500) return kind === 'write' ? 'rejected' : 'unexpectedResponse';
      // A server that says when to come back has not begun.
      if (kind === 'read' || (status === 503 && retryAfter !== undefined)) return 'unavailable';
      return 'outcomeUnknown';
  }
}

function redirectError(answer: Answer, url: URL, kind: 'read' | 'write'): TicketError {
  const location = answer.headers['location'];
  const target = typeof location === 'string' && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  const hint =
    target === undefined
      ? message('The server sends on to another page, probably its sign-in page. Check the address of the connection.')
      : message(
          'The server sends on to {0}, probably its sign-in page. Check the address of the connection.',
          `${target.host}${target.pathname}`,
        );
  // After "303 See Other", and in practice after 302, the request itself has been carried out.
  const wasCarriedOut = kind === 'write' && (answer.status === 302 || answer.status === 303 || answer.status === 0);
  return new TicketError(wasCarriedOut ? 'outcomeUnknown' : 'unexpectedResponse', {
    detail: `HTTP ${answer.status}, a redirect`,
    hint,
  });
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isWebPage({ headers, text }: Answer): boolean {
  return String(headers['content-type'] ?? '').includes('text/html') || /^\s*<(!doctype|html|head|body)\b/iu.test(text);
}

/** `undefined`: not JSON. (JSON itself has no `undefined`.) */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
