import { randomBytes } from 'node:crypto';
import type { Caller } from './account.ts';

export interface Token extends Caller {
  readonly issuedAt: number;
  expiresAt: number;
  /** As after a change of the password (contract §3.1). */
  isRevoked: boolean;
}

/** The tokens that have been given out; a new one does not end an older one (contract §3.1). */
export class TokenStore {
  readonly #tokens = new Map<string, Token>();
  readonly #now: () => number;
  readonly #life: number;

  /** @param life milliseconds */
  constructor(now: () => number, life: number) {
    this.#now = now;
    this.#life = life;
  }

  issue(caller: Caller): { readonly text: string; readonly token: Token } {
    const text = `MII${randomBytes(600).toString('base64url')}`;
    const issuedAt = this.#now();
    const token = { ...caller, issuedAt, expiresAt: issuedAt + this.#life, isRevoked: false };
    this.#tokens.set(text, token);
    return { text, token };
  }

  /** Those that have run out, too. */
  find(text: string): Token | undefined {
    return this.#tokens.get(text);
  }

  end(how: 'expired' | 'revoked'): void {
    for (const token of this.#tokens.values()) {
      if (how === 'revoked') token.isRevoked = true;
      else token.expiresAt = Math.min(token.expiresAt, this.#now());
    }
  }
}

/** UTC with six digits behind the second, as IAM writes it (contract §3.1). */
export function iamTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
