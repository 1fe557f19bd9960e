import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, startTime, type Json } from './huaweiClient.ts';

test('war rooms of the last thirty days are listed with their numbers; durations are minutes', async () => {
  const { coc, cocRefused } = await openCloud();
  const path = 'POST /v1/external/warrooms/list';
  const titles = async (body: Json): Promise<readonly unknown[]> => {
    return rows(await coc(path, { body }), 'list').map((room) => room['title']);
  };
  const json = await coc(path, { body: {} });
  assert.deepEqual([json['total_num'], json['running_num'], json['closed_num']], [2, 1, 1]);
  const [, closed] = rows(json, 'list');
  assert.deepEqual([closed?.['processing_duration'], closed?.['restoration_duration']], [19 * 60, 20 * 60]);
  assert.deepEqual(object(closed, 'war_room_status'), {
    id: '20',
    name_zh: '关闭WarRoom',
    name_en: 'War room closed',
    type: 'war_room_status',
  });
  assert.deepEqual(await titles({ status: ['3'] }), ['支付网关 5xx 应急']);
  assert.deepEqual(await titles({ incident_num: 'IM20261101080000020416005' }), ['SMS channel congested']);
  assert.deepEqual(await titles({ offset: 1, limit: 1 }), ['SMS channel congested']);
  assert.equal((await titles({ triggered_start_time: 0 })).length, 3);
  assert.deepEqual(await titles({ war_room_nums: ['WR20260801000003'], status: ['3'] }), ['Older than thirty days']);
  assert.deepEqual(Object.keys(await coc(path, { body: { statistic_flag: true } })).length, 3);
  await cocRefused(path, 'COC.00010002', { body: { limit: 1001 } });
});

test('a war room belongs to an incident', async () => {
  const { send, cocRefused, sandbox } = await openCloud();
  const path = 'POST /v1/external/warrooms';
  const body = {
    war_room_name: '应急',
    incident_number: 'IM20261101080000020416002',
    war_room_admin: sandbox.userId,
    region_code_list: ['cn-north-4'],
    application_id_list: [],
  };
  const { json } = await send(path, { body });
  assert.equal(sandbox.findIncident('IM20261101080000020416002')?.warRoomId, json?.['data']);
  await cocRefused(path, 'COC.00067003', { body: { ...body, incident_number: 'IM1' } });
  await cocRefused(path, 'COC.00010002', { body: { ...body, war_room_admin: 'nobody' } });
});

test('parts of a change are paged by a marker and hold JSON in texts', async () => {
  const { coc, cocRefused } = await openCloud();
  const path = 'GET /v1/change/tickets/CM20261101000001/list-sub-tickets';
  const first = rows(await coc(path, { query: 'type=child_ticket&limit=2' }), 'tickets');
  const marker = String(first[1]?.['id']);
  const rest = rows(await coc(path, { query: `type=child_ticket&limit=2&marker=${marker}` }), 'tickets');
  assert.deepEqual([first.length, rest.length], [2, 1]);
  assert.deepEqual(JSON.parse(String(first[0]?.['tags_json'])), [{ key: 'env', value: 'prod' }]);
  await cocRefused(path, 'COC.00010002', { query: 'limit=2' });
  const other = 'GET /v1/change/tickets/CM1/list-sub-tickets';
  await cocRefused(other, 'COC.00067003', { query: 'type=child_ticket' });
});

test('a change is agreed to or rejected by its reviewer and has a history', async () => {
  const { coc, cocRefused, sandbox } = await openCloud();
  const path = 'POST /v1/change/actions';
  const body = { ticket_id: 'CM20261101000001', action: 'agreed', params: { conclusion: 'true', approve_note: 'ok' } };
  await cocRefused(path, 'GOM.00007256', { body, token: sandbox.colleague.token });
  await coc(path, { body });
  await cocRefused(path, 'GOM.00007256', { body });
  const string_filters = [{ field: 'ticket_id', operator: '=', values: [body.ticket_id], name: 'a' }];
  const history = await coc('POST /v1/change/list-histories', { body: { string_filters } });
  assert.deepEqual(
    rows(history, 'info').map((entry) => [entry['action'], entry['start_time'] === startTime]),
    [
      ['create', false],
      ['agreed', true],
    ],
  );
});

function form(name: string, bytes: string | Uint8Array<ArrayBuffer>): FormData {
  const data = new FormData();
  data.append('file', new Blob([bytes]), name);
  return data;
}

test('an attachment is uploaded under the word incident, and answered with an envelope of its own', async () => {
  const { send, coc } = await openCloud();
  const answer = await send('POST /v1/incident/attachments', { body: form('日志.txt', 'hello') });
  const { json = {} } = answer;
  assert.deepEqual([answer.status, json['code'], json['msg'], json['name']], [200, '0', '', '日志.txt']);
  const data = object(json, 'data');
  assert.deepEqual(data, { doc_id: json['id'], doc_name: '日志.txt' });
  const created = await coc('POST /v1/issues_mgmt/tickets', {
    body: {
      title: 'a',
      description: 'b',
      enterprise_project: '0',
      ticket_type: 'issues_type_1000',
      virtual_schedule_type: 'issues_mgmt_virtual_schedule_type_2000',
      commit_upload_attachment: data['doc_id'],
    },
  });
  const entry = rows(created, 'enum_data_list').find((one) => one['prop_id'] === 'commit_upload_attachment');
  assert.deepEqual([entry?.['match_type'], entry?.['name_zh']], ['reference__app.attachment', '日志.txt']);
});

test('attachments of other types, without bytes or of more than 10 MB are refused in that envelope', async () => {
  const { send } = await openCloud();
  const big = new Uint8Array(10_000_001);
  for (const body of [form('a.exe', 'x'), form('a', 'x'), form('a.txt', ''), form('a.txt', big), new FormData()]) {
    const { status, json = {} } = await send('POST /v1/incident/attachments', { body });
    assert.deepEqual([status, json['code'], json['data'], json['error_code']], [400, 'COC.00010002', null, undefined]);
  }
});

test('a download brings the file, or an envelope with it', async () => {
  for (const download of ['binary', 'envelope'] as const) {
    const { send, cocRefused } = await openCloud({ coc: { download } });
    const { json } = await send('POST /v1/incident/attachments', { body: form('a.txt', 'hello') });
    const path = `GET /v1/incident/attachments/${String(json?.['id'])}`;
    const answer = await send(path);
    if (download === 'binary') {
      assert.equal(answer.bytes.toString(), 'hello');
      assert.match(answer.headers.get('Content-Disposition') ?? '', /filename="a\.txt"/);
    } else {
      assert.equal(answer.json?.['data'], Buffer.from('hello').toString('base64'));
    }
    await cocRefused('GET /v1/incident/attachments/x', 'COC.00010002');
  }
});
