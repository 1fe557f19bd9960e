import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesSince, seenActivity, type SeenTicket } from '../../../src/application/seenChanges.ts';
import { viewTicket } from '../../../src/application/ticketView.ts';
import type { TicketMessage } from '../../../src/domain/conversation.ts';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { makeStep, makeTicket, selectField, suspendOperation, textField } from '../../fakes/samples.ts';

const nothingElse = seenActivity(undefined, undefined);

function seen(ticket: Ticket, activity = nothingElse): SeenTicket {
  return { view: viewTicket(ticket), seenAt: 1_000, ...activity };
}

function changes(before: Ticket, after: Ticket): ReturnType<typeof changesSince> {
  return changesSince(seen(before), viewTicket(after), nothingElse);
}

const step = makeStep('a', {
  fields: [textField({ key: 'plan', value: 'old' }), selectField({ key: 'level', value: 'x' })],
});
const ticket = makeTicket('REQ1', {
  steps: [step],
  priority: { name: 'High', category: 'high' },
  people: [{ role: 'Assignee', name: 'Li Si' }],
  details: [
    { key: 'area', label: 'Area', text: 'payment' },
    { key: 'note', label: 'Note', text: 'one' },
    { key: 'note', label: 'Note', text: 'two' },
  ],
});

describe('what has changed since I looked', () => {
  it('is nothing as long as everything says the same', () => {
    const sameToReaders: Ticket = {
      ...ticket,
      updatedAt: 99_000,
      unreadMessages: 3,
      operations: [suspendOperation],
      steps: [{ ...step, waitsForMe: true, operations: [suspendOperation] }],
    };
    assert.deepEqual(changes(ticket, sameToReaders), []);
  });

  it('is told part by part, in the order of the page, with what it was and is', () => {
    const after: Ticket = {
      ...ticket,
      title: 'Another title',
      status: { code: 'DONE', name: 'Done', category: 'done' },
      priority: undefined,
      people: [{ role: 'Assignee', name: 'Wang Wu' }],
      steps: [
        {
          ...step,
          processors: ['lisi'],
          fields: [textField({ key: 'plan', value: 'new' }), selectField({ key: 'level', value: 'y' })],
        },
      ],
      details: [{ key: 'area', label: 'Area', text: 'orders' }, ...(ticket.details ?? []).slice(1)],
    };
    assert.deepEqual(changes(ticket, after), [
      { part: { kind: 'title' }, before: 'Ticket REQ1', after: 'Another title' },
      { part: { kind: 'status' }, before: 'Open', after: 'Done' },
      { part: { kind: 'priority' }, before: 'High', after: '' },
      { part: { kind: 'people' }, before: 'Assignee: Li Si', after: 'Assignee: Wang Wu' },
      { part: { kind: 'step', stepId: 'a' }, before: 'Step a · Running · ', after: 'Step a · Running · lisi' },
      { part: { kind: 'field', stepId: 'a', key: 'plan' }, before: 'old', after: 'new' },
      { part: { kind: 'field', stepId: 'a', key: 'level' }, before: 'X', after: 'Y' },
      { part: { kind: 'detail', key: 'area' }, before: 'payment', after: 'orders' },
    ]);
  });

  it('tells apart several details of one key', () => {
    const after = {
      ...ticket,
      details: (ticket.details ?? []).map((detail) => (detail.text === 'two' ? { ...detail, text: '2' } : detail)),
    };
    assert.deepEqual(changes(ticket, after), [{ part: { kind: 'detail', key: 'note#2' }, before: 'two', after: '2' }]);
  });

  it('tells of a step that came or left without each of its fields', () => {
    const next = makeStep('b', { fields: [textField({ key: 'plan', value: 'x' })] });
    assert.deepEqual(
      changes(ticket, { ...ticket, steps: [next] }).map(({ part, before, after }) => [
        part,
        before === undefined,
        after === undefined,
      ]),
      [
        [{ kind: 'step', stepId: 'b' }, true, false],
        [{ kind: 'step', stepId: 'a' }, false, true],
      ],
    );
  });

  it('tells of fields and details that came or went', () => {
    const after = { ...ticket, steps: [{ ...step, fields: [textField({ key: 'other', value: 'x' })] }], details: [] };
    assert.deepEqual(
      changes(ticket, after).map(({ part, before, after: now }) => [part.kind, before, now]),
      [
        ['field', undefined, 'x'],
        ['field', 'old', undefined],
        ['field', 'X', undefined],
        ['detail', 'payment', undefined],
        ['detail', 'one', undefined],
        ['detail', 'two', undefined],
      ],
    );
  });

  it('compares nothing that one of the two reads did not ask for', () => {
    const polled = makeTicket('REQ1', { ...ticket, steps: [{ ...step, fields: undefined }], details: undefined });
    assert.deepEqual(changes(ticket, polled), []);
    assert.deepEqual(changes(polled, ticket), []);
  });

  it('tells of messages and history only where both looks had them', () => {
    const say = (id: string): TicketMessage => ({
      id,
      author: 'lisi',
      side: 'theirs',
      at: 1,
      timeText: '',
      content: { format: 'plain', text: '' },
      attachments: [],
      canWithdraw: false,
    });
    const entry = (text: string): HistoryEntry => ({
      at: undefined,
      timeText: '10:00',
      author: undefined,
      text,
      source: 'web',
      values: [],
    });
    const kinds = (was: ReturnType<typeof seenActivity>, now: ReturnType<typeof seenActivity>): readonly string[] =>
      changesSince(seen(ticket, was), viewTicket(ticket), now).map(({ part }) => part.kind);
    const both = seenActivity([say('1'), say('2')], [entry('a')]);
    assert.deepEqual(kinds(both, both), []);
    assert.deepEqual(kinds(both, seenActivity([say('1'), say('2'), say('3')], [entry('a'), entry('b')])), [
      'conversation',
      'history',
    ]);
    assert.deepEqual(kinds(seenActivity([], []), both), ['conversation', 'history']);
    assert.deepEqual(kinds(nothingElse, both), []);
    assert.deepEqual(kinds(both, nothingElse), []);
  });
});
