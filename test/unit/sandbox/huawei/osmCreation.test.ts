import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, type Json } from './huaweiClient.ts';

const english = { 'X-Language': 'en-us' };
const loginFailure = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c4';
const question = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c5';
const sourceId = '83aeb0f2834c4df49826c781d32a963e';

const good: Json = {
  business_type_id: loginFailure,
  simple_description: '无法登录',
  source_id: sourceId,
  region_id: 'cn-north-4',
  severity_id: '5a02',
  extends_map: { server_id: 'i-1' },
};

test('one finds the way from a category to a product and its problem types, in one’s own language', async () => {
  const { osm, osmRefused } = await openCloud();
  const categories = rows(await osm('GET config/categories', { headers: english }), 'incident_sub_type_list');
  assert.deepEqual(
    categories.map((one) => one['incident_sub_type_name']),
    ['Products', 'Finance'],
  );
  const [ecs] = rows(categories[0] ?? {}, 'incident_product_category_list');
  assert.equal(ecs?.['incident_product_category_acronym'], 'ECS');
  const byName = await osm('GET config/product-categories', { query: { product_category_name: '云数据库' } });
  assert.equal(byName['total_count'], 1);
  const product_category_id = String(ecs?.['incident_product_category_id']);
  const problems = await osm('GET config/problems', { query: { product_category_id } });
  assert.deepEqual(rows(problems, 'incident_business_type_list')[0], {
    business_type_id: loginFailure,
    business_type_name: '无法登录',
    case_type: '5',
    can_use_support_plan: true,
  });
  await osmRefused('GET config/problems', 'OSM.01010001', { query: { product_category_id: 'x' } });
});

test('a problem type has a template, severities where it is a fault, and parameters of its own', async () => {
  const { osm } = await openCloud();
  const query = { business_type_id: loginFailure };
  const [template] = rows(await osm('GET config/templates', { query }), 'incident_template_list');
  assert.match(String(template?.['incident_template_content']), /服务器 ID/);
  const severities = await osm('GET config/severities', { query, headers: english });
  assert.deepEqual([severities['show'], rows(severities, 'severity_list').length], [true, 3]);
  const none = await osm('GET config/severities', { query: { business_type_id: question } });
  assert.deepEqual(none, { show: false, severity_list: [] });
  const params = await osm('GET config/extends-map', { query });
  assert.deepEqual(
    rows(params, 'extends_params').map((one) => [one['param_key'], one['required'], one['param_type']]),
    [
      ['server_id', 1, 0],
      ['os', 0, 2],
      ['affected', 0, 1],
      ['root_password', 0, 0],
    ],
  );
  assert.equal(rows(params, 'extends_params')[1]?.['select_item'], 'EulerOS,Ubuntu,Windows');
  assert.equal(rows(params, 'extends_params')[3]?.['is_sensitive'], 1);
  assert.equal(rows(params, 'common_params')[0]?.['is_required'], 1);
});

test('regions, area codes, limits, quotas, copies and privileges can be looked up', async () => {
  const { osm } = await openCloud();
  const regions = rows(await osm('GET config/regions', { headers: english }), 'data_center_list');
  assert.deepEqual(
    regions.map((one) => [one['region_id'], one['type']]),
    [
      ['cn-north-4', 0],
      ['cn-east-3', 0],
      ['ap-southeast-3', 1],
    ],
  );
  assert.equal(rows(await osm('GET config/area-codes'), 'area_code_list')[0]?.['area_code'], '0086');
  assert.deepEqual(await osm('GET config/limits'), { config: { create_case_ccemail_max_count: 5 } });
  const quota = await osm('GET quotas', { query: { business_type_id: loginFailure } });
  assert.deepEqual(quota, { total: 20, un_used: 17 });
  assert.deepEqual(await osm('GET privileges', { query: { privilege: 'x' } }), { has_privilege: 1 });
  assert.deepEqual(await osm('GET privileges/privilege-policy'), { policy_switch: false });
  assert.match(String(object(await osm('GET carbon-copy-emails'), 'cc_email_info')['cc_email']), /zhangsan@/);
});

test('an agreement is published, and signed once it has been', async () => {
  const { osm, osmRefused } = await openCloud();
  const query = { agreement_type: '0' };
  const { id } = object(await osm('GET agreements/published-agreement', { query }), 'case_agreement');
  assert.equal((await osm('GET agreements/signed-latest', { query }))['case_agreement'], null);
  await osm(`POST agreements/${String(id)}/signed`, { body: {} });
  assert.equal(object(await osm('GET agreements/signed-latest', { query }), 'case_agreement')['id'], id);
  await osmRefused('GET agreements/published-agreement', 'OSM.01010001', { query: { agreement_type: '3' } });
});

