import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { TicketStore } from '../../../../src/sandbox/bkItsm/ticketStore.ts';
import { WorkQueue } from '../../../../src/sandbox/workQueue.ts';
import { WorkflowEngine } from '../../../../src/sandbox/bkItsm/workflowEngine.ts';
import { flow, node, requestNode } from '../../../../src/sandbox/bkItsm/samples/designs.ts';
import { assertDone, assertRefused, openSandbox } from './sandboxClient.ts';

const { sandbox, authorization, operate, transition, status } = await openSandbox();
const person = { processors: 'zhangsan', processors_type: 'PERSON' };

test('the release can be walked through: claim, form, rejection, form, approval, end', async () => {
  const sn = 'CRQ20260901000002';
  const keys = [
    '11e8ac30a2247ddfaeef0cefd67c3d74',
    'dda3d1ad8325d2c9b1f1bc913fa5ec15',
    '322b6095ff3638e413ac772295b6d8e2',
  ] as const;
  const form = {
    start_at: '2099-01-01 10:00:00',
    clusters: 'sh-1,sz-1',
    strategy: 'rolling',
    canary_percent: '5',
    on_call: 'lisi,wangwu',
    rollback: 'Redeploy 2.13.',
  };
  assertDone(await operate(sn, 'CLAIM', person));
  assertDone(await transition(sn, 2, form));
  sandbox.runEngine();
  assert.equal((await status(sn)).current_steps[0]?.state_id, 3);

  const approve = (result: string, pass: string, reject: string): ReturnType<typeof transition> => {
    return transition(sn, 3, { [keys[0]]: result, [keys[1]]: pass, [keys[2]]: reject });
  };
  const silent = await approve('false', '', '');
  assert.deepEqual([silent.code, silent.message], [3900005, '参数验证失败: 【备注】为必填项']);
  assertDone(await approve('false', '', 'Too early.'));
  sandbox.runEngine();
  const [again] = (await status(sn)).current_steps;
  assert.deepEqual([again?.state_id, again?.status], [2, 'RUNNING'], 'a loop needs no second claim');

  assertDone(await transition(sn, 2, form, 'wangwu'));
  sandbox.runEngine();
  const lost = await transition(sn, 3, { [keys[0]]: 'true', [keys[1]]: 'fine' });
  assert.match(lost.message, /缺少参数：\['322b6095ff3638e413ac772295b6d8e2'\]$/);
  assertDone(await approve('true', '', ''));
  sandbox.runEngine();
  assert.equal((await status(sn)).current_status, 'FINISHED');
});

test('a rejection ends the ticket where the flow says so', async () => {
  const sn = 'REQ20260901000003';
  const [result = '', pass = '', reject = ''] = (await status(sn)).current_steps[0]?.fields.map(({ key }) => key) ?? [];
  assertDone(await transition(sn, 2, { [result]: 'false', [pass]: '', [reject]: 'Too wide.' }));
  sandbox.runEngine();
  assert.equal((await status(sn)).current_status, 'TERMINATED');
});

test('a sequential signature goes from one to the next and stays QUEUEING in between', async () => {
  const sn = 'CRQ20260901000010';
  const sign = (by: string): ReturnType<typeof transition> => transition(sn, 2, { HUIQIANYIJIAN: 'TONGYI' }, by);
  assertRefused(await sign('lisi'), '抱歉，lisi不能操作该节点（没有权限或操作类型不支持）');
  assertDone(await sign('zhangsan'));
  assertDone(await sign('zhangsan')); // registered only by the background job: a quick second one is not refused
  sandbox.runEngine();
  assertRefused(await sign('zhangsan'), '抱歉，zhangsan不能操作该节点（没有权限或操作类型不支持）');
  const [step] = (await status(sn)).current_steps;
  assert.deepEqual([step?.status, step?.processors], ['QUEUEING', 'zhangsan,lisi,wangwu']);
  assertRefused(await sign('wangwu'), '抱歉，wangwu不能操作该节点（没有权限或操作类型不支持）');
  for (const by of ['lisi', 'wangwu']) {
    assertDone(await sign(by));
    sandbox.runEngine();
  }
  assert.equal((await status(sn)).current_status, 'FINISHED');
});

