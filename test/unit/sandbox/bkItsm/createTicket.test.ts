import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BkCreated, BkPage, BkTicketLogs } from '../../../../src/sandbox/bkItsm/wire.ts';
import { openSandbox, type Answer } from './sandboxClient.ts';

const now = Date.parse('2026-09-02T12:00:00+08:00');
const { sandbox, get, post, gateway, status, info, create, operateTicket } = await openSandbox({ now: () => now });

const host = {
  title: '申请一台主机',
  environment: 'test',
  justification: '',
  hostname: 'app-01',
  cpu: '4',
  needed_on: '2026-09-10',
  image: 'ubuntu24',
  agents: 'monitor',
  backup_window: '',
  owner: 'lisi',
};
const rows = [{ ip: '10.0.0.1', kind: 'db', impact: ['restart'], until: '2026-09-05 12:00:00', checked_on: '' }];
const change = { title: '变更', start_at: '2026-09-05 10:00:00', hosts: rows, rollback: '恢复快照' };

function ask(service: number, values: Readonly<Record<string, unknown>>, rest: object = {}): Promise<Answer> {
  const fields = Object.entries(values).map(([key, value]) => ({ key, value }));
  return post('create_ticket', { service_id: service, creator: 'zhangsan', fields, ...rest });
}

async function assertNotCreated(answer: Promise<Answer>, reason: string): Promise<void> {
  const { result, code, message } = await answer;
  assert.deepEqual([result, code, message], [false, 3900003, `提单失败: ${reason}`]);
}

async function valueOf(sn: string, key: string): Promise<unknown> {
  return (await info(sn)).fields.find((field) => field.key === key)?.value;
}

test('a ticket is there at once, but its fields and steps only when the engine has run', async () => {
  const { data } = await ask(11, host);
  const { sn, id, ticket_url: url } = data as BkCreated;
  assert.match(sn, /^REQ20260902\d{6}$/);
  assert.ok(url.endsWith(`detail?id=${id}`));
  const before = await status(sn);
  assert.deepEqual([before.current_status, before.current_steps], ['RUNNING', []]);
  assert.deepEqual((await info(sn)).fields, []);
  sandbox.runEngine();
  const { title, creator, fields, current_steps: steps } = await info(sn);
  assert.deepEqual([title, creator, steps[0]?.name], ['申请一台主机', 'zhangsan', '资源分配']);
  assert.equal(fields.find(({ key }) => key === 'hostname')?.value, 'app-01');
  assert.equal(
    fields.find(({ key }) => key === 'cost_centre')?.value,
    'CC-1024',
    'what was not sent keeps its default',
  );
  const { logs } = (await get('get_ticket_logs', { sn })).data as BkTicketLogs;
  assert.deepEqual(
    logs.map(({ message }) => message),
    ['流程开始.', 'zhangsan 处理【提单】(提交).'],
  );
});

test('numbers begin with the type of the service', async () => {
  assert.match(await create(18, { alarm: 'x' }), /^INC/);
  assert.match(await create(14, { question: 'x' }), /^PBI/);
  assert.match(await create(16, { version: '1.2.3' }), /^CRQ/);
});

test('without a creator it is the user who has logged in', async () => {
  const sn = await create(14, { question: 'x' }, { creator: undefined });
  assert.equal((await info(sn)).creator, 'zhangsan');
});

test('rows of tables may be sent as lists and are read back as such', async () => {
  const sn = await create(13, { ...change, steps: [{ step: '停服务', who: 'lisi' }] });
  assert.deepEqual(await valueOf(sn, 'hosts'), rows);
  assert.deepEqual(await valueOf(sn, 'steps'), [{ step: '停服务', who: 'lisi' }]);
});

test('a number is stored as a text, and a text passes the filter', async () => {
  const sn = await create(11, { ...host, cpu: 8, title: 'a "b"' });
  assert.equal(await valueOf(sn, 'cpu'), '8');
  assert.equal(await valueOf(sn, 'title'), 'a &quot;b&quot;');
  assert.equal((await info(sn)).title, 'a "b"');
});

async function messageOf(answer: Promise<Answer>): Promise<readonly unknown[]> {
  const { code, message } = await answer;
  return [code, message.replace('接口异常，请检查请求参数: ', '')];
}

