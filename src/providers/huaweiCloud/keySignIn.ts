import { untilAborted } from '../../base/untilAborted.ts';
import { TicketError } from '../../domain/errors.ts';
import type { SessionStore } from '../../domain/provider.ts';
import type { FinishedRequest } from '../httpRequest.ts';
import { fingerprint, type KeyAccess } from './access.ts';
import { CloudSession } from './cloudSession.ts';
import { explainTrouble } from './refusal.ts';
import type { Pass, SignIn } from './signIn.ts';
import { formatSigningDate, sign, unsignedPayload } from './signer.ts';

/**
 * Signs each request. Five refused signatures lock the key (contract §3.2, §8.5), so until one was accepted only one
 * request is on its way, and after a refused one none is sent, by no window.
 */
export class KeySignIn implements SignIn {
  readonly #access: KeyAccess;
  readonly #session: CloudSession;
  #isProved = false;
  #refusal: TicketError | undefined;
  /** Ends when the one request that tries the key has. */
  #trial: PromiseWithResolvers<void> | undefined;

  constructor(access: KeyAccess, session: SessionStore) {
    this.#access = access;
    this.#session = new CloudSession(session, fingerprint(access));
  }

  async enter(signal: AbortSignal): Promise<Pass> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#refusal !== undefined) throw this.#refusal;
      if (this.#isProved || this.#trial === undefined) break;
      await untilAborted(this.#trial.promise, signal);
    }
    if (!this.#isProved) await this.#startTrial(signal);
    return {
      authorise: (request) => this.#authorise(request),
      accept: () => {
        this.#isProved = true;
        this.#endTrial();
      },
      refuse: (trouble, error) => {
        this.#isProved = false;
        this.#refusal = error;
        void this.#session.keepRefusal(trouble);
        this.#endTrial();
        return false;
      },
      leave: () => this.#endTrial(),
    };
  }

  readUserId(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  tryAgain(): void {
    this.#refusal = undefined;
    void this.#session.forgetRefusal();
  }

  secrets(): readonly string[] {
    const { accessKey, secretKey, securityToken } = this.#access;
    return [accessKey, secretKey, securityToken];
  }

  /** @throws TicketError `unauthorized` when another window's trial was refused */
  async #startTrial(signal: AbortSignal): Promise<void> {
    this.#trial = Promise.withResolvers();
    const trouble = await this.#session.readRefusal();
    if (trouble !== undefined) {
      const hint = explainTrouble(trouble, { headers: {} });
      this.#refusal = new TicketError('unauthorized', { detail: 'refused before', hint });
    }
    if (this.#refusal === undefined && !signal.aborted) return;
    this.#endTrial();
    signal.throwIfAborted();
    throw this.#refusal;
  }

  #endTrial(): void {
    this.#trial?.resolve();
    this.#trial = undefined;
  }

  #authorise(request: FinishedRequest): Readonly<Record<string, string>> {
    const { securityToken, scope, ...key } = this.#access;
    const isForm = request.headers['content-type']?.startsWith('multipart/form-data') === true;
    const own = {
      'x-sdk-date': formatSigningDate(Date.now()),
      ...(securityToken === '' ? {} : { 'x-security-token': securityToken }),
      ...(scope.id === '' ? {} : { [scope.kind === 'domain' ? 'x-domain-id' : 'x-project-id']: scope.id }),
      // As the official clients do it: neither a form nor its boundary is signed.
      ...(isForm ? { 'x-sdk-content-sha256': unsignedPayload } : {}),
    };
    const given = Object.entries(request.headers).filter(([name]) => isSigned(name, isForm));
    return { ...own, authorization: sign({ ...request, headers: { ...Object.fromEntries(given), ...own } }, key) };
  }
}

/** Proxies may change the others on the way. */
function isSigned(name: string, isForm: boolean): boolean {
  return name.startsWith('x-') || (name === 'content-type' && !isForm);
}
