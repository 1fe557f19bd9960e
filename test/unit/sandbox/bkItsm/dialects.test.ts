import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxOptions } from '../../../../src/sandbox/bkItsm/sandbox.ts';
import { openSandbox, type Answer } from './sandboxClient.ts';

const question = { title: 'a "b" <x>c</x>', question: 'it\'s <b>"bold"</b><script>1</script>' };

async function stored(htmlFilter: SandboxOptions['htmlFilter']): Promise<readonly unknown[]> {
  const { create, info } = await openSandbox({ htmlFilter });
  const { fields } = await info(await create(14, question));
  return ['title', 'question'].map((key) => fields.find((field) => field.key === key)?.value);
}

test('the filter of stored texts came with time and spares TEXT since 2.7.1', async () => {
  const filteredTitle = 'a &quot;b&quot; c';
  assert.deepEqual(await stored('2.6.11'), [question.title, question.question]);
  assert.deepEqual(await stored('2.6.20'), [question.title, question.question], 'RICHTEXT only');
  assert.deepEqual(await stored('2.7.0'), [filteredTitle, 'it&#039;s <b>&quot;bold&quot;</b>1']);
  assert.deepEqual(await stored('2.7.1'), [filteredTitle, question.question]);
  assert.deepEqual(await stored(undefined), await stored('2.7.1'));
});

test('an old bus does not look at the header, only at the parameters', async () => {
  const { sandbox, get, post, gateway } = await openSandbox({ supportsHeader: false });
  const { appCode, appSecret, token } = sandbox;
  const credentials = { bk_app_code: appCode, bk_app_secret: appSecret, bk_token: token };
  const refused = await get('get_services', {});
  assert.deepEqual([refused.code, refused.message], [1306000, 'APP Code [bk_app_code] cannot be empty']);
  assert.equal((await get('get_services', credentials)).result, true);
  assert.equal((await post('get_tickets', credentials)).result, true);
  assert.equal((await gateway('get_services', {})).result, true, 'the gateway does');
});

test('too many calls are answered by each door in its own way', async () => {
  const { sandbox, authorization, get } = await openSandbox();
  sandbox.inject({ kind: 'rateLimit', endpoint: 'get_services', times: 2 });
  assert.deepEqual([(await get('get_services', {})).code, (await get('get_service_catalogs', {})).code], [1306429, 0]);
  const response = await fetch(`${sandbox.gatewayUrl}/v2/itsm/get_services/`, { headers: authorization });
  const answer = (await response.json()) as Answer;
  assert.deepEqual([response.status, answer.code, answer.result], [429, 1642902, false]);
  assert.equal((await get('get_services', {})).result, true, 'it ends after as many answers as were told');
});

test('the gateway demands a user for some names', async () => {
  const { sandbox } = await openSandbox();
  const { appCode, appSecret } = sandbox;
  const headers = { 'X-Bkapi-Authorization': JSON.stringify({ bk_app_code: appCode, bk_app_secret: appSecret }) };
  const statusOf = async (name: string, method: 'GET' | 'POST'): Promise<number> => {
    const init = method === 'GET' ? { headers } : { method, body: '{}', headers };
    return (await fetch(`${sandbox.gatewayUrl}/v2/itsm/${name}/`, init)).status;
  };
  for (const name of ['ticket_approval_result', 'comment', 'approve', 'edit_field', 'add_follower']) {
    assert.equal(await statusOf(name, 'POST'), 400, name);
  }
  for (const name of ['callback_failed_ticket', 'get_service_roles'])
    assert.equal(await statusOf(name, 'GET'), 400, name);
  for (const name of ['create_ticket', 'proceed_approval', 'token/verify', 'operate_node']) {
    assert.equal(await statusOf(name, 'POST'), 200, name);
  }
  for (const name of ['get_services', 'get_service_detail', 'get_service_catalogs', 'get_approver']) {
    assert.equal(await statusOf(name, 'GET'), 200, name);
  }
});

test('up to 2.6.1 refusals of the newer endpoints are clean texts too', async () => {
  const { post } = await openSandbox({ dialect: '2.6.1' });
  const { code, message } = await post('create_ticket', { service_id: 99, fields: [] });
  assert.deepEqual([code, message], [3900005, '服务:服务不存在，请联系管理员！']);
});
