import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { number, object } from 'zod';
import { TicketError } from '../../../src/domain/errors.ts';
import { createHttp, type Http, type HttpLimits, type JsonAnswer } from '../../../src/providers/http.ts';
import type { FinishedRequest } from '../../../src/providers/httpRequest.ts';
import { writeForm } from '../../../src/providers/multipart.ts';
import { startServer } from './testServer.ts';

const never = new AbortController().signal;
const schema = object({ n: number() });
const limits: Partial<HttpLimits> = { retryDelay: 1, maxResponseSize: 50_000, maxFileSize: 300_000 };
const test20 = { timeout: 20_000 };

interface Received {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly count: number;
}

/** The transport, both ways, against a server that has read the whole request. */
async function withServer(
  answer: (received: Received, response: ServerResponse) => void,
  body: (http: Http, url: string) => Promise<void>,
): Promise<void> {
  for (const transport of ['vscode', 'direct'] as const) {
    let count = 0;
    const server = await startServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        count += 1;
        answer({ request, body: Buffer.concat(pieces), count }, response);
      });
    });
    const http = createHttp({ transport, caFile: undefined }, { onRequest: () => {}, userAgent: 'test/1' }, { limits });
    try {
      await body(http, `${server.origin}/api/thing`);
    } finally {
      http.dispose();
      await server.close();
    }
  }
}

async function failure(promise: Promise<unknown>): Promise<TicketError> {
  const error: unknown = await promise.catch((reason: unknown) => reason);
  assert.ok(error instanceof TicketError, String(error));
  return error;
}

