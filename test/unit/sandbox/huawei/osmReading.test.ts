import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, type Json } from './huaweiClient.ts';

const cloud = await openCloud();
const { sandbox, osm, osmRefused } = cloud;

const ids = (json: Json): readonly string[] =>
  rows(json, 'incident_info_list').map((row) => String(row['incident_id']));
const english = { 'X-Language': 'en-us' };

test('there is a sample of every published status, and one of a status that nobody has published', async () => {
  const wanted = ['0', '1', '2', '3', '4', '5', '12', '13', '17', '26'];
  for (const status of wanted) {
    const json = await osm('GET cases', { query: { status } });
    assert.ok(rows(json, 'incident_info_list').length > 0, status);
    for (const row of rows(json, 'incident_info_list')) assert.equal(row['status'], Number(status));
  }
});

test('a list has the caller’s own tickets, newest first, with fields of its own and the deleted left out', async () => {
  const json = await osm('GET cases', { query: { limit: '100' } });
  assert.equal(json['total_count'], rows(json, 'incident_info_list').length);
  assert.ok(!ids(json).includes('TT20261101000009') && !ids(json).includes('TT20261101000012'));
  assert.deepEqual(ids(json).slice(0, 2), ['TT20261101000001', 'TT20261101000002']);
  const [first] = rows(json, 'incident_info_list');
  assert.ok(first !== undefined);
  assert.equal(first['xcustomer_name'], 'zhangsan');
  assert.equal(first['x_customer_name'], undefined);
  assert.equal(first['product_category_name'], '弹性云服务器 ECS');
  assert.deepEqual(rows(first, 'label_list')[0], { label_id: 1001, name: '紧急', color: '#D92D20' });
  assert.equal(first['confirmed_time'], null);
});

test('names come in the language of X-Language, Chinese unless told', async () => {
  const detail = async (headers: Readonly<Record<string, string>>): Promise<Json> => {
    return object(await osm('GET cases/TT20261101000001', { headers }), 'incident_detail_info');
  };
  const names = ['business_type_name', 'incident_type_name', 'dc_name', 'severity_name'];
  const pick = (json: Json): readonly unknown[] => names.map((name) => json[name]);
  const chinese = ['无法登录', '产品技术', '华北-北京四', '业务中断'];
  assert.deepEqual(pick(await detail({})), chinese);
  assert.deepEqual(pick(await detail({ 'X-Language': 'zh-cn' })), chinese);
  const inEnglish = ['Login failure', 'Products', 'CN North-Beijing4', 'Business interrupted'];
  assert.deepEqual(pick(await detail(english)), inEnglish);
});

test('times are texts without a zone, in the zone of X-Time-Zone, GMT+8 unless told', async () => {
  const created = async (headers: Readonly<Record<string, string>>): Promise<unknown> => {
    return object(await osm('GET cases/TT20261101000001', { headers }), 'incident_detail_info')['create_time'];
  };
  assert.equal(await created({}), '2026-11-24 12:30:15');
  assert.equal(await created({ 'X-Time-Zone': 'GMT-3:30' }), '2026-11-24 01:00:15');
  assert.equal(await created({ 'X-Time-Zone': 'GMT+05:30' }), '2026-11-24 10:00:15');
  assert.equal(await created({ 'X-Time-Zone': 'UTC' }), '2026-11-24 04:30:15');
  assert.equal(await created({ 'X-Time-Zone': 'America/New_York' }), '2026-11-23 23:30:15');
  await osmRefused('GET cases', 'OSM.01010001', { headers: { 'X-Time-Zone': 'Mars' } });
});

test('times can be written in each of six layouts', async () => {
  const expected = {
    space: '2026-11-24 12:30:15',
    T: '2026-11-24T12:30:15',
    TZ: '2026-11-24T04:30:15Z',
    '+08:00': '2026-11-24T12:30:15+08:00',
    rfc3339: '2026-11-24T10:00:15+05:30',
    rfc3339Nano: '2026-11-24T10:00:15.250000000+05:30',
  } as const;
  for (const timeLayout of ['space', 'T', 'TZ', '+08:00', 'rfc3339', 'rfc3339Nano'] as const) {
    const { osm: other } = await openCloud({ osm: { timeLayout } });
    const headers = timeLayout.startsWith('rfc') ? { 'X-Time-Zone': 'GMT+5:30' } : {};
    const detail = object(await other('GET cases/TT20261101000001', { headers }), 'incident_detail_info');
    assert.equal(detail['create_time'], expected[timeLayout]);
  }
});

