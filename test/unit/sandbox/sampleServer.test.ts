import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSampleServer } from '../../../src/sandbox/sampleServer.ts';

test('there is a sample connection for each system that both sides know, and for no other', async () => {
  const connections = await startSampleServer(['huawei-coc', 'another', 'bk-itsm', 'huawei-osm']);
  assert.deepEqual(
    connections.map(({ system }) => system),
    ['bk-itsm', 'huawei-osm', 'huawei-coc'],
  );
  for (const { ticketKeys, secrets } of connections) {
    assert.ok(ticketKeys.length >= 10);
    assert.ok(Object.values(secrets).every((secret) => secret.length >= 16));
  }
  await Promise.all(connections.map((connection) => connection.close()));
  assert.deepEqual(await startSampleServer([]), []);
});

test('what two connections share ends with the last of them', async () => {
  const [osm, coc] = await startSampleServer(['huawei-osm', 'huawei-coc']);
  assert.ok(osm !== undefined && coc !== undefined);
  assert.equal(osm.settings['iamUrl'], coc.settings['iamUrl']);
  await osm.close();
  await osm.close();
  assert.equal((await fetch(coc.baseUrl)).status, 200);
  await coc.close();
  await assert.rejects(fetch(coc.baseUrl));
});

test('every sample that is watched can be read with the settings and secrets given', async () => {
  const [osm] = await startSampleServer(['huawei-osm']);
  assert.ok(osm !== undefined);
  const { account, userName, iamUrl } = osm.settings;
  const user = { name: userName, password: osm.secrets['password'], domain: { name: account } };
  const auth = { identity: { methods: ['password'], password: { user } }, scope: { domain: { name: account } } };
  const signIn = await fetch(`${iamUrl}/v3/auth/tokens`, { method: 'POST', body: JSON.stringify({ auth }) });
  const headers = { 'X-Auth-Token': signIn.headers.get('X-Subject-Token') ?? '' };
  for (const key of osm.ticketKeys) {
    const answer = await fetch(`${osm.baseUrl}/v2/servicerequest/cases/${key}`, { headers });
    assert.ok('incident_detail_info' in ((await answer.json()) as object), key);
  }
  await osm.close();
});