describe('http with other methods, files and signatures', test20, () => {
  for (const method of ['PUT', 'DELETE'] as const) {
    test(`${method} takes a body`, () =>
      withServer(
        ({ request, body }, response) =>
          response.end(`{"n":${request.method === method && body.toString() === '{"a":1}' ? 1 : 0}}`),
        async (http, url) => {
          const sent = http.send({ kind: 'write', method, url, body: { a: 1 }, schema }, never);
          assert.deepEqual(await sent, { n: 1 });
        },
      ));
  }

  test('an upload arrives whole, with its length, and tells how far it is', () =>
    withServer(
      ({ request, body }, response) => {
        const isWhole = body.length === 200_000 && body.every((byte, index) => byte === index % 251);
        const isTold =
          request.headers['content-length'] === '200000' && request.headers['content-type'] === 'image/png';
        response.end(`{"n":${isWhole && isTold ? 1 : 0}}`);
      },
      async (http, url) => {
        const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => index % 251);
        for (const isWatched of [true, false]) {
          const sent: number[] = [];
          const onSent = isWatched ? (count: number) => void sent.push(count) : undefined;
          const content = { mediaType: 'image/png', bytes, onSent };
          assert.deepEqual(await http.send({ kind: 'write', method: 'POST', url, content, schema }, never), { n: 1 });
          assert.deepEqual(sent, isWatched ? [65_536, 131_072, 196_608, 200_000] : []);
        }
      },
    ));

  test('an upload ends when its caller gives up', () =>
    withServer(
      (_received, response) => response.end('{"n":1}'),
      async (http, url) => {
        const stop = new AbortController();
        const reason = new Error('enough');
        const content = { mediaType: 'image/png', bytes: new Uint8Array(8_000_000), onSent: () => stop.abort(reason) };
        await assert.rejects(
          http.send({ kind: 'write', method: 'POST', url, content, schema }, stop.signal),
          (error) => error === reason,
        );
      },
    ));

  test('a form is what a browser would send', () =>
    withServer(
      ({ request, body }, response) => {
        const init = { method: 'POST', headers: { 'content-type': request.headers['content-type'] ?? '' }, body };
        void new Request('http://127.0.0.1/', init).formData().then(async (form) => {
          const file = form.get('file');
          assert.ok(file instanceof File);
          const isSame = file.name === '图 "1".png' && file.type === 'image/png' && (await file.text()) === 'a\r\nb';
          response.end(`{"n":${isSame && form.get('form_data') === '{"中":1}' ? 1 : 0}}`);
        });
      },
      async (http, url) => {
        const content = writeForm([
          { name: 'form_data', text: '{"中":1}' },
          { name: 'file', fileName: '图 "1".png', mediaType: 'image/png', bytes: Buffer.from('a\r\nb') },
        ]);
        assert.deepEqual(await http.send({ kind: 'write', method: 'POST', url, content, schema }, never), { n: 1 });
      },
    ));

  test('a file is read as it is, with its name, beyond the size that an answer may have', () =>
    withServer(
      (_received, response) => {
        response.setHeader('content-type', 'image/png');
        response.setHeader('content-disposition', `attachment; filename="a.png"; filename*=UTF-8''%E5%9B%BE.png`);
        response.end(Buffer.alloc(200_000, 0xff));
      },
      async (http, url) => {
        const { name, mediaType, bytes } = await http.download({ kind: 'read', method: 'GET', url }, never);
        assert.deepEqual([name, mediaType, bytes.length, bytes[199_999]], ['图.png', 'image/png', 200_000, 0xff]);
      },
    ));

  test('a file that is too large even for a file is not read', () =>
    withServer(
      (_received, response) => response.end(Buffer.alloc(400_000)),
      async (http, url) => {
        const error = await failure(http.download({ kind: 'read', method: 'GET', url }, never));
        assert.equal(error.code, 'unexpectedResponse');
        assert.match(error.hint?.text ?? '', /too large/u);
      },
    ));

  test('a refusal in place of a file is told from a file that is JSON', () =>
    withServer(
      ({ request }, response) => {
        response.setHeader('content-type', 'application/json');
        if (request.url?.endsWith('file')) response.setHeader('content-disposition', 'attachment; filename=a.json');
        response.end('{"error_code":"X"}');
      },
      async (http, url) => {
        const readRefusal = ({ body }: JsonAnswer) => new TicketError('notFound', { detail: JSON.stringify(body) });
        const request = { kind: 'read', method: 'GET', url, readRefusal } as const;
        assert.equal((await failure(http.download(request, never))).detail, '{"error_code":"X"}');
        const file = await http.download({ ...request, url: `${url}/file` }, never);
        assert.deepEqual([file.name, Buffer.from(file.bytes).toString()], ['a.json', '{"error_code":"X"}']);
      },
    ));

  for (const [status, code] of [
    [404, 'notFound'],
    [502, 'unavailable'],
    [302, 'unexpectedResponse'],
  ] as const) {
    test(`status ${status} in place of a file is ${code}`, () =>
      withServer(
        (_received, response) => response.writeHead(status, { location: '/login' }).end('<html>'),
        async (http, url) => {
          const error = await failure(http.download({ kind: 'read', method: 'GET', url }, never));
          assert.equal(error.code, code);
        },
      ));
  }

  test('each attempt is signed anew: with its address, its headers and exactly the bytes that leave', () =>
    withServer(
      ({ request, body, count }, response) => {
        if (count === 1) response.writeHead(503).end();
        else response.end(`{"n":${request.headers['x-signature'] === `2 ${body.toString('base64')}` ? 1 : 0}}`);
      },
      async (http, url) => {
        const seen: FinishedRequest[] = [];
        const authorise = (finished: FinishedRequest) => {
          seen.push(finished);
          return { 'x-signature': `${seen.length} ${Buffer.from(finished.body).toString('base64')}` };
        };
        const request = { kind: 'read', method: 'POST', url, query: { q: 'a b' }, body: { 名: 1 }, schema } as const;
        assert.deepEqual(await http.send({ ...request, authorise }, never), { n: 1 });
        const [first] = seen;
        assert.deepEqual(
          [seen.length, first?.method, first?.url.search, first?.headers['content-type']],
          [2, 'POST', '?q=a%20b', 'application/json'],
        );
      },
    ));

  test('equal reads share an answer although each would be signed differently', () => {
    let count = 0;
    return withServer(
      (received, response) => {
        count = received.count;
        setImmediate(() => response.end('{"n":1}'));
      },
      async (http, url) => {
        let signatures = 0;
        const authorise = () => ({ 'x-signature': String((signatures += 1)) });
        const request = { kind: 'read', method: 'GET', url, schema, authorise } as const;
        await Promise.all([http.send(request, never), http.send(request, never)]);
        assert.deepEqual([count, signatures], [1, 1]);
      },
    );
  });

  test('an empty answer is one only where the system gives such', () =>
    withServer(
      (_received, response) => response.end(),
      async (http, url) => {
        const request = { kind: 'write', method: 'POST', url, schema: object({}) } as const;
        assert.deepEqual(await http.send({ ...request, mayBeEmpty: true }, never), {});
        assert.equal((await failure(http.send(request, never))).code, 'outcomeUnknown');
      },
    ));

  test('gives the headers of an answer to those who ask', () =>
    withServer(
      (_received, response) => response.writeHead(201, { 'X-Subject-Token': 'T' }).end('{"n":1}'),
      async (http, url) => {
        const request = { kind: 'read', method: 'POST', url, body: {}, schema } as const;
        const { data, headers } = await http.sendForHeaders(request, never);
        assert.deepEqual([data, headers['x-subject-token']], [{ n: 1 }, 'T']);
      },
    ));
});
