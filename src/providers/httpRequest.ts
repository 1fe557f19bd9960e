import type { Dispatcher } from 'undici';
import { TicketError } from '../domain/errors.ts';
import { message } from '../domain/message.ts';

/** A list is sent as one parameter for each of its values. */
export type QueryParameters = Readonly<Record<string, string | readonly string[]>>;

/** Bytes that are sent as they are. */
export interface RequestContent {
  /** For the header `content-type`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Hears how many of them have been handed to the network. With it, they go out piece by piece. */
  readonly onSent?: ((sent: number) => void) | undefined;
}

/** A request as it leaves. */
export interface FinishedRequest {
  readonly method: string;
  /** With its query. */
  readonly url: URL;
  /** By lower-case name. Those that only the network knows (`host`, `content-length`) are not among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly what is sent; empty where nothing is. */
  readonly body: Uint8Array;
}

/** Gives the headers that show who asks. Called for each attempt, just before it leaves. */
export type Authorise = (request: FinishedRequest) => Readonly<Record<string, string>>;

/** What is asked of a server, whatever its answer is read as. */
export interface OutgoingRequest {
  /** A read may be repeated; a write is sent once, whatever happens. The method says nothing about which it is. */
  readonly kind: 'read' | 'write';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute, without query. */
  readonly url: string;
  readonly query?: QueryParameters | undefined;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent in place of `body`. */
  readonly content?: RequestContent | undefined;
  readonly authorise?: Authorise | undefined;
}

/** @throws TicketError `unavailable` for what is no http(s) address */
export function readUrl({ url, query }: OutgoingRequest): URL {
  const result = URL.parse(url);
  if (result === null || !/^https?:$/u.test(result.protocol)) {
    throw new TicketError('unavailable', {
      detail: 'not an http(s) address',
      hint: message('The address of the connection is not an http(s) address.'),
    });
  }
  // By RFC 3986: `URLSearchParams` would write a blank as `+`, which not every server takes for one.
  result.search = Object.entries(query ?? {})
    .flatMap(([name, value]) => [value].flat().map((each) => `${encode(name)}=${encode(each)}`))
    .join('&');
  return result;
}

/** Percent-encodes everything but letters, digits, `-`, `_`, `.` and `~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The bytes of a body and the headers that go with them. */
export function readBody({ body, content }: OutgoingRequest): {
  readonly bytes: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
} {
  if (content !== undefined) {
    const { mediaType, bytes, onSent } = content;
    // Of a body in pieces, nobody else knows how long it is.
    const length = onSent === undefined ? {} : { 'content-length': String(bytes.length) };
    return { bytes, headers: { 'content-type': mediaType, ...length } };
  }
  if (body === undefined) return { bytes: null, headers: {} };
  return { bytes: Buffer.from(JSON.stringify(body)), headers: { 'content-type': 'application/json' } };
}

/** Interceptor for one request, the last before the network: what it adds is made anew for each attempt. */
export function finishRequest(
  { authorise, content }: OutgoingRequest,
  url: URL,
  bytes: Uint8Array | null,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    // Our own requests give a record; the interceptors keep it one.
    const given = options.headers as Readonly<Record<string, string>>;
    const headers = {
      ...given,
      ...authorise?.({ method: options.method, url, headers: given, body: bytes ?? nothing }),
    };
    const body = bytes !== null && content?.onSent !== undefined ? inPieces(bytes, content.onSent) : bytes;
    // undici takes any asynchronous iterable; its types name streams only.
    return dispatch({ ...options, headers, body: body as Uint8Array | null }, handler);
  };
}

const nothing = new Uint8Array();
const pieceSize = 64 * 1024;

async function* inPieces(bytes: Uint8Array, onSent: (sent: number) => void): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceSize) {
    yield bytes.subarray(start, start + pieceSize);
    // The network comes back for more when it has taken this one.
    onSent(Math.min(start + pieceSize, bytes.length));
  }
}
