import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LastSeen, type LastSeenParts } from '../../../src/application/lastSeen.ts';
import { changesSince, seenActivity } from '../../../src/application/seenChanges.ts';
import { viewTicket } from '../../../src/application/ticketView.ts';
import { InMemorySeen } from '../../fakes/inMemorySeen.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { makeStep, makeTicket, refTo, textField } from '../../fakes/samples.ts';

const nothingElse = seenActivity(undefined, undefined);
const ticket = makeTicket('REQ1', {
  steps: [makeStep('a', { fields: [textField({ value: 'x' })] }), makeStep('b')],
  people: [{ role: 'Assignee', name: 'lisi' }],
  details: [{ key: 'a', label: 'A', text: 'b', group: 'c' }],
});

function openWindow(storage: InMemorySeen, changes: Partial<LastSeenParts> = {}): LastSeen {
  return new LastSeen({
    storage,
    log: new RecordingLog(),
    accountOf: () => Promise.resolve('zhangsan'),
    isSessionOnly: () => false,
    ...changes,
  });
}

describe('what was seen of a ticket', () => {
  it('is there in a window that is opened later, with the moment and the newest message', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 5_000 });
    const storage = new InMemorySeen();
    await openWindow(storage).write(ticket, { newestMessage: '7', newestEntry: '' });
    const seen = (await openWindow(storage).read(ticket.ref)) ?? assert.fail();
    assert.deepEqual(changesSince(seen, viewTicket(ticket), seen), []);
    assert.deepEqual([seen.seenAt, seen.newestMessage, seen.newestEntry], [5_000, '7', '']);
    assert.deepEqual(seen.view, JSON.parse(JSON.stringify(viewTicket(ticket))));
  });

  it('is nothing for a ticket that nobody looked at, or that another account looked at', async () => {
    const storage = new InMemorySeen();
    await openWindow(storage).write(ticket, nothingElse);
    assert.equal(await openWindow(storage).read(refTo('REQ2')), undefined);
    assert.equal(await openWindow(storage).read(refTo('REQ1', 'two')), undefined);
    assert.equal(await openWindow(storage, { accountOf: () => Promise.resolve('lisi') }).read(ticket.ref), undefined);
  });

  it('is kept for 300 tickets, those that were looked at last', async () => {
    const storage = new InMemorySeen();
    const lastSeen = openWindow(storage);
    for (let index = 0; index < 301; index += 1) {
      await lastSeen.write(makeTicket(`REQ${index}`), nothingElse);
      if (index === 250) await lastSeen.write(makeTicket('REQ0'), nothingElse);
    }
    assert.equal(storage.records.size, 300);
    assert.equal(await lastSeen.read(refTo('REQ1')), undefined);
    for (const key of ['REQ0', 'REQ2', 'REQ300']) assert.ok(await lastSeen.read(refTo(key)), key);
  });

  it('is not kept of a ticket that is out of all proportion', async () => {
    const storage = new InMemorySeen();
    const huge = makeTicket('REQ1', { details: [{ key: 'a', label: 'A', text: 'x'.repeat(2_000_000) }] });
    await openWindow(storage).write(huge, nothingElse);
    assert.equal(storage.records.size, 0);
  });

  it('goes with its connection', async () => {
    const storage = new InMemorySeen();
    const lastSeen = openWindow(storage);
    await lastSeen.write(ticket, nothingElse);
    await lastSeen.write({ ...ticket, ref: refTo('REQ1', 'two') }, nothingElse);
    await lastSeen.forget('one');
    assert.equal(await lastSeen.read(ticket.ref), undefined);
    assert.ok(await lastSeen.read(refTo('REQ1', 'two')));
  });

  it('stays in this window where nothing of the connection is stored', async () => {
    const storage = new InMemorySeen();
    const lastSeen = openWindow(storage, { isSessionOnly: () => true });
    await lastSeen.write(ticket, nothingElse);
    assert.equal(storage.records.size, 0);
    assert.equal((await lastSeen.read(ticket.ref))?.view.title, ticket.title);
    await lastSeen.forget('one');
    assert.equal(await lastSeen.read(ticket.ref), undefined);
  });

  it('is nothing where the record is damaged', async () => {
    const storage = new InMemorySeen();
    const lastSeen = openWindow(storage);
    await lastSeen.write(ticket, nothingElse);
    const [[id, record] = ['', '']] = storage.records;
    const damages = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      record.replace('"version":1', '"version":2'),
      '{"version":1,"seenAt":1}',
    ];
    const parts = ['"people"', '"steps"', '"processors"', '"title"', '"seenAt"', '"key"', '"label"'];
    // A damaged list of details alone is no reason to forget the rest.
    const broken = parts.filter((part) => part !== '"label"').map((part) => record.replace(part, '"other"'));
    for (const text of [...damages, ...broken]) {
      storage.records.set(id, text);
      assert.equal(await lastSeen.read(ticket.ref), undefined, text.slice(0, 80));
    }
    storage.records.set(id, record.replace('"details":[', '"details":[3,'));
    assert.equal((await lastSeen.read(ticket.ref))?.view.details, undefined);
  });

  it('is told to the log when it cannot be kept or read, and to nobody else', async () => {
    const storage = new InMemorySeen();
    storage.refusal = new Error('ENOSPC');
    const log = new RecordingLog();
    const lastSeen = openWindow(storage, { log });
    await lastSeen.write(ticket, nothingElse);
    assert.equal(await lastSeen.read(ticket.ref), undefined);
    await lastSeen.forget('one');
    assert.deepEqual(log.lines, [
      'warn What was seen of a ticket could not be stored: ENOSPC',
      'warn What was seen of a ticket could not be read: ENOSPC',
      'warn What was seen of a ticket could not be deleted: ENOSPC',
    ]);
  });
});
