import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, test } from 'node:test';
import { startSandbox } from '../../../../src/sandbox/bkItsm/sandbox.ts';
import { openSandbox, type Answer } from './sandboxClient.ts';

const sn = 'REQ20260901000001';
const { sandbox, authorization } = await openSandbox();
const { appCode, appSecret, token } = sandbox;
const esb = `${sandbox.esbUrl}/api/c/compapi/v2/itsm`;
const gateway = `${sandbox.gatewayUrl}/v2/itsm`;

async function read(url: string, init: RequestInit = {}): Promise<Answer & { readonly request_id?: string }> {
  const response = await fetch(url, init);
  assert.equal(response.status, 200);
  return (await response.json()) as Answer;
}

function header(credentials: unknown): RequestInit {
  return {
    headers: { 'X-Bkapi-Authorization': typeof credentials === 'string' ? credentials : JSON.stringify(credentials) },
  };
}

const good = { bk_app_code: appCode, bk_app_secret: appSecret, bk_token: token };

async function statusWithCookie(cookie: string): Promise<number> {
  const headers = { 'X-Bkapi-Authorization': JSON.stringify({ ...good, bk_token: '' }), Cookie: cookie };
  return (await fetch(`${gateway}/get_ticket_status/?sn=${sn}`, { headers })).status;
}

