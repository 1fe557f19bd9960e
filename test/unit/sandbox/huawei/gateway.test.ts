import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCloud, type Answer } from './huaweiClient.ts';

const path = 'GET /v2/servicerequest/cases';

function assertGatewayError(
  { status, json = {}, headers }: Answer,
  expected: number,
  code: string,
  text: RegExp,
): void {
  assert.deepEqual([status, json['error_code']], [expected, code]);
  assert.match(String(json['error_msg']), text);
  assert.equal(json['request_id'], headers.get('X-Request-Id'));
}

test('without a token, or with one that was never given out, the text tells why', async () => {
  const { send } = await openCloud();
  const start = 'Incorrect IAM authentication information: ';
  assertGatewayError(await send(path, { token: '' }), 401, 'APIGW.0301', new RegExp(`^${start}x-auth-token not found`));
  assertGatewayError(await send(path, { token: 'MIIx' }), 401, 'APIGW.0301', new RegExp(`^${start}decrypt token fail`));
});

test('a token that has run out is APIGW.0301 with its end in the text', async () => {
  const { send, wait } = await openCloud({ tokenLife: 60_000 });
  assert.equal((await send(path)).status, 200);
  wait(60_000);
  const answer = await send(path);
  assertGatewayError(answer, 401, 'APIGW.0301', /: token expires, expires_at:2026-11-24T06:31:15\.250000Z$/);
});

test('every token can be ended as time does, or as a changed password does, which is APIGW.0307', async () => {
  const { sandbox, send } = await openCloud();
  sandbox.expireTokens();
  assertGatewayError(await send(path), 401, 'APIGW.0301', /token expires, expires_at/);
  sandbox.expireTokens('revoked');
  assertGatewayError(await send(path), 401, 'APIGW.0307', /^The token must be updated/);
});

test('an unknown path or method is APIGW.0101 before anybody looks at the token', async () => {
  const { send } = await openCloud();
  for (const request of ['GET /v2/servicerequest/tickets', 'PUT /v2/servicerequest/cases', 'GET /v3/auth/tokens']) {
    assertGatewayError(await send(request, { token: '' }), 404, 'APIGW.0101', /does not exist/);
  }
});

test('the prefix of the codes can be APIG', async () => {
  const { send } = await openCloud({ gateway: { errorPrefix: 'APIG' } });
  assertGatewayError(await send(path, { token: '' }), 401, 'APIG.0301', /x-auth-token not found/);
});

test('too many requests of a user within a minute are APIGW.0308, until the next minute', async () => {
  const { send, wait, sandbox } = await openCloud({ gateway: { requestsPerMinute: 2 } });
  for (let count = 0; count < 2; count += 1) assert.equal((await send(path)).status, 200);
  assertGatewayError(await send(path), 429, 'APIGW.0308', /policy user over ratelimit,limit:2,time:1 minute$/);
  assert.equal((await send(path, { token: sandbox.colleague.token })).status, 200);
  wait(60_000);
  assert.equal((await send(path)).status, 200);
});

test('a body longer than the gateway takes is 413 APIGW.0201', async () => {
  const { send } = await openCloud();
  const answer = await send('POST /v2/servicerequest/cases', { body: 'x'.repeat(40_000_001) });
  assertGatewayError(answer, 413, 'APIGW.0201', /too large/);
});

test('the server answers to the names of this machine only', async () => {
  const { sandbox } = await openCloud();
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    request(`${sandbox.origin}/`, { headers: { Host: 'example.com' } }, (response) => resolve(response.statusCode))
      .on('error', reject)
      .end();
  });
  assert.equal(status, 403);
});
