import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketStore, type StoreChange } from '../../../src/application/ticketStore.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { TicketRef } from '../../../src/domain/ticket.ts';
import { endedTicket, inStatus, makeStep, makeTicket, refTo, stepForMe, textField } from '../../fakes/samples.ts';

/** A store that watches tickets, and what it told from then on. */
function watching(...keys: readonly string[]): { store: TicketStore; told: StoreChange[] } {
  const store = new TicketStore();
  store.setWatched(keys.map((key) => refTo(key)));
  const told: StoreChange[] = [];
  store.onDidChange((change) => told.push(change));
  return { store, told };
}

const open = makeTicket('REQ1');
const pending = inStatus(open, 'PENDING');
const waiting = { ...open, steps: [stepForMe('a')] };

function kindsIn(told: readonly StoreChange[]): string[] {
  return told.flatMap(({ changes }) => changes.map(({ kind }) => kind));
}

function keysOf(refs: readonly TicketRef[]): string[] {
  return refs.map(({ key }) => key);
}

describe('what is watched', () => {
  it('is held in the order it was given', () => {
    const { store } = watching('REQ3', 'REQ1');
    store.setWatched([refTo('REQ2'), refTo('REQ1'), refTo('REQ3', 'two')]);
    assert.deepEqual(
      store.entries.map(({ ref }) => `${ref.connectionId}/${ref.key}`),
      ['one/REQ2', 'one/REQ1', 'two/REQ3'],
    );
    assert.deepEqual(keysOf(store.entriesOf('one').map(({ ref }) => ref)), ['REQ2', 'REQ1']);
  });

  it('begins unread', () => {
    const { store } = watching('REQ1');
    assert.deepEqual(store.find(refTo('REQ1')), {
      ref: refTo('REQ1'),
      ticket: undefined,
      error: undefined,
      readAt: undefined,
      readBegan: undefined,
      readBefore: undefined,
      waitingSince: undefined,
    });
    assert.equal(store.find(refTo('REQ2')), undefined);
  });

  it('is told once when tickets come and go, as something the user did', () => {
    const { store, told } = watching('REQ1', 'REQ2');
    store.upsert(open, 'watch');
    told.length = 0;
    store.setWatched([refTo('REQ2'), refTo('REQ3')]);
    assert.equal(told.length, 1);
    assert.equal(told[0]?.origin, 'own');
    assert.deepEqual(keysOf(told[0].refs), ['REQ3', 'REQ1']);
    assert.deepEqual(kindsIn(told), ['removed']);
    store.setWatched([refTo('REQ2'), refTo('REQ3')]);
    assert.equal(told.length, 1);
  });

  it('keeps what is known of a ticket that stays', () => {
    const { store } = watching('REQ1');
    store.upsert(open, 'watch');
    store.setWatched([refTo('REQ2'), refTo('REQ1')]);
    assert.equal(store.find(refTo('REQ1'))?.ticket, open);
  });

  it('keeps what is known of a ticket that is listed twice', () => {
    const { store, told } = watching('REQ1', 'REQ1');
    store.upsert(open, 'watch');
    told.length = 0;
    store.setWatched([refTo('REQ1'), refTo('REQ1')]);
    assert.equal(store.find(refTo('REQ1'))?.ticket, open);
    assert.equal(store.entries.length, 1);
    assert.deepEqual(told, []);
  });

  it('knows nothing of a ticket that was removed and added again', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    store.setWatched([]);
    store.setWatched([refTo('REQ1')]);
    told.length = 0;
    store.upsert(pending, 'watch');
    assert.deepEqual(kindsIn(told), ['added']);
  });
});

