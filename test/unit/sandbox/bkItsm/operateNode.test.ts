import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertDone, assertFieldRefused, assertRefused, openSandbox } from './sandboxClient.ts';

const disk = 'INC20260901000004';
const database = 'REQ20260901000001';
const databaseForm = {
  instance: 'order-db-02',
  disk_gb: '500',
  window: '2099-01-01',
  needs_restart: 'no',
  remark: 'ok',
};
const person = (processors: string): Readonly<Record<string, string>> => ({ processors, processors_type: 'PERSON' });
const notPermitted = (user: string): string => `抱歉，${user}不能操作该节点（没有权限或操作类型不支持）`;

describe('refusals before the action', async () => {
  const { operate, post } = await openSandbox();

  test('an unknown sn', async () => {
    const { code, message } = await operate('REQ0', 'TRANSITION');
    assert.deepEqual([code, message], [3900022, '没有找到对应的单据']);
  });

  test('a ticket that is over', async () => {
    for (const sn of ['REQ20260901000017', 'REQ20260901000018', 'REQ20260901000019']) {
      assertRefused(await operate(sn, 'TRANSITION'), '抱歉，单据已关闭，无法操作');
    }
  });

  test('the ticket of a parent', async () => {
    assertRefused(await operate('INC20260901000023', 'TRANSITION'), '抱歉，子单为只读状态，无法操作');
  });

  test('an unknown node', async () => {
    assertRefused(await operate(disk, 'TRANSITION', { state_id: 99 }), '抱歉，没有找到该节点：99');
    assertRefused(await operate(disk, 'TRANSITION', { state_id: 'x' }), '抱歉，没有找到该节点：x');
  });

  test('a node that has ended', async () => {
    assertRefused(await operate(disk, 'TRANSITION', { state_id: 1 }), '抱歉，当前节点：1 已经结束');
  });

  test('somebody who is not a processor', async () => {
    assertRefused(await operate(disk, 'TRANSITION', { operator: 'wangwu' }), notPermitted('wangwu'));
  });

  test('an action that does not fit the status of the node', async () => {
    assertRefused(await operate(disk, 'CLAIM'), notPermitted('zhangsan'));
    assertRefused(await operate('CRQ20260901000002', 'TRANSITION'), notPermitted('zhangsan'));
    assertRefused(await operate('INC20260901000006', 'CLAIM'), notPermitted('zhangsan'));
  });

  test('the operations of a ticket', async () => {
    assertRefused(await operate(disk, 'WITHDRAW'), notPermitted('zhangsan'));
    const bare = await operate(disk, 'SUSPEND');
    assert.equal(bare.code, 3900004);
    assert.match(bare.message, /'processors_type': \[ErrorDetail\(string='该字段是必填项。', code='required'\)\]/);
    const full = await operate(disk, 'SUSPEND', { processors: 'zhangsan', processors_type: 'PERSON' });
    assert.deepEqual([full.code, full.message], [3900005, '参数验证失败: 节点暂不支持操作：SUSPEND']);
  });

  test('TERMINATE, always', async () => {
    const { code, message } = await operate(disk, 'TERMINATE', { action_message: 'x' });
    assert.equal(code, 3900004);
    assert.match(message, /unexpected keyword argument 'source'/);
  });

  test('anything sent through get_tickets is not taken for an operation', async () => {
    assert.equal((await post('get_tickets', { sn: disk, action_type: 'TRANSITION' })).result, true);
  });
});

