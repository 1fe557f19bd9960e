import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BkPage } from '../../../../src/sandbox/bkItsm/wire.ts';
import { assertDone, openSandbox, type Answer } from './sandboxClient.ts';

const { sandbox, gateway, status, create, operate } = await openSandbox();

const host = {
  environment: 'test',
  justification: '',
  hostname: 'a',
  cpu: '4',
  needed_on: '2099-01-01',
  image: 'centos7',
};
const request = { ...host, agents: 'monitor', backup_window: '', owner: 'lisi' };
const incident = { severity: 'p1', host: 'web-1', symptom: 'x' };
const to = (type: string, processors: string): Readonly<Record<string, string>> => ({
  processors_type: type,
  processors,
  action_message: 'please',
});

async function step(sn: string): Promise<readonly unknown[]> {
  const [first] = (await status(sn)).current_steps;
  return [first?.status, first?.processors_type, first?.processors];
}

async function assertOutOfRange(answer: Promise<Answer>, text: string): Promise<void> {
  const { code, message } = await answer;
  assert.deepEqual([code, message], [3900005, `参数验证失败: ${text}`]);
}

async function find(user: string, view: string, sn: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { data } = await gateway('get_tickets_by_user', { user, view_type: view, page_size: '100' });
  return (data as BkPage<Readonly<Record<string, unknown>>>).items.find((item) => item['sn'] === sn);
}

test('a role is resolved to its members, but lists keep its id', async () => {
  const sn = await create(11, request);
  assert.deepEqual(await step(sn), ['RUNNING', 'GENERAL', 'zhangsan,lisi']);
  assert.equal((await find('lisi', 'my_todo', sn))?.['current_processors'], ',3,');
  assert.equal(await find('wangwu', 'my_todo', sn), undefined);
});

test('an organisation is resolved to its members, and has a mark in lists', async () => {
  const rows = [{ ip: '10.0.0.1', kind: 'db' }];
  const sn = await create(13, { start_at: '2099-01-01 00:00:00', hosts: rows, rollback: 'x' });
  assert.deepEqual(await step(sn), ['RUNNING', 'ORGANIZATION', 'zhangsan,lisi,wangwu']);
  assert.equal((await find('wangwu', 'my_todo', sn))?.['current_processors'], ',O_21,');
});

test('a step is handed over to a role within the range, not to others', async () => {
  const sn = await create(11, request);
  await assertOutOfRange(operate(sn, 'DELIVER', to('GENERAL', '7')), '当前分配的部分用户组可能不存在');
  await assertOutOfRange(
    operate(sn, 'DELIVER', to('PERSON', 'zhaoliu')),
    '当前分配的部分用户可能不符合条件，请确保用户在zhangsan,lisi,wangwu中',
  );
  assertDone(await operate(sn, 'DELIVER', to('GENERAL', '5')));
  assert.deepEqual(await step(sn), ['RUNNING', 'GENERAL', 'lisi,wangwu']);
  assert.match(sandbox.findTicket(sn)?.logs.at(-1)?.message ?? '', /转单给【变更经理】/);
});

test('without a range any role that exists will do, and whole organisations', async () => {
  const sn = await create(18, { alarm: 'x' });
  await assertOutOfRange(operate(sn, 'DISTRIBUTE', to('GENERAL', '99')), '当前分配的用户组可能不存在');
  await assertOutOfRange(operate(sn, 'DISTRIBUTE', to('CMDB', '3')), '当前分配的用户组可能不存在');
  assertDone(await operate(sn, 'DISTRIBUTE', to('ORGANIZATION', '22')));
  assert.deepEqual(await step(sn), ['RECEIVING', 'ORGANIZATION', 'zhaoliu,chenqi']);
});

test('a range of persons out of an organisation refuses others and groups of another type', async () => {
  const sn = await create(12, incident);
  assert.deepEqual(await step(sn), ['DISTRIBUTING', 'PERSON', 'zhangsan']);
  await assertOutOfRange(operate(sn, 'DISTRIBUTE', to('GENERAL', '3')), '当前分配的用户组类型不正确');
  await assertOutOfRange(
    operate(sn, 'DISTRIBUTE', to('PERSON', 'chenqi')),
    '当前分配的部分用户可能不符合条件，请确保用户在zhangsan,lisi,wangwu中',
  );
  assertDone(await operate(sn, 'DISTRIBUTE', to('PERSON', 'wangwu,lisi')));
  assert.deepEqual(await step(sn), ['RUNNING', 'PERSON', 'wangwu,lisi']);
});

test('what is assigned to several is claimed by one of them, and is then his alone', async () => {
  const sn = await create(18, { alarm: 'x' });
  assertDone(await operate(sn, 'DISTRIBUTE', to('GENERAL', '7')));
  assert.deepEqual(await step(sn), ['RECEIVING', 'GENERAL', 'zhangsan,zhaoliu']);
  assertDone(await operate(sn, 'CLAIM', { operator: 'zhaoliu', ...to('PERSON', 'zhaoliu') }));
  assert.deepEqual(await step(sn), ['RUNNING', 'PERSON', 'zhaoliu']);
});

test('members of a role claim from it', async () => {
  const sn = await create(17, { asset: 'SRV-1', fault: 'fan' });
  assert.deepEqual(await step(sn), ['RECEIVING', 'GENERAL', 'zhangsan,zhaoliu']);
  assertDone(await operate(sn, 'CLAIM', to('PERSON', 'zhangsan')));
  assert.deepEqual(await step(sn), ['RUNNING', 'PERSON', 'zhangsan']);
});

test('STARTER means the creator, and an unknown type is refused', async () => {
  const sn = await create(17, { asset: 'SRV-1', fault: 'fan' }, { creator: 'chenqi' });
  assertDone(await operate(sn, 'CLAIM', to('PERSON', 'zhangsan')));
  assertDone(await operate(sn, 'DELIVER', to('STARTER', 'x')));
  assert.deepEqual(await step(sn), ['RUNNING', 'PERSON', 'chenqi']);
  assert.match(
    (await operate(sn, 'DELIVER', { operator: 'chenqi', ...to('FRIEND', 'x') })).message,
    /'processors_type'/,
  );
});

test('a ticket that belongs to another shows the status of that one in lists', async () => {
  const slave = (await find('zhangsan', 'my_todo', 'INC20260901000023'))?.['current_status'];
  assert.equal(slave, 'RUNNING');
  const body = { sn: 'INC20260901000004', operator: 'zhangsan', action_type: 'SUSPEND', action_message: 'x' };
  assertDone(await gateway('operate_ticket', {}, body));
  const item = await find('zhangsan', 'my_todo', 'INC20260901000023');
  assert.deepEqual([item?.['current_status'], item?.['current_status_display']], ['SUSPENDED', '挂起']);
  assert.equal((await status('INC20260901000023')).current_status, 'RUNNING');
});

test('lists by user can be narrowed to a current processor', async () => {
  const sn = await create(12, incident);
  const query = { user: 'zhangsan', view_type: 'my_created', page_size: '100' };
  const sns = async (processor: string): Promise<readonly string[]> => {
    const { data } = await gateway('get_tickets_by_user', { ...query, current_processor: processor });
    return (data as BkPage<{ sn: string }>).items.map((item) => item.sn);
  };
  assert.ok((await sns('zhangsan')).includes(sn));
  assert.equal((await sns('wangwu')).includes(sn), false);
});
