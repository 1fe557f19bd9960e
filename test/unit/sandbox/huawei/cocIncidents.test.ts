import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCloud, rows, startTime, type Json, type TestCloud } from './huaweiClient.ts';

const number = (tail: string): string => `IM202611010800000204160${tail}`;
const list = 'POST /v2/incidents/list';
const filter = (name: string, field: string, operator: string, ...values: string[]): Json => {
  return { name, field, operator, values };
};

async function tasks(cloud: TestCloud, tail: string, token = cloud.sandbox.token): Promise<readonly Json[]> {
  const { json } = await cloud.send(`GET /v2/incidents/${number(tail)}/tasks`, { token });
  return rows(json ?? {}, 'data');
}

async function offered(cloud: TestCloud, tail: string, token?: string): Promise<readonly string[]> {
  const [node] = await tasks(cloud, tail, token);
  const operations = node === undefined ? [] : rows(node, 'operations');
  return operations.filter((one) => one['task_id'] !== '').map((one) => String(one['key']));
}

interface Act {
  readonly params?: Json;
  readonly token?: string;
}

async function bodyOf(cloud: TestCloud, tail: string, action: string, { params, token }: Act): Promise<Json> {
  const [node] = await tasks(cloud, tail, token);
  const operation = rows(node ?? {}, 'operations').find((one) => one['key'] === action);
  return { task_id: operation?.['task_id'], action, ...(params === undefined ? {} : { params }) };
}

async function act(cloud: TestCloud, tail: string, action: string, options: Act = {}): Promise<void> {
  const body = await bodyOf(cloud, tail, action, options);
  await cloud.coc(`POST /v2/incidents/${number(tail)}/actions`, { ...options, body });
}

async function refused(cloud: TestCloud, tail: string, action: string, params: Json, text: RegExp): Promise<void> {
  const body = await bodyOf(cloud, tail, action, { params });
  assert.match(await cloud.cocRefused(`POST /v2/incidents/${number(tail)}/actions`, 'GOM.00007256', { body }), text);
}

function statusOf({ sandbox }: TestCloud, tail: string): string | undefined {
  return sandbox.findIncident(number(tail))?.status.replace('INCIDENT_STATUS_', '');
}

test('a row of the newer list has names of its own, texts for times and for a boolean', async () => {
  const { coc } = await openCloud();
  const json = await coc(list, { body: { ticket_types: ['incident'] } });
  assert.deepEqual([json['total'], rows(json, 'tickets').length], [11, 10]);
  const [first] = rows(json, 'tickets');
  assert.deepEqual(
    [first?.['ticket_id'], first?.['level_id'], first?.['is_service_interrupt'], first?.['create_time']],
    [number('01'), 'level_10', 'true', String(startTime - 3_600_000)],
  );
  assert.equal(first?.['handle_time'], '');
  const level = rows(first ?? {}, 'enum_data_list').find((entry) => entry['prop_id'] === 'level_id');
  assert.deepEqual([level?.['biz_id'], level?.['name_zh']], ['level_10', 'P1']);
});

test('the newer list knows conditions with brackets, fields to choose, and filters of numbers', async () => {
  const cloud = await openCloud();
  const string_filters = [
    filter('a', 'level_id', '=', 'level_10'),
    filter('b', 'level_id', '=', 'level_30'),
    filter('c', 'work_flow_status', '!=', 'INCIDENT_STATUS_ACKNOWLEDGED'),
  ];
  const search = async (body: Json): Promise<readonly string[]> => {
    const json = await cloud.coc(list, { body: { string_filters, contain_all: true, ...body } });
    return rows(json, 'tickets').map((row) => String(row['ticket_id']).slice(-2));
  };
  assert.deepEqual(await search({}), []);
  assert.deepEqual(await search({ condition: 'a | b' }), ['01', '02', '06']);
  assert.deepEqual(await search({ condition: '(a | b) & c' }), ['01', '06']);
  assert.deepEqual(await search({ condition: 'a | b & c' }), ['01', '06']);
  const int_filters = [filter('d', 'create_time', '>', String(startTime - 2 * 3_600_000))];
  assert.deepEqual(await search({ string_filters: [], int_filters }), ['01']);
  for (const condition of ['a |', 'x', '(a', 'a b']) {
    await cloud.cocRefused(list, 'GOM.00007256', { body: { string_filters, condition } });
  }
  const json = await cloud.coc(list, { body: { fields: ['ticket_id', 'update_time'], per_page: 1 } });
  assert.deepEqual(Object.keys(rows(json, 'tickets')[0] ?? {}).sort(), ['ticket_id', 'update_time']);
});