describe('what was read', () => {
  it('is told as added at the first read and as a change later', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    store.upsert(pending, 'watch');
    assert.deepEqual(kindsIn(told), ['added', 'statusChanged']);
    assert.deepEqual(
      told.map(({ origin }) => origin),
      ['watch', 'watch'],
    );
  });

  it('is told only when something changed, but the time of reading goes on', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 10_000 });
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    told.length = 0;
    context.mock.timers.setTime(20_000);
    const began = store.beginRead();
    context.mock.timers.setTime(21_000);
    store.upsert({ ...open, details: [], steps: [makeStep('a', { fields: [textField()] })] }, 'watch', began);
    assert.deepEqual(told, []);
    const entry = store.find(refTo('REQ1'));
    assert.deepEqual([entry?.readBefore, entry?.readBegan, entry?.readAt], [10_000, 20_000, 21_000]);
  });

  it('is of one read, however often that gives what it has found by then', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 10_000 });
    const { store } = watching('REQ1');
    store.upsert({ ...open, unreadMessages: 0 }, 'watch');
    context.mock.timers.setTime(20_000);
    const began = store.beginRead();
    context.mock.timers.setTime(22_000);
    store.upsert(open, 'watch', began);
    context.mock.timers.setTime(23_000);
    store.upsert({ ...open, unreadMessages: 1 }, 'watch', began);
    const entry = store.find(refTo('REQ1'));
    assert.deepEqual([entry?.readBefore, entry?.readBegan, entry?.readAt], [10_000, 20_000, 23_000]);
  });

  it('is told in one event for many tickets, with those that changed only', () => {
    const { store, told } = watching('REQ1', 'REQ2', 'REQ3');
    const second = makeTicket('REQ2');
    store.replace(
      [
        [refTo('REQ1'), open],
        [refTo('REQ2'), second],
      ],
      'watch',
    );
    told.length = 0;
    store.replace(
      [
        [refTo('REQ1'), pending],
        [refTo('REQ2'), second],
        [refTo('REQ3'), new TicketError('notFound')],
      ],
      'watch',
    );
    assert.equal(told.length, 1);
    assert.deepEqual(keysOf(told[0]?.refs ?? []), ['REQ1', 'REQ3']);
    assert.deepEqual(kindsIn(told), ['statusChanged']);
  });

  it('holds on to what only some reads tell: priority, people, and whether it is followed', () => {
    const { store, told } = watching('REQ1');
    const known = { priority: { name: 'P1', category: 'high' }, people: [], isFollowed: true } as const;
    store.upsert(makeTicket('REQ1', known), 'watch');
    store.upsert(makeTicket('REQ1'), 'watch');
    assert.deepEqual(store.find(refTo('REQ1'))?.ticket?.priority, known.priority);
    assert.equal(store.find(refTo('REQ1'))?.ticket?.isFollowed, true);
    assert.equal(told.length, 1);
    store.upsert(makeTicket('REQ1', { isFollowed: false }), 'watch');
    assert.equal(store.find(refTo('REQ1'))?.ticket?.isFollowed, false);
  });

  it('holds on to the count of unread messages where a read does not count, and tells of those that came meanwhile', () => {
    const { store, told } = watching('REQ1');
    store.upsert({ ...open, unreadMessages: 1 }, 'watch');
    told.length = 0;
    store.upsert(open, 'watch');
    assert.equal(store.find(refTo('REQ1'))?.ticket?.unreadMessages, 1);
    assert.deepEqual(kindsIn(told), []);
    store.upsert({ ...open, unreadMessages: 3 }, 'watch');
    assert.deepEqual(
      told.flatMap(({ changes }) => changes.map((change) => change.kind === 'messageReceived' && change.count)),
      [2],
    );
  });

  it('is ignored of a ticket that nobody watches', () => {
    const { store, told } = watching('REQ1');
    store.upsert(makeTicket('REQ2'), 'watch');
    store.upsert({ ...open, ref: refTo('REQ1', 'two') }, 'watch');
    assert.deepEqual(told, []);
    assert.equal(store.entries.length, 1);
  });

  it('leaves the last good ticket in place when it is an error', () => {
    const { store, told } = watching('REQ1');
    store.upsert(waiting, 'watch');
    const before = store.find(refTo('REQ1'));
    told.length = 0;
    const error = new TicketError('forbidden');
    store.replace([[refTo('REQ1'), error]], 'watch');
    assert.deepEqual(store.find(refTo('REQ1')), { ...before, error });
    assert.deepEqual(kindsIn(told), []);
    assert.equal(told.length, 1);
    store.replace([[refTo('REQ1'), new TicketError('forbidden')]], 'watch');
    assert.equal(told.length, 1);
  });

  it('changes nothing when an error lay between two equal reads, except that the error is gone', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    store.replace([[refTo('REQ1'), new TicketError('forbidden')]], 'watch');
    told.length = 0;
    store.upsert(open, 'watch');
    assert.deepEqual(
      told.map(({ refs, changes }) => [keysOf(refs), changes]),
      [[['REQ1'], []]],
    );
    assert.equal(store.find(refTo('REQ1'))?.error, undefined);
  });
});

describe('since when a ticket waits for me', () => {
  it('is its last update when it waited at the first read, and now when it began later', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 50_000 });
    const { store } = watching('REQ1', 'REQ2', 'REQ3', 'REQ4');
    store.upsert(waiting, 'watch');
    store.upsert({ ...makeTicket('REQ2'), steps: [stepForMe('a')], updatedAt: undefined }, 'watch');
    const unknown = { steps: [stepForMe('a')], updatedAt: undefined, createdAt: undefined };
    store.upsert({ ...makeTicket('REQ3'), ...unknown }, 'watch');
    store.upsert(makeTicket('REQ4'), 'watch');
    store.upsert({ ...makeTicket('REQ4'), steps: [stepForMe('a')] }, 'watch');
    assert.deepEqual(
      store.entries.map(({ waitingSince }) => waitingSince),
      [2_000, 1_000, 50_000, 50_000],
    );
  });

  it('stays while it waits, also over errors and from step to step, and ends with the waiting', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 50_000 });
    const { store } = watching('REQ1');
    const since = (): number | undefined => store.find(refTo('REQ1'))?.waitingSince;
    store.upsert(waiting, 'watch');
    context.mock.timers.setTime(60_000);
    store.replace([[refTo('REQ1'), new TicketError('forbidden')]], 'watch');
    assert.equal(since(), 2_000);
    store.upsert({ ...open, steps: [stepForMe('b')] }, 'watch');
    assert.equal(since(), 2_000);
    store.upsert(open, 'watch');
    assert.equal(since(), undefined);
    store.upsert(waiting, 'watch');
    assert.equal(since(), 60_000);
    store.upsert({ ...endedTicket('REQ1'), steps: [stepForMe('a')] }, 'watch');
    assert.equal(since(), undefined);
  });

  it('puts the one that waits longest first', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 50_000 });
    const { store } = watching('REQ1', 'REQ2', 'REQ3');
    store.upsert({ ...makeTicket('REQ1'), steps: [stepForMe('a')], updatedAt: 30_000 }, 'watch');
    store.upsert(makeTicket('REQ2'), 'watch');
    store.upsert({ ...makeTicket('REQ3'), steps: [stepForMe('a')], updatedAt: 20_000 }, 'watch');
    assert.deepEqual(keysOf(store.waitingForMe.map(({ ref }) => ref)), ['REQ3', 'REQ1']);
  });
});

