import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { HostFetchDispatcher } from '../../../src/providers/hostFetchDispatcher.ts';
import { errors, request } from '../../../src/providers/undiciParts.ts';

const limits = { headersTimeout: 1000, bodyTimeout: 1000, maxResponseSize: 1000 };
const options = { origin: 'https://paas.example.com', path: '/x?a=1', method: 'GET', headers: { accept: 'a' } };

function stubFetch(fake: (url: URL, init: RequestInit) => Promise<Response>): void {
  mock.method(globalThis, 'fetch', fake);
}

afterEach(() => {
  mock.restoreAll();
  mock.timers.reset();
});

describe('HostFetchDispatcher', { timeout: 10_000 }, () => {
  test('asks the fetch that the process has at that moment, and keeps credentials from following redirects', async () => {
    const dispatcher = new HostFetchDispatcher(limits);
    stubFetch(async (url, init) => {
      assert.equal(url.href, 'https://paas.example.com/x?a=1');
      assert.equal(init.redirect, 'manual');
      assert.deepEqual(init.headers, { accept: 'a' });
      return new Response('{}', { status: 201, headers: { 'x-a': 'b', 'content-length': '2' } });
    });
    const { statusCode, headers, body } = await request.call(dispatcher, options);
    assert.deepEqual([statusCode, await body.text()], [201, '{}']);
    assert.equal(headers['x-a'], 'b');
    assert.equal(headers['content-length'], undefined);
  });

  test('gives up when the headers do not come, even if fetch does not notice', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    stubFetch(() => new Promise(() => {}));
    const pending = request.call(new HostFetchDispatcher(limits), options);
    const outcome = assert.rejects(pending, errors.HeadersTimeoutError);
    mock.timers.tick(1001);
    await outcome;
  });

  test('gives up when the next piece does not come', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    stubFetch(async () => new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('x')) })));
    const { body } = await request.call(new HostFetchDispatcher(limits), options);
    const outcome = assert.rejects(body.text(), errors.BodyTimeoutError);
    await new Promise((resolve) => setImmediate(resolve));
    mock.timers.tick(1001);
    await outcome;
  });

  test('ends a body that is too large, and its stream', async () => {
    let isCancelled = false;
    stubFetch(
      async (_url, init) =>
        new Response(
          new ReadableStream({
            start: (stream) => init.signal?.addEventListener('abort', () => stream.error(new Error('aborted'))),
            pull: (stream) => stream.enqueue(Buffer.alloc(400)),
            cancel: () => void (isCancelled = true),
          }),
        ),
    );
    let signal: AbortSignal | null | undefined;
    const inner = globalThis.fetch;
    mock.method(globalThis, 'fetch', (url: URL, init: RequestInit) => {
      signal = init.signal;
      return inner(url, init);
    });
    const { body } = await request.call(new HostFetchDispatcher(limits), options);
    await assert.rejects(body.text(), errors.ResponseExceededMaxSizeError);
    assert.ok(signal?.aborted === true || isCancelled);
  });

  test('hands on the reason that fetch hides', async () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    stubFetch(() => Promise.reject(new TypeError('fetch failed', { cause })));
    await assert.rejects(request.call(new HostFetchDispatcher(limits), options), cause);
  });

  test('refuses after close, and destroy ends what is under way', async () => {
    stubFetch(() => new Promise(() => {}));
    const dispatcher = new HostFetchDispatcher(limits);
    const pending = request.call(dispatcher, options);
    const outcome = assert.rejects(pending, errors.ClientDestroyedError);
    await dispatcher.destroy();
    await outcome;
    await assert.rejects(request.call(dispatcher, options), errors.ClientClosedError);
    await dispatcher.close();
  });
});