function statusUnderName(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(`${sandbox.origin}/o/bk_itsm/`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}

describe('the component bus', () => {
  test('answers with a request_id', async () => {
    const answer = await read(`${esb}/get_ticket_status/?sn=${sn}`, header(good));
    assert.equal(answer.result, true);
    assert.match(answer.request_id ?? '', /^[\da-f]{32}$/);
  });

  const refusals: readonly [string, unknown, number, RegExp][] = [
    ['no app code', {}, 1306000, /^APP Code \[bk_app_code\] cannot be empty$/],
    ['no app secret', { ...good, bk_app_secret: '' }, 1306000, /^APP Secret \[bk_app_secret\] cannot be empty$/],
    ['an unknown app', { ...good, bk_app_code: 'x' }, 1306000, /^Invalid APP Code \[bk_app_code=x\]/],
    ['a wrong secret', { ...good, bk_app_secret: 'x' }, 1306000, /^APP Secret verification failed/],
    [
      'no user',
      { ...good, bk_token: '' },
      1306000,
      /please provide a valid user identity, such as bk_token, bk_username$/,
    ],
    [
      'a name instead of a login',
      { ...good, bk_token: '', bk_username: 'a' },
      1306000,
      /provide a valid user identity/,
    ],
    ['a stale token', { ...good, bk_token: 'x' }, 1306000, /please check if the bk_token is valid$/],
    ['a header that is no JSON', 'bk_token=1', 1306406, /X-Bkapi-Authorization/],
  ];
  for (const [what, credentials, code, message] of refusals) {
    test(`refuses ${what} with HTTP 200 and ${code}`, async () => {
      const answer = await read(`${esb}/get_ticket_status/?sn=${sn}`, header(credentials));
      assert.deepEqual([answer.result, answer.code, answer.data], [false, code, null]);
      assert.match(answer.message, message);
    });
  }

  test('takes credentials from the query, but not when there is a header', async () => {
    const query = new URLSearchParams({ ...good, sn }).toString();
    assert.equal((await read(`${esb}/get_ticket_status/?${query}`)).result, true);
    assert.equal((await read(`${esb}/get_ticket_status/?${query}`, header({}))).code, 1306000);
  });

  test('takes credentials from the body of a POST', async () => {
    const body = JSON.stringify({ ...good, sns: [sn] });
    assert.equal((await read(`${esb}/get_tickets/`, { method: 'POST', body })).result, true);
  });

  test('does not know another name, another method, a path without the last slash, nor get_tickets_by_user', async () => {
    for (const path of ['nothing/', 'operate_node/', 'get_ticket_status', 'get_tickets_by_user/']) {
      assert.equal((await read(`${esb}/${path}`, header(good))).code, 1306404, path);
    }
  });

  test('drops the username filter, so get_tickets answers everything', async () => {
    const body = JSON.stringify({ username: 'nobody', sn });
    const answer = await read(`${esb}/get_tickets/`, { method: 'POST', body, headers: authorization });
    assert.equal((answer.data as { count: number }).count, sandbox.samples.length);
  });

  test('does not read a body that does not begin with a brace, and refuses one that is broken', async () => {
    const list = await read(`${esb}/operate_ticket/`, {
      method: 'POST',
      body: `[{"sn":"${sn}"}]`,
      headers: authorization,
    });
    assert.equal(list.code, 3900022);
    const broken = await read(`${esb}/operate_ticket/`, { method: 'POST', body: '{"sn":', headers: authorization });
    assert.deepEqual(
      [broken.code, broken.message.startsWith('Request JSON string is wrong in format')],
      [1306000, true],
    );
  });
});

describe('the API gateway', () => {
  test('lets an app in without a user', async () => {
    const answer = await read(`${gateway}/get_ticket_status/?sn=${sn}`, header({ ...good, bk_token: undefined }));
    assert.equal(answer.result, true);
    assert.equal(answer.request_id, undefined);
  });

  const refusals: readonly [string, unknown, string][] = [
    ['no app code', {}, 'app code cannot be empty'],
    ['an unknown app', { ...good, bk_app_code: 'x' }, 'app not found'],
    ['a wrong secret', { ...good, bk_app_secret: 'x' }, 'bk_app_code or bk_app_secret is incorrect'],
    ['a stale token', { ...good, bk_token: 'x' }, 'bk_token is not valid'],
    ['a header that is no JSON', '{', 'request header X-Bkapi-Authorization is not a valid JSON'],
  ];
  for (const [what, credentials, reason] of refusals) {
    test(`refuses ${what} with HTTP 400 and 1640001`, async () => {
      const response = await fetch(`${gateway}/get_ticket_status/?sn=${sn}`, header(credentials));
      const answer: unknown = await response.json();
      assert.equal(response.status, 400);
      assert.equal(response.headers.get('X-Bkapi-Error-Code'), '1640001');
      assert.deepEqual(answer, {
        code: 1640001,
        code_name: 'INVALID_ARGS',
        message: `Parameters error [reason="${reason}"]`,
        result: false,
        data: null,
      });
    });
  }

  test('takes the token from a cookie', async () => {
    assert.equal(await statusWithCookie(`a=1; bk_token=${token}`), 200);
    assert.equal(await statusWithCookie('a=1; bk_token=stale'), 400);
  });

  test('answers HTTP 404 and 1640401 to an unknown path', async () => {
    const response = await fetch(`${gateway}/nothing/`, header(good));
    assert.equal(response.status, 404);
    assert.equal(((await response.json()) as Answer).code, 1640401);
  });

  test('keeps the username filter of get_tickets', async () => {
    const body = JSON.stringify({ username: 'nobody' });
    const answer = await read(`${gateway}/get_tickets/`, { method: 'POST', body, headers: authorization });
    assert.equal((answer.data as { count: number }).count, 0);
  });
});

describe('the server', () => {
  test('is reachable through the loopback address only', async (t) => {
    const { address } =
      Object.values(networkInterfaces())
        .flat()
        .find((one) => one?.family === 'IPv4' && !one.internal) ?? {};
    if (address === undefined) {
      t.skip('this machine has no other address');
      return;
    }
    const error = await new Promise((resolve) => {
      const socket = connect(Number(new URL(sandbox.origin).port), address, () => resolve(undefined));
      socket.once('error', resolve);
      socket.once('close', () => socket.destroy());
    });
    assert.equal((error as NodeJS.ErrnoException | undefined)?.code, 'ECONNREFUSED');
  });

  test('refuses a request under a foreign name', async () => {
    assert.deepEqual(
      await Promise.all(['attacker.example', 'localhost:1', '127.0.0.1'].map(statusUnderName)),
      [403, 200, 200],
    );
  });

  test('shows a page without script at the address of a ticket', async () => {
    const { data } = await read(`${esb}/get_ticket_status/?sn=${sn}`, header(good));
    const response = await fetch((data as { ticket_url: string }).ticket_url);
    const page = await response.text();
    assert.match(page, /This is the ITSM sandbox/);
    assert.doesNotMatch(page, /<script/);
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /default-src 'none'/);
  });

  test('keeps what it has received, a thousand at most', async () => {
    const own = await startSandbox({ engineDelay: 'manual' });
    try {
      const url = `${own.gatewayUrl}/v2/itsm/get_tickets/?a=1`;
      await fetch(url, { method: 'POST', body: '{"sns":["b"]}' });
      const [received] = own.requests;
      assert.deepEqual(
        [received?.door, received?.endpoint, received?.method, received?.query, received?.body],
        ['gateway', 'get_tickets', 'POST', { a: '1' }, { sns: ['b'] }],
      );
      own.clearRequests();
      assert.equal(own.requests.length, 0);
    } finally {
      await own.close();
    }
  });

  test('can be slow', async () => {
    const own = await startSandbox({ engineDelay: 'manual', latency: 1 });
    assert.equal((await fetch(`${own.origin}/nowhere`)).status, 404);
    await own.close();
  });

  test('makes up a token and a secret of its own each time', async () => {
    const own = await startSandbox({ engineDelay: 'manual' });
    await own.close();
    assert.notEqual(own.token, token);
    assert.notEqual(own.appSecret, appSecret);
    assert.ok(own.token.length >= 32 && own.appSecret.length >= 32);
  });

  test('can be closed twice, and while a request hangs', async () => {
    const own = await startSandbox({ engineDelay: 60_000 });
    own.inject({ kind: 'silence' });
    const hanging = assert.rejects(fetch(`${own.esbUrl}/api/c/compapi/v2/itsm/get_tickets/`));
    while (own.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([own.close(), own.close()]);
    await hanging;
    await assert.rejects(fetch(own.origin));
  });
});
