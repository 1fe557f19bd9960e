import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { openCloud, rows, type Json } from './huaweiClient.ts';
import { officialClient, officialForm } from './officialClient.ts';

const { sandbox } = await openCloud({ now: Date.now });
const call = officialClient(sandbox);
const issue = 'ISU20261101090000010733001';
const incident_id = 'IM20261101080000020416001';

function dataOf(answer: Json): Json {
  assert.equal(answer['error_code'], 'GOM.00000000');
  return (answer['data'] ?? {}) as Json; // an object, a list or none
}

test("the vendor's client reads and accepts an issue", async () => {
  const path = 'GET /v1/{ticket_type}/tickets/{ticket_id}';
  const pathParams = { ticket_type: 'issues_mgmt', ticket_id: issue };
  assert.equal(dataOf(await call(path, { pathParams }))['ticket_id'], issue);
  const string_filters = [{ operator: 'like', field: 'title', name: 'a', values: ['超时'] }];
  const list = dataOf(await call('POST /v1/issues_mgmt/list-tickets', { data: { string_filters } }));
  assert.deepEqual(
    rows(list, 'tickets').map((row) => row['ticket_id']),
    [issue],
  );
  dataOf(
    await call('POST /v1/issues_mgmt/actions', {
      data: { ticket_id: issue, action: 'gocm_issues_accepte', params: {} },
    }),
  );
  assert.equal(sandbox.findIssue(issue)?.status, 'issues_work_flow_status_4000');
});

test("the vendor's client runs an incident's task, signing for a project", async () => {
  const { accessKey: ak, secretKey: sk, projectId } = sandbox;
  const callForProject = officialClient(sandbox, new BasicCredentials({ ak, sk, projectId }));
  const pathParams = { incident_id };
  const [node] = rows(await callForProject('GET /v2/incidents/{incident_id}/tasks', { pathParams }), 'data');
  const operation = rows(node ?? {}, 'operations').find((one) => one['key'] === 'accepted');
  const data = { task_id: operation?.['task_id'], action: 'accepted' };
  dataOf(await callForProject('POST /v2/incidents/{incident_id}/actions', { pathParams, data }));
  assert.equal(sandbox.findIncident(incident_id)?.status, 'INCIDENT_STATUS_ACKNOWLEDGED');
});

test("the vendor's client reads an error of the operations center", async () => {
  const pathParams = { ticket_id: 'ISU1' };
  await assert.rejects(call('GET /v1/issues_mgmt/tickets/{ticket_id}', { pathParams }), {
    httpStatusCode: 400,
    errorCode: 'COC.00067003',
    errorMsg: 'The service ticket does not exist.',
  });
});

test("the vendor's client uploads an attachment without signing it, and downloads it as a stream", async () => {
  const data = officialForm({}, '截图.png', Buffer.from('not a picture'));
  const answer = await call('POST /v1/incident/attachments', { contentType: 'multipart/form-data', data });
  assert.deepEqual([answer['code'], answer['name']], ['0', '截图.png']);
  const pathParams = { doc_id: answer['id'] };
  const download = await call('GET /v1/incident/attachments/{doc_id}', { pathParams });
  assert.equal(String(download['body']), 'not a picture');
});