test('a ticket is made of a problem type, a text and a fixed source; its id comes back', async () => {
  const { osm, sandbox } = await openCloud();
  const { incident_id: id } = await osm('POST cases', { body: good });
  assert.match(String(id), /^TT2026112450\d{4}$/);
  const detail = object(await osm(`GET cases/${String(id)}`), 'incident_detail_info');
  assert.deepEqual([detail['status'], detail['severity_name'], detail['dc_name']], [0, '业务受影响', '华北-北京四']);
  assert.deepEqual(await osm(`GET cases/${String(id)}/extends-param`), { extends_map: { server_id: 'i-1' } });
  assert.equal(sandbox.findCase(String(id))?.messages[0]?.content, '无法登录');
});

test('a question needs neither region nor parameters', async () => {
  const { osm } = await openCloud();
  const body = { business_type_id: question, simple_description: '?', source_id: sourceId };
  assert.equal(typeof (await osm('POST cases', { body }))['incident_id'], 'string');
});

test('what is wrong with a new ticket has a code of its own where the vendor has one', async () => {
  const { osmRefused } = await openCloud();
  const supportPlan = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2e5';
  for (const [change, code, text] of [
    [{ business_type_id: 'x' }, 'OSM.01010001', /business_type_id/],
    [{ simple_description: '' }, 'OSM.01010001', /simple_description/],
    [{ simple_description: 'x'.repeat(2001) }, 'OSM.01010001', /simple_description/],
    [{ source_id: 'x' }, 'OSM.01010001', /source_id/],
    [{ region_id: '' }, 'OSM.01010001', /region_id/],
    [{ region_id: 'mars-1' }, 'OSM.01010001', /region_id/],
    [{ severity_id: 'x' }, 'OSM.01010006', /severity/],
    [{ extends_map: {} }, 'OSM.01010001', /server_id/],
    [{ incident_sub_type_id: 'x' }, 'OSM.01010001', /incident_sub_type_id/],
    [{ product_category_id: 'x' }, 'OSM.01010001', /product_category_id/],
    [{ extension_map: { cc_email: 'nobody' } }, 'OSM.01010008', /cc/],
    [{ business_type_id: supportPlan }, 'OSM.01010009', /support plan/],
    [{ remind_mobile: '13700137000' }, 'OSM.01010010', /verification/],
    [{ remind_time: 'noon' }, 'OSM.01010001', /remind_time/],
    [{ accessory_ids: ['x'] }, 'OSM.01010001', /accessory_ids/],
  ] as const) {
    assert.match(await osmRefused('POST cases', code, { body: { ...good, ...change } }), text);
  }
});

test('a phone that is not known is verified by a code first', async () => {
  const { osm, osmRefused, sandbox } = await openCloud();
  const contact_value = '13700137000';
  const contact = { contact_value, contact_way: 0, area_code: '0086' };
  const query = { contact_value, contact_way: '0', area_code: '0086' };
  assert.equal((await osm('GET verifycodes/need-verify', { query }))['need_verify_code'], 1);
  await osm('POST verifycodes/send', { body: contact });
  await osmRefused('POST verifycodes', 'OSM.01010010', { body: { ...contact, verify_code: 'x' } });
  await osm('POST verifycodes', { body: { ...contact, verify_code: sandbox.verifyCodeFor(contact_value) } });
  assert.equal((await osm('GET verifycodes/need-verify', { query }))['need_verify_code'], 0);
  const verified = rows(await osm('GET verifycodes/has-verified', { query: { contact_way: '0' } }), 'contact_list');
  const proof = String(verified.find((one) => one['contact_value'] === contact_value)?.['verified_id']);
  const body = { ...good, remind_mobile: contact_value, remind_time: '09:00-18:00' };
  await osmRefused('POST cases', 'OSM.01010010', { body, headers: { 'x-phone-verifiedid': 'x' } });
  const { incident_id: id } = await osm('POST cases', { body, headers: { 'x-phone-verifiedid': proof } });
  const detail = object(await osm(`GET cases/${String(id)}`), 'incident_detail_info');
  const contactInfo = object(detail, 'ext_info');
  assert.deepEqual([contactInfo['remind_mobile'], contactInfo['remind_time']], [contact_value, '09:00-18:00']);
});

