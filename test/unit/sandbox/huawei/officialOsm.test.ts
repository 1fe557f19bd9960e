import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import { ClientRequestException } from '@huaweicloud/huaweicloud-sdk-core/exception/ClientRequestException.js';
import { openCloud, rows } from './huaweiClient.ts';
import { officialClient, officialForm } from './officialClient.ts';

const cloud = await openCloud({ now: Date.now });
const { sandbox } = cloud;
const call = officialClient(sandbox);
const base = '/v2/servicerequest';
const pathParams = { case_id: 'TT20261101000002' };

test("the vendor's client reads lists, details, statuses and messages, its GETs having a signed body", async () => {
  sandbox.clearRequests();
  const list = await call(`GET ${base}/cases`, { queryParams: { limit: 3, search_key: ['超时'] } });
  assert.deepEqual([list.httpStatusCode, list['total_count']], [200, 1]);
  assert.equal(sandbox.requests[0]?.bytes.toString(), '{}');
  const headers = { 'X-Language': 'en-us', 'X-Time-Zone': 'GMT+0' };
  const detail = await call(`GET ${base}/cases/{case_id}`, { pathParams, headers });
  assert.ok(detail['incident_detail_info'] !== undefined);
  assert.equal((await call(`GET ${base}/cases/{case_id}/status`, { pathParams }))['status'], 1);
  assert.equal((await call(`GET ${base}/cases/{case_id}/messages`, { pathParams }))['count'], 5);
});

test("the vendor's client writes: a message, an action, labels by repeated keys, and a DELETE with a body", async () => {
  const message = { content: '来自官方客户端' };
  const { httpStatusCode } = await call(`POST ${base}/cases/{case_id}/message`, { pathParams, data: { message } });
  assert.equal(httpStatusCode, 200);
  assert.equal(sandbox.findCase(pathParams.case_id)?.messages.at(-1)?.content, message.content);
  await call(`POST ${base}/cases/{case_id}/action`, { pathParams, queryParams: { action_id: 'press' } });
  assert.equal(sandbox.findCase(pathParams.case_id)?.logs.at(-1)?.description, 'Asked to speed up.');
  await call(`POST ${base}/cases/{case_id}/labels`, { pathParams, queryParams: { label_ids: [1002, 1001] } });
  assert.deepEqual(sandbox.findCase(pathParams.case_id)?.labelIds, [1003, 1001, 1002]);
  await call(`DELETE ${base}/cases/{case_id}/relations`, { pathParams, data: { related_id: 'TT20261101000001' } });
  assert.deepEqual(sandbox.findCase(pathParams.case_id)?.relatedIds, []);
});

test("the vendor's client takes an error inside HTTP 200 for a success", async () => {
  const answer = await call(`GET ${base}/cases/{case_id}`, { pathParams: { case_id: 'TT1' } });
  assert.deepEqual([answer.httpStatusCode, answer['error_code']], [200, 'OSM.01010015']);
});

test("the vendor's client uploads a form without signing it, and downloads bytes", async () => {
  const data = officialForm({ accessory_from: 'message', upload_type: 0 }, '日志.txt', Buffer.from('hello'));
  const contentType = 'multipart/form-data';
  const { accessory_id: id } = await call(`POST ${base}/accessorys`, {
    contentType,
    data,
  }); // as its own multipart calls do
  assert.equal(typeof id, 'string');
  const download = await call(`GET ${base}/accessorys/{id}`, { pathParams: { id } });
  assert.equal(String(download['body']), 'hello');
});

test("the vendor's client reads the gateway's errors: code, text and request id", async () => {
  const wrong = new GlobalCredentials({ ak: sandbox.accessKey, sk: 'wrong', domainId: sandbox.domainId });
  await assert.rejects(officialClient(sandbox, wrong)(`GET ${base}/cases`), (error: unknown) => {
    assert.ok(error instanceof ClientRequestException);
    assert.deepEqual([error.httpStatusCode, error.errorCode], [401, 'APIGW.0301']);
    assert.match(error.errorMsg ?? '', /verify aksk signature fail/);
    assert.match(error.requestId ?? '', /^[0-9a-f]{32}$/);
    return true;
  });
  await assert.rejects(call('GET /v2/servicerequest/nothing'), { httpStatusCode: 404, errorCode: 'APIGW.0101' });
});

test("the vendor's client uses a temporary key with its security token", async () => {
  const { accessKey: ak, secretKey: sk, securityToken } = sandbox.temporaryKey;
  const credential = new GlobalCredentials({ ak, sk, securityToken, domainId: sandbox.domainId });
  const answer = await officialClient(sandbox, credential)(`GET ${base}/cases/count`);
  assert.ok(rows(answer, 'incident_status_counts').length > 5);
});
