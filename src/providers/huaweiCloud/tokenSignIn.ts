import type { Pass, SignIn } from './signIn.ts';

/** Uses a token that was got elsewhere, as long as it lasts. */
export class TokenSignIn implements SignIn {
  readonly #token: string;

  constructor(token: string) {
    this.#token = token;
  }

  enter(signal: AbortSignal): Promise<Pass> {
    if (signal.aborted) return Promise.reject(signal.reason as Error); // AbortSignal types its reason as any
    const headers = { 'x-auth-token': this.#token };
    return Promise.resolve({ authorise: () => headers, accept() {}, refuse: () => false, leave() {} });
  }

  readUserId(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  tryAgain(): void {}

  secrets(): readonly string[] {
    return [this.#token];
  }
}
