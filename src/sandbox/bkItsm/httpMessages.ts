import type { IncomingMessage } from 'node:http';

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

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

const longestBody = 4_000_000;

/** @throws when the body is longer than four million bytes or the connection breaks */
export async function readRequest(message: IncomingMessage): Promise<HttpRequest> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw new Error('The body is too long.');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const isJson = text.startsWith('{');
  const body = isJson ? parseObject(text) : undefined;
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body,
    isBodyBroken: isJson && body === undefined,
    headers: Object.fromEntries(
      Object.entries(message.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
  };
}

/** @returns undefined for everything but a JSON object */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined; // just looked
  } catch {
    return undefined;
  }
}
