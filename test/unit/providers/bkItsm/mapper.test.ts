import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  hasEnded,
  readTicketStatus,
  readTime,
  readWatchedTicket,
  readWholeTicket,
} from '../../../../src/providers/bkItsm/mapper.ts';
import { BkTicketInfo, BkTicketStatusWithForms, inEnvelope } from '../../../../src/providers/bkItsm/schema.ts';
import { readFixture } from './fixture.ts';

const zhangsan = { operator: 'zhangsan' };
const status = inEnvelope(BkTicketStatusWithForms).parse(readFixture('get_ticket_status'));
const info = inEnvelope(BkTicketInfo).parse(readFixture('get_ticket_info'));
const ref = { connectionId: 'bk', key: 'REQ20240501000006' };

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
    const asCreator = readWholeTicket(ref, info, status, { operator: 'wangwu' });
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
