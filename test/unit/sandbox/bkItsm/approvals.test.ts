import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BkApprovalResult, BkPage } from '../../../../src/sandbox/bkItsm/wire.ts';
import { assertDone, openSandbox, type Answer } from './sandboxClient.ts';

const { sandbox, get, post, gateway, status, info, create, transition, operate } = await openSandbox();
const ordered = { database: 'orders', until: '2099-01-01' };
const release = { version: '1.2.3' };

function approve(sn: string, approver: string, action = 'true', remark = ''): Promise<Answer> {
  return gateway('approve', {}, { sn, state_id: 2, approver, action, remark });
}

function assertNotApproved({ code, message }: Answer, reason: string): void {
  assert.deepEqual([code, message], [3900004, `单据操作失败: 单据审批失败，${reason}`]);
}

async function approvers(sn: string): Promise<unknown> {
  return ((await gateway('get_approver', { sn, state_id: '2' })).data as { approver: string }).approver;
}

async function remarks(sn: string): Promise<readonly unknown[]> {
  return (await info(sn)).fields.filter(({ name }) => name === '备注').map(({ value }) => value);
}

describe('approve', () => {
  test('passes without the keys of the fields; the remark goes where it belongs', async () => {
    const sn = 'REQ20260901000003';
    assertDone(await approve(sn, 'zhangsan', 'true', 'fine'));
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'FINISHED');
    assert.deepEqual(await remarks(sn), ['fine', null]);
  });

  test('rejects, even without a remark, as nothing is checked', async () => {
    const sn = await create(15, ordered);
    assertDone(await approve(sn, 'zhangsan', 'false'));
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'TERMINATED');
    assert.deepEqual(await remarks(sn), [null, '']);
  });

  test('keeps a step that several approve RUNNING, while operate_node leaves it QUEUEING and out of its sight', async () => {
    const sn = await create(16, release);
    assertDone(await approve(sn, 'wangwu'));
    sandbox.runEngine();
    const [step] = (await status(sn)).current_steps;
    assert.deepEqual([step?.status, step?.processors], ['RUNNING', 'zhangsan,lisi,wangwu']);
    const [result = '', , reject = ''] = step?.fields.map(({ key }) => key) ?? [];
    assertDone(await transition(sn, 2, { [result]: 'true', [reject]: '' }, 'lisi'));
    sandbox.runEngine();
    assertNotApproved(await approve(sn, 'zhangsan'), '单据当前状态非RUNNING');
    assertDone(await transition(sn, 2, { [result]: 'true', [reject]: '' }));
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'FINISHED');
  });

  test('registers the signer at once, so a second one is refused and get_approver knows him', async () => {
    const sn = await create(16, release);
    assert.equal(await approvers(sn), '');
    assertDone(await approve(sn, 'lisi'));
    assert.equal(await approvers(sn), 'lisi');
    assertNotApproved(await approve(sn, 'lisi'), 'lisi不是当前节点的审批人，无法审批');
  });

  test('respects the order of signers', async () => {
    const sn = await create(15, ordered);
    assertNotApproved(await approve(sn, 'lisi'), 'lisi不是当前节点的审批人，无法审批');
    assertDone(await approve(sn, 'zhangsan'));
    sandbox.runEngine();
    assertDone(await approve(sn, 'lisi'));
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'FINISHED');
  });

  test('leaves the others free to hand over, though not to somebody who has signed', async () => {
    const sn = await create(15, ordered);
    await approve(sn, 'zhangsan');
    sandbox.runEngine();
    const deliver = { operator: 'lisi', processors_type: 'PERSON', action_message: 'x' };
    assert.equal((await operate(sn, 'DELIVER', { ...deliver, processors: 'zhangsan' })).code, 3900046);
    assertDone(await operate(sn, 'DELIVER', { ...deliver, processors: 'wangwu' }));
    assert.equal((await status(sn)).current_steps[0]?.processors, 'zhangsan,wangwu');
  });

  test('is for approvals only', async () => {
    const sn = 'INC20260901000004';
    assertNotApproved(await approve(sn, 'zhangsan'), '目标节点Handle the incident不是审批节点');
    assert.equal((await approve('REQ0', 'zhangsan')).code, 3900022);
    assert.equal((await gateway('approve', {}, { sn, state_id: 9 })).code, 3900004);
  });
});

test('a rejection may lead back to the creator, whose step is then his to submit again', async () => {
  const sn = await create(16, release);
  await approve(sn, 'lisi', 'false', 'wrong version');
  sandbox.runEngine();
  const [step] = (await status(sn)).current_steps;
  assert.deepEqual([step?.state_id, step?.processors, step?.processors_type], [1, 'zhangsan', 'PERSON']);
  assertDone(await transition(sn, 1, { title: 'again', version: '1.2.4', notes: '' }));
  sandbox.runEngine();
  assert.deepEqual([(await status(sn)).current_steps[0]?.state_id, await approvers(sn)], [2, '']);
});

function proceed(sn: string | undefined, rest: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  const body = {
    process_inst_id: sn,
    activity: 2,
    submit_action: 'false',
    submit_opinion: 'no',
    handler: 'zhangsan',
  };
  return gateway('proceed_approval', {}, { ...body, ...rest });
}

