import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandbox } from './sandboxClient.ts';

const sn = 'REQ20260901000001';
const { sandbox, authorization, get, operateTicket, status } = await openSandbox();

function ask(name: string, query = sn): Promise<Response> {
  return fetch(`${sandbox.esbUrl}/api/c/compapi/v2/itsm/${name}/?sn=${query}`, { headers: authorization });
}

/** Waits for the server, not for time. */
async function received(count: number): Promise<void> {
  while (sandbox.requests.length < count) await new Promise((resolve) => setImmediate(resolve));
}

test('a fault lasts until it is switched off and concerns its endpoint and its ticket only', async () => {
  const stop = sandbox.inject({ kind: 'html', endpoint: 'get_ticket_status', sn });
  assert.match((await ask('get_ticket_status')).headers.get('Content-Type') ?? '', /text\/html/);
  assert.match((await ask('get_ticket_info')).headers.get('Content-Type') ?? '', /application\/json/);
  assert.match((await ask('get_ticket_status', 'REQ1')).headers.get('Content-Type') ?? '', /application\/json/);
  stop();
  assert.equal((await get('get_ticket_status', { sn })).result, true);
});

test('silence ends when the client gives up', async () => {
  const stop = sandbox.inject({ kind: 'silence', sn });
  sandbox.clearRequests();
  const controller = new AbortController();
  const url = `${sandbox.esbUrl}/api/c/compapi/v2/itsm/get_ticket_status/?sn=${sn}`;
  const answer = assert.rejects(fetch(url, { headers: authorization, signal: controller.signal }), {
    name: 'AbortError',
  });
  await received(1);
  controller.abort();
  await answer;
  stop();
});

test('silence after a write leaves the write done, and reads are answered', async () => {
  const stop = sandbox.inject({ kind: 'silenceAfterWrite' });
  sandbox.clearRequests();
  const controller = new AbortController();
  const body = JSON.stringify({ sn, operator: 'zhangsan', action_type: 'SUSPEND', action_message: 'x' });
  const url = `${sandbox.esbUrl}/api/c/compapi/v2/itsm/operate_ticket/`;
  const init = { method: 'POST', body, headers: authorization, signal: controller.signal };
  const answer = assert.rejects(fetch(url, init), { name: 'AbortError' });
  await received(1);
  assert.equal((await status(sn)).current_status, 'SUSPENDED');
  controller.abort();
  await answer;
  stop();
  assert.equal((await operateTicket(sn, 'UNSUSPEND')).result, true);
});

test('a status can be limited to a number of answers and has headers and a body of choice', async () => {
  sandbox.inject({ kind: 'status', status: 429, body: 'slow', headers: { 'Retry-After': '3' }, times: 2 });
  for (let count = 0; count < 2; count += 1) {
    const response = await ask('get_ticket_status');
    assert.deepEqual([response.status, response.headers.get('Retry-After'), await response.text()], [429, '3', 'slow']);
  }
  assert.equal((await ask('get_ticket_status')).status, 200);
});

test('a reset ends the connection', async () => {
  const stop = sandbox.inject({ kind: 'reset' });
  await assert.rejects(ask('get_ticket_status'));
  stop();
});

test('a huge answer is streamed, and the client may leave in the middle', async () => {
  const stop = sandbox.inject({ kind: 'huge', bytes: 300_000 });
  const { data } = (await (await ask('get_ticket_status')).json()) as { data: string };
  assert.equal(data.length, 300_000);
  stop();
  const stopEndless = sandbox.inject({ kind: 'huge', bytes: 1e12 });
  const response = await ask('get_ticket_status');
  await response.body?.cancel();
  stopEndless();
  assert.equal((await get('get_ticket_status', { sn })).result, true);
});

test('a rewrite changes the data of good answers only', async () => {
  const stop = sandbox.inject({ kind: 'rewrite', rewrite: () => ({ current_status: 5 }) });
  assert.deepEqual((await get('get_ticket_status', { sn })).data, { current_status: 5 });
  assert.equal((await get('get_ticket_status', { sn: 'REQ0' })).data, null);
  stop();
});