describe('reads that overlap', () => {
  it('leave the result of the one that began last, whichever ends last', () => {
    const { store, told } = watching('REQ1', 'REQ2');
    const early = store.beginRead();
    const late = store.beginRead();
    store.upsert(pending, 'watch', late);
    told.length = 0;
    store.replace(
      [
        [refTo('REQ1'), open],
        [refTo('REQ2'), makeTicket('REQ2')],
      ],
      'watch',
      early,
    );
    assert.equal(store.find(refTo('REQ1'))?.ticket, pending);
    assert.deepEqual(
      told.flatMap(({ refs }) => keysOf(refs)),
      ['REQ2'],
    );
  });

  it('with a write leave what looking finds aside until the write has ended', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    told.length = 0;
    const hold = store.holdBack(refTo('REQ1'));
    const during = store.beginRead();
    store.upsert(pending, 'watch', store.beginRead());
    assert.equal(told.length, 0);
    store.upsert(pending, 'own');
    hold.dispose();
    store.upsert(open, 'watch', during);
    assert.deepEqual(
      told.map(({ origin, changes }) => [origin, changes.map(({ kind }) => kind)]),
      [['own', ['statusChanged']]],
    );
  });

  it('with two writes leave what looking finds aside until both have ended', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    told.length = 0;
    const holds = [store.holdBack(refTo('REQ1')), store.holdBack(refTo('REQ1'))];
    for (const hold of holds) {
      store.upsert(pending, 'watch');
      assert.deepEqual(told, []);
      hold.dispose();
      hold.dispose();
    }
    store.upsert(pending, 'watch');
    assert.deepEqual(kindsIn(told), ['statusChanged']);
  });

  it('with a refused write lose nothing: the next look finds what the one before left aside', () => {
    const { store, told } = watching('REQ1');
    store.upsert(open, 'watch');
    const hold = store.holdBack(refTo('REQ1'));
    store.upsert(pending, 'watch');
    hold.dispose();
    told.length = 0;
    store.upsert(pending, 'watch');
    assert.deepEqual(kindsIn(told), ['statusChanged']);
  });
});

describe('a message of others', () => {
  it('is none of the user’s doing, though it is found together with what they did', () => {
    const { store, told } = watching('REQ1');
    store.upsert({ ...open, unreadMessages: 0 }, 'watch');
    told.length = 0;
    store.upsert({ ...pending, unreadMessages: 1 }, 'own');
    store.expectOwnChange(refTo('REQ1'));
    store.upsert({ ...open, unreadMessages: 2 }, 'watch');
    assert.deepEqual(
      told.map(({ origin, changes }) => [origin, changes.map(({ kind }) => kind)]),
      [
        ['own', ['statusChanged']],
        ['watch', ['messageReceived']],
        ['own', ['statusChanged']],
        ['watch', ['messageReceived']],
      ],
    );
  });
});

describe('a change that was expected of the user', () => {
  it('is own when the next look finds it, once, and leaves the other tickets as they are', () => {
    const { store, told } = watching('REQ1', 'REQ2');
    store.upsert(open, 'watch');
    store.upsert(makeTicket('REQ2'), 'watch');
    told.length = 0;
    store.expectOwnChange(refTo('REQ1'));
    store.replace([[refTo('REQ1'), new TicketError('unavailable')]], 'watch');
    told.length = 0;
    store.replace(
      [
        [refTo('REQ1'), pending],
        [refTo('REQ2'), inStatus(makeTicket('REQ2'), 'PENDING')],
      ],
      'watch',
    );
    store.upsert(open, 'watch');
    assert.deepEqual(
      told.map(({ origin, refs }) => [origin, keysOf(refs)]),
      [
        ['own', ['REQ1']],
        ['watch', ['REQ2']],
        ['watch', ['REQ1']],
      ],
    );
  });
});

it('a store that has ended tells nothing', () => {
  const { store, told } = watching('REQ1');
  store.dispose();
  store.setWatched([refTo('REQ1'), refTo('REQ2')]);
  store.upsert(open, 'watch');
  assert.deepEqual(told, []);
});
