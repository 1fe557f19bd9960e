import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BkPage, BkTicketItem } from '../../../../src/sandbox/bkItsm/wire.ts';
import { openSandbox, type Answer } from './sandboxClient.ts';

const now = Date.parse('2026-09-01T12:00:00+08:00');
const { sandbox, authorization, post } = await openSandbox({ now: () => now });
const total = sandbox.samples.length;

async function find(body: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { data } = await post('get_tickets', { page_size: 10_000, ...body });
  return (data as BkPage<BkTicketItem>).items.map(({ sn }) => sn);
}

async function byUser(query: Readonly<Record<string, string>>): Promise<Answer> {
  const url = `${sandbox.gatewayUrl}/v2/itsm/get_tickets_by_user/?${new URLSearchParams(query).toString()}`;
  return (await (await fetch(url, { headers: authorization })).json()) as Answer;
}

async function snsByUser(query: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return ((await byUser({ page_size: '100', ...query })).data as BkPage<{ sn: string }>).items.map(({ sn }) => sn);
}

test('a page has ten tickets unless told, newest first, without steps', async () => {
  const { data } = await post('get_tickets', {});
  const { page, total_page: pages, count, items } = data as BkPage<BkTicketItem>;
  assert.deepEqual([page, pages, count, items.length], [1, Math.ceil(total / 10), total, 10]);
  assert.deepEqual(
    items.map(({ id }) => id),
    Array.from({ length: 10 }, (_, index) => total - index),
  );
  assert.equal('current_steps' in (items[0] ?? {}), false);
});

test('a page_size that is 0, negative or not a number switches paging off', async () => {
  for (const size of [0, -1, 'many']) {
    const { data } = await post('get_tickets', { page_size: size });
    assert.ok(Array.isArray(data) && data.length === total);
  }
});

test('a page_size is clipped at ten thousand', async () => {
  const { data } = await post('get_tickets', { page_size: 20_000 });
  assert.equal((data as BkPage<BkTicketItem>).items.length, total);
});

test('a page out of range, or a date that cannot be read, is a text code with HTTP 200', async () => {
  for (const body of [{ page: 99 }, { page: 0 }, { create_at__gte: 'yesterday' }]) {
    const { result, code } = await post('get_tickets', body);
    assert.deepEqual([result, code], [false, 'SERVER_500_ERROR']);
  }
});

test('the last page can be asked for by that word', async () => {
  const { data } = await post('get_tickets', { page: 'last', page_size: 10 });
  assert.equal((data as BkPage<BkTicketItem>).page, Math.ceil(total / 10));
});

test('the filters narrow the list', async () => {
  assert.deepEqual(await find({ sns: ['INC20260901000004', 'REQ20260901000001', 'none'] }), [
    'INC20260901000004',
    'REQ20260901000001',
  ]);
  assert.deepEqual(await find({ creator: 'zhangsan', current_status__in: ['RUNNING'] }), ['REQ20260901000005']);
  assert.deepEqual(await find({ create_at__gte: '2026-09-01 11:00:01' }), ['INC20260901000006']);
  assert.deepEqual(await find({ end_at__lte: '2025-12-31 00:00:00' }), ['NO2019110816441094']);
  assert.deepEqual(await find({ service_id__in: [14] }), []);
  assert.equal((await find({ bk_biz_id__in: [-1] })).length, total);
});

test('a text instead of a list of sn finds nothing', async () => {
  assert.deepEqual(await find({ sns: 'INC20260901000004' }), []);
});

test('my_todo is what waits for the user; my_approval only running approvals', async () => {
  const todo = await snsByUser({ user: 'zhangsan', view_type: 'my_todo' });
  assert.ok(todo.includes('CRQ20260901000002') && todo.includes('INC20260901000006'));
  assert.equal(todo.includes('CRQ20260901000022'), false, 'a QUEUEING signature is out of sight');
  assert.deepEqual(await snsByUser({ user: 'zhangsan', view_type: 'my_approval' }), ['REQ20260901000003']);
});

test('my_created and my_history keep apart what the user made and what he worked on', async () => {
  assert.ok((await snsByUser({ user: 'zhangsan', view_type: 'my_created' })).includes('REQ20260901000005'));
  assert.deepEqual(await snsByUser({ user: 'zhangsan', view_type: 'my_history' }), [
    'NO2019110816441094',
    'INC20260901000016',
  ]);
});

test('an exclusion answers all other tickets, whatever the view', async () => {
  assert.equal(
    (await snsByUser({ user: 'nobody', view_type: 'my_todo', exclude_ticket_id__in: '1,2' })).length,
    total - 2,
  );
});

test('user and view_type are required', async () => {
  const missing = await byUser({ view_type: 'my_todo' });
  assert.deepEqual([missing.code, missing.message], [3900005, '参数验证失败: user 为必填项']);
  assert.equal((await byUser({ user: 'zhangsan' })).code, 3900004);
  assert.equal((await byUser({ user: 'zhangsan', view_type: 'constructor' })).code, 3900004);
});

test('items by user have steps with the type of the node, failed automatic ones too', async () => {
  const { data } = await byUser({ user: 'wangwu', view_type: 'my_created', page_size: '100' });
  const item = (data as BkPage<{ sn: string; current_steps: unknown }>).items.find(
    ({ sn }) => sn === 'INC20260901000012',
  );
  assert.deepEqual(item?.current_steps, [
    { id: 14_002, tag: 'DEFAULT', name: 'Run the failover job', state_id: 2, type: 'TASK' },
  ]);
});

test('tickets can be added for a benchmark', async () => {
  const sns = sandbox.addTickets(250);
  assert.equal(new Set(sns).size, 250);
  assert.equal((await find({ sns })).length, 250);
});