test('the outer detail has lists, numbers and nulls, and names under a misspelt key', async () => {
  const { coc, cocRefused } = await openCloud();
  const data = await coc(`GET /v1/external/incident/${number('04')}`);
  assert.deepEqual(
    [data['incident_assignee'], data['region'], data['is_service_interrupt']],
    [['08f1e2d3c4b5a69788796a5b4c3d2e11'], ['cn-north-4'], false],
  );
  assert.equal(data['handle_time'], startTime - 10 * 3_600_000); // a moment here
  assert.equal(data['start_time'], null);
  const status = rows(data, 'enum_data_list').find((entry) => entry['filed_key'] === 'status');
  assert.deepEqual([status?.['enum_key'], status?.['name_zh']], ['INCIDENT_STATUS_RESOLVED', '待验证']);
  const nobody = await coc(`GET /v1/external/incident/${number('05')}`);
  assert.deepEqual(nobody['incident_assignee'], []);
  await cocRefused('GET /v1/external/incident/IM1', 'COC.00067003');
});

test('the simple list counts pages from 1 and has a list of assignees', async () => {
  const { coc, cocRefused } = await openCloud();
  const first = await coc('GET /v1/incident-tickets', { query: 'offset=1&limit=4' });
  const third = await coc('GET /v1/incident-tickets', { query: 'offset=3&limit=4' });
  assert.deepEqual([rows(first, 'tickets').length, rows(third, 'tickets').length], [4, 3]);
  assert.ok(Array.isArray(rows(first, 'tickets')[0]?.['assignee']));
  await cocRefused('GET /v1/incident-tickets', 'COC.00010002', { query: 'offset=0&limit=4' });
});

test('the newer history has texts for times and lacks fields of the older one', async () => {
  const { coc } = await openCloud();
  const sort_filter = filter('s', 'start_time', 'desc', 'start_time');
  const json = await coc(`POST /v2/incidents/${number('04')}/histories`, { body: { sort_filter } });
  const [last] = rows(json, 'info');
  assert.equal(json['total'], 3);
  assert.deepEqual([last?.['action'], last?.['start_time']], ['commitSolution', String(startTime - 10 * 3_600_000)]);
  for (const name of ['action_id', 'sub_action', 'action_template_zh']) assert.ok(!(name in (last ?? {})), name);
  assert.equal(rows(last ?? {}, 'enum_data_list')[0]?.['name_en'], 'lisi');
  const older = await coc('POST /v1/external/incident/list-histories', {
    body: { string_filters: [filter('ticket_id', 'ticket_id', '=', number('04'))] },
  });
  assert.equal(rows(older, 'info')[0]?.['start_time'], startTime - 40 * 3_600_000);
});

test('tasks are what is allowed now; an operation for somebody else has an empty task id', async () => {
  const cloud = await openCloud();
  assert.deepEqual(await offered(cloud, '01'), [
    'accepted',
    'rejected',
    'unAcceptedForward',
    'changeLevel',
    'addRemark',
  ]);
  assert.deepEqual(await offered(cloud, '11'), ['addRemark']);
  assert.equal(rows((await tasks(cloud, '11'))[0] ?? {}, 'operations').length, 5);
  assert.deepEqual(await offered(cloud, '11', cloud.sandbox.colleague.token), [
    'commitSolution',
    'acceptedForward',
    'incidentPause',
    'changeLevel',
    'addRemark',
  ]);
  for (const tail of ['05', '09']) assert.deepEqual(await tasks(cloud, tail), []);
  const [node] = await tasks(cloud, '01');
  assert.deepEqual([node?.['state'], node?.['type']], ['running', 'userTask']);
  assert.equal((await tasks(cloud, '07'))[0]?.['state'], 'suspended');
});

