import assert from 'node:assert/strict';
import { test } from 'node:test';
import { object, openCloud, rows, type Answer, type Json, type TestCloud } from './huaweiClient.ts';

const ticket = 'TT20261101000001';

function jsonFile(name: string, bytes: string | Buffer, rest: Json = {}): Json {
  const accessory_data = Buffer.from(bytes).toString('base64');
  return { accessory_name: name, accessory_from: 'message', upload_type: 0, accessory_data, ...rest };
}

async function upload({ osm }: TestCloud, name: string, bytes: string | Buffer, rest: Json = {}): Promise<string> {
  const answer = await osm('POST accessorys/json-format-content', { body: jsonFile(name, bytes, rest) });
  return String(answer['accessory_id']);
}

function download({ send }: TestCloud, path: string): Promise<Answer> {
  return send(`GET /v2/servicerequest/accessorys/${path}`);
}

/** The files of all messages of the first sample. */
async function filesOf({ osm }: TestCloud): Promise<readonly Json[]> {
  const detail = object(await osm(`GET cases/${ticket}`), 'incident_detail_info');
  return rows(detail, 'message_list').flatMap((message) => rows(message, 'accessory_list'));
}

test('the limits are texts, the size in megabytes', async () => {
  const { osm } = await openCloud();
  const limits = object(await osm('GET accessorys/limits'), 'accessory_limit');
  assert.deepEqual([limits['limit_count'], limits['limit_size']], ['5', '8']);
  assert.match(String(limits['limit_file_type']), /(^|,)png(,|$)/);
});

test('a message shows the name of a file, neither its size nor its type', async () => {
  const [picture, log] = await filesOf(await openCloud());
  assert.deepEqual(Object.keys(picture ?? {}), ['accessory_id', 'file_actual_name']);
  assert.deepEqual([picture?.['file_actual_name'], log?.['file_actual_name']], ['监控截图.png', 'ssh.log']);
});

test('a file is uploaded as base64 or as a form, and goes with a message', async () => {
  const cloud = await openCloud();
  const first = await upload(cloud, '日志.txt', 'hello');
  const form = new FormData();
  form.append('file', new Blob(['world']), '第二.txt');
  form.append('form_data', JSON.stringify({ accessory_from: 'message' }));
  const second = String((await cloud.osm('POST accessorys', { body: form }))['accessory_id']);
  const message = { content: '见附件', accessory_ids: [first, second] };
  await cloud.osm(`POST cases/${ticket}/message`, { body: { message } });
  const names = (await filesOf(cloud)).map((file) => file['file_actual_name']);
  assert.deepEqual(names.slice(2), ['日志.txt', '第二.txt']);
  assert.equal((await download(cloud, second)).bytes.toString(), 'world');
});

test('what is uploaded for a ticket does not go with a message, and nobody’s but one’s own', async () => {
  const cloud = await openCloud();
  const path = `POST cases/${ticket}/message`;
  const forTicket = await upload(cloud, 'a.txt', 'x', { accessory_from: 'incident' });
  const own = await upload(cloud, 'a.txt', 'x');
  for (const accessory_ids of [[forTicket], ['x'], Array.from({ length: 6 }, () => own)]) {
    await cloud.osmRefused(path, 'OSM.01010001', { body: { message: { content: 'x', accessory_ids } } });
  }
});

test('files of a wrong type, size, origin or form are refused', async () => {
  const { osmRefused } = await openCloud();
  const path = 'POST accessorys/json-format-content';
  for (const body of [
    jsonFile('a.exe', 'x'),
    jsonFile('noextension', 'x'),
    jsonFile('a.txt', Buffer.alloc(8_000_001)),
    jsonFile('../a.txt', 'x'),
    jsonFile('a.txt', 'x', { accessory_from: 'elsewhere' }),
    jsonFile('a.txt', 'x', { accessory_data: '%' }),
    jsonFile('a.txt', ''),
  ]) {
    await osmRefused(path, 'OSM.01010001', { body });
  }
  assert.match(await osmRefused(path, 'OSM.01010012', { body: jsonFile('a.txt', 'x', { upload_type: 2 }) }), /0 or 1/);
  await osmRefused('POST accessorys', 'OSM.01010001', { body: new FormData() });
});

test('too much in one day is refused until the next', async () => {
  const cloud = await openCloud({ tokenLife: 1e10 });
  const big = Buffer.alloc(8_000_000);
  const path = 'POST accessorys/json-format-content';
  for (let count = 0; count < 4; count += 1) await upload(cloud, 'a.zip', big);
  await upload(cloud, 'a.zip', Buffer.alloc(7_990_000));
  await cloud.osmRefused(path, 'OSM.01010005', { body: jsonFile('a.zip', big) });
  cloud.wait(25 * 3_600_000);
  await upload(cloud, 'a.zip', big);
});

