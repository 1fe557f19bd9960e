import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BkTicketLogs } from '../../../../src/sandbox/bkItsm/wire.ts';
import { assertDone, openSandbox, type Answer } from './sandboxClient.ts';

const { sandbox, get, post, gateway, status, info } = await openSandbox();
const sn = 'INC20260901000004';

function edit(fields: unknown, rest: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return gateway('edit_field', {}, { sn, operator: 'zhangsan', fields, ...rest });
}

function valueOf(key: string): unknown {
  return sandbox.findTicket(sn)?.fields.find(({ design }) => design.key === key)?.value;
}

describe('edit_field', () => {
  test('changes fields of the first step and the base fields, and logs it', async () => {
    assertDone(
      await edit([
        { key: 'host', type: 'STRING', value: 'web-04' },
        { key: 'priority', type: 'SELECT', value: '3' },
        { key: 'title', type: 'STRING', value: 'Disk full on web-04' },
      ]),
    );
    assert.deepEqual([valueOf('host'), valueOf('priority')], ['web-04', '3']);
    assert.equal((await info(sn)).title, 'Disk full on web-04');
    const { logs } = (await get('get_ticket_logs', { sn })).data as BkTicketLogs;
    assert.equal(logs.at(-3)?.message, 'zhangsan 修改字段【Host】.');
  });

  test('changes nothing when one of the fields is refused, with words for codes', async () => {
    const refusals: readonly [readonly unknown[], string, string][] = [
      [
        [{ key: 'cause', type: 'SELECT', value: 'logs' }],
        'FORM_VALIDATE_ERROR',
        '只允许修改提单节点的字段和内置字段, key=cause',
      ],
      [
        [{ key: 'nothing', type: 'STRING', value: '' }],
        'FORM_VALIDATE_ERROR',
        '未找到提单节点找到对应的字段, key=nothing',
      ],
      [[{ key: 'host', type: 'STRING', value: '' }], 'VALIDATE_ERROR', '0:【Host】为必填项'],
      [[{ key: 'priority', type: 'SELECT', value: '9' }], 'VALIDATE_ERROR', '0:【优先级】选项不匹配，请重新选择'],
      [[{ key: 'host', value: 'x' }], 'SERVER_500_ERROR', "'type'"],
    ];
    for (const [fields, code, text] of refusals) {
      const answer = await edit([{ key: 'symptom', type: 'TEXT', value: 'changed' }, ...fields]);
      assert.deepEqual([answer.result, answer.code, answer.data], [false, code, null]);
      assert.ok(answer.message.endsWith(text), answer.message);
      assert.notEqual(valueOf('symptom'), 'changed');
    }
    assert.equal((await edit(undefined)).code, 'SERVER_500_ERROR');
  });

  test('tells the problems of a validation beside the message', async () => {
    const answer = await edit([{ key: 'host', type: 'STRING', value: '' }]);
    assert.deepEqual((answer as Answer & { messages?: unknown }).messages, ['【Host】为必填项']);
  });

  test('refuses tickets that are over or unknown', async () => {
    const fields = [{ key: 'title', type: 'STRING', value: 'x' }];
    assert.match(
      (await edit(fields, { sn: 'REQ20260901000017' })).message,
      /current_status = FINISHED 当前状态不可修改字段！/,
    );
    assert.match((await edit(fields, { sn: 'REQ0' })).message, /ticket_id = REQ0 对应的单据不存在！/);
  });
});

function follow(users: unknown, attention: unknown, ofSn = sn): Promise<Answer> {
  return gateway('add_follower', {}, { sn: ofSn, users, attention });
}

function followers(): unknown {
  return sandbox.findTicket(sn)?.followers;
}

describe('add_follower', () => {
  test('adds several users once, and takes them away without attention', async () => {
    assertDone(await follow('zhangsan,lisi', true));
    assertDone(await follow('lisi', true));
    assert.deepEqual(followers(), ['zhangsan', 'lisi']);
    assertDone(await follow('zhangsan', 'false'));
    assert.deepEqual(followers(), ['lisi', 'zhangsan'], 'a text is true, even this one');
    assertDone(await follow('zhangsan,lisi', false));
    assert.deepEqual(followers(), []);
  });

  test('needs users and a ticket', async () => {
    assert.equal((await follow(undefined, true)).code, 3900004);
    const unknown = await follow('zhangsan', true, 'REQ0');
    assert.deepEqual([unknown.code, unknown.message], [3900005, '参数验证失败: sn[REQ0]对应的单据不存在！']);
  });
});

async function refusal(answer: Promise<Answer>): Promise<unknown[]> {
  const { code, message } = await answer;
  return [code, message];
}

describe('the rating of a ticket', () => {
  const finished = 'REQ20260901000017';
  const rate = (rest: Readonly<Record<string, unknown>> = {}): Promise<Answer> =>
    post('comment_ticket', { sn: finished, operator: 'zhangsan', stars: 6, comments: '', ...rest });

  test('is refused for stars out of 1 to 6, a long name, and what is not finished, unknown or rated', async () => {
    for (const stars of [0, 7, 1.5, 'many', undefined])
      assert.equal((await rate({ stars })).code, 3900004, String(stars));
    assert.equal((await rate({ operator: 'a'.repeat(17) })).code, 3900004);
    assert.equal((await rate({ comments: 'a'.repeat(256) })).code, 3900004);
    assert.deepEqual(await refusal(rate({ sn: 'REQ0' })), [3900005, '参数验证失败: sn=REQ0对应的单据不存在!']);
    assert.deepEqual(await refusal(rate({ sn })), [3900005, '参数验证失败: 单据未结束，不允许评价!']);
    assert.deepEqual(await refusal(rate({ sn: 'REQ20260901000018' })), [
      3900005,
      '参数验证失败: 单据未结束，不允许评价!',
    ]);
    assert.deepEqual(await refusal(rate({ sn: 'NO2019110816441094' })), [
      3900005,
      '参数验证失败: 该单据已经被评论，请勿重复评论',
    ]);
  });

  test('can be given once', async () => {
    assertDone(await rate({ stars: '5', comments: 'quick' }));
    assert.deepEqual(sandbox.findTicket(finished)?.rating, { operator: 'zhangsan', stars: 5, comments: 'quick' });
    assert.equal((await status(finished)).is_commented, true);
    assert.equal((await rate()).code, 3900005);
  });

  test('has another name at each door', async () => {
    assert.equal((await post('comment', {})).code, 1306404);
    assert.equal((await gateway('comment', {}, { sn, operator: 'a', stars: 1 })).code, 3900005);
    await assert.rejects(gateway('comment_ticket', {}, {}), /404/);
  });
});

async function verify(token?: string): Promise<unknown> {
  return (await post('token/verify', { token })).data;
}

test('a token is genuine only if ITSM would have sent it with a callback', async () => {
  assert.deepEqual(await verify(sandbox.callbackToken), { is_passed: true });
  assert.deepEqual(await verify('x'), { is_passed: false });
  assert.deepEqual(await verify(), { is_passed: false });
});