test('an operation needs the id of the running task, which is another one after every step', async () => {
  const cloud = await openCloud();
  const path = `POST /v2/incidents/${number('01')}/actions`;
  const body = await bodyOf(cloud, '01', 'accepted', {});
  for (const wrong of [
    { ...body, task_id: '' },
    { ...body, task_id: 'x' },
    { ...body, action: 'recovery' },
  ]) {
    await cloud.cocRefused(path, 'GOM.00007256', { body: wrong });
  }
  await cloud.coc(path, { body });
  assert.equal(statusOf(cloud, '01'), 'ACKNOWLEDGED');
  await cloud.cocRefused(path, 'GOM.00007256', { body: { ...body, action: 'addRemark', params: { note: 'x' } } });
  await cloud.cocRefused('POST /v2/incidents/IM1/actions', 'COC.00067003', { body });
});

test('a remark changes nothing but the history', async () => {
  const cloud = await openCloud();
  await refused(cloud, '02', 'addRemark', {}, /note/);
  const before = await bodyOf(cloud, '02', 'addRemark', { params: { note: 'x' } });
  await act(cloud, '02', 'addRemark', { params: { note: '已联系供应商' } });
  assert.equal(cloud.sandbox.findIncident(number('02'))?.history.at(-1)?.comment, '已联系供应商');
  await cloud.coc(`POST /v2/incidents/${number('02')}/actions`, { body: before });
});

test('an incident is solved and verified; times are needed when the service was interrupted', async () => {
  const cloud = await openCloud();
  const params = {
    mtm_type: 'inc_type_p_config_issues',
    is_service_interrupt: 'true',
    cause: 'A typo',
    solution: 'Corrected',
    start_time: String(startTime - 1000),
    fault_recovery_time: String(startTime),
  };
  for (const name of ['mtm_type', 'cause', 'solution', 'start_time', 'fault_recovery_time'] as const) {
    await refused(cloud, '02', 'commitSolution', { ...params, [name]: '' }, new RegExp(name));
  }
  await refused(cloud, '02', 'commitSolution', { ...params, solution: 'x'.repeat(10_001) }, /solution/);
  await act(cloud, '02', 'commitSolution', { params });
  const incident = cloud.sandbox.findIncident(number('02'));
  assert.deepEqual(
    [statusOf(cloud, '02'), incident?.recoveredAt, incident?.handledAt],
    ['RESOLVED', startTime, startTime],
  );
  await refused(cloud, '04', 'confirm', { virtual_confirm_result: 'false' }, /virtual_confirm_comment/);
  await act(cloud, '04', 'confirm', { params: { virtual_confirm_result: true } });
  assert.equal(statusOf(cloud, '04'), 'COMPLETED');
});

test('what is verified as not solved goes back', async () => {
  const cloud = await openCloud();
  const params = { virtual_confirm_result: 'false', virtual_confirm_comment: 'Still failing' };
  await act(cloud, '04', 'confirm', { params });
  assert.equal(statusOf(cloud, '04'), 'ACKNOWLEDGED');
});

test('agreeing and rejecting mean something else in every status', async () => {
  const cloud = await openCloud();
  await refused(cloud, '06', 'agreed', { conclusion: true }, /pause_approve_conclusion/);
  await act(cloud, '06', 'agreed', { params: { pause_approve_conclusion: 'true', note: 'ok' } });
  assert.equal(statusOf(cloud, '06'), 'PAUSED');
  await refused(cloud, '08', 'rejected', { conclusion: true }, /conclusion/);
  await act(cloud, '08', 'agreed', { params: { conclusion: true, note: 'ok' } });
  assert.deepEqual(
    [statusOf(cloud, '08'), cloud.sandbox.findIncident(number('08'))?.level],
    ['ACKNOWLEDGED', 'level_20'],
  );
  await refused(cloud, '01', 'rejected', {}, /virtual_confirm_comment/);
  await act(cloud, '01', 'rejected', { params: { virtual_confirm_comment: '误报' } });
  assert.equal(statusOf(cloud, '01'), 'REJECTED');
  await act(cloud, '03', 'agreed');
  assert.equal(statusOf(cloud, '03'), 'COMPLETED');
});

test('a pause is asked for, reviewed and ended', async () => {
  const cloud = await openCloud();
  const params = { pause_end_time: startTime + 1000, pause_reason: '等待补丁' };
  await refused(cloud, '02', 'incidentPause', { ...params, pause_end_time: startTime }, /pause_end_time/);
  await act(cloud, '02', 'incidentPause', { params });
  assert.equal(statusOf(cloud, '02'), 'PAUSE_APPROVING');
  const { token } = cloud.sandbox.colleague;
  await act(cloud, '02', 'rejected', { token, params: { pause_approve_conclusion: false, note: 'no' } });
  assert.equal(statusOf(cloud, '02'), 'ACKNOWLEDGED');
  await act(cloud, '07', 'recovery');
  assert.equal(statusOf(cloud, '07'), 'ACKNOWLEDGED');
});

