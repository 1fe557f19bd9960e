import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { MockAgent, type Dispatcher } from 'undici';
import { number, object } from 'zod';
import { TicketError } from '../../../src/domain/errors.ts';
import type { RequestRecord } from '../../../src/domain/provider.ts';
import {
  createHttp,
  type Http,
  type HttpLimits,
  type HttpRequest,
  type JsonAnswer,
} from '../../../src/providers/http.ts';
import { startServer } from './testServer.ts';

const never = new AbortController().signal;
const schema = object({ n: number() });
const limits: Partial<HttpLimits> = { retryDelay: 1, headersTimeout: 250, bodyTimeout: 250, maxResponseSize: 100_000 };

interface Bench {
  readonly http: Http;
  readonly records: readonly RequestRecord[];
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
}

/** The transport against a server of this test's own. */
async function withServer(
  handle: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  body: (bench: Bench) => Promise<void>,
  transports: readonly ('vscode' | 'direct')[] = ['vscode', 'direct'],
): Promise<void> {
  for (const transport of transports) {
    let count = 0;
    const server = await startServer((request, response) => {
      count += 1;
      handle(request, response, count);
    });
    const records: RequestRecord[] = [];
    const environment = { onRequest: (record: RequestRecord) => void records.push(record), userAgent: 'test/1' };
    const http = createHttp({ transport, caFile: undefined }, environment, { limits });
    try {
      await body({ http, records, url: `${server.origin}/api/thing`, requests: server.requests });
    } finally {
      http.dispose();
      await server.close();
    }
  }
}

function get(url: string, rest: Partial<HttpRequest<{ n: number }>> = {}): HttpRequest<{ n: number }> {
  return { kind: 'read', method: 'GET', url, schema, ...rest };
}

function write(url: string): HttpRequest<{ n: number }> {
  return get(url, { kind: 'write', method: 'POST', body: { secret: 'hush' } });
}

async function failure(promise: Promise<unknown>): Promise<TicketError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  assert.ok(error instanceof TicketError, String(error));
  return error;
}