describe('proceed_approval', () => {
  test('puts the opinion into the first remark, whatever the result', async () => {
    const sn = await create(15, ordered);
    assertDone(await proceed(sn));
    sandbox.runEngine();
    assert.deepEqual([(await status(sn)).current_status, await remarks(sn)], ['TERMINATED', ['no', null]]);
  });

  test('needs an opinion, a known result, a known ticket and a signer', async () => {
    const sn = await create(15, ordered);
    const missing = await proceed(sn, { submit_opinion: undefined });
    assert.deepEqual([missing.code, missing.message], [3900004, "接口异常，请检查请求参数: 'submit_opinion'"]);
    assert.match((await proceed(sn, { submit_action: 'maybe' })).message, /'submit_action'/);
    assert.match((await proceed('REQ0')).message, /process_inst_id = REQ0 对应的单据不存在！/);
    assertNotApproved(await proceed(sn, { handler: 'wangwu' }), 'wangwu不是当前节点的审批人，无法审批');
  });
});

async function messageOf(answer: Promise<Answer>): Promise<unknown[]> {
  const { code, message } = await answer;
  return [code, message];
}

function nodeResult(sn: string, stateId = '2'): Promise<Answer> {
  return gateway('get_approve_node_result', { sn, state_id: stateId });
}

test('the result of an approval can be asked for once it has ended', async () => {
  const sn = await create(15, ordered);
  assert.deepEqual(await messageOf(nodeResult(sn)), [
    3900005,
    `参数验证失败: sn[${sn}], state[2] 当前节点状态为非结束状态`,
  ]);
  assert.deepEqual(await messageOf(nodeResult(sn, '9')), [
    3900005,
    `参数验证失败: sn[${sn}], state[9] 未查到对应的节点状态`,
  ]);
  assert.deepEqual(await messageOf(nodeResult('REQ0')), [3900005, '参数验证失败: sn[REQ0]对应的单据不存在！']);
  await approve(sn, 'zhangsan', 'false', 'not now');
  sandbox.runEngine();
  assert.deepEqual((await nodeResult(sn)).data, {
    name: '逐级审批',
    processed_user: 'zhangsan',
    approve_result: false,
    approve_remark: 'not now',
  });
});

async function approvalResults(sn: unknown): Promise<readonly BkApprovalResult[]> {
  return (await post('ticket_approval_result', { sn })).data as readonly BkApprovalResult[];
}

describe('ticket_approval_result', () => {
  test('takes a list, leaves out unknown numbers and says true only for what has finished and passed', async () => {
    const passed = await create(14, { question: 'x' });
    const sent = await create(16, release);
    await transition(passed, 2, { answer: 'y' });
    sandbox.runEngine();
    const results = await approvalResults([passed, sent, 'REQ0']);
    assert.deepEqual(
      results.map(({ sn, current_status: word, approve_result: result }) => [sn, word, result]),
      [
        [sent, 'RUNNING', false],
        [passed, 'FINISHED', true],
      ],
    );
    assert.deepEqual(Object.keys(results[0] ?? {}), [
      'sn',
      'title',
      'ticket_url',
      'current_status',
      'updated_by',
      'update_at',
      'approve_result',
    ]);
  });

  test('walks through a text by character and has a word for its trouble', async () => {
    assert.deepEqual(await approvalResults('REQ20260901000001'), []);
    for (const sn of [undefined, []]) {
      assert.equal((await post('ticket_approval_result', { sn })).code, 'SERVER_500_ERROR');
    }
  });
});

test('the summary of a ticket shows who must act and the first form, without tables and hidden fields', async () => {
  const sn = await create(13, {
    title: '变更',
    start_at: '2099-09-05 10:00:00',
    hosts: [{ ip: '10.0.0.1', kind: 'db' }],
    rollback: '恢复快照',
  });
  const { summary } = (await gateway('get_fast_approval_summary', { sn })).data as { summary: string };
  assert.deepEqual(summary.split('\n'), [
    '## 『ITSM-』: 变更',
    `**单号**: ${sn}`,
    '**服务目录**: 生产变更',
    '**当前环节**: 变更实施',
    '**提单人**: zhangsan',
    '**审批人**: O_21',
    '**--- 单据基本信息 ---**',
    '**标题**：变更',
    '**开始时间**：2099-09-05 10:00:00',
    '**回滚方案**：恢复快照',
  ]);
  assert.equal((await gateway('get_fast_approval_summary', { sn: 'REQ0' })).code, 3900005);
});

test('a server may approve in the name of the creator a little after entry', async () => {
  const own = await openSandbox({ autoApproval: true });
  const sn = await own.create(15, ordered);
  const signed = async (): Promise<unknown> => (await own.gateway('get_approver', { sn, state_id: '2' })).data;
  assert.deepEqual(await signed(), { approver: '' });
  own.sandbox.runEngine();
  assert.deepEqual(await signed(), { approver: 'zhangsan' });
  assert.equal((await own.status(sn)).current_steps[0]?.status, 'RUNNING');
});

test('a server may end a ticket with any rejection', async () => {
  const own = await openSandbox({ rejectionEnds: true });
  const sn = await own.create(16, release);
  await own.gateway('approve', {}, { sn, state_id: 2, approver: 'lisi', action: 'false', remark: 'no' });
  own.sandbox.runEngine();
  assert.equal((await own.status(sn)).current_status, 'TERMINATED');
});

test('the endpoints for approvals are not on the bus', async () => {
  for (const name of ['approve', 'proceed_approval']) assert.equal((await post(name, {})).code, 1306404, name);
  for (const name of ['get_approver', 'get_approve_node_result', 'get_fast_approval_summary']) {
    assert.equal((await get(name, {})).code, 1306404, name);
  }
  assert.ok(((await post('get_tickets', {})).data as BkPage<unknown>).count > 0);
});
