import type { Dispatcher } from 'undici';
import { errors } from './undiciParts.ts';

/** Network trouble that a second try often mends. Time-outs are not: the user has waited long enough. */
const passingTrouble = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'UND_ERR_SOCKET',
]);

export interface RetryLimits {
  readonly maxRetries: number;
  /** Milliseconds before the first repetition; it doubles from there. */
  readonly retryDelay: number;
  /** Longest `Retry-After` that is waited for, in milliseconds. */
  readonly maxRetryAfter: number;
}

/** What undici tells about a failure: either a code of the network, or a status with its headers. */
export interface Failure {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>> | undefined;
}

/**
 * How long to wait before a read is repeated; `undefined`: it is not.
 * @param count failures so far, this one included
 * @param timeLeft milliseconds that the whole request may still take
 */
export function retryDelay(failure: Failure, count: number, timeLeft: number, limits: RetryLimits): number | undefined {
  if (count > limits.maxRetries) return undefined;
  const after = readRetryAfter(failure.headers?.['retry-after']);
  // Half of it is jitter, so that many clients do not come back at the same moment.
  const backoff = limits.retryDelay * 2 ** (count - 1) * (0.5 + Math.random() / 2);
  switch (failure.statusCode) {
    case undefined:
      return typeof failure.code === 'string' && passingTrouble.has(failure.code) ? backoff : undefined;
    case 502:
    case 504:
      return backoff;
    case 429:
    case 503: {
      if (after === undefined) return failure.statusCode === 503 ? backoff : undefined;
      return after <= Math.min(limits.maxRetryAfter, timeLeft) ? after : undefined;
    }
    default:
      return undefined;
  }
}

/** Milliseconds that a `Retry-After` header asks for; `undefined`: it asks for nothing that can be understood. */
export function readRetryAfter(value: string | readonly string[] | undefined): number | undefined {
  const text = typeof value === 'string' ? value.trim() : value?.[0]?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+$/u.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - Date.now());
}

/** The connection ended in the middle of an answer. */
export class BodyInterruptedError extends Error {
  override readonly name = 'BodyInterruptedError';
  readonly code = 'ITSM_BODY_INTERRUPTED';
}

/**
 * Interceptor that tells an answer that broke off from a request that found nobody. undici's retry handler would ask for
 * the rest of the former with a `Range` header, which no ticket system understands.
 */
export const markInterruptedBodies: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  let hasAnswer = false;
  return dispatch(options, {
    onRequestStart: (controller, context: unknown) => handler.onRequestStart?.(controller, context),
    onResponseStart: (controller, status, headers, statusMessage) => {
      hasAnswer = status >= 200;
      handler.onResponseStart?.(controller, status, headers, statusMessage);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError: (controller, error) => {
      const isBroken = hasAnswer && passingTrouble.has(String((error as { readonly code?: unknown }).code));
      handler.onResponseError?.(
        controller,
        isBroken ? new BodyInterruptedError('the answer broke off', { cause: error }) : error,
      );
    },
  });
};

/** Interceptor that gives up on an answer as soon as it is larger than this; in bytes. */
export function limitAnswer(most: number): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    let size = 0;
    return dispatch(options, {
      onRequestStart: (controller, context: unknown) => handler.onRequestStart?.(controller, context),
      onResponseStart: (controller, status, headers, statusMessage) =>
        handler.onResponseStart?.(controller, status, headers, statusMessage),
      onResponseData: (controller, chunk) => {
        size += chunk.length;
        if (size > most) controller.abort(new errors.ResponseExceededMaxSizeError());
        else handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
    });
  };
}
