import assert from 'node:assert/strict';
import { after } from 'node:test';
import {
  startHuaweiSandbox,
  type HuaweiSandbox,
  type HuaweiSandboxOptions,
} from '../../../../src/sandbox/huawei/sandbox.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined: the body was no JSON. */
  readonly json: Json | undefined;
  readonly bytes: Buffer;
}

export type Json = Readonly<Record<string, unknown>>;

export interface Wish {
  readonly query?: string | Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: the user's; '' for none. */
  readonly token?: string;
}

/** A cloud whose clock stands still and whose later work waits for `runWork()`; closed after the file's tests. */
export interface TestCloud {
  readonly sandbox: HuaweiSandbox;
  /** `request` is a method and a path. */
  readonly send: (request: string, wish?: Wish) => Promise<Answer>;
  /** Behind /v2/servicerequest/, and well: asserts HTTP 200 and no error code. */
  readonly osm: (request: string, wish?: Wish) => Promise<Json>;
  /** The same, asserting the error inside HTTP 200. */
  readonly osmRefused: (request: string, code: string, wish?: Wish) => Promise<string>;
  /** The operations center, and well: asserts HTTP 200 and the envelope. @returns its data */
  readonly coc: (request: string, wish?: Wish) => Promise<Json>;
  /** The same, asserting HTTP 400 and the code. @returns the text */
  readonly cocRefused: (request: string, code: string, wish?: Wish) => Promise<string>;
  /** Lets that many milliseconds pass. */
  readonly wait: (milliseconds: number) => void;
  readonly now: () => number;
}

/** Where the clock of a test stands at first. */
export const startTime = Date.UTC(2026, 10, 24, 6, 30, 15, 250);

export async function openCloud(options: HuaweiSandboxOptions = {}): Promise<TestCloud> {
  let time = startTime;
  const sandbox = await startHuaweiSandbox({ workDelay: 'manual', now: () => time, ...options });
  after(() => sandbox.close());
  const send: TestCloud['send'] = async (request, { query = '', body, headers = {}, token = sandbox.token } = {}) => {
    const [method = 'GET', path = ''] = request.split(' ');
    const search = typeof query === 'string' ? query : new URLSearchParams(query).toString();
    const isForm = body instanceof FormData;
    const allHeaders = new Headers(headers);
    if (token !== '') allHeaders.set('X-Auth-Token', token);
    if (body !== undefined && !isForm) allHeaders.set('Content-Type', 'application/json');
    const response = await fetch(`${sandbox.origin}${path}${search === '' ? '' : `?${search}`}`, {
      method,
      headers: allHeaders,
      ...(body === undefined ? {} : { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, json: parse(bytes), bytes };
  };
  return {
    sandbox,
    send,
    osm: async (request, wish) => {
      const { status, json = {} } = await send(request.replace(' ', ' /v2/servicerequest/'), wish);
      assert.deepEqual([status, json['error_code'], json['error_msg']], [200, undefined, undefined]);
      return json;
    },
    osmRefused: async (request, code, wish) => {
      const { status, json = {} } = await send(request.replace(' ', ' /v2/servicerequest/'), wish);
      assert.deepEqual([status, json['error_code']], [200, code]);
      assert.deepEqual(Object.keys(json).sort(), ['error_code', 'error_msg']);
      return String(json['error_msg']);
    },
    coc: async (request, wish) => {
      const { status, json = {} } = await send(request, wish);
      assert.deepEqual([status, json['error_code'], json['error_msg']], [200, 'GOM.00000000', null]);
      return (json['data'] ?? {}) as Json; // an object or none, in all operations but two
    },
    cocRefused: async (request, code, wish) => {
      const { status, json = {} } = await send(request, wish);
      assert.deepEqual([status, json['error_code']], [400, code]);
      assert.deepEqual(Object.keys(json).sort(), ['error_code', 'error_msg', 'provider_code']);
      return String(json['error_msg']);
    },
    wait: (milliseconds) => {
      time += milliseconds;
    },
    now: () => time,
  };
}

/** A list of an answer. */
export function rows(json: Json, key: string): readonly Json[] {
  const list = json[key];
  assert.ok(Array.isArray(list), key);
  return list as readonly Json[]; // of JSON objects, as all lists here
}

/** An object of an answer. */
export function object(json: Json | undefined, key: string): Json {
  const value = json?.[key];
  assert.ok(typeof value === 'object' && value !== null, key);
  return value as Json; // just looked
}

function parse(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString()) as Json; // of the sandbox's own making
  } catch {
    return undefined;
  }
}
