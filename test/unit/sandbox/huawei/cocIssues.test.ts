import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { object, openCloud, rows, startTime, type Json, type TestCloud } from './huaweiClient.ts';

const number = (tail: string): string => `ISU202611010900000107330${tail}`;
const completed = 'ISU20250709150841010733591';
const list = 'POST /v1/issues_mgmt/list-tickets';

function detail({ coc }: TestCloud, id: string): Promise<Json> {
  return coc(`GET /v1/issues_mgmt/tickets/${id}`);
}

const filter = (field: string, operator: string, ...values: string[]): Json => ({ field, operator, values });

async function found({ coc }: TestCloud, body: Json): Promise<readonly string[]> {
  const json = await coc(list, { body: { contain_all: true, ...body } });
  return rows(json, 'tickets').map((row) => String(row['ticket_id']).slice(-2));
}

/** The vendor's own sample, whose JSON stands in the middle of its page. */
function vendorSample(): Json {
  const page = readFileSync(new URL('../../../fixtures/huaweiCoc/issueDetail.json', import.meta.url), 'utf8');
  return object(JSON.parse(page) as Json, 'data'); // as the vendor printed it
}

test('the detail has exactly the fields of the vendor’s sample, in its order and of its types', async () => {
  const cloud = await openCloud();
  const sample = vendorSample();
  const data = await detail(cloud, completed);
  assert.deepEqual(Object.keys(data), Object.keys(sample));
  for (const [name, value] of Object.entries(sample)) assert.equal(typeof data[name], typeof value, name);
  const [sub] = rows(data, 'sub_tickets');
  const [sampleSub] = rows(sample, 'sub_tickets');
  assert.deepEqual(Object.keys(sub ?? {}), Object.keys(sampleSub ?? {}));
  const entries = (json: Json): Json => {
    return Object.fromEntries(rows(json, 'enum_data_list').map((entry) => [String(entry['prop_id']), entry]));
  };
  const sampleEntries = entries(sample);
  const ownEntries = entries(data);
  for (const [field, entry] of Object.entries(sampleEntries)) {
    const own = object(ownEntries, field);
    assert.deepEqual(Object.keys(own), Object.keys(entry as Json), field);
    assert.equal(own['match_type'], (entry as Json)['match_type'], field);
  }
});

test('an issue has three ids: its number twice, a key in hexadecimal, and a UUID in sub-tickets and names', async () => {
  const cloud = await openCloud();
  const data = await detail(cloud, completed);
  assert.deepEqual(
    [data['ticket_id'], data['real_ticket_id'], data['issue_correlation_sla']],
    [completed, completed, completed],
  );
  assert.match(String(data['id']), /^[0-9a-f]{32}$/);
  const [sub] = rows(data, 'sub_tickets');
  const ids = [sub?.['main_ticket_id'], rows(data, 'enum_data_list')[0]?.['ticket_id']];
  assert.ok(ids.every((id) => /^[0-9a-f-]{36}$/.test(String(id))) && ids[0] === ids[1]);
  assert.deepEqual(await detail(cloud, String(data['id'])), data);
});

test('names are found by field and value; some fields have none; a user’s entry has one field more', async () => {
  const cloud = await openCloud();
  const data = await detail(cloud, number('02'));
  const entries = rows(data, 'enum_data_list');
  const find = (field: string): Json | undefined => entries.find((entry) => entry['prop_id'] === field);
  assert.equal(find('work_flow_status')?.['name_en'], 'Locate the solution');
  assert.deepEqual([find('level')?.['name_zh'], find('level')?.['name_en']], ['General', 'Minor']);
  assert.deepEqual([find('assignee')?.['name_zh'], find('assignee')?.['user_name']], ['张三', 'zhangsan']);
  assert.ok(!('user_name' in (find('level') ?? {})));
  for (const field of ['phase', 'baseline_status', 'operator', 'participator']) assert.equal(find(field), undefined);
  const people = entries.filter((entry) => entry['biz_id'] === data['creator']);
  assert.deepEqual(
    people.map((entry) => entry['prop_id']),
    ['creator', 'issue_contact_person'],
  );
});

test('a tenant’s own level has no name at all, its own status has one', async () => {
  const cloud = await openCloud();
  const data = await detail(cloud, number('11'));
  assert.equal(data['level'], 'issues_level_tenant_5');
  const fields = rows(data, 'enum_data_list').map((entry) => entry['prop_id']);
  assert.ok(fields.includes('work_flow_status') && !fields.includes('level'));
});

