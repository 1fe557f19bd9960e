import { randomBytes } from 'node:crypto';
import type { CloudUser } from './account.ts';

export interface AccessKey {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly user: CloudUser;
  /** Undefined: a permanent key. */
  readonly securityToken: string | undefined;
}

const lockTime = 5 * 60_000;

/** The access keys, each with its failed checks: too many in a row lock it for five minutes (contract §3.2). */
export class AccessKeys {
  readonly #keys = new Map<string, AccessKey & { failures: number; lockedUntil: number }>();
  readonly #now: () => number;
  readonly #failuresUntilLock: number;

  constructor(now: () => number, failuresUntilLock: number) {
    this.#now = now;
    this.#failuresUntilLock = failuresUntilLock;
  }

  issue(user: CloudUser, kind: 'permanent' | 'temporary'): AccessKey {
    const key = {
      accessKey: randomLetters(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'),
      secretKey: randomLetters(40, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'),
      user,
      securityToken: kind === 'temporary' ? `gAp${randomBytes(450).toString('base64url')}` : undefined,
    };
    this.#keys.set(key.accessKey, { ...key, failures: 0, lockedUntil: 0 });
    return key;
  }

  find(accessKey: string): AccessKey | undefined {
    return this.#keys.get(accessKey);
  }

  isLocked(accessKey: string): boolean {
    return this.#now() < (this.#keys.get(accessKey)?.lockedUntil ?? 0);
  }

  /** Notes how a check of the signature ended. */
  note(accessKey: string, isGood: boolean): void {
    const key = this.#keys.get(accessKey);
    if (key === undefined) return;
    key.failures = isGood ? 0 : key.failures + 1;
    if (key.failures < this.#failuresUntilLock) return;
    key.failures = 0;
    key.lockedUntil = this.#now() + lockTime;
  }
}

function randomLetters(length: number, alphabet: string): string {
  return [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}
