import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BkTicketLogs } from '../../../../src/sandbox/bkItsm/wire.ts';
import { openSandbox } from './sandboxClient.ts';

const now = Date.parse('2026-09-01T12:00:00+08:00');
const { sandbox, get, info, status } = await openSandbox({ now: () => now });

const keysOf = (operations: readonly { key: string }[] | undefined): readonly string[] | undefined =>
  operations?.map(({ key }) => key);

async function ownOfStep(sn: string): Promise<unknown> {
  return keysOf((await status(sn)).current_steps[0]?.operations);
}

async function ownOfTicket(sn: string): Promise<unknown> {
  return keysOf((await status(sn)).operations);
}

test('the fields of a step have neither value nor default', async () => {
  const [step] = (await status('REQ20260901000007')).current_steps;
  assert.equal(step?.fields.length, 14);
  for (const field of step?.fields ?? []) {
    for (const key of ['value', 'default', 'show_conditions', 'show_type', 'layout', 'tips', 'display']) {
      assert.equal(key in field, false, key);
    }
    assert.equal(field.state_id, 2);
  }
});

test('a step lists its own action, then SUSPEND always, then what its node allows, with Chinese names', async () => {
  const [step] = (await status('INC20260901000004')).current_steps;
  assert.deepEqual(step?.operations, [
    { key: 'TRANSITION', name: '提交', can_operate: true },
    { key: 'SUSPEND', name: '挂起', can_operate: true },
    { key: 'DELIVER', name: '转单', can_operate: true },
    { key: 'TERMINATE', name: '终止', can_operate: true },
  ]);
  assert.deepEqual(await ownOfStep('CRQ20260901000002'), ['CLAIM']);
  assert.deepEqual(await ownOfStep('INC20260901000006'), ['DISTRIBUTE']);
  assert.deepEqual(await ownOfStep('CRQ20260901000011'), ['AUTOMATIC']);
  assert.deepEqual(await ownOfStep('INC20260901000014'), ['TRANSITION', 'SUSPEND', 'TERMINATE']);
});

test('a ticket lists WITHDRAW, SUSPEND or UNSUSPEND, never TERMINATE, and nothing once it is over', async () => {
  assert.deepEqual(await ownOfTicket('INC20260901000004'), ['WITHDRAW', 'SUSPEND']);
  assert.deepEqual(await ownOfTicket('INC20260901000016'), ['WITHDRAW', 'UNSUSPEND']);
  assert.deepEqual(await ownOfTicket('INC20260901000020'), ['WITHDRAW']);
  assert.deepEqual(await ownOfTicket('REQ20260901000017'), []);
});

test('processors are empty for an open step and one fixed text for an automatic one', async () => {
  const [open] = (await status('REQ20260901000013')).current_steps;
  const [automatic] = (await status('CRQ20260901000011')).current_steps;
  assert.deepEqual([open?.processors_type, open?.processors], ['OPEN', '']);
  assert.equal(automatic?.processors, '系统自动处理');
});

test('a ticket that is stuck on a failed automatic node is RUNNING and has no steps', async () => {
  const { current_status: word, current_steps: steps } = await status('INC20260901000012');
  assert.deepEqual([word, steps], ['RUNNING', []]);
});

test('parallel steps are both listed', async () => {
  assert.deepEqual(
    (await status('CRQ20260901000009')).current_steps.map(({ state_id: id }) => id),
    [2, 3],
  );
});

test('get_ticket_info has the values, pre-filled with defaults, null when never set, and no state_id', async () => {
  const { fields } = await info('REQ20260901000001');
  const value = (key: string): unknown => fields.find((field) => field.key === key)?.value;
  assert.equal(value('5f1c8d0e7b6a4f2395d1e0c4a7b83f16'), 'true');
  assert.deepEqual([value('disk_gb'), value('instance')], ['200', null]);
  assert.equal(fields.find(({ key }) => key === 'needs_restart')?.display_value, '否');
  assert.equal(
    fields.some((field) => 'state_id' in field),
    false,
  );
  assert.deepEqual(
    fields.map(({ id }) => id),
    fields.map(({ id }) => id).toSorted((left, right) => left - right),
  );
});

test('field ids differ between get_ticket_status and get_ticket_info', async () => {
  const [step] = (await status('REQ20260901000001')).current_steps;
  const { fields } = await info('REQ20260901000001');
  for (const { key, id } of step?.fields ?? []) assert.notEqual(fields.find((field) => field.key === key)?.id, id);
});

test('the title can occur twice among the values', async () => {
  const { fields } = await info('INC20260901000004');
  assert.equal(fields.filter(({ key }) => key === 'title').length, 2);
});

test('tables are read as lists of objects, a tree node as its path, free text of an input list without display value', async () => {
  const { fields } = await info('REQ20260901000008');
  const field = (key: string): { readonly value: unknown; readonly display_value: unknown } | undefined => {
    return fields.find((one) => one.key === key);
  };
  assert.ok(Array.isArray(field('devices')?.value));
  assert.deepEqual([field('site')?.value, field('site')?.display_value], ['111', '华东->上海->青浦机房']);
  assert.deepEqual([field('vendor')?.value, field('vendor')?.display_value], ['本地搬家公司', null]);
});

test('times are those of Shanghai, without a zone', async () => {
  const { create_at: created, end_at: ended } = await info('INC20260901000004');
  assert.deepEqual([created, ended], ['2026-09-01 11:00:00', null]);
  assert.equal((await info('REQ20260901000017')).end_at, '2026-08-28 08:00:00');
});

test('an unknown sn, or none, is answered with 3900022', async () => {
  for (const name of ['get_ticket_status', 'get_ticket_info', 'get_ticket_logs']) {
    const { result, code, message } = await get(name, { sn: 'REQ0' });
    assert.deepEqual([result, code, message], [false, 3900022, '没有找到对应的单据']);
    assert.equal((await get(name, {})).code, 3900022);
  }
});

test('log messages are HTML-escaped, blanks too', async () => {
  const { data } = await get('get_ticket_logs', { sn: 'REQ20260901000003' });
  assert.match((data as BkTicketLogs).logs[1]?.message ?? '', /请帮忙确认&nbsp;&quot;源地址&quot;/);
});

test('complex logs have the forms and the type of the node, simple ones do not', async () => {
  const sn = 'CRQ20260901000022';
  const simple = (await get('get_ticket_logs', { sn })).data as BkTicketLogs;
  const complex = (await get('get_ticket_logs', { sn, show_type: 'complex' })).data as BkTicketLogs;
  assert.deepEqual(Object.keys(simple.logs[0] ?? {}), ['operator', 'operate_at', 'message', 'source']);
  assert.equal(complex.logs[1]?.from_state_type, 'SIGN');
});

test('every sample has a sentence about it and can be read', async () => {
  assert.ok(sandbox.samples.length >= 20);
  for (const { sn, title, about } of sandbox.samples) {
    assert.match(about, /^[A-Z].*\.$/);
    assert.equal((await info(sn)).title, title);
    assert.ok(Array.isArray((await status(sn)).current_steps));
  }
});