test('X-Site is 0 or 1', async () => {
  for (const site of ['0', '1']) await osm('GET cases', { headers: { 'X-Site': site } });
  await osmRefused('GET cases', 'OSM.01010001', { headers: { 'X-Site': '2' } });
});

test('pages go by rows: an offset and at most a hundred', async () => {
  const all = ids(await osm('GET cases', { query: { limit: '100' } }));
  const page = await osm('GET cases', { query: { offset: '3', limit: '2' } });
  assert.deepEqual(ids(page), all.slice(3, 5));
  assert.equal(page['total_count'], all.length);
  assert.equal(ids(await osm('GET cases')).length, 10);
  assert.deepEqual(ids(await osm('GET cases', { query: { limit: '0' } })), []);
  for (const query of ['limit=101', 'limit=-1', 'offset=65536', 'limit=x']) {
    await osmRefused('GET cases', 'OSM.01010001', { query });
  }
});

test('filters: words, key, id, status, list of statuses, labels, creator and times', async () => {
  const found = async (query: string): Promise<readonly string[]> => {
    return ids(await osm('GET cases', { query: `limit=100&${query}` })).map((id) => id.slice(-2));
  };
  assert.deepEqual(await found('search_key=SSH'), ['01']);
  assert.deepEqual(await found('search_key=windows&search_key=rdp'), ['10']);
  assert.deepEqual(await found(`search_key=${encodeURIComponent('windows rdp')}`), ['10']);
  assert.deepEqual(await found('search_key=windows,ssh'), []);
  assert.deepEqual(await found('app_key=TT20261101000003'), ['03']);
  assert.deepEqual(await found('app_key=bastion'), ['03']);
  assert.deepEqual(await found('incident_id=TT20261101000003'), ['03']);
  assert.deepEqual(await found('status=2'), ['03']);
  assert.deepEqual(await found('incident_status=2,17'), ['03', '10']);
  assert.deepEqual(await found('label_id_list=1003'), ['01', '02']);
  assert.deepEqual(await found('label_id_list=1003&label_id_list=1001'), ['01']);
  assert.deepEqual(await found('label_id_list=1003,1001'), ['01']);
  assert.deepEqual(await found('x_customer_name=lisi'), []);
  assert.equal((await found(`x_customer_id=${sandbox.userId}`)).length, 10);
  const sinceLocal = encodeURIComponent('2026-11-23 14:30:00');
  assert.deepEqual(await found(`query_start_time=${sinceLocal}`), ['01', '02']);
  assert.deepEqual(await found(`query_end_time=${String(cloud.now() - 800 * 3_600_000)}`), []);
  for (const query of ['status=x', 'incident_status=2%3B17', 'query_start_time=yesterday']) {
    await osmRefused('GET cases', 'OSM.01010001', { query });
  }
  await osmRefused('GET cases', 'OSM.01010001', { query: 'label_id_list=1,2,3,4,5,6' });
});

test('another mark between statuses, and one form of lists only, can be chosen', async () => {
  const semicolons = await openCloud({ osm: { statusSeparator: ';' } });
  assert.equal(ids(await semicolons.osm('GET cases', { query: { incident_status: '2;17' } })).length, 2);
  await semicolons.osmRefused('GET cases', 'OSM.01010001', { query: { incident_status: '2,17' } });
  const csv = await openCloud({ osm: { arrayForm: 'csv' } });
  assert.equal(ids(await csv.osm('GET cases', { query: 'label_id_list=1003&label_id_list=1001' })).length, 2);
  assert.equal(ids(await csv.osm('GET cases', { query: 'label_id_list=1003,1001' })).length, 1);
  const repeated = await openCloud({ osm: { arrayForm: 'repeated' } });
  assert.equal(ids(await repeated.osm('GET cases', { query: 'label_id_list=1003&label_id_list=1001' })).length, 1);
  assert.equal(ids(await repeated.osm('GET cases', { query: 'label_id_list=1003,1001' })).length, 0);
});

