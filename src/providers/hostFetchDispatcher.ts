import { ReadableStream } from 'node:stream/web';
import { Dispatcher, errors } from './undiciParts.ts';

/** `fetch` has decoded the body: these would be wrong about what is handed on. */
const droppedHeaders = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie']);

export interface HostFetchLimits {
  /** Milliseconds until the headers of an answer are there. */
  readonly headersTimeout: number;
  /** Milliseconds between two pieces of a body. */
  readonly bodyTimeout: number;
  readonly maxResponseSize: number;
}

/**
 * An undici dispatcher that makes its requests with the `fetch` of the process. In VS Code that is the editor's own: it
 * knows the proxy settings, signs in at proxies and trusts the certificates of the operating system. A `dispatcher`
 * given to that `fetch` is thrown away, so the way round is this one.
 */
export class HostFetchDispatcher extends Dispatcher {
  readonly #limits: HostFetchLimits;
  readonly #underWay = new Map<Exchange, Promise<void>>();
  #isClosed = false;

  constructor(limits: HostFetchLimits) {
    super();
    this.#limits = limits;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const exchange = new Exchange(options, handler, this.#limits);
    if (this.#isClosed) {
      handler.onResponseError?.(exchange.controller, new errors.ClientClosedError());
      return true;
    }
    this.#underWay.set(
      exchange,
      exchange.run().finally(() => this.#underWay.delete(exchange)),
    );
    return true;
  }

  /** Refuses new requests and waits for those under way. */
  override async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#underWay.values());
  }

  /** Refuses new requests and aborts those under way. */
  override async destroy(reason?: unknown): Promise<void> {
    this.#isClosed = true;
    for (const exchange of this.#underWay.keys()) {
      exchange.controller.abort(reason instanceof Error ? reason : new errors.ClientDestroyedError());
    }
    await Promise.all(this.#underWay.values());
  }
}

/** One request and its answer. */
class Exchange {
  readonly #options: Dispatcher.DispatchOptions;
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #limits: HostFetchLimits;
  readonly #stop = new AbortController();
  #reason: Error | null = null;
  #pause: { readonly ended: Promise<void>; readonly end: () => void } | undefined;

  readonly controller: Dispatcher.DispatchController;

  constructor(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler, limits: HostFetchLimits) {
    this.#options = options;
    this.#handler = handler;
    this.#limits = limits;
    const isPaused = (): boolean => this.#pause !== undefined;
    const reason = (): Error | null => this.#reason;
    this.controller = {
      get aborted() {
        return reason() !== null;
      },
      get reason() {
        return reason();
      },
      get paused() {
        return isPaused();
      },
      abort: (error) => this.#abort(error),
      pause: () => {
        if (this.#pause !== undefined) return;
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#pause = { ended: promise, end: resolve };
      },
      resume: () => this.#resume(),
    };
  }

  /** Never rejects: what goes wrong goes to the handler. */
  async run(): Promise<void> {
    try {
      this.#handler.onRequestStart?.(this.controller, null);
      this.#throwIfAborted();
      const response = await this.#within(this.#options.headersTimeout ?? this.#limits.headersTimeout, 'headers', () =>
        this.#fetch(),
      );
      this.#handler.onResponseStart?.(
        this.controller,
        response.status,
        readHeaders(response.headers),
        response.statusText,
      );
      await this.#readBody(response);
      this.#handler.onResponseEnd?.(this.controller, {});
    } catch (error) {
      // A body that nobody reads on would keep its connection busy.
      this.#stop.abort();
      this.#handler.onResponseError?.(this.controller, this.#reason ?? unwrap(error));
    }
  }

  #fetch(): Promise<Response> {
    const { method, origin, path, body, headers } = this.#options;
    return globalThis.fetch(new URL(path, String(origin)), {
      method,
      headers: writeHeaders(headers),
      ...writeBody(body),
      // A redirect is an answer to be looked at: credentials must not follow one.
      redirect: 'manual',
      signal: this.#stop.signal,
    });
  }

  async #readBody(response: Response): Promise<void> {
    if (response.body === null) return;
    const { bodyTimeout, maxResponseSize } = this.#limits;
    if (Number(response.headers.get('content-length')) > maxResponseSize) {
      throw new errors.ResponseExceededMaxSizeError();
    }
    const reader = response.body.getReader();
    let size = 0;
    for (;;) {
      if (this.#pause !== undefined) await this.#pause.ended;
      this.#throwIfAborted();
      const { done, value } = await this.#within(bodyTimeout, 'body', () => reader.read());
      if (done) return;
      size += value.byteLength;
      if (size > maxResponseSize) throw new errors.ResponseExceededMaxSizeError();
      this.#handler.onResponseData?.(this.controller, Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    }
  }

  /** Also ends when the exchange is aborted and `start` does not notice. */
  async #within<T>(milliseconds: number, what: 'headers' | 'body', start: () => Promise<T>): Promise<T> {
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(this.#reason ?? new errors.RequestAbortedError());
    this.#stop.signal.addEventListener('abort', onAbort, { once: true });
    const timer =
      milliseconds > 0
        ? setTimeout(() => {
            this.#abort(what === 'headers' ? new errors.HeadersTimeoutError() : new errors.BodyTimeoutError());
          }, milliseconds)
        : undefined;
    try {
      return await Promise.race([start(), aborted.promise]);
    } finally {
      clearTimeout(timer);
      this.#stop.signal.removeEventListener('abort', onAbort);
    }
  }

  #abort(error: Error): void {
    if (this.#reason !== null) return;
    this.#reason = error;
    this.#stop.abort();
    this.#resume();
  }

  #resume(): void {
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.end();
  }

  #throwIfAborted(): void {
    if (this.#reason !== null) throw this.#reason;
  }
}

function writeHeaders(headers: Dispatcher.DispatchOptions['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  // Our own requests give a record; the interceptors keep it one.
  for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>)) result[name] = value;
  return result;
}

/** Our own requests give bytes, or an iterable of them. */
function writeBody(body: Dispatcher.DispatchOptions['body']): RequestInit {
  if (body === null || body === undefined) return { body: null };
  if (ArrayBuffer.isView(body)) return { body: body as Uint8Array<ArrayBuffer> }; // never of shared memory
  const stream = ReadableStream.from(body as AsyncIterable<Uint8Array>);
  return { body: stream, duplex: 'half' } as object; // the types of a browser know neither
}

function readHeaders(headers: Headers): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of headers) if (!droppedHeaders.has(name)) result[name] = value;
  return result;
}

/** `fetch` hides what went wrong: `TypeError: fetch failed` with the reason as its cause. */
function unwrap(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.cause instanceof Error ? error.cause : error;
}
