import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, startTime, type Answer, type Json } from './huaweiClient.ts';

const { sandbox, send, osm, wait } = await openCloud();
const { account, domainId, projectId, projectName, userName, userId, password, mfaUser } = sandbox;

function signIn(user: Json, scope: Json = { domain: { name: account } }, totp?: Json): Promise<Answer> {
  const methods = totp === undefined ? ['password'] : ['password', 'totp'];
  const identity = { methods, password: { user }, ...(totp === undefined ? {} : { totp: { user: totp } }) };
  return send('POST /v3/auth/tokens', { query: 'nocatalog=true', token: '', body: { auth: { identity, scope } } });
}

function assertRefused({ status, json, headers }: Answer, code: number, message: RegExp): void {
  const error = object(json, 'error');
  assert.deepEqual([status, error['code'], headers.get('X-Subject-Token')], [code, code, null]);
  assert.match(String(error['message']), message);
  assert.equal(typeof error['title'], 'string');
}

const named = { name: userName, password, domain: { name: account } };

test('signing in answers 201 with the token in a header and its end, in UTC with six digits, in the body', async () => {
  const { status, headers, json } = await signIn(named);
  assert.equal(status, 201);
  const token = object(json, 'token');
  assert.equal(token['expires_at'], '2026-11-25T06:30:15.250000Z');
  assert.equal(token['issued_at'], new Date(startTime).toISOString().replace('Z', '000Z'));
  assert.deepEqual(object(token, 'domain'), { id: domainId, name: account });
  assert.equal(object(token, 'user')['id'], userId);
  assert.equal(token['catalog'], undefined);
  const text = headers.get('X-Subject-Token') ?? '';
  assert.ok(text.length > 500 && text.length <= 5000);
  await osm('GET cases', { token: text });
});

test('the scope is a domain or a project, by id or by name; another one is refused', async () => {
  for (const project of [{ id: projectId }, { name: projectName }]) {
    const { status, json } = await signIn(named, { project });
    assert.deepEqual([status, object(object(json, 'token'), 'project')['id']], [201, projectId]);
  }
  assert.equal((await signIn({ id: userId, password }, { domain: { id: domainId } })).status, 201);
  assertRefused(await signIn(named, { project: { name: 'cn-south-1' } }), 404, /project/);
  assertRefused(await signIn(named, { domain: { name: 'somebody' } }), 403, /not authorized/);
});

test('a wrong password, user or account is told in one sentence, with a number as code one level down', async () => {
  for (const user of [
    { ...named, password: 'x' },
    { ...named, name: 'nobody' },
    { ...named, domain: { name: 'elsewhere' } },
  ]) {
    assertRefused(await signIn(user), 401, /^The username or password is wrong\.$/);
  }
  assert.equal((await signIn(named)).status, 201);
});

test('a broken request is refused with 400', async () => {
  for (const body of ['{', {}, { auth: { identity: { methods: ['token'] } } }]) {
    assertRefused(await send('POST /v3/auth/tokens', { token: '', body }), 400, /invalid/);
  }
});

test('a user with a virtual MFA device needs his id and the six digits of the moment', async () => {
  const user = { name: mfaUser.userName, password: mfaUser.password, domain: { name: account } };
  const passcode = mfaUser.passcode();
  assert.match(passcode, /^\d{6}$/);
  assertRefused(await signIn(user), 401, /required/);
  const wrong = passcode === '000000' ? '111111' : '000000';
  assertRefused(await signIn(user, undefined, { id: mfaUser.userId, passcode: wrong }), 401, /wrong/);
  assertRefused(await signIn(user, undefined, { id: userId, passcode }), 401, /wrong/);
  assert.equal((await signIn(user, undefined, { id: mfaUser.userId, passcode })).status, 201);
  wait(90_000);
  assertRefused(await signIn(user, undefined, { id: mfaUser.userId, passcode }), 401, /wrong/);
});

test('a disabled user is refused, after the password was right', async () => {
  const { userName: name, password: right } = sandbox.disabledUser;
  assertRefused(await signIn({ name, password: right, domain: { name: account } }), 401, /disabled/);
  assertRefused(await signIn({ name, password: 'x', domain: { name: account } }), 401, /wrong/);
});

test('five wrong passwords in a row lock the user for a quarter of an hour', async () => {
  const { userName: name, password: right } = sandbox.colleague;
  const user = { name, domain: { name: account } };
  for (let count = 0; count < 5; count += 1) assertRefused(await signIn({ ...user, password: 'x' }), 401, /wrong/);
  assertRefused(await signIn({ ...user, password: right }), 401, /locked/);
  wait(15 * 60_000);
  assert.equal((await signIn({ ...user, password: right })).status, 201);
});

test('a new token does not end an older one', async () => {
  const first = (await signIn(named)).headers.get('X-Subject-Token') ?? '';
  const second = (await signIn(named)).headers.get('X-Subject-Token') ?? '';
  assert.notEqual(first, second);
  for (const token of [first, second]) await osm('GET cases', { token });
});