test('another level is asked for, and another person is told', async () => {
  const cloud = await openCloud();
  const level = { virtual_target_level: 'level_20', virtual_change_level_comment: '扩大' };
  await refused(cloud, '02', 'changeLevel', { ...level, virtual_target_level: 'level_30' }, /virtual_target_level/);
  await act(cloud, '02', 'changeLevel', { params: level });
  assert.equal(statusOf(cloud, '02'), 'LEVEL_APPROVING');
  await refused(cloud, '01', 'unAcceptedForward', { virtual_send_comment: 'x' }, /virtual_send_assignee/);
  const { userId } = cloud.sandbox.colleague;
  await act(cloud, '01', 'unAcceptedForward', { params: { virtual_send_comment: 'x', virtual_send_assignee: userId } });
  assert.equal(cloud.sandbox.findIncident(number('01'))?.assigneeId, userId);
});

test('a rejected incident is reopened with the fields of a new one; the spelling can be chosen', async () => {
  const params = {
    title: '再次出现',
    description: '误报已排除',
    level_id: 'level_30',
    mtm_type: 'inc_type_p_function_issues',
    is_service_interrupt: 'false',
  };
  for (const reopenKey of ['ReOpen', 'Reopen'] as const) {
    const cloud = await openCloud({ coc: { reopenKey } });
    assert.deepEqual(await offered(cloud, '03'), [reopenKey, 'agreed']);
    await refused(cloud, '03', reopenKey, { ...params, title: '' }, /title/);
    await act(cloud, '03', reopenKey, { params });
    const incident = cloud.sandbox.findIncident(number('03'));
    assert.deepEqual([statusOf(cloud, '03'), incident?.title, incident?.level], ['TRIGGERED', '再次出现', 'level_30']);
  }
});

test('the older door wants the caller’s own id and has names of its own for operations', async () => {
  const cloud = await openCloud();
  const path = 'POST /v1/external/incident/handle';
  const body = { incident_num: number('01'), operator: cloud.sandbox.userId, operate_key: 'acceptedIncident1' };
  const other = { ...body, operator: cloud.sandbox.colleague.userId };
  assert.match(await cloud.cocRefused(path, 'GOM.00007256', { body: other }), /operator/);
  await cloud.cocRefused(path, 'GOM.00007256', { body: { ...body, operate_key: 'accepted' } });
  await cloud.coc(path, { body });
  assert.equal(statusOf(cloud, '01'), 'ACKNOWLEDGED');
});

test('a new incident offers nothing until its process has begun', async () => {
  const { coc, cocRefused, sandbox } = await openCloud();
  const body = {
    incident_level: 'level_30',
    incident_type: 'inc_type_p_function_issues',
    incident_title: 'New',
    incident_description: 'Just now',
    incident_source: 'incident_source_manual',
    incident_assignee: [sandbox.userId],
    is_service_interrupt: 'false',
    region: ['cn-north-4'],
  };
  const { incident_num: id } = await coc('POST /v1/external/incident/create', { body });
  assert.match(String(id), /^IM\d{23}$/);
  assert.deepEqual(await coc(`GET /v2/incidents/${String(id)}/tasks`), []);
  sandbox.runWork();
  assert.equal(sandbox.findIncident(String(id))?.status, 'INCIDENT_STATUS_TRIGGERED');
  const missing = { ...body, incident_assignee: [] };
  await cocRefused('POST /v1/external/incident/create', 'COC.00010002', { body: missing });
});

test('an incident made of an alarm is answered without the envelope', async () => {
  const { send } = await openCloud();
  const body = { alarm_ids: 'al1,al2', level_id: 'level_20', title: 'CPU', description: '95 %' };
  const { status, json } = await send('POST /v1/alarm-mgmt/alarms-linked-incident', { body });
  assert.deepEqual([status, Object.keys(json ?? {})], [200, ['data']]);
});

test('incidents can be added for a benchmark', async () => {
  const cloud = await openCloud();
  const [first] = cloud.sandbox.addIncidents(3);
  assert.equal(cloud.sandbox.findIncident(first ?? '')?.assigneeId, cloud.sandbox.userId);
});
