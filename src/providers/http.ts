import type { Dispatcher } from 'undici';
import type { Disposable } from '../base/disposable.ts';
import type { Connection } from '../domain/connection.ts';
import { TicketError } from '../domain/errors.ts';
import { message } from '../domain/message.ts';
import type { ProviderEnvironment } from '../domain/provider.ts';
import { readAnswer, type Answer, type Expectation } from './answer.ts';
import { HostFetchDispatcher } from './hostFetchDispatcher.ts';
import { CancelledError, networkFailure, TotalTimeoutError } from './networkFailure.ts';
import { RequestSlots } from './requestSlots.ts';
import { markInterruptedBodies, retryDelay, type Failure } from './retryPolicy.ts';
import { deduplicate, request as undiciRequest, retry } from './undiciParts.ts';

export type { JsonAnswer } from './answer.ts';

/** A read may be repeated; a write is sent once, whatever happens. The method says nothing about which it is. */
export interface HttpRequest<T> extends Expectation<T> {
  readonly method: 'GET' | 'POST';
  /** Absolute, without query. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Requests of one connection. */
export interface Http extends Disposable {
  /**
   * Makes a request and reads its answer.
   * @throws TicketError, or the signal's reason after an abort
   */
  send<T>(request: HttpRequest<T>, signal: AbortSignal): Promise<T>;
}

/** Times in milliseconds. */
export interface HttpLimits {
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  /** For a request as a whole, repetitions included; waiting for a slot is not counted. */
  readonly totalTimeout: number;
  /** In bytes. */
  readonly maxResponseSize: number;
  readonly maxInFlight: number;
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly maxRetryAfter: number;
}

const usualLimits: HttpLimits = {
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  totalTimeout: 60_000,
  maxResponseSize: 8 * 1024 * 1024,
  maxInFlight: 5,
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
  const open = async (): Promise<Dispatcher> => {
    if (options.dispatcher !== undefined) return options.dispatcher;
    if (connection.transport === 'vscode') return new HostFetchDispatcher(limits);
    // The whole of undici: loaded only where somebody asks for it.
    const { createDirectDispatcher } = await import('./directTransport.ts');
    return createDirectDispatcher({ ...limits, caFile: connection.caFile, maxConnections: limits.maxInFlight });
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

class DispatcherHttp implements Http {
  readonly #open: () => Promise<Dispatcher>;
  readonly #environment: HttpEnvironment;
  readonly #limits: HttpLimits;
  readonly #slots: RequestSlots;
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
  }

  async send<T>(request: HttpRequest<T>, signal: AbortSignal): Promise<T> {
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
      const answer = await this.#takeTurn(request, url, flight);
      status = answer.status;
      const data = readAnswer(answer, url, request);
      failure = undefined;
      return data;
    } catch (error) {
      signal.throwIfAborted();
      const ticketError = this.#describe(error, request.kind, url, flight);
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

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const flight of this.#flights) flight.stop.abort(new CancelledError());
    // Nobody waits for the end of the sockets; one that fails to open has told its request already.
    this.#opening?.then((dispatcher) => dispatcher.destroy()).catch(() => {});
  }

  async #takeTurn(request: HttpRequest<unknown>, url: URL, flight: Flight): Promise<Answer> {
    const giveBack = await this.#slots.take(flight.stop.signal);
    const timer = setTimeout(() => flight.stop.abort(new TotalTimeoutError()), this.#limits.totalTimeout);
    flight.deadline = performance.now() + this.#limits.totalTimeout;
    try {
      const dispatcher = await this.#dispatcher();
      flight.stop.signal.throwIfAborted();
      if (request.kind === 'write') this.#sharing = deduplicated();
      try {
        return await this.#exchange(request, url, flight, dispatcher.compose(this.#sharing, retry()));
      } catch (error) {
        // It shared the request of a caller who has given up: make one of its own.
        if (!(error instanceof CancelledError) || flight.stop.signal.aborted) throw error;
        return await this.#exchange(request, url, flight, dispatcher.compose(retry()));
      } finally {
        if (request.kind === 'write') this.#sharing = deduplicated();
      }
    } finally {
      clearTimeout(timer);
      giveBack();
    }
  }

  async #exchange(request: HttpRequest<unknown>, url: URL, flight: Flight, dispatcher: Dispatcher): Promise<Answer> {
    const { headersTimeout, bodyTimeout } = this.#limits;
    flight.wasDispatched = true;
    const options: Dispatcher.RequestOptions & { readonly retryOptions: unknown } = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: {
        accept: 'application/json',
        'user-agent': this.#environment.userAgent,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      headersTimeout,
      bodyTimeout,
      signal: flight.stop.signal,
      retryOptions: this.#retryOptions(request, flight),
    };
    const { statusCode, headers, body } = await undiciRequest.call(dispatcher, options);
    return { status: statusCode, headers, text: await body.text() };
  }

  #retryOptions(request: HttpRequest<unknown>, flight: Flight) {
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

function readUrl({ url, query }: HttpRequest<unknown>): URL {
  const result = URL.parse(url);
  if (result === null || !/^https?:$/u.test(result.protocol)) {
    throw new TicketError('unavailable', {
      detail: 'not an http(s) address',
      hint: message('The address of the connection is not an http(s) address.'),
    });
  }
  for (const [key, value] of Object.entries(query ?? {})) result.searchParams.set(key, value);
  return result;
}