test('lists are texts with commas, one of them with a comma too many under a misspelt name', async () => {
  const cloud = await openCloud();
  const data = await detail(cloud, number('01'));
  assert.equal(data['regions'], 'cn-north-4,cn-east-3');
  assert.equal(data['regions_serch'], 'cn-north-4,cn-east-3,');
  assert.equal(String(data['commit_upload_attachment']).split(',').length, 2);
  const files = rows(data, 'enum_data_list').filter((entry) => entry['prop_id'] === 'commit_upload_attachment');
  assert.deepEqual(
    files.map((entry) => entry['name_zh']),
    ['latency.png', '复现步骤.txt'],
  );
});

test('configurations are JSON in texts with 29 keys, but may be empty, junk or missing', async () => {
  const cloud = await openCloud();
  const config = JSON.parse(String((await detail(cloud, number('01')))['level_approve_config'])) as Json;
  assert.equal(Object.keys(config).length, 29);
  const odd = await detail(cloud, number('03'));
  assert.deepEqual([odd['level_approve_config'], odd['suspension_approve_config']], ['', 'not JSON']);
  cloud.sandbox.changeIssue(number('03'), { levelApproval: undefined });
  assert.ok(!('level_approve_config' in (await detail(cloud, number('03')))));
});

test('times are milliseconds, but the handling time is a duration and 0 means never found', async () => {
  const cloud = await openCloud();
  const data = await detail(cloud, completed);
  assert.equal(data['create_time'], startTime - 900 * 3_600_000);
  assert.deepEqual([data['handle_time'], data['fount_time']], [28_586, 0]);
  assert.equal((await detail(cloud, number('12')))['fount_time'], 1_793_000_000_000);
});

test('nobody is an empty text', async () => {
  const cloud = await openCloud();
  assert.equal((await detail(cloud, completed))['assignee'], '');
});

test('an issue that does not exist is 400 and never 404', async () => {
  const { cocRefused } = await openCloud();
  assert.match(await cocRefused('GET /v1/issues_mgmt/tickets/ISU1', 'COC.00067003'), /does not exist/);
  await cocRefused('POST /v1/issues_mgmt/actions', 'COC.00067003', { body: { ticket_id: 'ISU1', action: 'x' } });
  await cocRefused('GET /v1/external/issues/ISU1', 'COC.00067003');
});

test('what is no kind of ticket is no API', async () => {
  const { send } = await openCloud();
  assert.equal((await send('GET /v1/change/tickets/CM20261101000001')).status, 404);
  assert.equal((await send('GET /v1/incident/tickets/IM1')).status, 404);
});

test('a list has rows in the shape of the detail, newest first, ten a page unless told', async () => {
  const cloud = await openCloud();
  const json = await cloud.coc(list, { body: {} });
  assert.equal(rows(json, 'tickets').length, 10);
  assert.equal(json['total'], 12);
  const [first] = rows(json, 'tickets');
  assert.deepEqual(first, await detail(cloud, number('01')));
  const second = await cloud.coc(list, { body: { page: 2, per_page: 5 } });
  assert.equal(rows(second, 'tickets').length, 5);
  const bare = await cloud.coc(list, { body: { contain_total: false, contain_sub_ticket: false } });
  assert.ok(!('total' in bare));
  assert.deepEqual(
    rows(bare, 'tickets').flatMap((row) => rows(row, 'sub_tickets')),
    [],
  );
  assert.equal((await found(cloud, { per_page: 1 })).length, 12);
  for (const body of [{ page: 0 }, { page: 1_000_001 }, { per_page: 0 }, { per_page: 201 }, { per_page: '5' }]) {
    await cloud.cocRefused(list, 'COC.00010002', { body });
  }
});

test('filters: every operator; values are always texts; all are to be met', async () => {
  const cloud = await openCloud();
  const search = (...filters: readonly Json[]): Promise<readonly string[]> => found(cloud, { string_filters: filters });
  assert.deepEqual(await search(filter('ticket_id', 'in', number('01'), number('12'))), ['01', '12']);
  assert.deepEqual(await search(filter('ticket_id', '=', number('01'))), ['01']);
  assert.equal((await search(filter('ticket_id', '!=', number('01')))).length, 11);
  assert.deepEqual(await search(filter('title', 'like', '时区')), ['03']);
  assert.deepEqual(await search(filter('title', 'startwith', 'Nightly')), ['02']);
  assert.deepEqual(await search(filter('ticket_id', 'endwith', '591')), ['91']);
  const day = String(startTime - 24 * 3_600_000);
  assert.deepEqual(await search(filter('create_time', '>', day)), ['01', '12', '07']);
  assert.deepEqual(await search(filter('create_time', '<', String(startTime - 500 * 3_600_000))), ['91']);
  const exact = String(startTime - 30 * 3_600_000);
  assert.deepEqual(await search(filter('create_time', '>=', exact), filter('create_time', '<=', exact)), ['02']);
  assert.deepEqual(await search(filter('is_need_change', '=', 'true')), ['08']);
  assert.deepEqual(await search(filter('nothing', '=', 'x')), []);
  await cloud.cocRefused(list, 'GOM.00007256', { body: { string_filters: [filter('title', 'regex', 'x')] } });
  for (const bad of [[{ field: 'title', operator: '=', values: [1] }], [filter('title', '=')], ['x'], 'x']) {
    await cloud.cocRefused(list, 'COC.00010002', { body: { string_filters: bad } });
  }
  const many = Array.from({ length: 21 }, () => filter('title', '!=', 'x'));
  await cloud.cocRefused(list, 'COC.00010002', { body: { string_filters: many } });
});

