import { createHash, createHmac } from 'node:crypto';
import type { HuaweiRequest } from '../httpMessages.ts';

/** What an Authorization header of the scheme SDK-HMAC-SHA256 holds (contract §3.2). */
export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @returns undefined when it is of another scheme or broken */
export function readAuthorization(header: string): Authorization | undefined {
  const parts = /^SDK-HMAC-SHA256 Access=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header);
  const [, accessKey = '', signedHeaders = '', signature = ''] = parts ?? [];
  return parts === null ? undefined : { accessKey, signedHeaders: signedHeaders.split(';'), signature };
}

type Signed = Pick<HuaweiRequest, 'method' | 'segments' | 'query' | 'headers' | 'bytes'>;

/** The text whose hash is signed. The path ends with a slash here even where the request's does not. */
export function canonicalRequest(request: Signed, signedHeaders: readonly string[]): string {
  const { method, segments, query, headers, bytes } = request;
  const path = `/${segments.map(encode).join('/')}`;
  return [
    method,
    path.endsWith('/') ? path : `${path}/`,
    [...query.pairs]
      .sort(([leftName, leftValue], [rightName, rightValue]) => {
        // The decoded texts are compared (contract §8): it matters for what is not ASCII.
        return compare(leftName, rightName) || compare(leftValue, rightValue);
      })
      .map(([name, value]) => `${encode(name)}=${encode(value)}`)
      .join('&'),
    [...signedHeaders]
      .sort(compare)
      .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
      .join(''),
    signedHeaders.join(';'),
    headers['x-sdk-content-sha256'] ?? hash(bytes),
  ].join('\n');
}

export function signatureOf(secretKey: string, date: string, canonical: string): string {
  return createHmac('sha256', secretKey)
    .update(`SDK-HMAC-SHA256\n${date}\n${hash(canonical)}`)
    .digest('hex');
}

/** Whether the body is what X-Sdk-Content-Sha256 says; a form or file need not be signed. */
export function isContentHashGood({ headers, bytes }: Signed): boolean {
  const given = headers['x-sdk-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  return given === 'UNSIGNED-PAYLOAD' || given === hash(bytes);
}

/** `YYYYMMDDTHHMMSSZ` in milliseconds since 1970; NaN when it is none. */
export function readSdkDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** RFC 3986: everything but letters, digits and `-_.~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
