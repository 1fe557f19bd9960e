import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCloud } from './huaweiClient.ts';

const first = 'TT20261101000001';
const { sandbox, send, osm, coc } = await openCloud();
const detail = `GET /v2/servicerequest/cases/${first}`;

/** Waits for the server, not for time. */
async function received(count: number): Promise<void> {
  while (sandbox.requests.length < count) await new Promise((resolve) => setImmediate(resolve));
}

/** Sends a request that is given up once the server has it. */
async function giveUp(path: string, init: RequestInit): Promise<void> {
  sandbox.clearRequests();
  const controller = new AbortController();
  const headers = { 'X-Auth-Token': sandbox.token };
  const answer = assert.rejects(fetch(sandbox.origin + path, { ...init, headers, signal: controller.signal }), {
    name: 'AbortError',
  });
  await received(1);
  controller.abort();
  await answer;
}

test('a fault concerns its operation and its ticket only, and lasts until it is switched off', async () => {
  const stop = sandbox.inject({ kind: 'html', endpoint: 'ShowCaseDetail', ticket: first });
  const page = await send(detail);
  assert.deepEqual([page.status, page.json], [200, undefined]);
  assert.match(page.headers.get('Content-Type') ?? '', /text\/html/);
  await osm('GET cases/TT20261101000002');
  await osm(`GET cases/${first}/status`);
  stop();
  await osm(`GET cases/${first}`);
});

test('a fault of a ticket of the operations center is found by the number in the path or in the body', async () => {
  const ticket = 'ISU20261101090000010733001';
  const stop = sandbox.inject({ kind: 'status', status: 502, ticket });
  assert.equal((await send(`GET /v1/issues_mgmt/tickets/${ticket}`)).status, 502);
  const body = { ticket_id: ticket, action: 'gocm_issues_accepte' };
  assert.equal((await send('POST /v1/issues_mgmt/actions', { body })).status, 502);
  await coc('GET /v1/issues_mgmt/tickets/ISU20261101090000010733002');
  stop();
});

test('silence ends when the client gives up', async () => {
  const stop = sandbox.inject({ kind: 'silence', ticket: first });
  await giveUp(`/v2/servicerequest/cases/${first}`, {});
  stop();
});

test('silence after a write leaves the write done, and reads are answered', async () => {
  const stop = sandbox.inject({ kind: 'silenceAfterWrite' });
  const body = JSON.stringify({ message: { content: 'written' } });
  await giveUp(`/v2/servicerequest/cases/${first}/message`, { method: 'POST', body });
  assert.equal(sandbox.findCase(first)?.messages.at(-1)?.content, 'written');
  await osm(`GET cases/${first}`);
  await coc('POST /v1/issues_mgmt/list-tickets', { body: {} });
  stop();
});

test('a status has headers and a body of choice and ends by itself', async () => {
  sandbox.inject({ kind: 'status', status: 503, body: '{}', headers: { 'Retry-After': '2' }, times: 2 });
  for (let count = 0; count < 2; count += 1) {
    const answer = await send(detail);
    assert.deepEqual([answer.status, answer.headers.get('Retry-After')], [503, '2']);
  }
  await osm(`GET cases/${first}`);
});

test('too many calls can be answered with the gateway’s own code', async () => {
  sandbox.inject({ kind: 'rateLimit', times: 1 });
  const { status, json } = await send(detail);
  assert.deepEqual([status, json?.['error_code']], [429, 'APIGW.0308']);
  await osm(`GET cases/${first}`);
});

test('a reset ends the connection, that of signing in, too', async () => {
  const stop = sandbox.inject({ kind: 'reset', endpoint: 'KeystoneCreateUserTokenByPassword' });
  await assert.rejects(send('POST /v3/auth/tokens', { body: {}, token: '' }));
  await osm(`GET cases/${first}`);
  stop();
});

test('a huge answer is streamed, and the client may leave in the middle', async () => {
  const stop = sandbox.inject({ kind: 'huge', bytes: 1e12 });
  const response = await fetch(`${sandbox.origin}/v2/servicerequest/cases`);
  await response.body?.cancel();
  stop();
  await osm(`GET cases/${first}`);
});

test('a rewrite changes the JSON of good answers only', async () => {
  const stop = sandbox.inject({ kind: 'rewrite', rewrite: (json) => ({ ...(json as object), extra: 1 }) });
  assert.deepEqual(await osm(`GET cases/${first}/status`), { status: 0, extra: 1 });
  assert.equal((await send('GET /v2/servicerequest/cases/TT1')).json?.['extra'], undefined);
  assert.equal((await send('GET /v1/issues_mgmt/tickets/ISU1')).json?.['extra'], undefined);
  const good = await send('GET /v1/issues_mgmt/tickets/ISU20261101090000010733001');
  assert.deepEqual([good.json?.['error_code'], good.json?.['extra']], ['GOM.00000000', 1]);
  stop();
});

test('requests are kept with the service, the operation and the ticket they were meant for', async () => {
  sandbox.clearRequests();
  await send('POST /v3/auth/tokens', { body: {}, token: '' });
  await send(detail);
  await send('GET /v2/incidents/IM20261101080000020416001/tasks');
  await send('GET /elsewhere');
  assert.deepEqual(
    sandbox.requests.map(({ service, endpoint, ticket }) => [service, endpoint, ticket]),
    [
      ['iam', 'KeystoneCreateUserTokenByPassword', ''],
      ['osm', 'ShowCaseDetail', first],
      ['coc', 'ShowIncidentTask', 'IM20261101080000020416001'],
      [undefined, '', ''],
    ],
  );
  for (let count = 0; count < 1001; count += 1) await send('GET /elsewhere', { token: '' });
  assert.equal(sandbox.requests.length, 1000);
});

test('where the console would be, a page says that there is none', async () => {
  const { status, bytes } = await send('GET /console/anything', { token: '' });
  assert.equal(status, 200);
  assert.match(bytes.toString(), /sandbox/);
});

test('latency is added to every answer, and closing ends what waits', async () => {
  const slow = await openCloud({ latency: 60_000 });
  const answer = assert.rejects(slow.send('GET /v2/servicerequest/cases'));
  while (slow.sandbox.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await slow.sandbox.close();
  await answer;
});
