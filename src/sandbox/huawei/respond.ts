import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendBytes, sendJson } from '../answers.ts';
import type { Cloud } from './cloud.ts';
import type { HuaweiAnswer, HuaweiRequest } from './httpMessages.ts';
import { answerSignIn } from './identity/signIn.ts';
import type { Operation } from './operation.ts';
import { fileLinkPrefix, openLink } from './osm/accessories.ts';
import { consolePage } from './pages.ts';
import { Refusal } from './refusal.ts';

/** @returns true for the one operation that needs no sign-in, being it */
export function isSignIn({ path, method }: HuaweiRequest): boolean {
  return path === '/v3/auth/tokens' && method === 'POST';
}

/** Signs in, or runs the operation once the gateway has let the request through. */
export function answerRequest(
  { identity, gateway }: Cloud,
  request: HuaweiRequest,
  operation: Operation | undefined,
): HuaweiAnswer {
  if (isSignIn(request)) return answerSignIn(identity, request);
  if (operation === undefined) return gateway.unknownApi(); // known before anybody looks at who calls
  try {
    return operation.run(gateway.admit(request));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return gateway.answer(error);
  }
}

/** Links to files, and what stands in for the console. @returns undefined for everything else */
export function findPage({ osm }: Cloud, { path, method }: HuaweiRequest): HuaweiAnswer | undefined {
  if (method !== 'GET') return undefined;
  if (path.startsWith(fileLinkPrefix)) return openLink(osm, path);
  if (path !== '/' && !path.startsWith('/console/')) return undefined;
  return { status: 200, type: 'text/html; charset=utf-8', bytes: Buffer.from(consolePage) };
}

/** Every answer has a request id (contract §3.3). */
export function send(response: ServerResponse, answer: HuaweiAnswer): void {
  const headers = { 'X-Request-Id': randomUUID().replaceAll('-', ''), ...answer.headers };
  if ('json' in answer) sendJson(response, { ...answer, headers });
  else sendBytes(response, answer.status, answer.type, answer.bytes, headers);
}

/** Changes good answers only: an error may come with HTTP 200, too. */
export function rewriteJson(answer: HuaweiAnswer, rewrite: (json: unknown) => unknown): HuaweiAnswer {
  if (!('json' in answer) || answer.status >= 300) return answer;
  const code = answer.json['error_code'] ?? '';
  if (typeof code !== 'string' || !/^(?:[A-Z]+\.)?0*$/.test(code)) return answer;
  return { ...answer, json: rewrite(answer.json) as typeof answer.json }; // whatever a test makes of it
}
