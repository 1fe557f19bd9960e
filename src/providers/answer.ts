import type { core, ZodMiniType } from 'zod/mini';
import type { DownloadedFile } from '../domain/attachments.ts';
import { TicketError, type TicketErrorCode, type TicketErrorInit } from '../domain/errors.ts';
import { message, type Message } from '../domain/message.ts';
import { proxyHint } from './networkFailure.ts';
import { readRetryAfter } from './retryPolicy.ts';

/** By lower-case name. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What came back, as text or as bytes. */
export interface Answer<B extends string | Uint8Array = string> {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: B;
}

/** An answer that is JSON, before anything is known about its shape. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: unknown;
  /** Milliseconds; `undefined`: the server did not say. */
  readonly retryAfter: number | undefined;
}

/** What every answer is looked at for. */
export interface RefusalExpectation {
  readonly kind: 'read' | 'write';
  /** For systems that refuse in the body, whatever the status: the refusal, or `undefined` when there is none. */
  readonly readRefusal?: ((answer: JsonAnswer) => TicketError | undefined) | undefined;
}

export interface Expectation<T> extends RefusalExpectation {
  readonly schema: ZodMiniType<T>;
  /** A good answer may have no body at all, which is then taken for `{}`. */
  readonly mayBeEmpty?: boolean | undefined;
}

/**
 * What the answer says.
 * @param url of the request; only its origin is ever shown
 * @throws TicketError for anything but the expected
 */
export function readAnswer<T>(answer: Answer, url: URL, expected: Expectation<T>): T {
  const parsed = expected.schema.safeParse(readJson(answer, url, expected));
  if (parsed.success) return parsed.data;
  throw incomprehensible(expected.kind, { detail: describeIssues(parsed.error) });
}

/**
 * The file in an answer.
 * @throws TicketError as {@link readAnswer}
 */
export function readFileAnswer(answer: Answer<Uint8Array>, url: URL, expected: RefusalExpectation): DownloadedFile {
  const { status, headers, body } = answer;
  const disposition = readHeader(headers, 'content-disposition');
  const mediaType = readHeader(headers, 'content-type');
  // A file that happens to be JSON says that it is a file; what does not can be a refusal, whatever the status.
  const mayRefuse = disposition === undefined && /json/iu.test(mediaType ?? '');
  if (!isSuccess(status) || mayRefuse) {
    const text = new TextDecoder().decode(body);
    if (!isSuccess(status) || parseJson(text) !== undefined) readJson({ status, headers, body: text }, url, expected);
  }
  if (disposition === undefined && isWebPage(mediaType, '')) {
    throw incomprehensible(expected.kind, { detail: `HTTP ${status}, a web page`, hint: webPageHint });
  }
  return { name: readFileName(disposition), bytes: body, mediaType };
}

/** The value in an answer that is no refusal. */
function readJson(
  answer: Answer,
  url: URL,
  { kind, readRefusal, mayBeEmpty = false }: RefusalExpectation & { readonly mayBeEmpty?: boolean | undefined },
): unknown {
  const { status, headers, body: text } = answer;
  const retryAfter = readRetryAfter(headers['retry-after']);
  if (status === 407) {
    throw new TicketError('unavailable', { detail: 'HTTP 407', hint: proxyHint('407') });
  }
  if (status === 0 || (status >= 300 && status < 400)) throw redirectError(answer, url, kind);

  if (mayBeEmpty && isSuccess(status) && text.trim() === '') return {};
  const body = parseJson(text);
  if (body === undefined) {
    const isPage = isWebPage(readHeader(headers, 'content-type'), text);
    const detail = `HTTP ${status}, ${text.trim() === '' ? 'empty' : isPage ? 'a web page' : 'not JSON'}`;
    const hint = isPage ? webPageHint : undefined;
    if (isSuccess(status)) throw incomprehensible(kind, { detail, hint });
    throw statusError(status, kind, { detail, hint, retryAfter });
  }
  const refusal = readRefusal?.({ status, headers, body, retryAfter });
  if (refusal !== undefined) throw refusal;
  if (!isSuccess(status)) throw statusError(status, kind, { detail: `HTTP ${status}`, retryAfter });
  return body;
}

const webPageHint = message(
  'The server answered with a web page. Is the address right, and does it need a sign-in or a VPN?',
);

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

function isWebPage(mediaType: string | undefined, text: string): boolean {
  return (mediaType ?? '').includes('text/html') || /^\s*<(!doctype|html|head|body)\b/iu.test(text);
}

/** `undefined`: there is none. */
export function readHeader(headers: AnswerHeaders, name: string): string | undefined {
  return [headers[name]].flat()[0];
}

/** Of a `content-disposition`; the form that can hold any character (RFC 6266) comes first. */
function readFileName(disposition: string | undefined): string | undefined {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/iu.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;]*))/iu.exec(disposition ?? '');
  const name = (decode(extended) ?? plain?.[1] ?? plain?.[2] ?? '').trim();
  return name === '' ? undefined : name;
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
}

/** `undefined`: not JSON. (JSON itself has no `undefined`.) */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
