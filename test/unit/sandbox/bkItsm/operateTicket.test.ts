import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertDone, assertRefused, openSandbox } from './sandboxClient.ts';

const disk = 'INC20260901000004';
const { sandbox, operateTicket, status, info, get } = await openSandbox();

async function word(sn: string): Promise<string> {
  return (await status(sn)).current_status;
}

test('every action needs an action_message that is neither blank nor longer than 255 characters', async () => {
  for (const action of ['SUSPEND', 'TERMINATE']) {
    const missing = await operateTicket(disk, action, { action_message: undefined });
    assert.deepEqual([missing.code, missing.message], [3900004, "接口异常，请检查请求参数: 'action_message'"]);
    const blank = await operateTicket(disk, action, { action_message: '' });
    assert.deepEqual([blank.code, /code='blank'/.test(blank.message)], [3900004, true]);
    const long = await operateTicket(disk, action, { action_message: 'x'.repeat(256) });
    assert.deepEqual([long.code, /code='max_length'/.test(long.message)], [3900004, true]);
  }
  assert.equal(await word(disk), 'RUNNING');
});

test('another action, an unknown sn and a stranger are refused', async () => {
  const other = await operateTicket(disk, 'DELIVER');
  assert.deepEqual([other.code, other.message], [3900004, '单据操作失败，不支持的操作类型: DELIVER']);
  assert.equal((await operateTicket('REQ0', 'SUSPEND')).code, 3900022);
  assertRefused(await operateTicket(disk, 'SUSPEND', { operator: 'wangwu' }), '抱歉，wangwu无权操作该单据');
});

test('nobody in particular may operate a ticket with an open step, except a ticket manager', async () => {
  const sn = 'REQ20260901000013';
  assertRefused(await operateTicket(sn, 'SUSPEND'), '抱歉，zhangsan无权操作该单据');
  assertDone(await operateTicket(sn, 'TERMINATE', { operator: 'admin' }));
});

test('SUSPEND stops the ticket, leaves the step as it is, and UNSUSPEND goes back', async () => {
  assertRefused(await operateTicket(disk, 'UNSUSPEND'), '抱歉，该单据不在挂起中，无法操作');
  assertDone(await operateTicket(disk, 'SUSPEND'));
  const suspended = await status(disk);
  assert.equal(suspended.current_status, 'SUSPENDED');
  assert.deepEqual(
    suspended.current_steps[0]?.operations.map(({ key }) => key),
    ['TRANSITION', 'SUSPEND', 'DELIVER', 'TERMINATE'],
  );
  assertDone(await operateTicket(disk, 'UNSUSPEND'));
  assert.equal(await word(disk), 'RUNNING');
});

test('a second SUSPEND is a trap: afterwards UNSUSPEND answers success and changes nothing', async () => {
  const sn = 'REQ20260901000001';
  assertDone(await operateTicket(sn, 'SUSPEND'));
  assertDone(await operateTicket(sn, 'SUSPEND'));
  assertDone(await operateTicket(sn, 'UNSUSPEND'));
  assertDone(await operateTicket(sn, 'UNSUSPEND'));
  assert.equal(await word(sn), 'SUSPENDED');
});

test('UNSUSPEND goes back to a status of the service’s own', async () => {
  const sn = 'CRQ20260901000021';
  assertDone(await operateTicket(sn, 'SUSPEND'));
  assertDone(await operateTicket(sn, 'UNSUSPEND'));
  assert.equal(await word(sn), 'CBF7D1A2');
});

test('TERMINATE ends the ticket although its node forbids it, and its reason is lost', async () => {
  const sn = 'REQ20260901000007';
  assertDone(await operateTicket(sn, 'TERMINATE', { action_message: 'duplicate' }));
  const { current_status: ended, current_steps: steps, operations } = await status(sn);
  assert.deepEqual([ended, steps, operations], ['TERMINATED', [], []]);
  const { logs } = (await get('get_ticket_logs', { sn })).data as { logs: { message: string; source: string }[] };
  assert.deepEqual([logs.at(-1)?.message, logs.at(-1)?.source], ['zhangsan 关闭了单据.', 'SYS']);
  assert.equal(JSON.stringify(logs).includes('duplicate'), false);
  assertRefused(await operateTicket(sn, 'SUSPEND'), '抱歉，单据已关闭，无法操作');
});

test('WITHDRAW is for the creator, while only the first node has ended', async () => {
  const mine = 'REQ20260901000005';
  assertRefused(await operateTicket(disk, 'WITHDRAW'), '抱歉，你无权撤销单据，请联系提单人');
  const missing = await operateTicket(mine, 'WITHDRAW', { action_message: undefined });
  assert.equal(missing.code, 3900004);
  assertDone(await operateTicket(mine, 'WITHDRAW'));
  const { current_status: ended, end_at: endedAt } = await info(mine);
  assert.equal(ended, 'REVOKED');
  assert.notEqual(endedAt, null);
  assertRefused(await operateTicket(mine, 'WITHDRAW'), '抱歉，单据已经结束，无法撤销');
  const automatic = await operateTicket('CRQ20260901000011', 'WITHDRAW', { operator: 'lisi' });
  assertRefused(automatic, '抱歉，单据执行中，无法撤销');
});

test('WITHDRAW is refused where the flow forbids it, before anything else is looked at', async () => {
  const sn = 'REQ20260901000015';
  assertRefused(await operateTicket(sn, 'WITHDRAW'), '抱歉，当前流程配置无法撤单，请联系服务负责人');
  assert.equal(
    (await status(sn)).operations.some(({ key }) => key === 'WITHDRAW'),
    false,
  );
});

test('work that was queued before the end does not bring the ticket back', async () => {
  const sn = 'INC20260901000014';
  const ticket = sandbox.findTicket(sn);
  assertDone(await operateTicket(sn, 'TERMINATE'));
  sandbox.runEngine();
  assert.equal(ticket?.status, 'TERMINATED');
});