function json(response: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

const test20 = { timeout: 20_000 };

describe('http', test20, () => {
  test('sends query, headers and body, and reads JSON', () =>
    withServer(
      (request, response) => {
        const pieces: Buffer[] = [];
        request.on('data', (piece: Buffer) => pieces.push(piece));
        request.on('end', () => {
          const isGood =
            request.url === '/api/thing?a=1%20%26&b=2&b=%2A' &&
            request.headers['user-agent'] === 'test/1' &&
            request.headers['x-own'] === 'o' &&
            Buffer.concat(pieces).toString() === '{"b":"中"}';
          json(response, { n: isGood ? 7 : 0, extra: true });
        });
      },
      async ({ http, url, records }) => {
        const request = get(url, {
          method: 'POST',
          query: { a: '1 &', b: ['2', '*'] },
          headers: { 'x-own': 'o' },
          body: { b: '中' },
        });
        assert.deepEqual(await http.send(request, never), { n: 7 });
        const [record] = records;
        assert.deepEqual(
          { ...record, duration: 0 },
          { method: 'POST', url, status: 200, duration: 0, failure: undefined },
        );
        assert.ok(record !== undefined && record.duration >= 0);
      },
    ));

  test('repeats a read that met a hiccup, but never a write', () =>
    withServer(
      (_request, response, count) => (count === 1 ? response.writeHead(502).end('') : json(response, { n: 1 })),
      async ({ http, url, requests }) => {
        await http.send(get(url), never);
        assert.equal(requests.length, 2);
      },
    ).then(() =>
      withServer(
        (_request, response) => response.writeHead(502).end('<html>'),
        async ({ http, url, requests }) => {
          assert.equal((await failure(http.send(write(url), never))).code, 'outcomeUnknown');
          assert.equal(requests.length, 1);
        },
      ),
    ));

  test('waits as long as it is asked to, when that is not long', () =>
    withServer(
      (_request, response, count) =>
        count === 1 ? json(response, {}, 429, { 'retry-after': '0' }) : json(response, { n: 1 }),
      async ({ http, url, requests }) => {
        await http.send(get(url), never);
        assert.equal(requests.length, 2);
      },
    ));

  test('tells how long to wait when that is too long', () =>
    withServer(
      (_request, response) => json(response, {}, 503, { 'retry-after': '90' }),
      async ({ http, url, requests }) => {
        for (const request of [get(url), write(url)]) {
          const error = await failure(http.send(request, never));
          assert.deepEqual([error.code, error.retryAfter], ['unavailable', 90_000]);
        }
        assert.equal(requests.length, 2);
      },
    ));

  test('keeps the last refusal when repeating did not help', () =>
    withServer(
      (_request, response) => json(response, { why: 'down' }, 503),
      async ({ http, url, requests }) => {
        const seen: unknown[] = [];
        const readRefusal = ({ body }: JsonAnswer): undefined => {
          seen.push(body);
        };
        const request = get(url, { readRefusal });
        assert.equal((await failure(http.send(request, never))).code, 'unavailable');
        assert.deepEqual([seen, requests.length], [[{ why: 'down' }], 3]);
      },
    ));

  test('does not follow redirects, and names where they lead', () =>
    withServer(
      (_request, response) => response.writeHead(302, { location: '/login/?c_url=secret' }).end(),
      async ({ http, url, requests }) => {
        const error = await failure(http.send(get(url), never));
        assert.equal(error.code, 'unexpectedResponse');
        assert.deepEqual(error.hint?.args, [`${new URL(url).host}/login/`]);
        assert.equal((await failure(http.send(write(url), never))).code, 'outcomeUnknown');
        assert.equal(requests.length, 2);
      },
    ));

  test('tells a web page, an empty answer and a wrong shape apart', () =>
    withServer(
      (request, response) => {
        if (request.url?.endsWith('page'))
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
        else if (request.url?.endsWith('empty')) response.end();
        else json(response, { n: 'hush' });
      },
      async ({ http, url }) => {
        const page = await failure(http.send(get(`${url}/page`), never));
        assert.match(page.hint?.text ?? '', /web page/u);
        assert.equal((await failure(http.send(get(`${url}/empty`), never))).detail, 'HTTP 200, empty');
        const shape = await failure(http.send(get(url), never));
        assert.deepEqual([shape.code, shape.detail], ['unexpectedResponse', 'n: expected number']);
      },
    ));

  for (const [status, code] of [
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [409, 'conflict'],
    [500, 'unavailable'],
  ] as const) {
    test(`takes ${status} for ${code}`, () =>
      withServer(
        (_request, response) => response.writeHead(status).end('no'),
        async ({ http, url }) => {
          assert.equal((await failure(http.send(get(url), never))).code, code);
        },
      ));
  }

  test('stops reading an answer that grows too large', () =>
    withServer(
      (_request, response) => {
        const timer = setTimeout(() => {}, 0);
        response.on('close', () => clearTimeout(timer));
        for (let count = 0; count < 20; count += 1) response.write('x'.repeat(10_000));
      },
      async ({ http, url }) => {
        const error = await failure(http.send(get(url), never));
        assert.equal(error.code, 'unexpectedResponse');
        assert.match(error.hint?.text ?? '', /too large/u);
      },
    ));

  test('gives up on an answer that stops in the middle', () =>
    withServer(
      (_request, response) => void response.write('{"n":'),
      async ({ http, url, requests }) => {
        const error = await failure(http.send(get(url), never));
        assert.equal(error.code, 'unavailable');
        assert.match(error.hint?.text ?? '', /in time/u);
        assert.equal(requests.length, 1);
      },
      // undici's own timer is coarse: half a second at least.
      ['vscode'],
    ));

  test('an answer that breaks off is not asked for again in pieces', () =>
    withServer(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"n":');
        setImmediate(() => response.destroy());
      },
      async ({ http, url, requests }) => {
        const error = await failure(http.send(get(url), never));
        assert.equal(error.code, 'unavailable');
        assert.match(error.hint?.text ?? '', /broke off/u);
        assert.equal(requests.length, 1);
      },
    ));

  test('equal reads at the same time share an answer, but not across a write', () =>
    withServer(
      (request, response) => void setTimeout(() => json(response, { n: request.method === 'GET' ? 1 : 2 }), 30),
      async ({ http, url, requests }) => {
        await Promise.all([http.send(get(url), never), http.send(get(url), never)]);
        assert.equal(requests.length, 1);
        const early = http.send(get(url), never);
        const between = http.send(write(url), never);
        while (requests.length < 3) await new Promise((resolve) => setImmediate(resolve));
        const late = http.send(get(url), never);
        await Promise.all([early, between, late]);
        assert.equal(requests.length, 4);
      },
    ));

  test('only so many requests are on their way at a time', () => {
    let now = 0;
    let most = 0;
    return withServer(
      (_request, response) => {
        now += 1;
        most = Math.max(most, now);
        setTimeout(() => {
          now -= 1;
          json(response, { n: 1 });
        }, 5);
      },
      async ({ http, url }) => {
        await Promise.all(Array.from({ length: 20 }, (_, index) => http.send(get(`${url}/${index}`), never)));
        assert.ok(most <= 5, `${most} at a time`);
      },
    );
  });

  test('one that waits for its turn can be aborted, and the turn goes to the next', () =>
    withServer(
      (_request, response) => void setTimeout(() => json(response, { n: 1 }), 20),
      async ({ http, url, records }) => {
        const stop = new AbortController();
        const first = Array.from({ length: 5 }, (_, index) => http.send(get(`${url}/${index}`), never));
        const waiting = http.send(get(`${url}/waits`), stop.signal);
        const last = http.send(get(`${url}/last`), never);
        const reason = new Error('enough');
        const outcome = assert.rejects(waiting, reason);
        stop.abort(reason);
        await outcome;
        await Promise.all([...first, last]);
        assert.equal(records.find((record) => record.failure !== undefined)?.failure, 'aborted');
      },
    ));

  test('an address that is none is told without a request', async () => {
    const http = createHttp({ transport: 'vscode', caFile: undefined }, { onRequest: () => {}, userAgent: '' });
    for (const url of ['', 'paas.example.com/x', 'ftp://paas.example.com/x']) {
      assert.equal((await failure(http.send(get(url), never))).code, 'unavailable');
    }
  });

  test('a port that fetch does not allow is told so', async () => {
    const http = createHttp({ transport: 'vscode', caFile: undefined }, { onRequest: () => {}, userAgent: '' });
    const error = await failure(http.send(write('http://127.0.0.1:10080/x'), never));
    assert.equal(error.code, 'unavailable');
    assert.match(error.hint?.text ?? '', /"direct"/u);
  });

  test('a certificate file that is none is told so, and can be put right', async () => {
    const environment = { onRequest: () => {}, userAgent: '' };
    for (const caFile of ['/nowhere/ca.pem', new URL(import.meta.url).pathname]) {
      const http = createHttp({ transport: 'direct', caFile }, environment);
      for (const attempt of [1, 2]) {
        const error = await failure(http.send(get('https://127.0.0.1:9/x'), never));
        assert.deepEqual([error.code, error.hint?.args], ['unavailable', [caFile]], `attempt ${attempt}`);
      }
      http.dispose();
    }
  });
});

