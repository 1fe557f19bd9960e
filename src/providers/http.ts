import type { Dispatcher } from 'undici';
import type { Disposable } from '../base/disposable.ts';
import type { DownloadedFile } from '../domain/attachments.ts';
import type { Connection } from '../domain/connection.ts';
import { TicketError } from '../domain/errors.ts';
import { message } from '../domain/message.ts';
import type { ProviderEnvironment } from '../domain/provider.ts';
import {
  readAnswer,
  readFileAnswer,
  type Answer,
  type AnswerHeaders,
  type Expectation,
  type RefusalExpectation,
} from './answer.ts';
import { HostFetchDispatcher } from './hostFetchDispatcher.ts';
import { finishRequest, readBody, readUrl, type OutgoingRequest } from './httpRequest.ts';
import { CancelledError, networkFailure, TotalTimeoutError } from './networkFailure.ts';
import { RequestPace } from './requestPace.ts';
import { RequestSlots } from './requestSlots.ts';
import { limitAnswer, markInterruptedBodies, retryDelay, type Failure } from './retryPolicy.ts';
import { deduplicate, request as undiciRequest, retry } from './undiciParts.ts';

export type { JsonAnswer } from './answer.ts';

/** A request whose answer is JSON. */
export interface HttpRequest<T> extends OutgoingRequest, Expectation<T> {}

/** A request whose answer is a file. */
export interface DownloadRequest extends OutgoingRequest, RefusalExpectation {}

/** Requests of one connection. */
export interface Http extends Disposable {
  /**
   * Makes a request and reads its answer.
   * @throws TicketError, or the signal's reason after an abort
   */
  send<T>(request: HttpRequest<T>, signal: AbortSignal): Promise<T>;
  /** As `send`, for what the system says in the headers of its answer. */
  sendForHeaders<T>(
    request: HttpRequest<T>,
    signal: AbortSignal,
  ): Promise<{ readonly data: T; readonly headers: AnswerHeaders }>;
  /** As `send`, for a file. May take as long as `transferTimeout` says. */
  download(request: DownloadRequest, signal: AbortSignal): Promise<DownloadedFile>;
}

/** Times in milliseconds. */
export interface HttpLimits {
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  /** For a request as a whole, repetitions included; waiting for a slot is not counted. */
  readonly totalTimeout: number;
  /** As `totalTimeout`, and as `headersTimeout`, where a file travels. */
  readonly transferTimeout: number;
  /** In bytes. */
  readonly maxResponseSize: number;
  /** In bytes, where the answer is a file. */
  readonly maxFileSize: number;
  readonly maxInFlight: number;
  /** Requests that may begin within a second; repetitions are not counted. */
  readonly maxPerSecond: number;
  /** Where there is a `maxPerSecond`: no request begins for so long after the server has asked for fewer. */
  readonly rateLimitPause: number;
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly maxRetryAfter: number;
}

const usualLimits: HttpLimits = {
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  totalTimeout: 60_000,
  transferTimeout: 600_000,
  maxResponseSize: 8 * 1024 * 1024,
  maxFileSize: 128 * 1024 * 1024,
  maxInFlight: 5,
  maxPerSecond: Infinity,
  rateLimitPause: 5_000,
  maxRetries: 2,
  retryDelay: 400,
  maxRetryAfter: 30_000,
};

export interface HttpOptions {
  readonly limits?: Partial<HttpLimits> | undefined;
  /** Instead of the one that `connection.transport` asks for. */
  readonly dispatcher?: Dispatcher | undefined;
}

/** What of the environment requests need. */
export type HttpEnvironment = Pick<ProviderEnvironment, 'onRequest' | 'userAgent'>;

/** Makes an {@link Http}; no request and no connection is made yet. */
export function createHttp(
  connection: Pick<Connection, 'transport' | 'caFile'>,
  environment: HttpEnvironment,
  options: HttpOptions = {},
): Http {
  const limits = { ...usualLimits, ...options.limits };
  const { maxFileSize: maxResponseSize, maxInFlight: maxConnections } = limits;
  const open = async (): Promise<Dispatcher> => {
    if (options.dispatcher !== undefined) return options.dispatcher;
    if (connection.transport === 'vscode') return new HostFetchDispatcher({ ...limits, maxResponseSize });
    // The whole of undici: loaded only where somebody asks for it.
    const { createDirectDispatcher } = await import('./directTransport.ts');
    return createDirectDispatcher({ ...limits, maxResponseSize, maxConnections, caFile: connection.caFile });
  };
  return new DispatcherHttp(open, environment, limits);
}

