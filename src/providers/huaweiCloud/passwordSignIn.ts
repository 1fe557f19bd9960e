import { untilAborted } from '../../base/untilAborted.ts';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { SessionStore } from '../../domain/provider.ts';
import type { Http } from '../http.ts';
import { fingerprint, type PasswordAccess } from './access.ts';
import { CloudSession } from './cloudSession.ts';
import { notAccepted, requestToken, type CloudToken } from './iam.ts';
import type { Pass, SignIn } from './signIn.ts';

/** So long before its end a token is renewed; milliseconds. */
const renewalTime = 10 * 60_000;

/** With less than that left, it may end on the way; milliseconds. */
const shortestRest = 10_000;
/** Milliseconds. */
const pauseAfterFailure = 60_000;

/**
 * Signs in with a password and uses the token until shortly before it ends. The token is kept where the other windows
 * find it, so that they need not sign in, too.
 */
export class PasswordSignIn implements SignIn {
  readonly #http: Http;
  readonly #access: PasswordAccess;
  readonly #session: CloudSession;
  readonly #end: AbortSignal;
  #current: CloudToken | undefined;
  /** Got here, and nothing was let through with it yet. */
  #untriedToken: string | undefined;
  /** The server has refused it: it is no good even if another window still keeps it. */
  #refusedToken: string | undefined;
  /** IAM has refused the credentials, here or in another window. */
  #refusal: TicketError | undefined;
  #renewal: Promise<CloudToken> | undefined;
  /** Before that, a token that is good still is not renewed again. */
  #nextAttempt = 0;
  /** Good for one attempt. */
  #passcode: string;

  /** @param end aborted when the connection is given up */
  constructor(http: Http, access: PasswordAccess, session: SessionStore, end: AbortSignal) {
    this.#http = http;
    this.#access = access;
    this.#session = new CloudSession(session, fingerprint(access));
    this.#end = end;
    this.#passcode = access.passcode;
  }

  async enter(signal: AbortSignal): Promise<Pass> {
    signal.throwIfAborted();
    const { token } = await untilAborted(this.#token(), signal);
    const headers = { 'x-auth-token': token };
    return {
      authorise: () => headers,
      accept: () => {
        if (this.#untriedToken === token) this.#untriedToken = undefined;
      },
      refuse: (trouble) => {
        this.#refusedToken = token;
        // Whatever the reason is: who signs in again wants another one.
        void this.#session.forgetToken(token);
        if (trouble !== 'tokenEnded') return false;
        // Another request may have had it renewed already.
        if (this.#current?.token === token) this.#current = undefined;
        // Another one would fare no better than a new one: it is for another region, say.
        return this.#untriedToken !== token;
      },
      leave: () => {},
    };
  }

  async readUserId(signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    return (await untilAborted(this.#token(), signal)).userId;
  }

  tryAgain(): void {
    this.#refusal = undefined;
    void this.#session.forgetRefusal();
    if (this.#current?.token === this.#refusedToken) this.#current = undefined;
  }

  secrets(): readonly string[] {
    return [this.#access.password, this.#current?.token ?? '', this.#refusedToken ?? ''];
  }

  async #token(): Promise<CloudToken> {
    const current = this.#current;
    if (current === undefined || current.endsAt - Date.now() < shortestRest) return this.#startRenewal();
    // It is good still: nobody has to wait for the next one, nor to hear that there is none yet.
    if (!isFresh(current) && Date.now() >= this.#nextAttempt) {
      this.#startRenewal().catch(() => {
        this.#nextAttempt = Date.now() + pauseAfterFailure;
      });
    }
    return current;
  }

  #startRenewal(): Promise<CloudToken> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renew(): Promise<CloudToken> {
    const kept = await this.#session.readToken();
    if (kept !== undefined && isFresh(kept) && kept.token !== this.#refusedToken) {
      this.#current = kept;
      return kept;
    }
    if (this.#refusal !== undefined) throw this.#refusal;
    const passcode = this.#passcode;
    this.#passcode = '';
    if (this.#access.passcodeOf !== undefined && passcode === '') {
      throw new TicketError('unauthorized', {
        detail: 'a passcode is needed',
        hint: message('A new passcode is needed: the token that the last one gave has ended. Sign in again.'),
      });
    }
    // With a passcode, somebody has just signed in.
    if (passcode === '' && (await this.#session.readRefusal()) !== undefined) {
      this.#refusal = new TicketError('unauthorized', { detail: 'refused before', hint: notAccepted });
      throw this.#refusal;
    }
    try {
      const token = await requestToken(this.#http, this.#access, passcode, this.#end);
      this.#current = token;
      this.#untriedToken = token.token;
      await this.#session.keepToken(token);
      return token;
    } catch (error) {
      // IAM locks users after some failures: not tried again until somebody wants it.
      if (error instanceof TicketError && error.code === 'unauthorized') {
        this.#refusal = error;
        await this.#session.keepRefusal('credentials');
      }
      throw error;
    }
  }
}

function isFresh({ endsAt }: CloudToken): boolean {
  return endsAt - Date.now() > renewalTime;
}
