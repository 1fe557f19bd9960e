import { randomUUID } from 'node:crypto';
import { credentialsFromHeader, isSame, type AcceptedCredentials, type GivenCredentials } from './credentials.ts';
import { callEndpoint, findEndpoint } from './endpoints.ts';
import type { HttpAnswer, HttpRequest } from './httpMessages.ts';
import type { Itsm } from './itsm.ts';
import type { Dialect } from './refusal.ts';

/** The gateway's name and stage, before the paths of contract §1. */
export const gatewayBase = '/api/bk-itsm/prod';
export const gatewayPrefix = `${gatewayBase}/v2/itsm/`;

/** The API gateway: real HTTP statuses and errors of its own (contract §2.5). */
export function answerGateway(
  name: string,
  request: HttpRequest,
  { itsm, accepted, dialect }: { itsm: Itsm; accepted: AcceptedCredentials; dialect: Dialect },
): HttpAnswer {
  const endpoint = findEndpoint(name, request.method, 'gateway');
  if (endpoint === undefined) return gatewayError(404, 1640401, 'API_NOT_FOUND', 'API not found');
  const header = credentialsFromHeader(request);
  const reason =
    header === 'broken'
      ? 'request header X-Bkapi-Authorization is not a valid JSON'
      : describeProblem(header, request, accepted);
  if (reason !== undefined) {
    return gatewayError(400, 1640001, 'INVALID_ARGS', `Parameters error [reason="${reason}"]`);
  }
  const parameters = request.method === 'GET' ? request.query : (request.body ?? {});
  return { status: 200, headers: requestId(), json: { ...callEndpoint(endpoint, itsm, parameters, dialect) } };
}

/** The app must be right; a user is not demanded by what the sandbox has, but a given bk_token must be good. */
function describeProblem(
  given: GivenCredentials | undefined,
  { headers }: HttpRequest,
  accepted: AcceptedCredentials,
): string | undefined {
  if (given === undefined || given.appCode === '') return 'app code cannot be empty';
  if (!isSame(given.appCode, accepted.appCode)) return 'app not found';
  if (!isSame(given.appSecret, accepted.appSecret)) return 'bk_app_code or bk_app_secret is incorrect';
  const cookie = /(?:^|;\s*)bk_token=([^;]*)/.exec(headers['cookie'] ?? '')?.[1] ?? '';
  const token = given.token === '' ? cookie : given.token;
  return token === '' || isSame(token, accepted.token) ? undefined : 'bk_token is not valid';
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