test('counts have a row for each status that occurs', async () => {
  const counts = rows(await osm('GET cases/count'), 'incident_status_counts');
  assert.deepEqual(
    counts.find(({ status }) => status === 3),
    { status: 3, count: 2 },
  );
  assert.ok(counts.some(({ status }) => status === 26));
  const one = await osm('GET cases/count', { query: { status: '5' } });
  assert.deepEqual(rows(one, 'incident_status_counts'), [{ status: 5, count: 1 }]);
});

test('the detail lacks what only the list has, and has what only it has', async () => {
  const detail = object(await osm('GET cases/TT20261101000004'), 'incident_detail_info');
  for (const name of ['product_category_name', 'root_cause', 'resolution', 'confirmed_time', 'label_list']) {
    assert.ok(!(name in detail), name);
  }
  for (const name of ['title', 'assignee', 'update_time']) assert.ok(!(name in detail), name);
  assert.equal(detail['judgement'], '处理及时，谢谢。');
  assert.equal(detail['resolve_time'], 50 * 3_600_000);
  assert.equal(detail['business_ownership'], 0);
  const [score] = rows(detail, 'incident_satisfaction');
  assert.deepEqual([score?.['satisfaction_name'], score?.['satisfaction_value'], score?.['value']], ['服务态度', 5, 5]);
  assert.equal(object(detail, 'ext_info')['remind_time'], '0');
});

test('a status is a number alone, for a colleague’s ticket too', async () => {
  assert.deepEqual(await osm('GET cases/TT20261101000010/status'), { status: 17 });
  assert.deepEqual(await osm('GET cases/TT20261101000012/status'), { status: 1 });
});

test('the operation log has its times twice, both as texts', async () => {
  const log = await osm('GET cases/TT20261101000001/operate-logs');
  assert.equal(log['total_count'], 1);
  const [entry] = rows(log, 'incident_operate_log_list');
  assert.equal(entry?.['operate_time'], '2026-11-24 12:30:15');
  assert.equal(entry?.['timestamp_operate_time'], '2026-11-24 12:30:15');
  assert.equal(entry?.['operator_name'], 'zhangsan');
});

test('a ticket that does not exist is an error inside HTTP 200, without data', async () => {
  for (const path of ['cases/TT1', 'cases/TT1/status', 'cases/TT1/messages', 'cases/TT1/labels']) {
    assert.match(await osmRefused(`GET ${path}`, 'OSM.01010015'), /does not exist/);
  }
  await osmRefused(`GET cases/${'x'.repeat(65)}`, 'OSM.01010001');
});

test('a colleague’s ticket needs the id of the group; that of another group stays closed', async () => {
  const path = 'GET cases/TT20261101000012';
  assert.match(await osmRefused(path, 'OSM.01010002'), /No operation permission/);
  await osm(path, { query: { group_id: sandbox.groupId } });
  await osmRefused(path, 'OSM.01010002', { query: { group_id: 'another' } });
  await osmRefused('GET cases/TT20261101000013', 'OSM.01010002', { query: { group_id: sandbox.groupId } });
  const list = await osm('GET cases', { query: { group_id: sandbox.groupId, limit: '100' } });
  assert.ok(ids(list).includes('TT20261101000012') && !ids(list).includes('TT20261101000013'));
  await osmRefused('GET cases', 'OSM.01010002', { query: { group_id: 'another' } });
});

test('tickets can be added for a benchmark', async () => {
  const { sandbox: other, osm: read } = await openCloud();
  const added = other.addCases(30);
  assert.equal(added.length, 30);
  assert.deepEqual(await read(`GET cases/${added[29]}/status`), { status: 1 });
  assert.equal(other.addCases(1)[0], 'TT20261102000031');
});

test('errors can be the historical ones, with a status of their own', async () => {
  const { send } = await openCloud({ osm: { errors: 'historical' } });
  for (const [path, status, code] of [
    ['cases/TT1', 400, 'OSM.0001'],
    ['cases/TT20261101000012', 403, 'OSM.0003'],
  ] as const) {
    const answer = await send(`GET /v2/servicerequest/${path}`);
    assert.deepEqual([answer.status, answer.json?.['error_code']], [status, code]);
  }
});
