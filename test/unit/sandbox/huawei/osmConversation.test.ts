import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, type Json, type TestCloud } from './huaweiClient.ts';

const first = 'TT20261101000001';
const second = 'TT20261101000002';
const waiting = 'TT20261101000010';

async function messagesOf({ osm }: TestCloud, id: string): Promise<readonly Json[]> {
  return rows(await osm(`GET cases/${id}/messages`, { query: { limit: '100' } }), 'message_list');
}

test('messages in the detail have an id, those of the list have not but say more about who wrote', async () => {
  const { osm } = await openCloud();
  const detail = object(await osm(`GET cases/${waiting}`), 'incident_detail_info');
  const inDetail = rows(detail, 'message_list').at(-2);
  const json = await osm(`GET cases/${waiting}/messages`, { query: { limit: '100' } });
  const inList = rows(json, 'message_list').at(-2);
  assert.equal(json['count'], 15);
  assert.ok(typeof inDetail?.['message_id'] === 'string' && inList !== undefined);
  assert.ok(!('message_id' in inList) && !('replier_type' in inDetail));
  assert.deepEqual([inList['type'], inList['replier_type'], inList['iam_user_type']], [1, 2, 0]);
  assert.equal(inList['content'], inDetail['content']);
  assert.deepEqual(
    rows(detail, 'message_list').map((message) => message['is_first_message']),
    [1, ...Array.from({ length: 14 }, () => 0)],
  );
});

test('a message is posted to an address in the singular, and its id does not come back', async () => {
  const cloud = await openCloud();
  const { osm, sandbox } = cloud;
  const answer = await osm(`POST cases/${first}/message`, { body: { message: { content: '已附日志' } } });
  assert.deepEqual(answer, {});
  const last = (await messagesOf(cloud, first)).at(-1);
  assert.deepEqual([last?.['content'], last?.['type'], last?.['replier']], ['已附日志', 0, sandbox.userId]);
  const unknown = await cloud.send(`POST /v2/servicerequest/cases/${first}/messages`, { body: {} });
  assert.equal(unknown.status, 404);
});

test('an answer to a question of the vendor sets the ticket to work again', async () => {
  const { osm } = await openCloud();
  await osm(`POST cases/${waiting}/message`, { body: { message: { content: 'Yes, it does.' } } });
  assert.deepEqual(await osm(`GET cases/${waiting}/status`), { status: 1 });
});

test('no message without a text, and none for a ticket that is over', async () => {
  const { osmRefused } = await openCloud();
  const body = { message: { content: 'x' } };
  await osmRefused(`POST cases/${first}/message`, 'OSM.01010001', { body: { message: { content: ' ' } } });
  await osmRefused(`POST cases/${first}/message`, 'OSM.01010001', { body: {} });
  await osmRefused('POST cases/TT20261101000004/message', 'OSM.01010002', { body });
});

test('one call polls many tickets: their statuses, what is new since the cursor, and the next cursor', async () => {
  const { osm, sandbox } = await openCloud();
  const query = `case_ids=${first}&case_ids=${waiting}`;
  const before = await osm('GET cases/instant-messages', { query });
  assert.deepEqual(rows(before, 'imstatus'), [
    { incident_id: first, status: 0 },
    { incident_id: waiting, status: 17 },
  ]);
  assert.deepEqual(
    rows(before, 'immsg').map((one) => rows(one, 'message_list').length),
    [1, 15],
  );
  const cursor = String(before['last_message_time_id']);
  const quiet = await osm('GET cases/instant-messages', { query: `${query}&last_message_time_id=${cursor}` });
  assert.deepEqual(rows(quiet, 'immsg'), []);
  sandbox.replyAsEngineer(first, '正在处理');
  sandbox.setCaseStatus(first, 1);
  const after = await osm('GET cases/instant-messages', { query: `${query}&last_message_time_id=${cursor}` });
  assert.deepEqual(rows(after, 'imstatus')[0], { incident_id: first, status: 1 });
  const [fresh] = rows(after, 'immsg');
  assert.equal(fresh?.['incident_id'], first);
  assert.deepEqual(
    rows(fresh, 'message_list').map(({ content }) => content),
    ['正在处理'],
  );
});

test('the first poll can bring nothing but the cursor; a cursor of another kind is refused', async () => {
  const { osm, osmRefused, sandbox } = await openCloud({ osm: { firstPoll: 'cursorOnly' } });
  const json = await osm('GET cases/instant-messages', { query: { case_ids: first } });
  assert.deepEqual(rows(json, 'immsg'), []);
  sandbox.replyAsEngineer(first, 'x');
  const cursor = String(json['last_message_time_id']);
  const next = await osm('GET cases/instant-messages', { query: { case_ids: first, last_message_time_id: cursor } });
  assert.equal(rows(next, 'immsg').length, 1);
  const query = { case_ids: first, last_message_time_id: 'yesterday' };
  await osmRefused('GET cases/instant-messages', 'OSM.01010001', { query });
});

test('a poll takes ids with commas too; one bad id spoils it, and none is refused', async () => {
  const { osm, osmRefused } = await openCloud();
  const json = await osm('GET cases/instant-messages', { query: { case_ids: `${first},${waiting}` } });
  assert.equal(rows(json, 'imstatus').length, 2);
  await osmRefused('GET cases/instant-messages', 'OSM.01010015', { query: { case_ids: `${first},TT1` } });
  await osmRefused('GET cases/instant-messages', 'OSM.01010001');
});

