import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../httpMessages.ts';
import { isSame } from '../sameText.ts';
import {
  credentialsFromHeader,
  readCredentials,
  type AcceptedCredentials,
  type GivenCredentials,
} from './credentials.ts';
import { callEndpoint, findEndpoint } from './endpoints.ts';
import type { HttpRequest } from './httpMessages.ts';
import type { Itsm, Parameters } from './itsm.ts';
import type { Dialect } from './refusal.ts';

/** Where the component bus keeps ITSM. */
export const esbPrefix = '/api/c/compapi/v2/itsm/';

/** Names that the bus keeps for itself (contract §1), the `username` filter of get_tickets among them. */
const droppedParameters = new Set([
  'bk_app_code',
  'app_code',
  'bk_app_secret',
  'app_secret',
  'bk_token',
  'bk_username',
  'username',
  'access_token',
  'bk_signature',
  'bk_nonce',
  'bk_timestamp',
  'bk_supplier_account',
]);

/** The component bus: always HTTP 200 and JSON with a request_id (contract §2.4). */
export function answerEsb(
  name: string,
  request: HttpRequest,
  {
    itsm,
    accepted,
    dialect,
    supportsHeader,
  }: { itsm: Itsm; accepted: AcceptedCredentials; dialect: Dialect; supportsHeader: boolean },
): HttpAnswer {
  const refuse = (code: number, message: string): HttpAnswer => envelope({ result: false, code, message, data: null });
  const endpoint = findEndpoint(name, request.method, 'esb');
  if (endpoint === undefined) {
    return refuse(1306404, `Not found, component class not found, path: v2/itsm/${name}, method: ${request.method}`);
  }
  const isGet = request.method === 'GET';
  if (!isGet && request.isBodyBroken) {
    return refuse(1306000, 'Request JSON string is wrong in format, which cannot be analyzed');
  }
  const parameters: Parameters = isGet ? request.query : (request.body ?? {}); // the body of a GET is not looked at
  const header = supportsHeader ? credentialsFromHeader(request) : undefined;
  if (header === 'broken') {
    return refuse(1306406, 'Argument error, request header X-Bkapi-Authorization is not a valid JSON');
  }
  const problem = describeProblem(header ?? readCredentials(parameters), accepted);
  if (problem !== undefined) return refuse(1306000, problem);
  const forwarded = Object.fromEntries(Object.entries(parameters).filter(([key]) => !droppedParameters.has(key)));
  return envelope({ ...callEndpoint(endpoint, itsm, forwarded, dialect) });
}

/** Told apart by their text only (contract §2.4). No app of the sandbox may act for a bk_username. */
function describeProblem(given: GivenCredentials, accepted: AcceptedCredentials): string | undefined {
  if (given.appCode === '') return 'APP Code [bk_app_code] cannot be empty';
  if (given.appSecret === '') return 'APP Secret [bk_app_secret] cannot be empty';
  if (!isSame(given.appCode, accepted.appCode)) {
    return `Invalid APP Code [bk_app_code=${given.appCode}], please check if the app exists`;
  }
  if (!isSame(given.appSecret, accepted.appSecret)) {
    return 'APP Secret verification failed, please check if the APP Code and APP Secret are correct';
  }
  if (given.token === '') {
    return 'User authentication failed, please provide a valid user identity, such as bk_token, bk_username';
  }
  if (!isSame(given.token, accepted.token)) {
    return 'User authentication failed, please check if the bk_token is valid';
  }
  return undefined;
}

/** What the bus answers when an app calls too often (contract §2.4). */
export function esbRateLimited(): HttpAnswer {
  return envelope({ result: false, code: 1306429, message: 'API rate limit exceeded', data: null });
}

function envelope(json: Readonly<Record<string, unknown>>): HttpAnswer {
  return { status: 200, json: { ...json, request_id: randomUUID().replaceAll('-', '') } };
}
