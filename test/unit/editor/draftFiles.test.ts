import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { Drafts } from '../../../src/application/drafts.ts';
import { DraftFiles } from '../../../src/editor/draftFiles.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { refTo } from '../../fakes/samples.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itsm-drafts-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('draft files', () => {
  it('keep each draft apart, whatever its id holds', async () => {
    const files = new DraftFiles(folder);
    const ids = ['one/REQ1/a', 'one/REQ1/b', '../../etc/passwd', 'CON', 'a:b*c?', '生产/1', 'x'.repeat(5_000)];
    await Promise.all(ids.map((id) => files.write(id, `record of ${id}`)));
    for (const id of ids) assert.equal(await files.read(id), `record of ${id}`);
    const names = await readdir(folder);
    assert.equal(names.length, ids.length);
    for (const name of names) assert.match(name, /^[0-9a-f]{32}\.json$/);
  });

  it('are there for another window', async () => {
    await new DraftFiles(folder).write('id', 'record');
    assert.equal(await new DraftFiles(folder).read('id'), 'record');
  });

  it('end with the last of several quick writes and deletions', async () => {
    const files = new DraftFiles(folder);
    const texts = Array.from({ length: 20 }, (_, index) => 'x'.repeat((20 - index) * 1_000) + index);
    await Promise.all(texts.map((text) => files.write('id', text)));
    assert.equal(await files.read('id'), texts.at(-1));
    await Promise.all([files.write('id', 'a'), files.delete('id'), files.write('id', 'b')]);
    assert.equal(await files.read('id'), 'b');
    await Promise.all([files.write('id', 'c'), files.delete('id')]);
    assert.equal(await files.read('id'), undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  it('can be deleted when there are none', async () => {
    const files = new DraftFiles(join(folder, 'none'));
    await files.delete('id');
    assert.equal(await files.read('id'), undefined);
  });

  it('go on after a write that failed', async () => {
    const files = new DraftFiles(folder);
    await files.write('id', 'a');
    const [name = ''] = await readdir(folder);
    await rm(join(folder, name));
    await mkdir(join(folder, name, 'in the way'), { recursive: true });
    const failing = files.write('id', 'b');
    await assert.rejects(failing);
    assert.equal(await files.read('id'), undefined);
    const failingAgain = files.write('id', 'c');
    const clearing = assert.rejects(failingAgain).then(() => rm(join(folder, name), { recursive: true }));
    await clearing;
    await files.write('id', 'd');
    assert.equal(await files.read('id'), 'd');
  });

  it('do not wait for each other after a failure that is queued before them', async () => {
    const files = new DraftFiles(folder);
    await files.write('id', 'a');
    const [name = ''] = await readdir(folder);
    await rm(join(folder, name));
    await mkdir(join(folder, name, 'in the way'), { recursive: true });
    const results = await Promise.allSettled([
      files.write('id', 'b'),
      files.write('id', 'c'),
      files.write('other', 'd'),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    );
    assert.equal(await files.read('other'), 'd');
  });

  it('hold what is typed quickly into a form', async () => {
    const ref = refTo('REQ1');
    const drafts = new Drafts(new DraftFiles(folder), new RecordingLog());
    await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write(ref, 'a', [['title', text]])));
    assert.deepEqual(await new Drafts(new DraftFiles(folder), new RecordingLog()).read(ref, 'a'), [['title', 'abc']]);
  });
});