test('what the vendor has written counts as unread until it is marked read', async () => {
  const { osm, sandbox } = await openCloud();
  const unread = async (): Promise<Json | undefined> => {
    return rows(await osm('GET cases/instant-messages/unread', { query: { case_ids: second } }), 'imunread')[0];
  };
  assert.deepEqual(await unread(), { incident_id: second, status: 1, unread_num: 2 });
  assert.deepEqual(await osm(`POST cases/${second}/instant-messages/unread`, { body: {} }), {});
  assert.equal((await unread())?.['unread_num'], 0);
  sandbox.replyAsEngineer(second, 'x');
  assert.equal((await unread())?.['unread_num'], 1);
});

test('older messages are those before the time of the last seen one, newest first, its time being text or number', async () => {
  const cloud = await openCloud();
  const all = await messagesOf(cloud, waiting);
  const seen = all[5];
  assert.ok(seen !== undefined);
  const query = { create_time: String(seen['create_time']), type: String(seen['type']), limit: '3' };
  const older = await cloud.osm(`GET cases/${waiting}/instant-messages/more`, { query });
  assert.equal(older['count'], 5);
  const contents = rows(older, 'message_list').map(({ content }) => content);
  assert.deepEqual(
    contents,
    [all[4], all[3], all[2]].map((message) => message?.['content']),
  );
  const epoch = String(Date.parse(`${String(seen['create_time']).replace(' ', 'T')}+08:00`));
  const same = await cloud.osm(`GET cases/${waiting}/instant-messages/more`, {
    query: { ...query, create_time: epoch },
  });
  assert.deepEqual(same, older);
  for (const [name, code] of [
    ['create_time', 'OSM.01010001'],
    ['type', 'OSM.01010012'],
    ['limit', 'OSM.01010001'],
  ] as const) {
    const { [name]: _left, ...rest } = query;
    await cloud.osmRefused(`GET cases/${waiting}/instant-messages/more`, code, { query: rest });
  }
});

test('of messages within one second none is left out of the older ones', async () => {
  const cloud = await openCloud();
  for (const content of ['a', 'b']) cloud.sandbox.replyAsEngineer(first, content);
  await cloud.osm(`POST cases/${first}/message`, { body: { message: { content: 'c' } } });
  const last = (await messagesOf(cloud, first)).at(-1);
  const older = async (type: string): Promise<readonly unknown[]> => {
    const query = { create_time: String(last?.['create_time']), type, limit: '2' };
    const json = await cloud.osm(`GET cases/${first}/instant-messages/more`, { query });
    return rows(json, 'message_list').map(({ content }) => content);
  };
  assert.deepEqual(await older('0'), ['b', 'a']);
  assert.equal((await older('1'))[0], 'a');
});

test('a message of one’s own can be withdrawn by the id from the detail; that of the vendor and the first cannot', async () => {
  const cloud = await openCloud();
  const { osm, osmRefused } = cloud;
  await osm(`POST cases/${second}/message`, { body: { message: { content: 'wrong window' } } });
  const detail = object(await osm(`GET cases/${second}`), 'incident_detail_info');
  const messages = rows(detail, 'message_list');
  const withdraw = (message: Json | undefined): string => {
    return `POST cases/${second}/instant-messages/${String(message?.['message_id'])}/withdraw`;
  };
  assert.deepEqual(await osm(withdraw(messages.at(-1)), { body: {} }), {});
  const left = await messagesOf(cloud, second);
  assert.ok(!left.some(({ content }) => content === 'wrong window'));
  await osmRefused(withdraw(messages.at(-1)), 'OSM.01010001');
  await osmRefused(withdraw(messages[1]), 'OSM.01010002');
  await osmRefused(withdraw(messages[0]), 'OSM.01010002');
});

test('a colleague writes with the id of the group in the body', async () => {
  const { osm, osmRefused, sandbox } = await openCloud();
  const path = 'POST cases/TT20261101000012/message';
  const message = { content: '我来跟进' };
  await osmRefused(path, 'OSM.01010002', { body: { message } });
  await osm(path, { body: { message, group_id: sandbox.groupId } });
  assert.equal(sandbox.findCase('TT20261101000012')?.messages.at(-1)?.replierId, sandbox.userId);
});

test('what a write answers when it went well can be chosen', async () => {
  for (const [success, expected] of [
    ['empty', {}],
    ['zeros', { error_code: 'OSM.00000000', error_msg: 'success' }],
    ['nulls', { error_code: null, error_msg: null }],
    ['noBody', undefined],
  ] as const) {
    const { send } = await openCloud({ osm: { success } });
    const body = { message: { content: 'x' } };
    const answer = await send(`POST /v2/servicerequest/cases/${first}/message`, { body });
    assert.deepEqual([answer.status, answer.json], [200, expected]);
  }
});

test('how many tickets a poll takes can be limited', async () => {
  const { osm, osmRefused } = await openCloud({ osm: { mostPolled: 1 } });
  await osm('GET cases/instant-messages', { query: { case_ids: first } });
  await osmRefused('GET cases/instant-messages', 'OSM.01010001', { query: { case_ids: `${first},${waiting}` } });
});
