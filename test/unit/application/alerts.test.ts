import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import { isAlertCurrent, selectAlerts, type Alert } from '../../../src/application/alerts.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { Step } from '../../../src/domain/step.ts';
import type { Ticket, TicketRef } from '../../../src/domain/ticket.ts';
import { endedTicket, inStatus, makeStep, makeTicket, refTo, stepForMe } from '../../fakes/samples.ts';

/** Watches REQ1 and REQ2; `read` gives the alerts of one look. */
function open(isMuted: (ref: TicketRef) => boolean = () => false) {
  const store = new TicketStore();
  store.setWatched([refTo('REQ1'), refTo('REQ2')]);
  let alerts: Alert[] = [];
  store.onDidChange((change) => alerts.push(...selectAlerts(change, isMuted)));
  return {
    store,
    read: (...results: readonly (Ticket | TicketError)[]): string[] => {
      alerts = [];
      store.replace(
        results.map((result) => [result instanceof TicketError ? refTo('REQ1') : result.ref, result] as const),
        'watch',
      );
      return alerts.map(text);
    },
    act: (ticket: Ticket): string[] => {
      alerts = [];
      store.upsert(ticket, 'own');
      return alerts.map(text);
    },
  };
}

function text(alert: Alert): string {
  const what = alert.kind === 'stepWaitsForMe' ? ` ${alert.step.id}` : '';
  return `${alert.ref.key} ${alert.kind}${alert.kind === 'messageReceived' ? ` ${alert.count}` : what}`;
}

const ticket = makeTicket('REQ1');
const pending = inStatus(ticket, 'PENDING');
const waiting = { ...ticket, steps: [stepForMe('a')] };
const failure = new TicketError('forbidden');

describe('alerts', () => {
  it('are never made of a first read, not even of one that waits for me', () => {
    const { read } = open();
    assert.deepEqual(read(waiting, endedTicket('REQ2')), []);
  });

  it('are not made of a first read that comes after an error', () => {
    const { read } = open();
    assert.deepEqual(read(failure), []);
    assert.deepEqual(read(waiting), []);
  });

  it('announce a status that changes between two polls once', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read(pending), ['REQ1 statusChanged']);
    assert.deepEqual(read(pending), []);
    assert.deepEqual(read(pending), []);
  });

  it('are neither lost nor repeated when an error lies between two polls', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read(failure), []);
    assert.deepEqual(read(pending), ['REQ1 statusChanged']);
    assert.deepEqual(read(failure), []);
    assert.deepEqual(read(pending), []);
  });

  it('announce a step that waits for me when it is entered', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read({ ...ticket, steps: [makeStep('a'), stepForMe('b')] }), ['REQ1 stepWaitsForMe b']);
  });

  it('announce a step that was there when it begins to wait for me', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read(waiting), ['REQ1 stepWaitsForMe a']);
    assert.deepEqual(read(waiting), []);
  });

  it('announce a step again that was left and is entered once more', () => {
    const { read } = open();
    read(waiting);
    assert.deepEqual(read({ ...ticket, steps: [makeStep('b')] }), []);
    assert.deepEqual(read(waiting), ['REQ1 stepWaitsForMe a']);
  });

  it('say nothing of a step that waits for somebody else', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read({ ...ticket, steps: [makeStep('b')] }), []);
  });

  it('announce that a ticket has ended rather than its new status', () => {
    const { read } = open();
    read(ticket);
    assert.deepEqual(read(endedTicket('REQ1')), ['REQ1 ticketEnded']);
  });

  it('announce one thing a ticket and change: that it waits for me before its status', () => {
    const { read } = open();
    read(ticket, makeTicket('REQ2'));
    const both = { ...pending, steps: [stepForMe('b'), stepForMe('c')] };
    assert.deepEqual(read(both, endedTicket('REQ2')), ['REQ1 stepWaitsForMe b', 'REQ2 ticketEnded']);
  });

  it('announce the end of a ticket even if a step of it still claims to wait', () => {
    const { read, store } = open();
    read(ticket);
    const ended = { ...endedTicket('REQ1'), steps: [stepForMe('b')] };
    assert.deepEqual(read(ended), ['REQ1 ticketEnded']);
    assert.ok(isAlertCurrent({ kind: 'ticketEnded', ref: ended.ref, ticket: ended }, store.find(ended.ref)?.ticket));
  });

  it('announce messages that came, and how many, once', () => {
    const { read } = open();
    read({ ...ticket, unreadMessages: 0 });
    assert.deepEqual(read({ ...ticket, unreadMessages: 2 }), ['REQ1 messageReceived 2']);
    assert.deepEqual(read({ ...ticket, unreadMessages: 2 }), []);
    assert.deepEqual(read({ ...ticket, unreadMessages: 0 }), []);
    assert.deepEqual(read({ ...ticket, unreadMessages: 1 }), ['REQ1 messageReceived 1']);
  });

  it('are not made of the messages of a first read', () => {
    const { read } = open();
    assert.deepEqual(read({ ...ticket, unreadMessages: 4 }), []);
  });

  it('count no message twice that came before an error between two polls', () => {
    const { read } = open();
    read({ ...ticket, unreadMessages: 1 });
    assert.deepEqual(read(failure), []);
    assert.deepEqual(read({ ...ticket, unreadMessages: 3 }), ['REQ1 messageReceived 2']);
  });

  it('announce a message rather than a new status, but that it waits for me or has ended rather than a message', () => {
    const { read } = open();
    read({ ...ticket, unreadMessages: 0 }, makeTicket('REQ2', { unreadMessages: 0 }));
    assert.deepEqual(read({ ...pending, unreadMessages: 1 }), ['REQ1 messageReceived 1']);
    const forMe = { ...pending, steps: [stepForMe('b')], unreadMessages: 2 };
    assert.deepEqual(read(forMe, { ...endedTicket('REQ2'), unreadMessages: 1 }), [
      'REQ1 stepWaitsForMe b',
      'REQ2 ticketEnded',
    ]);
  });

  it('are not made of messages in a muted ticket', () => {
    const { read } = open(({ key }) => key === 'REQ2');
    read(makeTicket('REQ2', { unreadMessages: 0 }));
    assert.deepEqual(read(makeTicket('REQ2', { unreadMessages: 1 })), []);
  });

  it('are made once of a message that others wrote while the user did something, and of nothing else then', () => {
    const { read, act } = open();
    read({ ...ticket, unreadMessages: 0 });
    assert.deepEqual(act({ ...pending, unreadMessages: 1 }), ['REQ1 messageReceived 1']);
    assert.deepEqual(read({ ...pending, unreadMessages: 1 }), []);
  });

  it('are not made of what the user did, and not later when a poll finds it again', () => {
    const { read, act } = open();
    read(ticket);
    assert.deepEqual(act({ ...pending, steps: [stepForMe('b')] }), []);
    assert.deepEqual(read({ ...pending, steps: [stepForMe('b')] }), []);
  });

  it('are not made of muted tickets', () => {
    const { read } = open(({ key }) => key === 'REQ1');
    read(ticket, makeTicket('REQ2'));
    assert.deepEqual(read(endedTicket('REQ1'), endedTicket('REQ2')), ['REQ2 ticketEnded']);
  });

  it('are not made of tickets that are watched no more', () => {
    const { store, read } = open();
    read(ticket);
    store.setWatched([refTo('REQ2')]);
    assert.deepEqual(read(pending), []);
  });

  it('come exactly when two good reads that follow each other differ in a way worth hearing', () => {
    const look = fc.oneof(
      fc.constant(undefined),
      fc.record({
        status: fc.constantFrom('A', 'B'),
        a: fc.constantFrom('none', 'other', 'me'),
        isEnded: fc.boolean(),
      }),
    );
    holdsAlways(
      fc.property(fc.array(look, { maxLength: 12 }), (looks) => {
        const { read } = open();
        let before: (typeof looks)[number];
        for (const now of looks) {
          const alerts = read(now === undefined ? failure : ticketOf(now));
          if (now === undefined) {
            assert.deepEqual(alerts, []);
            continue;
          }
          const isNewForMe = before !== undefined && now.a === 'me' && before.a !== 'me' && !now.isEnded;
          const isNewStatus = before !== undefined && (before.status !== now.status || before.isEnded !== now.isEnded);
          const ofStatus = now.isEnded ? 'REQ1 ticketEnded' : 'REQ1 statusChanged';
          assert.deepEqual(alerts, isNewForMe ? ['REQ1 stepWaitsForMe a'] : isNewStatus ? [ofStatus] : []);
          before = now;
        }
      }),
    );
  });
});

