import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Drafts } from '../../../src/application/drafts.ts';
import { InMemoryDrafts } from '../../fakes/inMemoryDrafts.ts';
import { refTo } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

const ref = refTo('REQ1');
const typed = [
  ['title', 'typed'],
  ['members', ['lisi', 'wangwu']],
] as const;

describe('a draft', () => {
  it('comes back as it was typed, also in a window that is opened later', async () => {
    const storage = new InMemoryDrafts();
    const drafts = new Drafts(storage);
    await drafts.write(ref, 'a', typed);
    assert.deepEqual(await drafts.read(ref, 'a'), typed);
    assert.deepEqual(await new Drafts(storage).read(ref, 'a'), typed);
  });

  it('belongs to one step of one ticket of one connection', async () => {
    const drafts = new Drafts(new InMemoryDrafts());
    await drafts.write(ref, 'a', typed);
    assert.deepEqual(await drafts.read(ref, 'b'), []);
    assert.deepEqual(await drafts.read(refTo('REQ2'), 'a'), []);
    assert.deepEqual(await drafts.read(refTo('REQ1', 'two'), 'a'), []);
  });

  it('says whose it is and when it was typed', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 0 });
    const storage = new InMemoryDrafts();
    await new Drafts(storage).write(ref, 'a', typed);
    assert.deepEqual(
      [...storage.records.values()].map((record) => JSON.parse(record) as unknown),
      [
        {
          version: 1,
          connectionId: 'one',
          ticket: 'REQ1',
          step: 'a',
          savedAt: '1970-01-01T00:00:00.000Z',
          values: typed,
        },
      ],
    );
  });

  it('is gone when it was deleted, or when nothing is left to keep', async () => {
    const storage = new InMemoryDrafts();
    const drafts = new Drafts(storage);
    await drafts.write(ref, 'a', typed);
    await drafts.delete(ref, 'a');
    assert.deepEqual(await drafts.read(ref, 'a'), []);
    await drafts.write(ref, 'a', typed);
    await drafts.write(ref, 'a', []);
    assert.deepEqual(await drafts.read(ref, 'a'), []);
    assert.equal(storage.records.size, 0);
  });

  it('is empty when what is stored cannot be understood, and holds what can be', async () => {
    const storage = new InMemoryDrafts();
    await new Drafts(storage).write(ref, 'a', typed);
    const [id = ''] = storage.records.keys();
    for (const broken of ['', '{', 'null', '3', '"x"', '[]', '{}', '{"values":{}}', '{"values":null}']) {
      storage.records.set(id, broken);
      assert.deepEqual(await new Drafts(storage).read(ref, 'a'), [], broken);
    }
    const mixed = [['a', 'b'], ['a'], ['a', 3], [1, 'b'], ['a', ['b', 3]], null, ['c', []], ['a', 'b', 'c']];
    storage.records.set(id, JSON.stringify({ values: mixed }));
    assert.deepEqual(await new Drafts(storage).read(ref, 'a'), [
      ['a', 'b'],
      ['c', []],
    ]);
  });

  it('is what was typed while it was being read', async () => {
    const storage = new InMemoryDrafts();
    await new Drafts(storage).write(ref, 'a', [['title', 'old']]);
    const drafts = new Drafts(storage);
    const letGo = storage.holdReads();
    const reading = drafts.read(ref, 'a');
    await drafts.write(ref, 'a', typed);
    letGo();
    assert.deepEqual(await reading, typed);
  });

  it('does not come back when it was thrown away while it was being read', async () => {
    const storage = new InMemoryDrafts();
    await new Drafts(storage).write(ref, 'a', typed);
    const drafts = new Drafts(storage);
    const letGo = storage.holdReads();
    const reading = drafts.read(ref, 'a');
    await drafts.delete(ref, 'a');
    letGo();
    assert.deepEqual(await reading, []);
  });

  it('is the last of what was typed quickly', async () => {
    const storage = new InMemoryDrafts();
    const drafts = new Drafts(storage);
    await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write(ref, 'a', [['title', text]])));
    assert.deepEqual(await drafts.read(ref, 'a'), [['title', 'abc']]);
    assert.deepEqual(await new Drafts(storage).read(ref, 'a'), [['title', 'abc']]);
  });

  it('is still known in this window when it could not be stored', async () => {
    const storage = new InMemoryDrafts();
    storage.write = () => Promise.reject(new Error('ENOSPC'));
    const drafts = new Drafts(storage);
    await assert.rejects(drafts.write(ref, 'a', typed), /ENOSPC/);
    await turn();
    assert.deepEqual(await drafts.read(ref, 'a'), typed);
  });
});
