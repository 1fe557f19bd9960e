import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import { canonicalRequest, signatureOf } from '../../../../src/sandbox/huawei/gateway/signature.ts';
import { Query } from '../../../../src/sandbox/huawei/httpMessages.ts';
import { openCloud, startTime, type Answer, type TestCloud } from './huaweiClient.ts';

const casesPath = '/v2/servicerequest/cases';

/** What a signed request consists of. */
interface Parts {
  readonly accessKey?: string;
  readonly secretKey?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string | string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly data?: unknown;
  readonly at?: number;
}

function sdkDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** The headers that the vendor's signer makes. */
function sign({ sandbox }: TestCloud, parts: Parts): Readonly<Record<string, string>> {
  const { accessKey: ak = sandbox.accessKey, secretKey: sk = sandbox.secretKey } = parts;
  const headers = parts.headers ?? { 'X-Domain-Id': sandbox.domainId };
  return AKSKSigner.sign(
    {
      endpoint: sandbox.origin + (parts.path ?? casesPath),
      method: parts.method ?? 'GET',
      queryParams: parts.query ?? {},
      headers: { 'content-type': 'application/json', 'X-Sdk-Date': sdkDate(parts.at ?? startTime), ...headers },
      ...(parts.data === undefined ? {} : { data: parts.data }),
    },
    new GlobalCredentials({ ak, sk }),
  );
}