/** One request on its way; `stop` ends it from outside. */
interface Flight {
  readonly stop: AbortController;
  /** `performance.now()` at which it is given up. */
  deadline: number;
  wasDispatched: boolean;
}

type BodyForm = 'text' | 'bytes';
type BodyOf<F extends BodyForm> = F extends 'text' ? string : Uint8Array;

class DispatcherHttp implements Http {
  readonly #open: () => Promise<Dispatcher>;
  readonly #environment: HttpEnvironment;
  readonly #limits: HttpLimits;
  readonly #slots: RequestSlots;
  readonly #pace: RequestPace;
  readonly #flights = new Set<Flight>();
  #opening: Promise<Dispatcher> | undefined;
  /** Equal reads share one answer, but never across a write: what was read before it may be old. */
  #sharing = deduplicated();
  #isDisposed = false;

  constructor(open: () => Promise<Dispatcher>, environment: HttpEnvironment, limits: HttpLimits) {
    this.#open = open;
    this.#environment = environment;
    this.#limits = limits;
    this.#slots = new RequestSlots(limits.maxInFlight);
    this.#pace = new RequestPace(limits.maxPerSecond);
  }

  send<T>(request: HttpRequest<T>, signal: AbortSignal): Promise<T> {
    return this.#perform(request, 'text', (answer, url) => readAnswer(answer, url, request), signal);
  }

