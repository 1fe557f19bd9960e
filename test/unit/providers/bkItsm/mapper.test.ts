import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  combine,
  doubtfulResults,
  readWatchedTicket,
  readWholeTicket as readWhole,
  type Reader,
  type TicketBackground,
} from '../../../../src/providers/bkItsm/mapper.ts';
import {
  BkTicketInfo,
  BkTicketStatusWithForms,
  BkWorkflow,
  inEnvelope,
} from '../../../../src/providers/bkItsm/schema.ts';
import { hasEnded, readTicketStatus } from '../../../../src/providers/bkItsm/statuses.ts';
import { readTime } from '../../../../src/providers/bkItsm/times.ts';
import { toEnglish } from '../../../fakes/environment.ts';
import { readFixture } from './fixture.ts';

const zhangsan: Reader = {
  operator: 'zhangsan',
  editName: undefined,
  translate: toEnglish,
  signings: new Map(),
};
const status = inEnvelope(BkTicketStatusWithForms).parse(readFixture('get_ticket_status'));
const info = inEnvelope(BkTicketInfo).parse(readFixture('get_ticket_info'));
const ref = { connectionId: 'bk', key: 'REQ20240501000006' };
const nothingMore: TicketBackground = { flow: undefined, givenResults: new Set() };

function readWholeTicket(
  of: typeof ref,
  values: BkTicketInfo,
  state: BkTicketStatusWithForms,
  reader: Reader,
  background: Partial<TicketBackground> = {},
) {
  return readWhole(of, combine(values, state), reader, { ...nothingMore, ...background });
}