function sendSigned(
  cloud: TestCloud,
  parts: Parts = {},
  changed: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const query = Object.entries(parts.query ?? {}).flatMap(([name, value]) => {
    return [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
  });
  const { host: _host, ...headers } = sign(cloud, parts);
  return cloud.send(`${parts.method ?? 'GET'} ${parts.path ?? casesPath}`, {
    token: '',
    query: query.join('&'),
    headers: { ...headers, ...changed },
    ...(parts.data === undefined ? {} : { body: JSON.stringify(parts.data) }),
  });
}

function assertRefused({ status, json = {} }: Answer, text: RegExp, code = 'APIGW.0301'): void {
  assert.deepEqual([status, json['error_code']], [401, code]);
  assert.match(String(json['error_msg']), text);
}

test("the vendor's published example has the published hash and signature", () => {
  const headers = {
    'content-type': 'application/json',
    host: 'service.region.example.com',
    'x-sdk-date': '20191115T033655Z',
  };
  const canonical = canonicalRequest(
    {
      method: 'GET',
      segments: ['v1', '77b6a44cba5143ab91d13ab9a8ff44fd', 'vpcs'],
      query: new Query([
        ['marker', '13551d6b-755d-4757-b956-536f674975c0'],
        ['limit', '2'],
      ]),
      headers,
      bytes: Buffer.alloc(0),
    },
    ['content-type', 'host', 'x-sdk-date'],
  );
  const hash = createHash('sha256').update(canonical).digest('hex');
  assert.equal(hash, 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a');
  const signature = signatureOf('MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc', headers['x-sdk-date'], canonical);
  assert.equal(signature, '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe');
});

test("what the vendor's signer signs is let in: queries, repeated keys, reserved and Chinese characters, bodies", async () => {
  const cloud = await openCloud();
  const labels = `${casesPath}/TT20261101000001/labels`;
  for (const parts of [
    {},
    { query: { limit: '2', offset: '0' } },
    { query: { search_key: ["a b*'()!~", '生产', 'a+b=c&d'], app_key: '' } },
    { path: labels, method: 'POST', query: { label_ids: ['1003', '1001'] } },
    { path: `${casesPath}/TT20261101000001/message`, method: 'POST', data: { message: { content: '已重启 ✓' } } },
    { headers: { 'X-Project-Id': cloud.sandbox.projectId, 'X-Language': 'en-us', 'x-custom': 'a  b' } },
  ] satisfies readonly Parts[]) {
    const { status, json } = await sendSigned(cloud, parts);
    assert.deepEqual([status, json?.['error_msg']], [200, undefined]);
  }
});

test('a temporary key needs its security token', async () => {
  const cloud = await openCloud();
  const { accessKey, secretKey, securityToken } = cloud.sandbox.temporaryKey;
  const domain = { 'X-Domain-Id': cloud.sandbox.domainId };
  const parts = { accessKey, secretKey };
  const good = { ...domain, 'X-Security-Token': securityToken };
  assert.equal((await sendSigned(cloud, { ...parts, headers: good })).status, 200);
  assertRefused(
    await sendSigned(cloud, { ...parts, headers: domain }),
    /Get secretKey failed,ak:\w+,err:ak not exist$/,
  );
  const bad = { ...domain, 'X-Security-Token': 'x' };
  assertRefused(await sendSigned(cloud, { ...parts, headers: bad }), /decrypt token fail/);
});

test('an unknown access key does not exist', async () => {
  const cloud = await openCloud();
  assertRefused(await sendSigned(cloud, { accessKey: 'NOSUCHKEY' }), /ak:NOSUCHKEY,err:ak not exist/);
});

test('a signature is for the domain or for a project, and for those of the key', async () => {
  const cloud = await openCloud();
  assertRefused(await sendSigned(cloud, { headers: {} }), /neither X-Domain-Id nor X-Project-Id/);
  assertRefused(await sendSigned(cloud, { headers: { 'X-Domain-Id': 'another' } }), /does not belong/);
  assertRefused(await sendSigned(cloud, { headers: { 'X-Project-Id': 'another' } }), /does not belong/);
});

test('a wrong signature is answered with the whole canonical request, secrets in signed headers included', async () => {
  const cloud = await openCloud();
  const { accessKey, securityToken } = cloud.sandbox.temporaryKey;
  const headers = { 'X-Domain-Id': cloud.sandbox.domainId, 'X-Security-Token': securityToken };
  const answer = await sendSigned(cloud, { accessKey, secretKey: 'wrong', headers, query: { limit: '1' } });
  assertRefused(answer, /verify aksk signature fail, canonicalRequest:GET\|\/v2\/servicerequest\/cases\/\|limit=1\|/);
  const text = String(answer.json?.['error_msg']);
  const { host } = new URL(cloud.sandbox.origin);
  assert.ok(text.includes(`|x-security-token:${securityToken}|`) && text.includes(`|host:${host}|`));
});

test('a wrong signature can be APIGW.0303', async () => {
  const cloud = await openCloud({ gateway: { wrongSignature: '0303' } });
  assertRefused(await sendSigned(cloud, { secretKey: 'wrong' }), /verify aksk signature fail/, 'APIGW.0303');
});

test('what was changed after signing is noticed: the body, the query, a signed header', async () => {
  const cloud = await openCloud();
  const path = `${casesPath}/TT20261101000001/message`;
  const headers = sign(cloud, { path, method: 'POST', data: { message: { content: 'a' } } });
  const wish = { token: '', headers };
  assertRefused(await cloud.send(`POST ${path}`, { ...wish, body: { message: { content: 'b' } } }), /verify/);
  assertRefused(await sendSigned(cloud, {}, { 'X-Domain-Id': 'b' }), /verify/);
  assertRefused(
    await cloud.send(`GET ${casesPath}`, { token: '', headers: sign(cloud, {}), query: 'limit=3' }),
    /verify/,
  );
});

test('a body may stay unsigned; a hash of another body may not be claimed', async () => {
  const cloud = await openCloud();
  const path = `${casesPath}/TT20261101000001/message`;
  const data = { message: { content: 'a' } };
  const domain = { 'X-Domain-Id': cloud.sandbox.domainId };
  const unsigned = { ...domain, 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
  assert.equal((await sendSigned(cloud, { path, method: 'POST', data, headers: unsigned })).status, 200);
  const claimed = { ...domain, 'X-Sdk-Content-Sha256': createHash('sha256').update('b').digest('hex') };
  assertRefused(await sendSigned(cloud, { path, method: 'POST', data, headers: claimed }), /verify/);
});

test('a clock that is more than fifteen minutes off is told, with both times', async () => {
  const cloud = await openCloud();
  for (const seconds of [-899, 900]) {
    assert.equal((await sendSigned(cloud, { at: startTime + seconds * 1000 })).status, 200);
  }
  const text =
    /calc ak sk signature fail:signature expired, signature time:20261124T061514Z,server time:20261124T063015Z$/;
  assertRefused(await sendSigned(cloud, { at: startTime - 901_000 }), text);
  assertRefused(await sendSigned(cloud, { at: startTime + 902_000 }), /signature expired/);
});

test('five wrong signatures in a row lock the key for five minutes, good signatures included', async () => {
  const cloud = await openCloud();
  const wrong = { secretKey: 'wrong' };
  for (let count = 0; count < 4; count += 1) assertRefused(await sendSigned(cloud, wrong), /verify/);
  assert.equal((await sendSigned(cloud)).status, 200);
  for (let count = 0; count < 5; count += 1) assertRefused(await sendSigned(cloud, wrong), /verify/);
  assertRefused(await sendSigned(cloud), /AK access failed to reach the limit,forbidden$/);
  cloud.wait(5 * 60_000 - 1);
  assertRefused(await sendSigned(cloud), /reach the limit/);
  cloud.wait(1);
  assert.equal((await sendSigned(cloud, { at: cloud.now() })).status, 200);
});

test('how many wrong signatures lock a key can be chosen', async () => {
  const cloud = await openCloud({ failuresUntilLock: 2 });
  for (let count = 0; count < 2; count += 1) assertRefused(await sendSigned(cloud, { secretKey: 'x' }), /verify/);
  assertRefused(await sendSigned(cloud), /reach the limit/);
});

test('a header of another scheme, and a date that is not signed, are refused', async () => {
  const cloud = await openCloud();
  assertRefused(await sendSigned(cloud, {}, { Authorization: 'Basic eDp5' }), /authorization header is invalid/);
  const { Authorization = '' } = sign(cloud, {});
  const unsigned = Authorization.replace(';x-sdk-date', '');
  assertRefused(await sendSigned(cloud, {}, { Authorization: unsigned }), /x-sdk-date not found in signed headers/);
});
