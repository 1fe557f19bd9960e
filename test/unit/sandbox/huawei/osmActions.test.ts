import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, type TestCloud } from './huaweiClient.ts';

const id = (number: number): string => `TT202611010000${String(number).padStart(2, '0')}`;

/** The query of `send` is apart from the path. */
function act({ osm }: TestCloud, number: number, name: string, body: unknown = {}): Promise<unknown> {
  return osm(`POST cases/${id(number)}/action`, { query: { action_id: name }, body });
}

function refused(
  { osmRefused }: TestCloud,
  number: number,
  name: string,
  code: string,
  body: unknown = {},
): Promise<string> {
  return osmRefused(`POST cases/${id(number)}/action`, code, { query: { action_id: name }, body });
}

test('the action is in the query: in the body nobody looks for it', async () => {
  const cloud = await openCloud();
  await cloud.osmRefused(`POST cases/${id(1)}/action`, 'OSM.01010013', { body: { action_id: 'cancel' } });
  assert.deepEqual(await act(cloud, 1, 'cancel'), {});
  assert.equal(cloud.sandbox.findCase(id(1))?.status, 4);
});

test('there is no action but cancel, close, press and delete', async () => {
  const cloud = await openCloud();
  for (const name of ['confirm', 'reopen', '', 'Cancel']) {
    assert.match(await refused(cloud, 1, name, 'OSM.01010013'), /cancel, close, press, or delete/);
  }
});

test('a ticket can be cancelled before somebody has taken it', async () => {
  const cloud = await openCloud();
  await refused(cloud, 2, 'cancel', 'OSM.01010002');
  await refused(cloud, 4, 'cancel', 'OSM.01010002');
});

test('a ticket can be closed while it is worked on, waits or is to be confirmed, with a score or without', async () => {
  const cloud = await openCloud();
  for (const number of [2, 7, 10]) await act(cloud, number, 'close');
  const body = {
    judgement: 'Good',
    operate_desc: 'It works again',
    incident_satisfaction_list: [{ satisfaction_id: 3, satisfaction_value: 8 }],
  };
  await act(cloud, 3, 'close', body);
  const ticket = cloud.sandbox.findCase(id(3));
  assert.deepEqual([ticket?.status, ticket?.judgement, ticket?.scores], [3, 'Good', [{ dimensionId: 3, score: 8 }]]);
  assert.match(ticket?.logs.at(-1)?.description ?? '', /It works again/);
  const list = await cloud.osm('GET cases', { query: { incident_id: id(3) } });
  assert.equal(rows(list, 'incident_info_list')[0]?.['confirmed_time'], '2026-11-24 14:30:15');
  for (const number of [1, 4, 6, 11]) await refused(cloud, number, 'close', 'OSM.01010002');
});

test('pressing twice within half an hour is too frequent', async () => {
  const cloud = await openCloud();
  await act(cloud, 1, 'press');
  await act(cloud, 2, 'press');
  assert.match(await refused(cloud, 1, 'press', 'OSM.01010004'), /too frequent/);
  cloud.wait(30 * 60_000);
  await act(cloud, 1, 'press');
  await refused(cloud, 3, 'press', 'OSM.01010002');
});

test('what is over can be deleted, and then is in the list only when asked for', async () => {
  const cloud = await openCloud();
  for (const number of [4, 6, 8]) await act(cloud, number, 'delete');
  await refused(cloud, 2, 'delete', 'OSM.01010002');
  assert.deepEqual(await cloud.osm(`GET cases/${id(4)}/status`), { status: 13 });
  const list = rows(await cloud.osm('GET cases', { query: { limit: '100' } }), 'incident_info_list');
  assert.ok(!list.some((row) => row['incident_id'] === id(4)));
  const deleted = rows(await cloud.osm('GET cases', { query: { status: '13' } }), 'incident_info_list');
  assert.equal(deleted.length, 4);
});

test('a completed ticket is scored once, with a judgement and scores of steps that exist', async () => {
  const { osm, osmRefused, sandbox } = await openCloud();
  const path = `POST cases/${id(5)}/score`;
  const good = { judgement: 'ok', incident_satisfaction_list: [{ satisfaction_id: 1, satisfaction_value: 4 }] };
  const list = (satisfaction_id: number, satisfaction_value: unknown): unknown => {
    return { ...good, incident_satisfaction_list: [{ satisfaction_id, satisfaction_value }] };
  };
  const bad = [{ ...good, judgement: '' }, { judgement: 'x'.repeat(401) }, { judgement: 'ok' }];
  for (const body of [...bad, list(9, 1), list(1, 6), list(3, 3), list(1, 0), list(1, '4')]) {
    await osmRefused(path, 'OSM.01010001', { body });
  }
  assert.deepEqual(await osm(path, { body: good }), {});
  assert.equal(sandbox.findCase(id(5))?.judgement, 'ok');
  await osmRefused(path, 'OSM.01010002', { body: good });
  await osmRefused(`POST cases/${id(2)}/score`, 'OSM.01010002', { body: good });
});

test('the dimensions of a score have names in the caller’s language, a highest score and steps', async () => {
  const { osm } = await openCloud();
  const json = await osm('GET config/satisfaction-dimensions', { headers: { 'X-Language': 'en-us' } });
  assert.equal(json['total_count'], 3);
  const [, , result] = rows(json, 'satisfaction_dimension_list');
  assert.deepEqual(result, {
    satisfaction_id: 3,
    satisfaction_name: 'Result',
    satisfaction_desc: 'Was it solved',
    value: 10,
    per_value: 2,
    sat_category_id: 'sat-03',
  });
});

test('a colleague acts with the id of the group', async () => {
  const cloud = await openCloud();
  const { groupId } = cloud.sandbox;
  await refused(cloud, 12, 'press', 'OSM.01010002');
  await act(cloud, 12, 'press', { group_id: groupId });
});

test('every write is in the operation log', async () => {
  const cloud = await openCloud();
  await act(cloud, 1, 'press');
  await act(cloud, 1, 'cancel');
  const log = await cloud.osm(`GET cases/${id(1)}/operate-logs`, { query: { offset: '1' } });
  assert.equal(log['total_count'], 3);
  assert.deepEqual(
    rows(log, 'incident_operate_log_list').map((entry) => entry['operate_desc']),
    ['Asked to speed up.', 'Cancelled the service ticket.'],
  );
  assert.equal(object(await cloud.osm(`GET cases/${id(1)}`), 'incident_detail_info')['status'], 4);
});