describe('a refused form', () => {
  test('lacks a required field, hidden ones included', async () => {
    const { backup_window: _, ...rest } = host;
    await assertNotCreated(ask(11, rest), "单据创建失败，缺少参数：['backup_window']");
  });

  test('holds "" where a field is shown; a hidden field may be ""', async () => {
    await assertNotCreated(ask(11, { ...host, hostname: '' }), '【主机名】为必填项');
    await assertNotCreated(ask(11, { ...host, environment: 'prod' }), '参数验证失败: 【生产环境用途】为必填项');
    assert.equal((await ask(11, { ...host, environment: 'prod', justification: '大促' })).result, true);
  });

  test('has an option, a date or a text that does not fit', async () => {
    await assertNotCreated(ask(11, { ...host, image: 'beos' }), '【镜像】选项不匹配，请重新选择');
    await assertNotCreated(ask(11, { ...host, needed_on: '2026-09-02' }), '【需要日期】2026-09-02 不在当前日期之后');
    assert.match((await ask(11, { ...host, hostname: '1a' })).message, /自定义正则出现异常/);
    await assertNotCreated(ask(11, { ...host, title: 'x'.repeat(129) }), '标题不能超过120个字符');
    await assertNotCreated(ask(11, { ...host, tags: ['web'] }), "'list' object has no attribute 'split'");
  });

  test('has a field that the step does not know', async () => {
    await assertNotCreated(ask(14, { title: 'x', question: 'x', more: 'x' }), '【more】字段不存在，请联系管理员');
  });

  test('has a table without rows, or with an empty cell in a required column', async () => {
    await assertNotCreated(ask(13, { ...change, hosts: [] }), '【影响的主机】为必填项');
    await assertNotCreated(
      ask(13, { ...change, hosts: [rows[0], { ip: '', kind: 'app' }] }),
      '表格字段【影响的主机】的第【2】行【IP】为必填项',
    );
    assert.equal((await ask(13, { ...change, hosts: [{ kind: 'app' }] })).result, true, 'a missing cell is not seen');
    await assertNotCreated(ask(13, { ...change, hosts: '[]' }), "'str' object has no attribute 'items'");
    assert.equal((await ask(13, { ...change, steps: [] })).result, true);
  });

  test('comes from somebody who may not create tickets of the service', async () => {
    await assertNotCreated(ask(13, change, { creator: 'zhaoliu' }), '【zhaoliu】没有任务【提单】的【提交】操作权限.');
  });

  test('has no title, no value, no service or no creator', async () => {
    assert.deepEqual(await messageOf(ask(14, { question: 'x' })), [3900004, "'title'"]);
    assert.deepEqual(await messageOf(ask(14, {}, { fields: [{ key: 'title' }] })), [3900004, "'value'"]);
    assert.deepEqual(await messageOf(ask(99, host)), [
      3900004,
      "{'服务': [ErrorDetail(string='服务不存在，请联系管理员！', code='invalid')]}",
    ]);
    assert.match((await ask(14, { title: 'x', question: 'x' }, { creator: '' })).message, /'creator'/);
  });
});

async function refusalOfProcessors(processors: unknown): Promise<string> {
  return (await ask(14, { title: 'x', question: 'x' }, { meta: { state_processors: processors } })).message;
}

async function failedCallbacks(): Promise<unknown> {
  return (await get('callback_failed_ticket', {})).data;
}

describe('what may go with a new ticket', () => {
  test('processors for its steps', async () => {
    const sn = await create(
      15,
      { database: 'd', until: '2027-01-01' },
      { meta: { state_processors: { 2: 'wangwu' } } },
    );
    const [step] = (await status(sn)).current_steps;
    assert.deepEqual([step?.processors_type, step?.processors], ['PERSON', 'wangwu']);
    assert.match(await refusalOfProcessors({ 9: 'a' }), /服务:咨询, 节点\(9\)不存在/);
    assert.match(await refusalOfProcessors({ 2: '' }), /节点\(回复\)对应的审批人不允许为空/);
  });

  test('the creator as a follower, and a tag', async () => {
    const sn = await create(14, { question: 'x' }, { attention: true, tag: 'demo' });
    assert.deepEqual(sandbox.findTicket(sn)?.followers, ['zhangsan']);
    const { data } = await gateway('get_tickets_by_user', { user: 'zhangsan', view_type: 'my_attention' });
    assert.deepEqual(
      (data as BkPage<{ sn: string }>).items.map((item) => item.sn),
      [sn],
    );
    assert.equal(((await post('get_tickets', { tag: 'demo' })).data as BkPage<unknown>).count, 1);
  });

  test('fields of its own', async () => {
    const given = [{ name: 'Pipeline', type: 'LINK', value: 'https://ci.example.com/7' }];
    const sn = await create(14, { question: 'x' }, { dynamic_fields: given });
    const [field] = (await info(sn)).fields;
    assert.deepEqual([field?.name, field?.type, field?.value], ['Pipeline', 'LINK', 'https://ci.example.com/7']);
    const wrong = await ask(14, { title: 'x', question: 'x' }, { dynamic_fields: [{ ...given[0], type: 'DATE' }] });
    assert.equal(wrong.code, 3900004);
  });

  test('fast_approval instead of a service: the form names who approves', async () => {
    const sn = await create(0, { APPROVER: 'lisi,zhangsan', APPROVAL_CONTENT: 'x' }, { fast_approval: true });
    const ticket = await info(sn);
    assert.equal(ticket.service_id, 1);
    assert.deepEqual(
      ticket.current_steps.map(({ processors, processors_type: type }) => [processors, type]),
      [['lisi,zhangsan', 'PERSON']],
    );
  });

  test('an address to call back, which fails until somebody asks for the result', async () => {
    const meta = { callback_url: 'https://ci.example.com/hook', headers: { token: 'secret' } };
    const sn = await create(14, { question: 'x' }, { meta });
    assert.deepEqual(await failedCallbacks(), []);
    await operateTicket(sn, 'WITHDRAW');
    assert.deepEqual(await failedCallbacks(), [sn]);
    await post('ticket_approval_result', { sn: [sn] });
    assert.deepEqual(await failedCallbacks(), []);
    const { data } = await gateway('get_tickets_by_user', { user: 'zhangsan', view_type: 'my_created' });
    const item = (data as BkPage<{ sn: string; meta: unknown }>).items.find((one) => one.sn === sn);
    assert.deepEqual(item?.meta, { callback_url: 'https://ci.example.com/hook' });
  });
});

test('a ticket that is withdrawn before the engine has run never starts', async () => {
  const { sn } = (await ask(14, { title: 'x', question: 'x' })).data as BkCreated;
  assert.equal((await operateTicket(sn, 'TERMINATE', { operator: 'admin' })).result, true);
  sandbox.runEngine();
  assert.deepEqual((await info(sn)).fields, []);
});

test('a failed start is only logged: the ticket stays as it is', async () => {
  const own = await openSandbox({ failedStarts: true });
  const sn = await own.create(14, { question: 'x' });
  assert.deepEqual([(await own.status(sn)).current_status, (await own.info(sn)).fields], ['RUNNING', []]);
});
