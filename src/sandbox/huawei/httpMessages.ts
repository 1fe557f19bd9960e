import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { headersOf, parseObject, readBody, type HttpAnswer } from '../httpMessages.ts';

/** The decoded pairs of a query, in the order of arrival. */
export class Query {
  readonly pairs: readonly (readonly [name: string, value: string])[];

  constructor(pairs: readonly (readonly [string, string])[]) {
    this.pairs = pairs;
  }

  /** The first value; undefined when there is none. */
  one(name: string): string | undefined {
    return this.pairs.find(([key]) => key === name)?.[1];
  }

  all(name: string): readonly string[] {
    return this.pairs.filter(([key]) => key === name).map(([, value]) => value);
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** A request after its body has been read. */
export interface HuaweiRequest {
  readonly method: string;
  /** Percent-encoded, as it came, without the query. */
  readonly path: string;
  /** Between the slashes, decoded. */
  readonly segments: readonly string[];
  readonly query: Query;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** The bytes as a JSON object; undefined for everything else. */
  readonly body: JsonObject | undefined;
}

/** An answer whose body is no JSON. */
export interface BytesAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type: string;
  readonly bytes: Buffer;
}

export type HuaweiAnswer = HttpAnswer | BytesAnswer;

/** Attachments of 10 MB travel as base64 and in forms. */
const longestBody = 40_000_000;

/** @returns undefined when the body is announced to be longer than the gateway takes */
export async function readRequest(message: IncomingMessage): Promise<HuaweiRequest | undefined> {
  if (Number(message.headers['content-length'] ?? 0) > longestBody) {
    // Some clients do not see an answer that comes before they have sent everything.
    message.resume();
    await once(message, 'end');
    return undefined;
  }
  const [path = '/', query = ''] = splitOnce(message.url ?? '/', '?');
  const bytes = await readBody(message, longestBody);
  return {
    method: message.method ?? 'GET',
    path,
    segments: path.split('/').slice(1).map(decode),
    query: new Query(query === '' ? [] : query.split('&').map(readPair)),
    headers: headersOf(message),
    bytes,
    body: parseObject(bytes.toString()),
  };
}

function readPair(pair: string): readonly [string, string] {
  const [name = '', value = ''] = splitOnce(pair, '=');
  return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
}

function splitOnce(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** What cannot be decoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
