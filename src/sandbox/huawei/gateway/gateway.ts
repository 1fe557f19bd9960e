import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../../httpMessages.ts';
import { isSame } from '../../sameText.ts';
import type { HuaweiRequest } from '../httpMessages.ts';
import type { AccessKey, AccessKeys } from '../identity/accessKeys.ts';
import type { Account, Caller } from '../identity/account.ts';
import { iamTime, type TokenStore } from '../identity/tokens.ts';
import { Refusal } from '../refusal.ts';
import { canonicalRequest, isContentHashGood, readAuthorization, readSdkDate, signatureOf } from './signature.ts';

export interface GatewayQuirks {
  /** How its error codes begin; both occur (contract §3.3). */
  readonly errorPrefix: 'APIGW' | 'APIG';
  /** Which code a wrong signature has (contract §3.3). */
  readonly wrongSignature: '0301' | '0303';
  /** How many requests of a user a minute takes; undefined: any number. */
  readonly requestsPerMinute: number | undefined;
  /** Not confirmed by the vendor (contract §3.3). */
  readonly throttleStatus: number;
}

interface GatewayParts extends GatewayQuirks {
  readonly account: Account;
  readonly tokens: TokenStore;
  readonly keys: AccessKeys;
  readonly now: () => number;
}

const longestSkew = 15 * 60_000;

/** Stands before every service: authenticates, throttles, and has errors of its own (contract §3.3). */
export class Gateway {
  readonly #parts: GatewayParts;
  readonly #minutes = new Map<string, { minute: number; count: number }>();

  constructor(parts: GatewayParts) {
    this.#parts = parts;
  }

  /** @throws Refusal */
  admit(request: HuaweiRequest): Caller {
    const caller = this.#authenticate(request);
    this.#throttle(caller);
    return caller;
  }

  answer({ status, code, message }: Refusal): HttpAnswer {
    const id = randomUUID().replaceAll('-', '');
    return {
      status,
      headers: { 'X-Request-Id': id },
      json: { error_msg: message, error_code: `${this.#parts.errorPrefix}.${code}`, request_id: id },
    };
  }

  unknownApi(): HttpAnswer {
    return this.answer(new Refusal(404, '0101', 'The API does not exist or has not been published in the environment'));
  }

  bodyTooLong(): HttpAnswer {
    return this.answer(new Refusal(413, '0201', 'Request entity too large'));
  }

  rateLimited(limit = this.#parts.requestsPerMinute ?? 0): HttpAnswer {
    return this.answer(this.#throttled(limit));
  }

  #authenticate(request: HuaweiRequest): Caller {
    const authorization = request.headers['authorization'];
    if (authorization !== undefined) return this.#checkSignature(request, authorization);
    const text = request.headers['x-auth-token'] ?? '';
    if (text === '') throw incorrect('x-auth-token not found');
    const token = this.#parts.tokens.find(text);
    if (token === undefined) throw incorrect('decrypt token fail');
    if (token.isRevoked) throw new Refusal(401, '0307', 'The token must be updated.');
    if (token.expiresAt <= this.#parts.now()) {
      throw incorrect(`token expires, expires_at:${iamTime(token.expiresAt)}`);
    }
    return token;
  }

  #checkSignature(request: HuaweiRequest, header: string): Caller {
    const { keys, now } = this.#parts;
    const authorization = readAuthorization(header);
    if (authorization === undefined) throw incorrect('authorization header is invalid');
    const { accessKey, signedHeaders, signature } = authorization;
    const key = keys.find(accessKey);
    const given = request.headers['x-security-token'];
    if (key === undefined || (key.securityToken !== undefined && given === undefined)) {
      throw incorrect(`Get secretKey failed,ak:${accessKey},err:ak not exist`);
    }
    if (keys.isLocked(accessKey)) throw incorrect('AK access failed to reach the limit,forbidden');
    const { securityToken } = key;
    if (securityToken !== undefined && !isSame(given ?? '', securityToken)) throw incorrect('decrypt token fail');
    const date = request.headers['x-sdk-date'] ?? '';
    if (!signedHeaders.includes('x-sdk-date')) throw incorrect('x-sdk-date not found in signed headers');
    if (!(Math.abs(now() - readSdkDate(date)) <= longestSkew)) {
      const times = `signature time:${date},server time:${sdkDate(now())}`;
      throw incorrect(`calc ak sk signature fail:signature expired, ${times}`);
    }
    const canonical = canonicalRequest(request, signedHeaders);
    const isGood = isSame(signature, signatureOf(key.secretKey, date, canonical)) && isContentHashGood(request);
    keys.note(accessKey, isGood);
    if (!isGood) throw this.#wrongSignature(canonical);
    return this.#callerOf(key, request);
  }

  /** The real one, too, answers with the whole canonical request, signed headers included (contract §8). */
  #wrongSignature(canonical: string): Refusal {
    const text = `verify aksk signature fail, canonicalRequest:${canonical.replaceAll('\n', '|')}`;
    return new Refusal(401, this.#parts.wrongSignature, `Incorrect IAM authentication information: ${text}`);
  }

  /** A signature is for the domain or for a project, whichever header is there (contract §3.2). */
  #callerOf({ user }: AccessKey, { headers }: HuaweiRequest): Caller {
    const { account } = this.#parts;
    const { 'x-domain-id': domainId, 'x-project-id': projectId } = headers;
    if (domainId === undefined && projectId === undefined) {
      throw incorrect('neither X-Domain-Id nor X-Project-Id found');
    }
    if ((domainId ?? account.domainId) !== account.domainId || (projectId ?? account.projectId) !== account.projectId) {
      throw incorrect('the access key does not belong to this domain or project');
    }
    return { user, domainId: account.domainId, projectId };
  }

  #throttle({ user }: Caller): void {
    const { requestsPerMinute: limit, now } = this.#parts;
    if (limit === undefined) return;
    const minute = Math.floor(now() / 60_000);
    const known = this.#minutes.get(user.id);
    const count = known?.minute === minute ? known.count + 1 : 1;
    this.#minutes.set(user.id, { minute, count });
    if (count > limit) throw this.#throttled(limit);
  }

  #throttled(limit: number): Refusal {
    const text = 'The throttling threshold has been reached: policy user over ratelimit';
    return new Refusal(this.#parts.throttleStatus, '0308', `${text},limit:${limit},time:1 minute`);
  }
}

function incorrect(reason: string): Refusal {
  return new Refusal(401, '0301', `Incorrect IAM authentication information: ${reason}`);
}

function sdkDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}