describe('a BK-ITSM ticket', () => {
  test('has the heads of both answers', () => {
    const ticket = readWholeTicket(ref, info, status, zhangsan);
    assert.deepEqual(ticket.ref, ref);
    assert.equal(ticket.title, 'Contract with "Example"');
    assert.deepEqual(ticket.status, { code: 'RUNNING', name: '处理中', category: 'inProgress' });
    assert.equal(ticket.isEnded, false);
    assert.equal(ticket.creator, 'wangwu');
    assert.equal(ticket.createdAt, Date.parse('2024-05-01T05:00:00Z'));
    assert.equal(ticket.updatedAt, Date.parse('2024-05-01T06:00:00Z'));
    assert.equal(ticket.url, 'https://paas.example.com/o/bk_itsm/#/ticket/detail?id=6');
  });

  test('lifts to the ticket what a step lists but cannot be told', () => {
    const { operations, steps } = readWholeTicket(ref, info, status, zhangsan);
    assert.deepEqual(
      operations.map((operation) => [operation.key, operation.scope, operation.needs.remark, operation.isIrreversible]),
      [
        ['SUSPEND', 'ticket', 'required', false],
        ['TERMINATE', 'ticket', 'required', true],
      ],
    );
    assert.deepEqual(
      steps.map((step) => step.operations.map((operation) => operation.kind)),
      [['submit', 'transfer'], []],
    );
  });

  test('offers what the user may do, and nothing else', () => {
    const asCreator = readWholeTicket(ref, info, status, { ...zhangsan, operator: 'wangwu' });
    assert.deepEqual(
      asCreator.operations.map((operation) => operation.key),
      ['WITHDRAW', 'SUSPEND'],
    );
    assert.ok(asCreator.steps.every((step) => !step.waitsForMe && step.operations.length === 0));
  });

  test('tells a step for people from one for the machine', () => {
    const [approval, automatic] = readWholeTicket(ref, info, status, zhangsan).steps;
    assert.deepEqual([approval?.status.category, approval?.waitsForMe], ['active', true]);
    assert.deepEqual(approval?.processors, ['zhangsan', 'lisi']);
    assert.deepEqual(
      [automatic?.status.category, automatic?.processors, automatic?.waitsForMe],
      ['working', [], false],
    );
  });

  test('shows the values of earlier steps, readable, and not the proposals of this one', () => {
    const { details } = readWholeTicket(ref, info, status, zhangsan);
    assert.deepEqual(
      details?.map((detail) => [detail.key, detail.text]),
      [
        ['priority', '中'],
        ['party', "Meyer & Söhne '24"],
        ['scan', 'a.pdf'],
      ],
    );
  });

  test('has a priority in its own word', () => {
    const priority = (value: unknown, display: unknown) => {
      const fields = [{ key: 'priority', type: 'SELECT', name: '', value, display_value: display }];
      return readWholeTicket(ref, { ...info, fields }, status, zhangsan).priority;
    };
    assert.deepEqual(priority('2', '中'), { name: '中', category: 'medium' });
    assert.deepEqual(priority('3', '3'), { name: '高', category: 'high' });
    assert.deepEqual(priority('1', null), { name: '低', category: 'low' });
    assert.deepEqual(priority('9', '非常紧急'), { name: '非常紧急', category: 'critical' });
    assert.deepEqual(priority('x7', 'Whenever &amp; ever'), { name: 'Whenever & ever', category: 'unknown' });
    assert.deepEqual(priority('constructor', ''), { name: 'constructor', category: 'unknown' });
    for (const value of [null, undefined, '', {}]) assert.equal(priority(value, ''), undefined);
  });

  test('names those who took part, but for those whom it names anyway', () => {
    const read = (names: string) =>
      readWholeTicket(ref, { ...info, updated_by: names }, status, zhangsan).people?.map(({ name }) => name);
    assert.deepEqual(read('wangwu,zhangsan,chenqi,,zhaoliu,chenqi'), ['chenqi', 'zhaoliu']);
    assert.deepEqual(read(''), []);
  });

  test('shows tables, rich text and files as what they are', () => {
    const fields = [
      {
        key: 't',
        type: 'TABLE',
        name: 'T',
        value: [
          { host: 'a&amp;b', size: '5' },
          { host: 'c', more: 'x' },
        ],
      },
      { key: 'r', type: 'RICHTEXT', name: 'R', value: '<p>Hello <b>you</b></p>' },
      { key: 'i', type: 'RICHTEXT', name: 'I', value: '<p><img src="x"></p>' },
      { key: 'f', type: 'FILE', name: 'F', value: '{"k":{"name":"a.pdf","path":"p"},"l":{}}' },
      { key: 'n', type: 'FILE', name: 'N', value: '{}' },
      { key: 'c', type: 'CUSTOM-FORM', name: 'C', value: { schemes: {}, form_data: [{ label: 'L：', value: 'v' }] } },
      { key: 'h', type: 'STRING', name: 'H', value: '&lt;b&gt;bold&lt;/b&gt;' },
    ];
    const ended = { ...status, current_status: 'FINISHED', current_steps: [] };
    const { details } = readWholeTicket(ref, { ...info, fields }, ended, zhangsan);
    assert.deepEqual(details, [
      {
        key: 't',
        label: 'T',
        text: 'host: a&b, size: 5\nhost: c, more: x',
        table: {
          columns: ['host', 'size', 'more'],
          rows: [
            ['a&b', '5', ''],
            ['c', '', 'x'],
          ],
        },
      },
      {
        key: 'r',
        label: 'R',
        text: 'Hello you',
        content: { format: 'html', text: '<p>Hello <b>you</b></p>' },
      },
      { key: 'i', label: 'I', text: '[…]', content: { format: 'html', text: '<p><img src="x"></p>' } },
      {
        key: 'f',
        label: 'F',
        text: 'a.pdf\nl',
        attachments: [
          { id: 'k', name: 'a.pdf', size: undefined },
          { id: 'l', name: 'l', size: undefined },
        ],
      },
      { key: 'c', label: 'C', text: 'L: v' },
      { key: 'h', label: 'H', text: '<b>bold</b>' },
    ]);
  });

  test('shows its values by steps where the workflow is known, with the words of tables', () => {
    const flow = BkWorkflow.parse({
      states: [
        { id: 1, name: 'Request' },
        { id: 4, name: 'Legal' },
      ],
      transitions: [],
      fields: [
        { key: 'scan', type: 'FILE', state_id: 4 },
        {
          key: 'party',
          type: 'TABLE',
          state_id: 1,
          choice: [
            { key: 'h', name: 'Host' },
            { key: 'o', name: 'Owner' },
          ],
        },
      ],
    });
    const fields = [
      { key: 'scan', type: 'FILE', name: 'Scan', value: '{"k":{"name":"a.pdf"}}' },
      { key: 'party', type: 'TABLE', name: 'Party', value: [{ h: 'web' }] },
      { key: 'priority', type: 'SELECT', name: 'P', value: '2' },
    ];
    const { details } = readWholeTicket(ref, { ...info, fields }, status, zhangsan, { flow });
    assert.deepEqual(
      details?.map(({ key, group, table }) => [key, group, table?.columns]),
      [
        ['priority', undefined, undefined],
        ['party', 'Request', ['Host', 'Owner']],
        ['scan', 'Legal', undefined],
      ],
    );
  });

  test('says of steps that are still to come that they are', () => {
    const flow = BkWorkflow.parse({
      states: [
        { id: 10, name: 'Start', type: 'START' },
        { id: 1, name: 'Request' },
        { id: 4, name: 'Legal' },
        { id: 9, name: 'Archive' },
      ],
      transitions: [
        { id: 1, from_state: 10, to_state: 1 },
        { id: 2, from_state: 1, to_state: 4 },
        { id: 3, from_state: 4, to_state: 9 },
      ],
      fields: [
        { key: 'a', type: 'STRING', state_id: 1 },
        { key: 'b', type: 'STRING', state_id: 9 },
      ],
    });
    const fields = ['a', 'b'].map((key) => ({ key, type: 'STRING', name: key, value: 'x' }));
    const groups = (state: typeof status) =>
      readWholeTicket(ref, { ...info, fields }, state, zhangsan, { flow }).details?.map(({ group }) => group);
    assert.deepEqual(groups(status), ['Request', 'Archive (still to come)']);
    assert.deepEqual(groups({ ...status, current_status: 'FINISHED', current_steps: [] }), ['Request', 'Archive']);
  });

  test('says where it cannot know that values may be those of later steps, unless there are none', () => {
    const groups = (state: typeof status) => [
      ...new Set(readWholeTicket(ref, info, state, zhangsan).details?.map(({ group }) => group)),
    ];
    assert.deepEqual(groups(status), ['Filled in, or the default of a later step']);
    assert.deepEqual(groups({ ...status, current_status: 'FINISHED', current_steps: [] }), [undefined]);
  });

  test('does not claim that somebody has approved who has not', () => {
    const result = { key: 'later', type: 'RADIO', name: '审批意见', value: 'true', display_value: 'Approved' };
    const withResult = { ...info, fields: [...info.fields, result] };
    const keysOf = (givenResults: readonly string[], state = status, values = withResult) =>
      readWholeTicket(ref, values, state, zhangsan, { givenResults: new Set(givenResults) }).details?.map(
        ({ key }) => key,
      ) ?? [];
    assert.deepEqual(doubtfulResults(combine(withResult, status), undefined), ['later']);
    assert.ok(!keysOf([]).includes('later'));
    assert.ok(keysOf(['later']).includes('later'));
    const withdrawn = { ...status, current_status: 'REVOKED', current_steps: [] };
    assert.deepEqual(doubtfulResults(combine(withResult, withdrawn), undefined), ['later']);
    assert.ok(!keysOf([], withdrawn).includes('later'));
    // A question with the same answers is none: by its name, or by what the workflow says of it.
    const question = { ...info, fields: [{ ...result, name: 'Restart' }] };
    assert.deepEqual(doubtfulResults(combine(question, status), undefined), []);
    const flowWith = (code: string) =>
      BkWorkflow.parse({ states: [], transitions: [], fields: [{ key: 'later', type: 'RADIO', meta: { code } }] });
    assert.deepEqual(doubtfulResults(combine(withResult, status), flowWith('')), []);
    assert.deepEqual(doubtfulResults(combine(question, status), flowWith('APPROVE_RESULT')), ['later']);
  });

  test('of the watch has neither forms nor details', () => {
    const ticket = readWatchedTicket(ref, { ...info, id: '6' }, status, zhangsan);
    assert.equal(ticket.details, undefined);
    assert.ok(ticket.steps.every((step) => step.fields === undefined));
  });

  test('without processors belongs to nobody, and to everybody when it is open', () => {
    const [step] = status.current_steps;
    assert.ok(step !== undefined);
    const read = (processorsType: string) =>
      readWholeTicket(
        ref,
        info,
        { ...status, current_steps: [{ ...step, processors_type: processorsType, processors: '' }] },
        zhangsan,
      );
    assert.deepEqual(read('PERSON').steps[0]?.operations, []);
    assert.deepEqual(
      read('OPEN').steps[0]?.operations.map((operation) => operation.kind),
      ['submit', 'transfer'],
    );
    // Nobody is a processor of an open step, so nobody may terminate the ticket.
    assert.ok(read('OPEN').operations.every((operation) => operation.kind !== 'terminate'));
  });

  test('whose step is an approval of somebody else does not show its form, which holds defaults', () => {
    const [step] = status.current_steps;
    assert.ok(step !== undefined);
    const [result, remark] = step.fields;
    assert.ok(result !== undefined && remark !== undefined);
    const approval = { ...result, meta: { ...result.meta, code: 'APPROVE_RESULT' } };
    const note = { ...remark, key: 'note', is_readonly: true };
    const number = { ...remark, key: 'number', type: 'INT' };
    const keysFor = (operator: string, fields: typeof step.fields) =>
      readWholeTicket(
        ref,
        info,
        { ...status, current_steps: [{ ...step, fields }] },
        { ...zhangsan, operator },
      ).steps[0]?.fields?.map(({ key }) => key);
    assert.deepEqual(keysFor('zhangsan', [approval, remark, note]), ['SHENPIJIEGUO', 'SHENPIBEIZHU', 'note']);
    assert.deepEqual(keysFor('wangwu', [approval, remark, note]), ['note']);
    // More than an approval: the rest can be read.
    assert.deepEqual(keysFor('wangwu', [approval, remark, number]), ['SHENPIBEIZHU', 'number']);
  });

  test('has an address only when a browser can open it', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'nonsense', '']) {
      const ticket = readWholeTicket(ref, { ...info, ticket_url: url }, { ...status, ticket_url: url }, zhangsan);
      assert.equal(ticket.url, undefined);
    }
  });
});