test('a download is bytes with a name in both forms, a picture can be had as such', async () => {
  const cloud = await openCloud();
  const [picture, log] = await filesOf(cloud);
  const answer = await download(cloud, String(picture?.['accessory_id']));
  assert.equal(answer.headers.get('Content-Type'), 'application/octet-stream');
  const name = encodeURIComponent('监控截图.png');
  const disposition = answer.headers.get('Content-Disposition');
  assert.equal(disposition, `attachment; filename="____.png"; filename*=UTF-8''${name}`);
  const image = await download(cloud, `${String(picture?.['accessory_id'])}/image`);
  assert.equal(image.headers.get('Content-Type'), 'image/png');
  assert.deepEqual(image.bytes, answer.bytes);
  assert.deepEqual([image.bytes.toString('latin1', 1, 4), image.bytes.readUInt32BE(16)], ['PNG', 120]);
  await cloud.osmRefused(`GET accessorys/${String(log?.['accessory_id'])}/image`, 'OSM.01010001');
  await cloud.osmRefused('GET accessorys/x', 'OSM.01010001');
});

test('several files, their ids with commas in the path, come as one archive', async () => {
  const cloud = await openCloud();
  const ids = [await upload(cloud, '一.txt', 'one'), await upload(cloud, 'two.txt', 'two')];
  const { bytes } = await download(cloud, ids.join(','));
  assert.equal(bytes.toString('latin1', 0, 4), 'PK\u0003\u0004');
  const end = bytes.length - 22;
  assert.equal(bytes.readUInt16LE(end + 10), 2);
  const directory = bytes.readUInt32LE(end + 16);
  assert.equal(bytes.toString('latin1', directory, directory + 4), 'PK\u0001\u0002');
  assert.ok(bytes.includes('一.txt') && bytes.includes('one') && bytes.includes('two'));
});

test('links to files work without a token, under the names of the SDKs, of older pages, or both', async () => {
  for (const [accessUrlNames, keys] of [
    ['sdk', ['accessory_id', 'accessory_name', 'accessory_url']],
    ['pages', ['accessory_id', 'name', 'url']],
    ['both', ['accessory_id', 'accessory_name', 'accessory_url', 'name', 'url']],
  ] as const) {
    const cloud = await openCloud({ osm: { accessUrlNames } });
    const accessory_ids = await upload(cloud, 'a.txt', 'hello');
    const [link] = rows(await cloud.osm('GET accessorys/access-urls', { query: { accessory_ids } }), 'accessory_urls');
    assert.deepEqual(Object.keys(link ?? {}), keys);
    const url = String(link?.['accessory_url'] ?? link?.['url']);
    assert.equal(await (await fetch(url)).text(), 'hello');
    assert.equal((await fetch(`${url}x`)).status, 404);
  }
});

test('one link wants to know what the file belongs to', async () => {
  const cloud = await openCloud();
  const path = `GET accessorys/${await upload(cloud, 'a.txt', 'hello')}/access-url`;
  const { accessory_url: url } = await cloud.osm(path, { query: { relation_type: 'MESSAGE' } });
  assert.equal(await (await fetch(String(url))).text(), 'hello');
  await cloud.osmRefused(path, 'OSM.01010001');
});

test('a file can be deleted by its owner, and then is in no message any more', async () => {
  const cloud = await openCloud();
  const [picture] = await filesOf(cloud);
  const path = `DELETE accessorys/${String(picture?.['accessory_id'])}`;
  await cloud.osmRefused(path, 'OSM.01010002', { token: cloud.sandbox.colleague.token });
  await cloud.osm(path);
  assert.equal((await filesOf(cloud)).length, 1);
  await cloud.osmRefused(path, 'OSM.01010001');
});

test('a colleague’s file needs the id of the group', async () => {
  const cloud = await openCloud();
  const [picture] = await filesOf(cloud);
  const path = `GET /v2/servicerequest/accessorys/${String(picture?.['accessory_id'])}`;
  const { token } = cloud.sandbox.colleague;
  assert.equal((await cloud.send(path, { token })).json?.['error_code'], 'OSM.01010002');
  const query = { group_id: cloud.sandbox.groupId };
  assert.equal((await cloud.send(path, { token, query })).json, undefined);
});

test('the list can be exported with a language and a zone in the query', async () => {
  const { send, osmRefused } = await openCloud();
  const query = { language: 'en-us', timezone: 'GMT+0', limit: '100' };
  const { bytes, headers } = await send('GET /v2/servicerequest/cases/export', { query });
  assert.match(headers.get('Content-Disposition') ?? '', /cases\.csv/);
  assert.match(bytes.toString(), /^\uFEFFincident_id,/);
  assert.match(bytes.toString(), /"TT20261101000003","Products","Cannot log in[^"]*","2","2026-11-22 04:30:15"/);
  await osmRefused('GET cases/export', 'OSM.01010001', { query: { language: 'en-us' } });
});
