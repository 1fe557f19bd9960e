import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HttpAnswer } from './httpMessages.ts';

export function sendJson(response: ServerResponse, { status, headers, json }: HttpAnswer): void {
  sendText(response, status, 'application/json', JSON.stringify(json), headers);
}

export function sendText(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(text),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'",
    ...headers,
  });
  response.end(text);
}

export function sendBytes(
  response: ServerResponse,
  status: number,
  type: string,
  bytes: Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': bytes.length,
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(bytes);
}

/**
 * Streams a good JSON answer whose last value is a text of that many bytes.
 * @param start up to that value, with its quotation mark
 * @throws when the client leaves
 */
export async function sendHuge(response: ServerResponse, start: string, bytes: number): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  await pipeline(Readable.from(hugeParts(start, bytes)), response);
}

function* hugeParts(start: string, bytes: number): Generator<string> {
  const chunk = 'x'.repeat(65_536);
  yield start;
  for (let left = bytes; left > 0; left -= chunk.length) yield chunk.slice(0, left);
  yield '"}';
}