async function failWith(error: Error, kind: 'read' | 'write'): Promise<TicketError> {
  const agent = new MockAgent();
  agent.disableNetConnect();
  agent.get('https://paas.example.com').intercept({ path: '/x', method: 'POST' }).replyWithError(error).persist();
  const environment = { onRequest: () => {}, userAgent: '' };
  const dispatcher: Dispatcher = agent;
  const http = createHttp({ transport: 'vscode', caFile: undefined }, environment, { dispatcher, limits });
  const request = get('https://paas.example.com/x', { kind, method: 'POST', body: {} });
  return failure(http.send(request, never));
}

/** As `fetch` fails: what happened is in the cause. */
function withCode(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), { code }) });
}

describe('http over a mocked network', test20, () => {
  for (const [code, read, written, hint] of [
    ['ENOTFOUND', 'unavailable', 'unavailable', /not found/u],
    ['ECONNREFUSED', 'unavailable', 'unavailable', /refused/u],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unavailable', 'unavailable', /caFile/u],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unavailable', 'unavailable', /not trusted/u],
    ['CERT_HAS_EXPIRED', 'unavailable', 'unavailable', /out of date/u],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'unavailable', 'unavailable', /another host name/u],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'unavailable', 'unavailable', /http instead of https/u],
    // After a request has left, too: of a connection that was there.
    ['EPROTO', 'unavailable', 'outcomeUnknown', /http instead of https/u],
    ['ERR_SSL_BAD_RECORD_MAC', 'unavailable', 'outcomeUnknown', /http instead of https/u],
    ['ENETDOWN', 'unavailable', 'outcomeUnknown', /no way/u],
    ['EHOSTUNREACH', 'unavailable', 'outcomeUnknown', /no way/u],
    ['ETIMEDOUT', 'unavailable', 'outcomeUnknown', /reached in time/u],
    ['UND_ERR_CONNECT_TIMEOUT', 'unavailable', 'unavailable', /reached in time/u],
    ['ECONNRESET', 'unavailable', 'outcomeUnknown', /broke off/u],
    ['UND_ERR_HEADERS_TIMEOUT', 'unavailable', 'outcomeUnknown', /in time/u],
    ['HPE_INVALID_CONSTANT', 'unexpectedResponse', 'outcomeUnknown', /web server/u],
    ['SOMETHING_NEW', 'unavailable', 'outcomeUnknown', /broke off/u],
  ] as const) {
    test(`${code} is ${read} for a read and ${written} for a write`, async () => {
      const error = await failWith(withCode(code), 'read');
      assert.equal(error.code, read);
      assert.match(error.hint?.text ?? '', hint);
      assert.ok(error.detail?.includes(code));
      assert.equal((await failWith(withCode(code), 'write')).code, written);
    });
  }

  for (const code of ['ENETDOWN', 'EHOSTUNREACH', 'ETIMEDOUT']) {
    test(`${code} before there was a connection is unavailable for a write, too`, async () => {
      const cause = Object.assign(new Error('inner'), { code, syscall: 'connect' });
      assert.equal((await failWith(new TypeError('fetch failed', { cause }), 'write')).code, 'unavailable');
    });
  }

  test('a proxy that wants a sign-in is told so, also for a write', async () => {
    const error = new TypeError('fetch failed', {
      cause: new Error('Proxy response (407) !== 200 when HTTP Tunneling'),
    });
    const failed = await failWith(error, 'write');
    assert.equal(failed.code, 'unavailable');
    assert.match(failed.hint?.text ?? '', /proxy asks/u);
  });

  test('what an unknown error says is not passed on', async () => {
    const failed = await failWith(new TypeError('Failed to parse URL from https://x/?bk_token=hush'), 'read');
    assert.ok(!JSON.stringify([failed, failed.message, failed.stack, String(failed.cause)]).includes('hush'));
  });
});