describe('TRANSITION', async () => {
  const { sandbox, operate, transition, info, status } = await openSandbox();

  test('needs the key fields', async () => {
    const { code, message } = await operate(disk, 'TRANSITION');
    assert.equal(code, 3900004);
    assert.match(message, /\{'fields': \[ErrorDetail\(string='该字段是必填项。', code='required'\)\]\}$/);
  });

  test('needs a list of fields, each with a key', async () => {
    const text = await operate(disk, 'TRANSITION', { fields: 'cause' });
    assert.match(text.message, /\{'fields': \{'non_field_errors': \[ErrorDetail\(/);
    const nothing = await operate(disk, 'TRANSITION', { fields: null });
    assert.match(nothing.message, /code='null'/);
    const keyless = await operate(disk, 'TRANSITION', { fields: [{ value: 'x' }] });
    assert.match(keyless.message, /\{'fields': \[\{'key': \[ErrorDetail\(/);
  });

  test('names the required keys that are missing as a Python list', async () => {
    const { code, message } = await transition(disk, 2, {});
    assert.deepEqual([code, message], [3900005, "参数验证失败: 单据处理失败，缺少参数：['cause', 'solution']"]);
  });

  test('refuses a required field that is empty or blank', async () => {
    assertFieldRefused(await transition(disk, 2, { cause: 'logs', solution: '  ' }), '【Solution】为必填项');
  });

  test('refuses an option that is not in the list', async () => {
    const text = '【Cause】选项不匹配，请重新选择';
    assertFieldRefused(await transition(disk, 2, { cause: 'Log files', solution: 'x' }), text);
    const followUp = { cause: 'logs', solution: 'x', follow_up: 'monitor, rotate' };
    assertFieldRefused(await transition(disk, 2, followUp), '【Follow-up】选项不匹配，请重新选择');
  });

  test('refuses values that are neither text nor number', async () => {
    for (const value of [true, ['a'], { a: 1 }]) {
      const { code, message } = await transition(disk, 2, { cause: 'logs', solution: value });
      assert.equal(code, 3900004);
      assert.match(
        message,
        /\{'fields': \[\{\}, \{'value': \[ErrorDetail\(string='不是有效的字符串。', code='invalid'\)\]\}\]\}$/,
      );
    }
    const { message } = await transition(disk, 2, { cause: 'logs', solution: null });
    assert.match(message, /'value': \[ErrorDetail\(string='该字段不能为 null。', code='null'\)\]/);
  });

  test('crashes on an INT field that is empty or left out, even when it is optional', async () => {
    const crash = '接口异常，请检查请求参数: could not convert string to float: ';
    const answer = await transition(database, 2, { ...databaseForm, disk_gb: '' });
    assert.deepEqual([answer.code, answer.message], [3900004, crash]);
    const { score: _, ...rest } = { feedback: 'ok', score: '5' };
    assert.equal((await transition('REQ20260901000013', 2, rest)).message, crash);
  });

  test('answers at once, keeps the node QUEUEING and stores nothing until the engine has moved on', async () => {
    const form = { cause: 'logs', solution: ' Removed old logs.\n ', follow_up: 'monitor,rotate', nonsense: 'dropped' };
    assertDone(await transition(disk, 2, form));
    const [step] = (await status(disk)).current_steps;
    assert.deepEqual([step?.status, step?.action_type], ['QUEUEING', 'TRANSITION']);
    assert.equal((await info(disk)).fields.find(({ key }) => key === 'solution')?.value, null);
    assertRefused(await transition(disk, 2, form), notPermitted('zhangsan'));

    sandbox.runEngine();
    const { current_status: word, current_steps: steps, operations } = await status(disk);
    assert.deepEqual([word, steps, operations], ['FINISHED', [], []]);
    const { fields, end_at: ended } = await info(disk);
    assert.equal(fields.find(({ key }) => key === 'solution')?.value, 'Removed old logs.');
    assert.notEqual(ended, null);
  });

  test('blanks what the client leaves out, defaults too, and takes numbers', async () => {
    const { remark: _, ...form } = databaseForm;
    assertDone(await transition(database, 2, { ...form, disk_gb: 500 }));
    sandbox.runEngine();
    const value = async (key: string): Promise<unknown> =>
      (await info(database)).fields.find((field) => field.key === key)?.value;
    assert.deepEqual([await value('remark'), await value('disk_gb')], ['', '500']);
    const [step] = (await status(database)).current_steps;
    assert.deepEqual([step?.state_id, step?.status], [3, 'RUNNING']);
  });

  test('is accepted while the ticket is suspended', async () => {
    assertDone(await transition('INC20260901000016', 2, { handling: 'answered' }));
    sandbox.runEngine();
    assert.equal((await status('INC20260901000016')).current_status, 'FINISHED');
  });

  test('moves the ticket to the status its form holds', async () => {
    const sn = 'INC20260901000020';
    assertDone(await transition(sn, 2, { current_status: 'FINISHED', confirm_note: '' }));
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'FINISHED');
  });

  test('reaches the server for options that only it knows', async () => {
    const sn = 'CRQ20260901000009';
    assert.deepEqual((await status(sn)).current_steps[1]?.fields[0]?.choice, []);
    assertFieldRefused(await transition(sn, 3, { path: 'north' }), '【Standby path】选项不匹配，请重新选择');
    assertDone(await transition(sn, 3, { path: 'east' }));
  });

  test('cannot send a table with a required column, nor leave it out', async () => {
    const sn = 'REQ20260901000008';
    assertFieldRefused(await transition(sn, 2, { devices: '' }), '【设备清单】为必填项');
    const sent = await transition(sn, 2, { devices: '[{"asset":"SRV-0172"}]' });
    assert.deepEqual(
      [sent.code, sent.message],
      [3900004, "接口异常，请检查请求参数: 'str' object has no attribute 'items'"],
    );
    assert.equal((await transition(sn, 2, { devices: [{ asset: 'SRV-0172' }] })).code, 3900004);
  });

  test('lets anybody submit an open step, once', async () => {
    const sn = 'REQ20260901000013';
    assertDone(await transition(sn, 2, { feedback: 'ok', score: '4' }, 'somebody'));
    assert.equal((await transition(sn, 2, { feedback: 'ok', score: '4' }, 'another')).code, 3900019);
    sandbox.runEngine();
    assert.equal((await status(sn)).current_status, 'FINISHED');
  });

  test('says 120 but means 128 characters for a title', async () => {
    const sn = 'INC20260901000014';
    const scope = { impact_scope: 'x' };
    assertFieldRefused(await transition(sn, 2, { title: 'x'.repeat(129), ...scope }), '标题不能超过120个字符');
    assertDone(await transition(sn, 2, { title: 'x'.repeat(128), ...scope }));
    sandbox.runEngine();
    assert.equal((await info(sn)).title, 'x'.repeat(128));
  });
});

describe('reassigning', async () => {
  const { sandbox, operate, status, get } = await openSandbox();
  const release = 'CRQ20260901000002';
  const alarm = 'INC20260901000006';

  test('CLAIM needs processors and processors_type', async () => {
    const { code, message } = await operate(release, 'CLAIM');
    assert.equal(code, 3900004);
    assert.match(message, /'processors_type'.*'processors'/);
  });

  test('CLAIM for somebody else is refused', async () => {
    const { code, message } = await operate(release, 'CLAIM', person('chenqi'));
    assert.deepEqual([code, message], [3900005, '参数验证失败: 您无法认领该单据']);
  });

  test('CLAIM makes the step the operator’s at once', async () => {
    assertDone(await operate(release, 'CLAIM', person('zhangsan')));
    const [step] = (await status(release)).current_steps;
    assert.deepEqual([step?.status, step?.action_type, step?.processors], ['RUNNING', 'TRANSITION', 'zhangsan']);
  });

  test('DISTRIBUTE takes those in range only', async () => {
    assert.equal((await status(alarm)).current_steps[0]?.processors, 'zhangsan', 'the assigners');
    const { code, message } = await operate(alarm, 'DISTRIBUTE', person('lisi'));
    assert.equal(code, 3900005);
    assert.match(message, /^参数验证失败: 当前分配的部分用户可能不符合条件，请确保用户在.*wangwu.*中$/);
    assertDone(await operate(alarm, 'DISTRIBUTE', person('wangwu')));
    const [step] = (await status(alarm)).current_steps;
    assert.deepEqual([step?.status, step?.processors], ['RUNNING', 'wangwu']);
  });

  test('DELIVER needs permission of the node, a remark and a target in range', async () => {
    const deliver = async (sn: string, rest: Readonly<Record<string, unknown>>): Promise<unknown[]> => {
      const { code, message } = await operate(sn, 'DELIVER', rest);
      return [code, message];
    };
    assert.deepEqual(await deliver('INC20260901000014', { ...person('lisi'), action_message: 'x' }), [
      3900005,
      '参数验证失败: 指定流程节点【确认影响面】不支持转单操作.',
    ]);
    assert.deepEqual(await deliver(disk, person('lisi')), [3900005, '参数验证失败: 转单描述信息不能为空，请重新确认.']);
    const blank = await operate(disk, 'DELIVER', { ...person('lisi'), action_message: ' ' });
    assert.equal(blank.code, 3900004);
    assert.match(blank.message, /\{'action_message': \[ErrorDetail\(string='该字段不能为空。', code='blank'\)\]\}/);
    const long = await operate(disk, 'DELIVER', { ...person('lisi'), action_message: 'x'.repeat(256) });
    assert.match(long.message, /code='max_length'/);
    assert.equal((await operate(disk, 'DELIVER', { ...person('zhaoliu'), action_message: 'x' })).code, 3900005);
  });

  test('DELIVER hands the running step over and writes an escaped remark into the log', async () => {
    assertDone(await operate(disk, 'DELIVER', { ...person('lisi'), action_message: 'on <leave> & out' }));
    const [step] = (await status(disk)).current_steps;
    assert.deepEqual([step?.status, step?.processors], ['RUNNING', 'lisi']);
    const { logs } = (await get('get_ticket_logs', { sn: disk })).data as { logs: { message: string }[] };
    assert.match(logs.at(-1)?.message ?? '', /on&nbsp;&lt;leave&gt;&nbsp;&amp;&nbsp;out/);
    assert.equal(sandbox.findTicket(disk)?.status, 'RUNNING');
  });

  test('DELIVER needs a RUNNING node, which only matters where the status is not looked at before', async () => {
    const sn = 'CRQ20260901000010';
    const sequence = { ...person('chenqi'), action_message: 'x' };
    const fields = [{ key: 'HUIQIANYIJIAN', value: 'TONGYI' }];
    assertDone(await operate(sn, 'TRANSITION', { fields }));
    const { code, message } = await operate(sn, 'DELIVER', sequence);
    assert.deepEqual([code, message], [3900005, '参数验证失败: 当前任务状态下无法转单.']);
  });

  test('EXCEPTION_DISTRIBUTE is accepted where the action is not looked at', async () => {
    const sn = 'REQ20260901000003';
    assertDone(await operate(sn, 'EXCEPTION_DISTRIBUTE', person('chenqi')));
    assert.equal((await status(sn)).current_steps[0]?.processors, 'chenqi');
  });

  test('nobody who has signed can be given the step again', async () => {
    const sn = 'CRQ20260901000022';
    const { code, message } = await operate(sn, 'EXCEPTION_DISTRIBUTE', person('lisi'));
    assert.deepEqual([code, message], [3900046, '转派单异常: 不允许向已经处理的人转单']);
  });
});

describe('servers up to 2.6.1', async () => {
  const { operate, transition } = await openSandbox({ dialect: '2.6.1' });

  test('word a refusal as 3900005 with an index or a field before the text', async () => {
    const pairs = [
      [await operate('REQ20260901000017', 'TRANSITION'), '0:抱歉，单据已关闭，无法操作'],
      [await transition(disk, 2, { cause: '', solution: 'x' }), 'fields:【Cause】为必填项'],
      [await transition(disk, 2, { cause: true, solution: 'x' }), 'fields:部分列表元素的参数不合法，请检查'],
      [await operate('CRQ20260901000002', 'CLAIM', { processors: 'zhangsan' }), 'processors_type:该字段是必填项。'],
    ] as const;
    for (const [answer, message] of pairs) assert.deepEqual([answer.code, answer.message], [3900005, message]);
  });

  test('word crashes and parameter errors as later ones do', async () => {
    assert.equal((await operate(disk, 'TERMINATE')).code, 3900004);
    assert.match((await transition(disk, 2, {})).message, /^参数验证失败: /);
  });
});
