import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { distinctRefs, WatchList } from '../../../src/application/watchList.ts';
import { InMemoryWatchList } from '../../fakes/inMemoryWatchList.ts';
import { refTo } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

function openWindow(storage: InMemoryWatchList): WatchList {
  return new WatchList(storage, (connectionId) => connectionId === 'sample');
}

describe('the watch list', () => {
  it('is empty before it was read', async () => {
    const list = openWindow(new InMemoryWatchList({ one: ['REQ1'] }));
    assert.deepEqual(list.keys('one'), []);
    await list.load();
    assert.deepEqual(list.keys('one'), ['REQ1']);
    assert.deepEqual(list.keys('two'), []);
  });

  it('takes each ticket once, new ones at the end', async () => {
    const list = openWindow(new InMemoryWatchList({ one: ['REQ2'] }));
    await list.add([refTo('REQ1'), refTo('REQ2'), refTo('REQ1'), refTo('REQ1', 'two')]);
    assert.deepEqual(list.keys('one'), ['REQ2', 'REQ1']);
    assert.deepEqual(list.keys('two'), ['REQ1']);
    assert.ok(list.isWatched(refTo('REQ1')));
    assert.ok(!list.isWatched(refTo('REQ3')));
  });

  it('forgets with a ticket that it was muted', async () => {
    const storage = new InMemoryWatchList({ one: ['REQ1', 'REQ2'] });
    const list = openWindow(storage);
    await list.setMuted([refTo('REQ1'), refTo('REQ2')], true);
    assert.ok(list.isMuted(refTo('REQ1')));
    await list.setMuted([refTo('REQ2')], false);
    assert.ok(!list.isMuted(refTo('REQ2')));
    await list.remove([refTo('REQ1')]);
    assert.deepEqual(storage.data, { tickets: { one: ['REQ2'] }, muted: {} });
    await list.remove([refTo('REQ2')]);
    assert.deepEqual(storage.data, { tickets: {}, muted: {} });
  });

  it('tells of a change once, and of nothing else', async () => {
    const list = openWindow(new InMemoryWatchList());
    let count = 0;
    list.onDidChange(() => {
      count += 1;
    });
    await list.add([refTo('REQ1'), refTo('REQ2')]);
    await turn();
    assert.equal(count, 1);
    await list.add([refTo('REQ1')]);
    await list.remove([refTo('REQ9')]);
    await turn();
    assert.equal(count, 1);
  });

  it('keeps what another window wrote, and shows it', async () => {
    const storage = new InMemoryWatchList();
    const [here, there] = [openWindow(storage), openWindow(storage)];
    await Promise.all([
      here.add([refTo('REQ1')]),
      there.add([refTo('REQ2')]),
      here.setMuted([refTo('REQ2')], true),
      there.add([refTo('REQ3')]),
    ]);
    await turn();
    assert.deepEqual(storage.data.tickets, { one: ['REQ1', 'REQ2', 'REQ3'] });
    for (const list of [here, there]) {
      assert.deepEqual(list.keys('one'), ['REQ1', 'REQ2', 'REQ3']);
      assert.ok(list.isMuted(refTo('REQ2')));
    }
  });

  it('does not go back to what a slow read found before a change of our own', async () => {
    const storage = new InMemoryWatchList({ one: ['REQ1'] });
    const list = openWindow(storage);
    const seen: (readonly string[])[] = [];
    list.onDidChange(() => seen.push(list.keys('one')));
    const letGo = storage.holdReads();
    const loading = list.load();
    const adding = list.add([refTo('REQ2')]);
    await turn();
    letGo();
    await Promise.all([loading, adding]);
    await turn();
    assert.deepEqual(seen, [['REQ1'], ['REQ1', 'REQ2']]);
  });

  it('stays as it is known when the file cannot be read after a change elsewhere', async () => {
    const storage = new InMemoryWatchList({ one: ['REQ1'] });
    const list = openWindow(storage);
    await list.load();
    storage.failure = new Error('EACCES');
    storage.changeElsewhere({ tickets: {}, muted: {} });
    await turn();
    assert.deepEqual(list.keys('one'), ['REQ1']);
    storage.failure = new Error('EACCES');
    await assert.rejects(list.load(), /EACCES/);
    await list.add([refTo('REQ2')]);
    assert.deepEqual(list.keys('one'), ['REQ2']);
  });

  it('does not store tickets of connections of this session', async () => {
    const storage = new InMemoryWatchList();
    const list = openWindow(storage);
    await list.add([refTo('S1', 'sample'), refTo('REQ1')]);
    await list.setMuted([refTo('S1', 'sample')], true);
    assert.deepEqual(storage.data, { tickets: { one: ['REQ1'] }, muted: {} });
    assert.deepEqual(list.keys('sample'), ['S1']);
    assert.ok(list.isMuted(refTo('S1', 'sample')));
    assert.deepEqual(openWindow(storage).keys('sample'), []);
    await list.remove([refTo('S1', 'sample')]);
    assert.deepEqual(list.keys('sample'), []);
  });

  it('takes a connection of any allowed name', async () => {
    const list = openWindow(new InMemoryWatchList());
    for (const id of ['constructor', 'toString', 'hasOwnProperty']) {
      assert.deepEqual(list.keys(id), []);
      assert.ok(!list.isMuted(refTo('REQ1', id)));
      await list.add([refTo('REQ1', id)]);
      await list.setMuted([refTo('REQ1', id)], true);
      assert.deepEqual(list.keys(id), ['REQ1']);
      assert.ok(list.isMuted(refTo('REQ1', id)));
      await list.remove([refTo('REQ1', id)]);
      assert.deepEqual(list.keys(id), []);
    }
  });

  it('tells nothing after its end', async () => {
    const storage = new InMemoryWatchList();
    const list = openWindow(storage);
    let count = 0;
    list.onDidChange(() => {
      count += 1;
    });
    list.dispose();
    storage.changeElsewhere({ tickets: { one: ['REQ1'] }, muted: {} });
    await turn();
    assert.equal(count, 0);
    assert.deepEqual(list.keys('one'), []);
  });
});

it('distinctRefs leaves out repetitions and keeps the order', () => {
  const refs = [refTo('B'), refTo('A'), refTo('B'), refTo('A', 'two')];
  assert.deepEqual(distinctRefs(refs), [refTo('B'), refTo('A'), refTo('A', 'two')]);
});