describe('statuses', () => {
  test('of an administrator are shown as they are', () => {
    assert.deepEqual(readTicketStatus('CBF7D1A2'), { code: 'CBF7D1A2', name: 'CBF7D1A2', category: 'unknown' });
    for (const code of ['constructor', '__proto__', 'toString', '']) assert.equal(readTicketStatus(code).name, code);
  });

  test('end a ticket by name, by date, or by nothing being left to do', () => {
    const nothing = { operations: [], current_steps: [] };
    assert.equal(hasEnded('FINISHED', {}, undefined), true);
    assert.equal(hasEnded('RUNNING', {}, nothing), false);
    assert.equal(hasEnded('RUNNING', { end_at: '2024-05-01 14:00:00' }, undefined), true);
    assert.equal(hasEnded('CUSTOM', {}, undefined), false);
    assert.equal(hasEnded('CUSTOM', {}, nothing), true);
    assert.equal(hasEnded('CUSTOM', {}, { ...nothing, operations: [{ key: 'WITHDRAW', name: '' }] }), false);
  });
});

test('times are those of Shanghai', () => {
  assert.equal(readTime('2024-05-01 13:00:00'), Date.parse('2024-05-01T05:00:00Z'));
  for (const text of [undefined, '', 'yesterday', '2024-13-45 99:00:00']) assert.equal(readTime(text), undefined);
});
