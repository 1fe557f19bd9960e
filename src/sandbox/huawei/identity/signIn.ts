import type { HttpAnswer } from '../../httpMessages.ts';
import { isSame } from '../../sameText.ts';
import type { HuaweiRequest, JsonObject } from '../httpMessages.ts';
import { Refusal } from '../refusal.ts';
import type { Account, Caller, CloudUser } from './account.ts';
import { iamTime, type TokenStore } from './tokens.ts';
import { isPasscode } from './totp.ts';

/** What signing in works on. */
export interface Identity {
  readonly account: Account;
  readonly tokens: TokenStore;
  readonly now: () => number;
  /** Wrong passwords in a row by user id. */
  readonly failures: Map<string, { count: number; at: number }>;
}

const failuresUntilLock = 5;
const lockTime = 15 * 60_000;

/** POST /v3/auth/tokens: the token is in a header, not in the body (contract §3.1). */
export function answerSignIn(identity: Identity, { body, query }: HuaweiRequest): HttpAnswer {
  try {
    const auth = object(object(body)?.['auth']);
    const given = object(auth?.['identity']);
    const methods = given?.['methods'];
    const named = object(object(given?.['password'])?.['user']);
    if (auth === undefined || named === undefined || !Array.isArray(methods) || !methods.includes('password')) {
      throw new Refusal(400, '400', 'The request body is invalid.');
    }
    const user = checkPassword(identity, named);
    if (user.mfaSecret !== undefined) checkPasscode(identity, user, user.mfaSecret, methods, given);
    const scope = readScope(identity.account, object(auth['scope']));
    const caller: Caller = { user, domainId: identity.account.domainId, projectId: scope };
    const { text, token } = identity.tokens.issue(caller);
    return {
      status: 201,
      headers: { 'X-Subject-Token': text },
      json: {
        token: {
          ...viewScope(identity.account, scope),
          ...(query.one('nocatalog') === undefined ? { catalog: [] } : {}),
          methods,
          roles: [{ id: '0', name: 'te_admin' }],
          issued_at: iamTime(token.issuedAt),
          expires_at: iamTime(token.expiresAt),
          user: { id: user.id, name: user.name, domain: viewDomain(identity.account), password_expires_at: '' },
        },
      },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuseSignIn(error);
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
};

/** The code is a number here, and one level down (contract §3.3). */
function refuseSignIn({ status, message }: Refusal): HttpAnswer {
  return { status, json: { error: { code: status, message, title: titles[status] ?? 'Error' } } };
}

function checkPassword({ account, now, failures }: Identity, named: JsonObject): CloudUser {
  const { id, name, password, domain } = named;
  const wrong = new Refusal(401, '401', 'The username or password is wrong.');
  const isDomainRight = id !== undefined || names(object(domain), account.domainId, account.name);
  const user = account.users.find((one) => (id === undefined ? one.name === name : one.id === id));
  if (user === undefined || !isDomainRight || typeof password !== 'string') throw wrong;
  const failure = failures.get(user.id);
  if (failure !== undefined && failure.count >= failuresUntilLock && now() - failure.at < lockTime) {
    throw new Refusal(401, '401', 'The user has been locked. Try again later.');
  }
  if (!isSame(password, user.password)) {
    failures.set(user.id, { count: (failure?.count ?? 0) + 1, at: now() });
    throw wrong;
  }
  failures.delete(user.id);
  if (!user.isEnabled) throw new Refusal(401, '401', 'The user has been disabled.');
  return user;
}

/** A virtual MFA device demands both methods, and the user by id (contract §3.1). */
function checkPasscode(
  { now }: Identity,
  user: CloudUser,
  secret: string,
  methods: readonly unknown[],
  given: JsonObject | undefined,
): void {
  const { id, passcode } = object(object(given?.['totp'])?.['user']) ?? {};
  if (!methods.includes('totp') || typeof passcode !== 'string') {
    throw new Refusal(401, '401', 'The virtual MFA verification code is required.');
  }
  if (id !== user.id || !isPasscode(secret, passcode, now())) {
    throw new Refusal(401, '401', 'The virtual MFA verification code is wrong.');
  }
}

/** @returns the project's id; undefined: the domain, which is the scope of a request without one */
function readScope(account: Account, scope: JsonObject | undefined): string | undefined {
  const project = object(scope?.['project']);
  if (project !== undefined) {
    if (names(project, account.projectId, account.projectName)) return account.projectId;
    throw new Refusal(404, '404', 'Could not find project.');
  }
  const domain = object(scope?.['domain']);
  if (domain !== undefined && !names(domain, account.domainId, account.name)) {
    throw new Refusal(403, '403', 'You are not authorized to perform the requested action.');
  }
  return undefined;
}

function names(given: JsonObject | undefined, id: string, name: string): boolean {
  return given !== undefined && (given['id'] === undefined ? given['name'] === name : given['id'] === id);
}

function viewScope(account: Account, projectId: string | undefined): JsonObject {
  return projectId === undefined
    ? { domain: viewDomain(account) }
    : { project: { id: projectId, name: account.projectName, domain: viewDomain(account) } };
}

function viewDomain({ domainId, name }: Account): JsonObject {
  return { id: domainId, name };
}

function object(value: unknown): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined; // just looked
}