test('the older list does not know conditions: every filter is to be met', async () => {
  const cloud = await openCloud();
  const string_filters = [
    { ...filter('title', 'like', '时区'), name: 'a' },
    { ...filter('title', 'like', 'Nightly'), name: 'b' },
  ];
  assert.deepEqual(await found(cloud, { string_filters, condition: 'a | b' }), []);
});

test('rows are sorted by a field, numbers by their size', async () => {
  const cloud = await openCloud();
  const sorted = (operator: string, field: string): Promise<readonly string[]> => {
    return found(cloud, { sort_filter: { ...filter(field, operator, field), name: field } });
  };
  assert.deepEqual((await sorted('asc', 'create_time')).slice(0, 2), ['91', '09']);
  assert.deepEqual((await sorted('desc', 'update_time')).slice(0, 2), ['02', '01']);
  await cloud.cocRefused(list, 'COC.00010002', { body: { sort_filter: filter('title', 'up', 'title') } });
});

test('where the number of all is, can be chosen', async () => {
  for (const totalKey of ['total', 'total_count', 'count', 'none'] as const) {
    const { coc } = await openCloud({ coc: { totalKey } });
    const json = await coc(list, { body: {} });
    assert.deepEqual(Object.keys(json), totalKey === 'none' ? ['tickets'] : ['tickets', totalKey]);
  }
});

test('the histories of issues are filtered by number; times are numbers, and a typo is on the wire', async () => {
  const { coc } = await openCloud();
  const body = {
    string_filters: [{ ...filter('ticket_id', '=', number('04')), name: 'ticket_id' }],
    sort_filter: { ...filter('start_time', 'desc', 'start_time'), name: 'start_time' },
  };
  for (const path of ['/v1/issues_mgmt/list-histories', '/v1/external/issues_mgmt/list-histories']) {
    const json = await coc(`POST ${path}`, { body });
    const info = rows(json, 'info');
    assert.deepEqual(
      info.map((entry) => entry['action']),
      ['being_handled_initiate_suspend', 'gocm_issues_accepte', 'create'],
    );
    assert.equal(json['total'], 3);
    const [last] = info;
    assert.deepEqual([last?.['action_name_zh'], last?.['is_deteted']], ['申请挂起', false]);
    assert.equal(last?.['start_time'], startTime - 20 * 3_600_000);
    assert.equal(last?.['comment'], 'The authority answers next week.');
    assert.equal(rows(last, 'enum_data_list')[0]?.['name_zh'], '王五');
  }
});

test('the outer door has fewer fields and the other shape of names', async () => {
  const { coc } = await openCloud();
  const data = await coc(`GET /v1/external/issues/${number('01')}`);
  assert.ok(!('sub_tickets' in data) && !('id' in data) && 'reproduce_probability' in data);
  const status = rows(data, 'enum_data_list').find((entry) => entry['filed_key'] === 'work_flow_status');
  assert.deepEqual(status, {
    filed_key: 'work_flow_status',
    enum_key: data['work_flow_status'],
    name_zh: '待受理',
    name_en: 'Unaccepted',
  });
});

test('the envelope can have a text as provider and 0 as success', async () => {
  const { send } = await openCloud({ coc: { providerCode: '049', successCode: '0' } });
  const { json } = await send(`GET /v1/issues_mgmt/tickets/${completed}`);
  assert.deepEqual([json?.['provider_code'], json?.['error_code'], json?.['error_msg']], ['049', '0', null]);
  const { json: refusal } = await send('GET /v1/issues_mgmt/tickets/ISU1');
  assert.equal(refusal?.['provider_code'], '049');
});

test('a body that is no JSON object is refused', async () => {
  const { cocRefused } = await openCloud();
  await cocRefused(list, 'COC.00010002', { body: '[1' });
});

test('issues can be added for a benchmark', async () => {
  const { sandbox, coc } = await openCloud();
  const [first, second] = sandbox.addIssues(2);
  assert.notEqual(first, second);
  const data = await coc(`GET /v1/issues_mgmt/tickets/${second}`);
  assert.equal(data['assignee'], sandbox.userId);
});
