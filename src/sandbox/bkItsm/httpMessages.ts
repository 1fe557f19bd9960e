import type { IncomingMessage } from 'node:http';
import { headersOf, parseObject, readBody } from '../httpMessages.ts';

export type Door = 'esb' | 'gateway';

/** A page instead of JSON. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
}

/** A request after its body has been read. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** As JSON when it begins with `{` and can be read; otherwise undefined. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Begins with `{` but cannot be read as JSON. */
  readonly isBodyBroken: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const longestBody = 4_000_000;

/** @throws when the body is longer than four million bytes or the connection breaks */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const text = (await readBody(message, longestBody)).toString();
  const isJson = text.startsWith('{');
  const body = isJson ? parseObject(text) : undefined;
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body,
    isBodyBroken: isJson && body === undefined,
    headers: headersOf(message),
  };
}