function ticketOf({ status, a, isEnded }: { status: string; a: string; isEnded: boolean }): Ticket {
  const steps: Step[] = a === 'none' ? [] : [makeStep('a', { waitsForMe: a === 'me' })];
  return { ...inStatus(ticket, status), isEnded, steps };
}

describe('an alert that is shown later', () => {
  const ofStep: Alert = { kind: 'stepWaitsForMe', ref: ticket.ref, ticket: waiting, step: stepForMe('a') };
  const ofStatus: Alert = { kind: 'statusChanged', ref: ticket.ref, ticket: pending, before: ticket.status };
  const ofEnd: Alert = { kind: 'ticketEnded', ref: ticket.ref, ticket: endedTicket('REQ1') };

  it('still holds while nothing has changed', () => {
    assert.ok(isAlertCurrent(ofStep, waiting));
    assert.ok(isAlertCurrent(ofStatus, pending));
    assert.ok(isAlertCurrent(ofEnd, endedTicket('REQ1')));
  });

  it('has no point when the ticket is watched no more', () => {
    for (const alert of [ofStep, ofStatus, ofEnd]) assert.ok(!isAlertCurrent(alert, undefined));
  });

  it('has no point when that very step waits no more', () => {
    assert.ok(!isAlertCurrent(ofStep, ticket));
    assert.ok(!isAlertCurrent(ofStep, { ...ticket, steps: [makeStep('a'), stepForMe('b')] }));
    assert.ok(!isAlertCurrent(ofStep, { ...waiting, isEnded: true }));
  });

  it('holds when a step waits on although the status has moved', () => {
    assert.ok(isAlertCurrent(ofStep, { ...pending, steps: [stepForMe('a')] }));
  });

  it('of a message holds while there is one that the user has not seen', () => {
    const now = { ...pending, unreadMessages: 1 };
    const ofMessage: Alert = { kind: 'messageReceived', ref: ticket.ref, ticket: now, count: 1 };
    assert.ok(isAlertCurrent(ofMessage, { ...ticket, unreadMessages: 1 }));
    assert.ok(!isAlertCurrent(ofMessage, { ...now, unreadMessages: 0 }));
    assert.ok(!isAlertCurrent(ofMessage, ticket));
    assert.ok(!isAlertCurrent(ofMessage, undefined));
  });

  it('has no point when the status has moved on', () => {
    assert.ok(!isAlertCurrent(ofStatus, ticket));
    assert.ok(!isAlertCurrent(ofEnd, ticket));
  });
});
