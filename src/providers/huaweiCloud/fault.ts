import { isRecord } from '../../base/record.ts';
import type { JsonAnswer } from '../http.ts';

/** What a service, the gateway in front of it or IAM says went wrong. */
export interface CloudFault {
  readonly status: number;
  /** As it stands ("APIGW.0301", "OSM.01010015"); a number as text. `''`: there is none. */
  readonly code: string;
  /** In the words of the server, which may repeat what was sent; see `maskSecrets`. */
  readonly text: string;
}

/**
 * The fault in an answer, in any of the shapes that the official clients know (contract §3.3); `undefined`: there is
 * none, or it is told in no known way. Faults also come with status 200 (contract §1.7).
 */
export function readFault({ status, body }: JsonAnswer): CloudFault | undefined {
  if (!isRecord(body)) return undefined;
  const isSuccess = status >= 200 && status < 300;
  // In an answer that may hold data, only what can be nothing else is taken for a fault.
  const nested = isSuccess ? [body['error']] : Object.values(body);
  for (const candidate of [body, ...nested]) {
    if (!isRecord(candidate)) continue;
    const code = readText(candidate['error_code'] ?? candidate['errorCode']);
    const text = readText(candidate['error_msg'] ?? candidate['errorMsg']);
    if (!isNothing(code) || (!isSuccess && text !== '')) return { status, code, text };
    const otherCode = readText(candidate['code']);
    const otherText = readText(candidate['message'] ?? candidate['msg'] ?? candidate['title']);
    if (!isNothing(otherCode) && otherText !== '') return { status, code: otherCode, text: otherText };
  }
  return undefined;
}

/** No code, or one of the codes for "all is well": `0`, `OSM.00000000`, `GOM.00000000`. */
function isNothing(code: string): boolean {
  return /^(?:[A-Z]+\.)?0*$/u.test(code);
}

function readText(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
}
