import type { Disposable } from '../../base/disposable.ts';
import type { DownloadedFile } from '../../domain/attachments.ts';
import type { Connection, Secrets } from '../../domain/connection.ts';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { ProviderEnvironment } from '../../domain/provider.ts';
import { createHttp, type DownloadRequest, type HttpOptions, type HttpRequest } from '../http.ts';
import type { Http } from '../http.ts';
import { readAccess, type CloudAccess } from './access.ts';
import { readFault } from './fault.ts';
import { KeySignIn } from './keySignIn.ts';
import { PasswordSignIn } from './passwordSignIn.ts';
import { toTicketError, type JudgeFault } from './refusal.ts';
import type { Pass, SignIn } from './signIn.ts';
import { readSignInTrouble, type SignInTrouble } from './signInTrouble.ts';
import { TokenSignIn } from './tokenSignIn.ts';

interface ToService {
  /** Behind the address of the connection, each part encoded; begins with `/`. */
  readonly path: string;
}

/** A request to a service; who asks is added. */
export type CloudRequest<T> = Omit<HttpRequest<T>, 'url' | 'authorise' | 'readRefusal'> & ToService;
export type CloudDownload = Omit<DownloadRequest, 'url' | 'authorise' | 'readRefusal'> & ToService;

/** Requests to one service of Huawei Cloud, signed in. */
export interface CloudHttp extends Disposable {
  /** @throws TicketError, or the signal's reason after an abort */
  send<T>(request: CloudRequest<T>, signal: AbortSignal): Promise<T>;
  download(request: CloudDownload, signal: AbortSignal): Promise<DownloadedFile>;
  /**
   * The id of the IAM user; `undefined`: the sign-in does not tell.
   * @throws TicketError `unauthorized` when the sign-in was refused
   */
  readUserId(signal: AbortSignal): Promise<string | undefined>;
  /** Credentials that were refused are not tried again by themselves: this lets the next request try them. */
  tryAgain(): void;
}

/** Who asks to be left alone for longer than that is; milliseconds. */
const longestThrottling = 5_000;

/** Far below what is refused elsewhere; nothing is published for these services (contract §5). */
const usualLimits = { maxPerSecond: 5, maxInFlight: 3 } as const;

/** @param judge what the service means by its own codes */
export function createCloudHttp(
  connection: Connection,
  secrets: Secrets,
  environment: Pick<ProviderEnvironment, 'onRequest' | 'userAgent' | 'session'>,
  judge: JudgeFault,
  options: HttpOptions = {},
): CloudHttp {
  const http = createHttp(connection, environment, { ...options, limits: { ...usualLimits, ...options.limits } });
  const end = new AbortController();
  const signIn = createSignIn(http, readAccess(connection, secrets), environment, end.signal);
  return new SignedHttp(http, signIn, connection.baseUrl, judge, end);
}

function createSignIn(
  http: Http,
  access: CloudAccess,
  { session }: Pick<ProviderEnvironment, 'session'>,
  end: AbortSignal,
): SignIn {
  switch (access.signIn) {
    case 'password':
      return new PasswordSignIn(http, access, session, end);
    case 'keys':
      return new KeySignIn(access, session);
    case 'token':
      return new TokenSignIn(access.token);
  }
}

class SignedHttp implements CloudHttp {
  readonly #http: Http;
  readonly #signIn: SignIn;
  readonly #baseUrl: string;
  readonly #judge: JudgeFault;
  readonly #end: AbortController;

  constructor(http: Http, signIn: SignIn, baseUrl: string, judge: JudgeFault, end: AbortController) {
    this.#http = http;
    this.#signIn = signIn;
    this.#baseUrl = baseUrl;
    this.#judge = judge;
    this.#end = end;
  }

  send<T>({ path, ...request }: CloudRequest<T>, signal: AbortSignal): Promise<T> {
    return this.#perform(
      request.kind,
      (own) => this.#http.send({ ...request, ...own, url: this.#url(path) }, signal),
      signal,
    );
  }

  download({ path, ...request }: CloudDownload, signal: AbortSignal): Promise<DownloadedFile> {
    return this.#perform(
      request.kind,
      (own) => this.#http.download({ ...request, ...own, url: this.#url(path) }, signal),
      signal,
    );
  }

  readUserId(signal: AbortSignal): Promise<string | undefined> {
    return this.#signIn.readUserId(signal);
  }

  tryAgain(): void {
    this.#signIn.tryAgain();
  }

  dispose(): void {
    this.#http.dispose();
    this.#end.abort(closed());
  }

  #url(path: string): string {
    return `${this.#baseUrl}${path}`;
  }

  async #perform<R>(
    kind: 'read' | 'write',
    request: (own: Pick<DownloadRequest, 'authorise' | 'readRefusal'>) => Promise<R>,
    signal: AbortSignal,
  ): Promise<R> {
    for (let isRepeated = false; ; isRepeated = true) {
      const pass = await this.#signIn.enter(signal);
      let trouble: SignInTrouble | undefined;
      try {
        const result = await request({
          authorise: pass.authorise,
          readRefusal: (answer) => {
            const fault = readFault(answer);
            if (fault === undefined) return undefined;
            trouble = readSignInTrouble(fault);
            return toTicketError(fault, answer, kind, this.#judge, this.#signIn.secrets());
          },
        });
        pass.accept();
        return result;
      } catch (error) {
        const next = settle(pass, trouble, error);
        if (next === 'renewed' && kind === 'write') throw notSent();
        if (next === 'failed' || kind === 'write' || isRepeated) throw error;
      }
    }
  }
}

function closed(): TicketError {
  return new TicketError('unavailable', { detail: 'disposed', hint: message('This connection is no longer in use.') });
}

/** A write is never sent twice, not even when the gateway has turned it away. */
function notSent(): TicketError {
  return new TicketError('unavailable', {
    detail: 'the token had ended',
    hint: message(
      'The sign-in had ended, so nothing was carried out. It is renewed with the next request: send it again.',
    ),
  });
}

/**
 * Tells the pass how its request ended.
 * @returns whether another attempt may go better: with a new token, or after the pause that the rate makes
 */
function settle(pass: Pass, trouble: SignInTrouble | undefined, error: unknown): 'failed' | 'renewed' | 'throttled' {
  switch (error instanceof TicketError ? error.code : undefined) {
    case 'unauthorized':
      return pass.refuse(trouble ?? 'credentials', error as TicketError) ? 'renewed' : 'failed';
    case 'forbidden':
    case 'conflict':
    case 'rejected':
      pass.accept();
      return 'failed';
    case 'rateLimited':
      pass.leave();
      return ((error as TicketError).retryAfter ?? 0) <= longestThrottling ? 'throttled' : 'failed';
    case 'notFound':
    case 'unavailable':
    case 'outcomeUnknown':
    case 'unexpectedResponse':
    case undefined:
      // Whoever said so need not have looked at the credentials.
      pass.leave();
      return 'failed';
  }
}