  sendForHeaders<T>(request: HttpRequest<T>, signal: AbortSignal) {
    return this.#perform(
      request,
      'text',
      (answer, url) => ({ data: readAnswer(answer, url, request), headers: answer.headers }),
      signal,
    );
  }

  download(request: DownloadRequest, signal: AbortSignal): Promise<DownloadedFile> {
    return this.#perform(request, 'bytes', (answer, url) => readFileAnswer(answer, url, request), signal);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const flight of this.#flights) flight.stop.abort(new CancelledError());
    // Nobody waits for the end of the sockets; one that fails to open has told its request already.
    this.#opening?.then((dispatcher) => dispatcher.destroy()).catch(() => {});
  }

  async #perform<F extends BodyForm, R>(
    request: OutgoingRequest,
    form: F,
    read: (answer: Answer<BodyOf<F>>, url: URL) => R,
    signal: AbortSignal,
  ): Promise<R> {
    signal.throwIfAborted();
    const url = readUrl(request);
    if (this.#isDisposed) throw closed();

    const flight: Flight = { stop: new AbortController(), deadline: 0, wasDispatched: false };
    const onAbort = (): void => flight.stop.abort(new CancelledError());
    signal.addEventListener('abort', onAbort, { once: true });
    this.#flights.add(flight);
    const started = performance.now();
    let status: number | undefined;
    let failure: string | undefined = 'aborted';
    try {
      const answer = await this.#takeTurn(request, url, form, flight);
      status = answer.status;
      const result = read(answer, url);
      failure = undefined;
      return result;
    } catch (error) {
      signal.throwIfAborted();
      const ticketError = this.#describe(error, request.kind, url, flight);
      if (ticketError.code === 'rateLimited') this.#pace.pause(this.#limits.rateLimitPause);
      failure = [ticketError.code, ticketError.detail].filter((part) => part !== undefined).join(': ');
      throw ticketError;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#flights.delete(flight);
      this.#environment.onRequest({
        method: request.method,
        url: `${url.origin}${url.pathname}`,
        status,
        duration: performance.now() - started,
        failure,
      });
    }
  }

  async #takeTurn<F extends BodyForm>(
    request: OutgoingRequest,
    url: URL,
    form: F,
    flight: Flight,
  ): Promise<Answer<BodyOf<F>>> {
    const giveBack = await this.#slots.take(flight.stop.signal);
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#pace.take(flight.stop.signal);
      const timeout = this.#timeout(request, form);
      timer = setTimeout(() => flight.stop.abort(new TotalTimeoutError()), timeout);
      flight.deadline = performance.now() + timeout;
      const dispatcher = await this.#dispatcher();
      flight.stop.signal.throwIfAborted();
      if (request.kind === 'write') this.#sharing = deduplicated();
      try {
        // Files are too large to be kept for several readers.
        const sharing = form === 'text' ? [this.#sharing] : [];
        return await this.#exchange(request, url, form, flight, dispatcher, sharing);
      } catch (error) {
        // It shared the request of a caller who has given up: make one of its own.
        if (!(error instanceof CancelledError) || flight.stop.signal.aborted) throw error;
        return await this.#exchange(request, url, form, flight, dispatcher, []);
      } finally {
        if (request.kind === 'write') this.#sharing = deduplicated();
      }
    } finally {
      clearTimeout(timer);
      giveBack();
    }
  }

  async #exchange<F extends BodyForm>(
    request: OutgoingRequest,
    url: URL,
    form: F,
    flight: Flight,
    dispatcher: Dispatcher,
    sharing: readonly Dispatcher.DispatcherComposeInterceptor[],
  ): Promise<Answer<BodyOf<F>>> {
    const { headersTimeout, bodyTimeout, maxResponseSize, maxFileSize } = this.#limits;
    const { bytes, headers: bodyHeaders } = readBody(request);
    flight.wasDispatched = true;
    const options: Dispatcher.RequestOptions & { readonly retryOptions: unknown } = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: {
        accept: form === 'text' ? 'application/json' : '*/*',
        'user-agent': this.#environment.userAgent,
        ...bodyHeaders,
        ...request.headers,
      },
      body: bytes,
      headersTimeout: request.content === undefined ? headersTimeout : this.#limits.transferTimeout,
      bodyTimeout,
      signal: flight.stop.signal,
      retryOptions: this.#retryOptions(request, flight),
    };
    const composed = dispatcher.compose(
      limitAnswer(form === 'text' ? maxResponseSize : maxFileSize),
      finishRequest(request, url, bytes),
      ...sharing,
      retry(),
    );
    const { statusCode, headers, body } = await undiciRequest.call(composed, options);
    // The form names the method of the body that gives it.
    return { status: statusCode, headers, body: (await body[form]()) as BodyOf<F> };
  }

  /** A file takes its time, whichever way it travels. */
  #timeout({ content }: OutgoingRequest, form: BodyForm): number {
    const isTransfer = content !== undefined || form === 'bytes';
    return isTransfer ? this.#limits.transferTimeout : this.#limits.totalTimeout;
  }

  #retryOptions(request: OutgoingRequest, flight: Flight) {
    return {
      // The last refusal is handed on with its body, in which the system says why.
      throwOnError: false,
      retry: (error: Error, { state }: { state: { counter: number } }, decide: (error: Error | null) => void) => {
        const timeLeft = flight.deadline - performance.now();
        // The handler makes its errors of what undici or the server said: both have this shape.
        const wait =
          request.kind === 'write' ? undefined : retryDelay(error as Failure, state.counter, timeLeft, this.#limits);
        if (wait === undefined) {
          decide(error);
          return undefined;
        }
        return setTimeout(() => decide(null), wait);
      },
    };
  }

  async #dispatcher(): Promise<Dispatcher> {
    this.#opening ??= this.#open();
    try {
      return (await this.#opening).compose(markInterruptedBodies);
    } catch (error) {
      // A certificate file can be put right: the next request tries again.
      this.#opening = undefined;
      throw error;
    }
  }

  #describe(error: unknown, kind: 'read' | 'write', url: URL, flight: Flight): TicketError {
    if (error instanceof TicketError) return error;
    if (this.#isDisposed && !flight.wasDispatched) return closed();
    return networkFailure(error, kind, url.host);
  }
}

function deduplicated(): Dispatcher.DispatcherComposeInterceptor {
  return deduplicate({ maxBufferSize: 16 * 1024 * 1024 });
}

function closed(): TicketError {
  return new TicketError('unavailable', { detail: 'disposed', hint: message('This connection is no longer in use.') });
}
