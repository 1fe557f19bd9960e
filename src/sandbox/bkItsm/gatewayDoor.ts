import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../httpMessages.ts';
import { isSame } from '../sameText.ts';
import { credentialsFromHeader, type AcceptedCredentials, type GivenCredentials } from './credentials.ts';
import { callEndpoint, findEndpoint } from './endpoints.ts';
import type { HttpRequest, PageAnswer } from './httpMessages.ts';
import type { Itsm } from './itsm.ts';
import { notFoundPage } from './pages.ts';
import type { Dialect } from './refusal.ts';

/** The gateway's name and stage, before the paths of contract §1. */
export const gatewayBase = '/api/bk-itsm/prod';
export const gatewayPrefix = `${gatewayBase}/v2/itsm/`;

/** The shipped resource leads to a path that ITSM does not have, "worklfow" (contract §1). */
const misspelt = 'get_workflow_detail (no slash)';

/** The API gateway: real HTTP statuses and errors of its own (contract §2.5). */
export function answerGateway(
  name: string,
  request: HttpRequest,
  { itsm, accepted, dialect }: { itsm: Itsm; accepted: AcceptedCredentials; dialect: Dialect },
): HttpAnswer | PageAnswer {
  const endpoint = findEndpoint(name, request.method, 'gateway');
  const isMisspelt = name === misspelt && request.method === 'GET';
  if (endpoint === undefined && !isMisspelt) return gatewayError(404, 1640401, 'API_NOT_FOUND', 'API not found');
  const header = credentialsFromHeader(request);
  const reason =
    header === 'broken'
      ? 'request header X-Bkapi-Authorization is not a valid JSON'
      : describeProblem(header, request, accepted, isMisspelt || endpoint?.needsUser === true);
  if (reason !== undefined) {
    return gatewayError(400, 1640001, 'INVALID_ARGS', `Parameters error [reason="${reason}"]`);
  }
  if (endpoint === undefined) return { status: 404, html: notFoundPage };
  const parameters = request.method === 'GET' ? request.query : (request.body ?? {});
  return { status: 200, headers: requestId(), json: { ...callEndpoint(endpoint, itsm, parameters, dialect) } };
}

/** The app must be right; a bk_token must be good where it is given, and given where a user is demanded. */
function describeProblem(
  given: GivenCredentials | undefined,
  { headers }: HttpRequest,
  accepted: AcceptedCredentials,
  needsUser: boolean,
): string | undefined {
  if (given === undefined || given.appCode === '') return 'app code cannot be empty';
  if (!isSame(given.appCode, accepted.appCode)) return 'app not found';
  if (!isSame(given.appSecret, accepted.appSecret)) return 'bk_app_code or bk_app_secret is incorrect';
  const cookie = /(?:^|;\s*)bk_token=([^;]*)/.exec(headers['cookie'] ?? '')?.[1] ?? '';
  const token = given.token === '' ? cookie : given.token;
  if (token !== '') return isSame(token, accepted.token) ? undefined : 'bk_token is not valid';
  return needsUser
    ? 'user authentication failed, please provide a valid user identity, such as bk_username, bk_token, access_token'
    : undefined;
}

/** What the gateway answers when an app calls too often (contract §2.5). */
export function gatewayRateLimited(): HttpAnswer {
  return gatewayError(429, 1642902, 'RATE_LIMIT_RESTRICTION', 'Request rate limit restriction');
}

function gatewayError(status: number, code: number, codeName: string, message: string): HttpAnswer {
  return {
    status,
    headers: {
      ...requestId(),
      'X-Bkapi-Error-Code': String(code),
      'X-Bkapi-Error-Message': message,
    },
    json: { code, code_name: codeName, message, result: false, data: null },
  };
}

function requestId(): Readonly<Record<string, string>> {
  return { 'X-Bkapi-Request-Id': randomUUID() };
}
