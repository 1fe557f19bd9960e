import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diffTicket, isSameTicket, waitsForMe } from '../../../src/domain/changes.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { inStatus, makeStep, makeTicket, stepForMe, textField, workingStep } from '../../fakes/samples.ts';

const ticket = makeTicket('REQ1');

function kinds(before: Ticket | undefined, after: Ticket | undefined): string[] {
  return diffTicket(before, after).map((change) =>
    'step' in change ? `${change.kind} ${change.step.id}` : change.kind,
  );
}

describe('diffTicket', () => {
  it('finds a ticket that came and one that went', () => {
    assert.deepEqual(diffTicket(undefined, ticket), [{ kind: 'added', ref: ticket.ref, ticket }]);
    assert.deepEqual(diffTicket(ticket, undefined), [{ kind: 'removed', ref: ticket.ref, ticket }]);
    assert.deepEqual(diffTicket(undefined, undefined), []);
  });

  it('finds nothing between two equal reads, whatever else they asked for', () => {
    const whole = makeTicket('REQ1', {
      details: [{ key: 'k', label: 'L', text: 'T' }],
      steps: [makeStep('a', { fields: [textField()] })],
    });
    assert.deepEqual(diffTicket(ticket, whole), []);
  });

  it('finds a new status and says what it was before', () => {
    const after = inStatus(ticket, 'PENDING');
    assert.deepEqual(diffTicket(ticket, after), [
      { kind: 'statusChanged', ref: ticket.ref, ticket: after, before: ticket.status },
    ]);
  });

  it('finds that a ticket has ended although its status is called the same', () => {
    assert.deepEqual(kinds(ticket, { ...ticket, isEnded: true }), ['statusChanged']);
  });

  it('tells of the status first, then of steps entered, then of steps left', () => {
    const after = { ...inStatus(ticket, 'PENDING'), steps: [makeStep('b'), stepForMe('c')] };
    assert.deepEqual(kinds(ticket, after), ['statusChanged', 'stepEntered b', 'stepEntered c', 'stepLeft a']);
  });

  it('takes a step that starts to wait for me, or changes its status, as entered', () => {
    assert.deepEqual(kinds(ticket, { ...ticket, steps: [stepForMe('a')] }), ['stepEntered a']);
    assert.deepEqual(kinds(ticket, { ...ticket, steps: [workingStep('a')] }), ['stepEntered a']);
  });

  it('takes a step that comes back after it was left as entered again', () => {
    const without = { ...ticket, steps: [] };
    assert.deepEqual(kinds(ticket, without), ['stepLeft a']);
    assert.deepEqual(kinds(without, ticket), ['stepEntered a']);
  });

  it('counts the messages that came since the last read', () => {
    const before = { ...ticket, unreadMessages: 2 };
    const after = { ...ticket, unreadMessages: 5 };
    assert.deepEqual(diffTicket(before, after), [
      { kind: 'messageReceived', ref: ticket.ref, ticket: after, count: 3 },
    ]);
  });

  it('finds no message where the user has read some, or none came', () => {
    assert.deepEqual(kinds({ ...ticket, unreadMessages: 2 }, { ...ticket, unreadMessages: 2 }), []);
    assert.deepEqual(kinds({ ...ticket, unreadMessages: 2 }, { ...ticket, unreadMessages: 0 }), []);
  });

  it('finds no message where one of the two reads did not count them', () => {
    assert.deepEqual(kinds(ticket, { ...ticket, unreadMessages: 3 }), []);
    assert.deepEqual(kinds({ ...ticket, unreadMessages: 0 }, ticket), []);
  });

  it('tells of messages last', () => {
    const after = { ...inStatus(ticket, 'PENDING'), steps: [stepForMe('b')], unreadMessages: 1 };
    assert.deepEqual(kinds({ ...ticket, unreadMessages: 0 }, after), [
      'statusChanged',
      'stepEntered b',
      'stepLeft a',
      'messageReceived',
    ]);
  });

  it('does not mind the order of steps', () => {
    const before = { ...ticket, steps: [makeStep('a'), makeStep('b')] };
    assert.deepEqual(kinds(before, { ...ticket, steps: [makeStep('b'), makeStep('a')] }), []);
  });
});

describe('waitsForMe', () => {
  it('is true while a step does, but never of a ticket that has ended', () => {
    assert.equal(waitsForMe(ticket), false);
    assert.equal(waitsForMe({ ...ticket, steps: [makeStep('a'), stepForMe('b')] }), true);
    assert.equal(waitsForMe({ ...ticket, isEnded: true, steps: [stepForMe('b')] }), false);
  });
});

describe('isSameTicket', () => {
  it('sees what a list shows', () => {
    assert.equal(isSameTicket(ticket, makeTicket('REQ1')), true);
    assert.equal(isSameTicket(ticket, { ...ticket, title: 'Another' }), false);
    assert.equal(isSameTicket(ticket, { ...ticket, updatedAt: 3_000 }), false);
    assert.equal(isSameTicket(ticket, { ...ticket, steps: [makeStep('a', { processors: ['wangwu'] })] }), false);
  });
});