test('a signature in any order ends with the last one; get_approver tells who has signed', async () => {
  const sn = 'CRQ20260901000022';
  const url = `${sandbox.gatewayUrl}/v2/itsm/get_approver/?sn=${sn}&state_id=2`;
  const signed = async (): Promise<unknown> => {
    return ((await (await fetch(url, { headers: authorization })).json()) as { data: unknown }).data;
  };
  assert.deepEqual(await signed(), { approver: 'lisi' });
  assertDone(await transition(sn, 2, { SIGN_RESULT: 'TONGYI', SIGN_REMARK: '' }));
  sandbox.runEngine();
  assert.deepEqual(await signed(), { approver: 'lisi,zhangsan' });
  assert.equal((await status(sn)).current_status, 'FINISHED');
});

test('parallel steps meet before the next one begins', async () => {
  const sn = 'CRQ20260901000009';
  const ids = async (): Promise<unknown> => (await status(sn)).current_steps.map(({ state_id: id }) => id);
  assertDone(await transition(sn, 2, { impact_ok: 'yes' }));
  sandbox.runEngine();
  assert.deepEqual(await ids(), [3]);
  assertDone(await transition(sn, 3, { path: 'east', redundancy_note: '' }, 'lisi'));
  sandbox.runEngine();
  assert.deepEqual(await ids(), [4]);
});

test('an automatic node ends by itself and the flow goes on, or fails and nothing is left to do', () => {
  for (const [task, expected] of [
    ['finishes', ['FINISHED', 'RUNNING']],
    ['fails', ['FAILED', 'WAIT']],
  ] as const) {
    const queue = new WorkQueue('manual');
    const engine = new WorkflowEngine(queue, Date.now);
    const ticket = new TicketStore(Date.now).add({
      sn: 'REQ1',
      title: 'x',
      creator: 'a',
      hoursAgo: 0,
      flow: flow('request', 1, [
        requestNode([], [2]),
        node(2, 'Job', { type: 'TASK', task, next: [3] }),
        node(3, 'After', { processors: ['a'] }),
      ]),
      nodes: { 1: { status: 'FINISHED' }, 2: { status: 'RUNNING' } },
    });
    engine.adopt(ticket);
    queue.run();
    assert.deepEqual([ticket.nodes[1]?.status, ticket.nodes[2]?.status], expected);
    assert.equal(ticket.status, 'RUNNING');
    queue.close();
  }
});

test('a node to be assigned is entered with its assigners, then claimed when several are named', () => {
  const queue = new WorkQueue('manual');
  const engine = new WorkflowEngine(queue, Date.now);
  const ticket = new TicketStore(Date.now).add({
    sn: 'REQ1',
    title: 'x',
    creator: 'a',
    hoursAgo: 0,
    flow: flow('request', 1, [
      requestNode([], [2]),
      node(2, 'Job', { type: 'TASK', next: [3] }),
      node(3, 'Work', { distribute: 'DISTRIBUTE_THEN_CLAIM', assigners: ['boss'] }),
    ]),
    nodes: { 1: { status: 'FINISHED' }, 2: { status: 'RUNNING' } },
  });
  engine.adopt(ticket);
  queue.run();
  const work = ticket.nodes[2];
  assert.ok(work !== undefined);
  assert.deepEqual([work.status, work.processors], ['DISTRIBUTING', ['boss']]);
  engine.assign(work, ['a', 'b'], 'PERSON');
  assert.deepEqual([work.status, work.processors], ['RECEIVING', ['a', 'b']]);
  engine.assign(work, ['b'], 'PERSON');
  assert.deepEqual([work.status, work.processors], ['RUNNING', ['b']]);
  queue.close();
});

test('work waits for its delay, runs once, and not at all after the end', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const done: string[] = [];
    const note = (word: string): void => void done.push(word);
    const queue = new WorkQueue(400);
    queue.add(() => note('first'));
    mock.timers.tick(399);
    assert.deepEqual(done, []);
    mock.timers.tick(1);
    queue.add(() => note('second'));
    queue.run();
    mock.timers.tick(400);
    assert.deepEqual(done, ['first', 'second']);
    queue.add(() => note('third'));
    queue.close();
    queue.add(() => note('fourth'));
    mock.timers.tick(400);
    assert.deepEqual(done, ['first', 'second']);
  } finally {
    mock.timers.reset();
  }
});
