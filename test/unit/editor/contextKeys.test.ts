import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import type { Connection } from '../../../src/domain/connection.ts';
import { ContextKeys } from '../../../src/editor/contextKeys.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { makeConnection, makeTicket, refTo } from '../../fakes/samples.ts';

function open(connectionList: readonly Connection[]) {
  const { connections, storage } = openConnections(connectionList);
  const store = new TicketStore();
  const told: string[] = [];
  const keys = new ContextKeys({ connections, store }, (key, value) => told.push(`${key}=${value}`));
  return { keys, store, storage, takeTold: () => told.splice(0) };
}

describe('the context keys', () => {
  it('that are false are not told at the start, as the editor takes them for false', () => {
    assert.deepEqual(open([]).takeTold(), []);
    assert.deepEqual(open([makeConnection()]).takeTold(), ['itsmTickets.hasConnections=true']);
  });

  it('are told when they change, and only then', () => {
    const { store, storage, takeTold } = open([]);
    storage.set([makeConnection('one')]);
    storage.set([makeConnection('one'), makeConnection('two')]);
    assert.deepEqual(takeTold(), ['itsmTickets.hasConnections=true']);
    store.setWatched([refTo('REQ1')]);
    store.upsert(makeTicket('REQ1'), 'watch');
    assert.deepEqual(takeTold(), ['itsmTickets.hasTickets=true']);
    store.setWatched([]);
    storage.set([]);
    assert.deepEqual(takeTold(), ['itsmTickets.hasTickets=false', 'itsmTickets.hasConnections=false']);
  });

  it('are all told once the start is over, as the window may remember those of another start', () => {
    const { keys, takeTold } = open([]);
    keys.tellAll();
    assert.deepEqual(takeTold(), ['itsmTickets.hasConnections=false', 'itsmTickets.hasTickets=false']);
  });

  it('are told no more after the end', () => {
    const { keys, store, storage, takeTold } = open([]);
    keys.dispose();
    storage.set([makeConnection()]);
    store.setWatched([refTo('REQ1')]);
    keys.tellAll();
    assert.deepEqual(takeTold(), []);
  });
});
