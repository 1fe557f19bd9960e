import { createHash, createHmac } from 'node:crypto';
import { encode, type FinishedRequest } from '../httpRequest.ts';

export interface SigningKey {
  readonly accessKey: string;
  readonly secretKey: string;
}

const algorithm = 'SDK-HMAC-SHA256';

/** In place of a hash where a body is not signed. */
export const unsignedPayload = 'UNSIGNED-PAYLOAD';

/** The form that `X-Sdk-Date` has: `20191115T033655Z`. */
export function formatSigningDate(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;
}

/**
 * The header `Authorization` of a request (contract §3.2).
 * @param request all of its headers are signed; `x-sdk-date` has to be among them. `host` is added.
 */
export function sign({ method, url, headers, body }: FinishedRequest, { accessKey, secretKey }: SigningKey): string {
  const signed = Object.entries({ host: url.host, ...headers })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    // The gateway leaves these out (contract §3.2.4).
    .filter(([name]) => !name.includes('_'))
    .toSorted(([left], [right]) => compare(left, right));
  const names = signed.map(([name]) => name).join(';');
  const canonicalRequest = [
    method,
    canonicalPath(url),
    canonicalQuery(url),
    signed.map(([name, value]) => `${name}:${value}\n`).join(''),
    names,
    headers['x-sdk-content-sha256'] ?? sha256(body),
  ].join('\n');
  const text = [algorithm, headers['x-sdk-date'] ?? '', sha256(canonicalRequest)].join('\n');
  // The secret key itself: nothing is derived from it, unlike elsewhere.
  const signature = createHmac('sha256', secretKey).update(text).digest('hex');
  return `${algorithm} Access=${accessKey}, SignedHeaders=${names}, Signature=${signature}`;
}

/** Ends with a slash, which the address itself need not. */
function canonicalPath({ pathname }: URL): string {
  const path = pathname
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

/** Sorted as the official signers do it: by what is meant, not by how it is encoded (contract §8.3). */
function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .toSorted(([leftName, left], [rightName, right]) => compare(leftName, rightName) || compare(left, right))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** By UTF-16 unit, whatever the language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