test('contact information changes where it is given', async () => {
  const { osm, osmRefused } = await openCloud();
  const path = 'PUT cases/TT20261101000001/contact-info';
  await osm(path, { body: { remind_mail: 'ops@example.com', remind_time: '08:00-20:00' } });
  const detail = object(await osm('GET cases/TT20261101000001'), 'incident_detail_info');
  const contact = object(detail, 'ext_info');
  assert.deepEqual(
    [contact['remind_mail'], contact['remind_mobile'], contact['remind_time']],
    ['ops@example.com', '13800138000', '08:00-20:00'],
  );
  await osmRefused(path, 'OSM.01010001', { body: { remind_mail: 'x' } });
});

test('parameters can be added to a ticket later', async () => {
  const { osm } = await openCloud();
  const path = 'cases/TT20261101000001/extends-param';
  await osm(`POST ${path}`, { body: { extends_map: { os: 'Ubuntu' } } });
  const { extends_map: map } = await osm(`GET ${path}`);
  assert.deepEqual(map, { server_id: 'i-8f3a21', os: 'Ubuntu', affected: '3' });
});

test('labels are made, changed, found by a part of their name and deleted', async () => {
  const { osm, osmRefused } = await openCloud();
  await osm('POST labels', { body: { name: '数据库', color: '#123ABC' } });
  const list = await osm('GET labels', { query: { name: '数据' } });
  assert.deepEqual(rows(list, 'label_list'), [{ label_id: 1004, name: '数据库', color: '#123ABC' }]);
  await osm('PUT labels/1004', { body: { name: 'DB', color: '#000000' } });
  assert.equal(rows(await osm('GET labels', { query: { label_id: '1004' } }), 'label_list')[0]?.['name'], 'DB');
  await osm('DELETE labels/1004');
  assert.equal((await osm('GET labels'))['total_count'], 3);
  for (const body of [{ name: '', color: '#000000' }, { name: 'x', color: 'red' }, {}]) {
    await osmRefused('POST labels', 'OSM.01010001', { body });
  }
});

test('a ticket gets and loses labels by ids in the query, five at most', async () => {
  const { osm, osmRefused } = await openCloud();
  const path = 'cases/TT20261101000003/labels';
  const ids = async (): Promise<readonly unknown[]> => {
    return rows(await osm(`GET ${path}`), 'case_label_list').map((label) => label['label_id']);
  };
  await osm(`POST ${path}`, { query: 'label_ids=1001,1002' });
  await osm(`POST ${path}`, { query: 'label_ids=1003' });
  assert.deepEqual(await ids(), [1001, 1002, 1003]);
  await osm(`DELETE ${path}`, { query: 'label_ids=1001&label_ids=1003' });
  assert.deepEqual(await ids(), [1002]);
  await osmRefused(`POST ${path}`, 'OSM.01010001', { query: 'label_ids=9' });
  await osmRefused(`POST ${path}`, 'OSM.01010001', { body: { label_ids: [1001] } });
  for (let count = 0; count < 3; count += 1) {
    await osm('POST labels', { body: { name: `l${count}`, color: '#000000' } });
  }
  await osmRefused(`POST ${path}`, 'OSM.01010001', { query: 'label_ids=1001,1003,1004,1005,1006' });
});

test('related tickets: three at most, one’s own, removed by a DELETE with a body', async () => {
  const { osm, osmRefused } = await openCloud();
  const path = 'cases/TT20261101000002/relations';
  assert.deepEqual(
    rows(await osm(`GET ${path}`), 'case_relation_list').map((one) => [one['case_id'], one['user_name']]),
    [['TT20261101000001', 'zhangsan']],
  );
  await osm(`POST ${path}`, { body: { related_id_list: ['TT20261101000003', 'TT20261101000004'] } });
  for (const [id, code] of [
    ['TT20261101000005', 'OSM.01010001'],
    ['TT20261101000002', 'OSM.01010001'],
    ['TT1', 'OSM.01010015'],
    ['TT20261101000012', 'OSM.01010002'],
  ] as const) {
    await osmRefused(`POST ${path}`, code, { body: { related_id_list: [id] } });
  }
  await osm(`DELETE ${path}`, { body: { related_id: 'TT20261101000001' } });
  assert.equal(rows(await osm(`GET ${path}`), 'case_relation_list').length, 2);
  await osmRefused(`DELETE ${path}`, 'OSM.01010001', { query: 'related_id=TT20261101000003' });
});
