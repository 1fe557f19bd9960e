import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Drafts } from '../../../src/application/drafts.ts';
import { InMemoryDrafts } from '../../fakes/inMemoryDrafts.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
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
    const drafts = new Drafts(storage, new RecordingLog());
    await drafts.write(ref, 'a', typed);
    assert.deepEqual(await drafts.read(ref, 'a'), typed);
    assert.deepEqual(await new Drafts(storage, new RecordingLog()).read(ref, 'a'), typed);
  });

  it('belongs to one step of one ticket of one connection', async () => {
    const drafts = new Drafts(new InMemoryDrafts(), new RecordingLog());
    await drafts.write(ref, 'a', typed);
    assert.deepEqual(await drafts.read(ref, 'b'), []);
    assert.deepEqual(await drafts.read(refTo('REQ2'), 'a'), []);
    assert.deepEqual(await drafts.read(refTo('REQ1', 'two'), 'a'), []);
  });

  it('says whose it is and when it was typed', async (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: 0 });
    const storage = new InMemoryDrafts();
    await new Drafts(storage, new RecordingLog()).write(ref, 'a', typed);
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
    const drafts = new Drafts(storage, new RecordingLog());
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
    await new Drafts(storage, new RecordingLog()).write(ref, 'a', typed);
    const [id = ''] = storage.records.keys();
    for (const broken of ['', '{', 'null', '3', '"x"', '[]', '{}', '{"values":{}}', '{"values":null}']) {
      storage.records.set(id, broken);
      assert.deepEqual(await new Drafts(storage, new RecordingLog()).read(ref, 'a'), [], broken);
    }
    const mixed = [['a', 'b'], ['a'], ['a', 3], [1, 'b'], ['a', ['b', 3]], null, ['c', []], ['a', 'b', 'c']];
    storage.records.set(id, JSON.stringify({ values: mixed }));
    assert.deepEqual(await new Drafts(storage, new RecordingLog()).read(ref, 'a'), [
      ['a', 'b'],
      ['c', []],
    ]);
  });

  it('is what was typed while it was being read', async () => {
    const storage = new InMemoryDrafts();
    await new Drafts(storage, new RecordingLog()).write(ref, 'a', [['title', 'old']]);
    const drafts = new Drafts(storage, new RecordingLog());
    const letGo = storage.holdReads();
    const reading = drafts.read(ref, 'a');
    await drafts.write(ref, 'a', typed);
    letGo();
    assert.deepEqual(await reading, typed);
  });

  it('does not come back when it was thrown away while it was being read', async () => {
    const storage = new InMemoryDrafts();
    await new Drafts(storage, new RecordingLog()).write(ref, 'a', typed);
    const drafts = new Drafts(storage, new RecordingLog());
    const letGo = storage.holdReads();
    const reading = drafts.read(ref, 'a');
    await drafts.delete(ref, 'a');
    letGo();
    assert.deepEqual(await reading, []);
  });

  it('is the last of what was typed quickly', async () => {
    const storage = new InMemoryDrafts();
    const drafts = new Drafts(storage, new RecordingLog());
    await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write(ref, 'a', [['title', text]])));
    assert.deepEqual(await drafts.read(ref, 'a'), [['title', 'abc']]);
    assert.deepEqual(await new Drafts(storage, new RecordingLog()).read(ref, 'a'), [['title', 'abc']]);
  });

  it('is still known in this window when it could not be stored', async () => {
    const storage = new InMemoryDrafts();
    storage.write = () => Promise.reject(new Error('ENOSPC'));
    const log = new RecordingLog();
    const drafts = new Drafts(storage, log);
    await drafts.write(ref, 'a', typed);
    await turn();
    assert.deepEqual(await drafts.read(ref, 'a'), typed);
    assert.deepEqual(log.lines, ['error A draft could not be stored: ENOSPC']);
  });

  it('that the disk does not let go of is no failure of what was sent', async () => {
    const storage = new InMemoryDrafts();
    const log = new RecordingLog();
    const drafts = new Drafts(storage, log);
    await drafts.write(ref, 'a', typed);
    storage.delete = () => Promise.reject(new Error('EPERM'));
    await drafts.delete(ref, 'a');
    assert.deepEqual(await drafts.read(ref, 'a'), []);
    assert.deepEqual(log.lines, ['error A draft could not be deleted: EPERM']);
  });
});
