import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { draftValues } from '../../../src/application/draft.ts';
import type { DraftPlace } from '../../../src/application/draftPlace.ts';
import { Drafts } from '../../../src/application/drafts.ts';
import type { DraftPart } from '../../../src/application/ports.ts';
import { DraftFiles } from '../../../src/editor/draftFiles.ts';
import { replaceText } from '../../../src/editor/textFile.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { refTo } from '../../fakes/samples.ts';

let folder: string;
let log: RecordingLog;
const opened: DraftFiles[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itsm-drafts-'));
  log = new RecordingLog();
});

afterEach(async () => {
  for (const files of opened.splice(0)) files.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Each window is opened later than those before. */
function openWindow(): DraftFiles {
  const files = new DraftFiles(folder, log, 1_000 + opened.length);
  opened.push(files);
  return files;
}

async function textsOf(files: DraftFiles, id: string): Promise<readonly string[]> {
  return (await files.read(id)).map(({ text }) => text).sort();
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

describe('draft files', () => {
  it('keep each draft apart, whatever its id holds', async () => {
    const files = openWindow();
    const ids = ['one/REQ1/a', 'one/REQ1/b', '../../etc/passwd', 'CON', 'a:b*c?', '生产/1', 'x'.repeat(5_000)];
    await Promise.all(ids.map((id) => files.write(id, `record of ${id}`)));
    for (const id of ids) assert.deepEqual(await textsOf(files, id), [`record of ${id}`]);
    const names = await readdir(folder);
    assert.equal(names.length, ids.length);
    for (const name of names) assert.match(name, /^[0-9a-f]{32}\.[0-9a-z]+\.json$/);
    assert.equal((await files.readAll()).length, ids.length);
  });

  it('hold a part for each window, and tell which ones are older', async () => {
    const [first, second, third] = [openWindow(), openWindow(), openWindow()];
    for (const [index, files] of [third, first, second].entries()) await files.write('id', String(index));
    const origins = new Map((await second.read('id')).map(({ text, origin }) => [text, origin]));
    assert.deepEqual(Object.fromEntries(origins), { 0: 'newer', 1: 'older', 2: 'own' });
  });

  it('end with the last of several quick writes, without carrying out each one', async () => {
    const files = openWindow();
    const texts = Array.from({ length: 20 }, (_, index) => 'x'.repeat((20 - index) * 1_000) + index);
    await Promise.all(texts.map((text) => files.write('id', text)));
    assert.deepEqual(await textsOf(files, 'id'), [texts.at(-1)]);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('never fall behind what was safe, and are one file when everything is on the disk', async () => {
    const [files, other] = [openWindow(), openWindow()];
    // Every other one is waited for, so that tidying up and the next text meet.
    for (let length = 0; length < 50; length += 2) {
      await files.write('id', 'x'.repeat(length));
      const writing = files.write('id', 'x'.repeat(length + 1));
      assert.ok(longest(await textsOf(other, 'id')) >= length);
      if (length % 4 === 0) await writing;
    }
    await files.write('id', 'the last');
    assert.deepEqual(await textsOf(other, 'id'), ['the last']);
    assert.equal((await readdir(folder)).length, 1);
  });

  it('are safe when the write that was waited for has ended', async () => {
    const files = openWindow();
    const first = files.write('id', 'a');
    const second = files.write('id', 'b');
    await first;
    assert.match((await textsOf(files, 'id')).join(''), /^[ab]+$/);
    await second;
    assert.deepEqual(await textsOf(files, 'id'), ['b']);
  });

  it('are none where there is no folder', async () => {
    const files = new DraftFiles(join(folder, 'none'), log);
    opened.push(files);
    assert.deepEqual(await files.read('id'), []);
    assert.deepEqual(await files.readAll(), []);
  });

  it('go on after a write that failed', async () => {
    const files = openWindow();
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
    await rm(join(folder, name), { recursive: true });
    await files.write('id', 'd');
    assert.deepEqual(await textsOf(files, 'id'), ['d']);
  });

  it('lose a part only if it says what it said when it was read', async () => {
    const [older, newer] = [openWindow(), openWindow()];
    await older.write('id', 'a');
    const [part] = await newer.read('id');
    assert.ok(part);
    await older.write('id', 'ab');
    const news = await newer.remove(part);
    assert.equal(news?.text, 'ab');
    assert.deepEqual(await textsOf(newer, 'id'), ['ab']);
    assert.equal(await newer.remove(news), undefined);
    assert.equal(await newer.remove(news), undefined);
    assert.deepEqual(await readdir(folder), []);
  });

  it('still hold a part whose removal was broken off', async () => {
    const [older, newer] = [openWindow(), openWindow()];
    await older.write('id', 'a');
    const [part] = await newer.read('id');
    await older.write('id', 'ab');
    assert.ok(part);
    await newer.remove(part);
    await older.write('id', 'abc');
    const found = await openWindow().read('id');
    assert.deepEqual(found.map(({ text, origin }) => `${text} ${origin}`).sort(), ['ab older', 'abc older']);
  });

  it('keep what is damaged under another name', async () => {
    const files = openWindow();
    await files.write('id', '{"half');
    const [part] = await files.readAll();
    assert.ok(part);
    const name = await files.setAside(part);
    assert.deepEqual(await readdir(folder), [name]);
    assert.deepEqual(await files.readAll(), []);
  });

  it('that cannot be read do not hide the others', async () => {
    const files = openWindow();
    await files.write('id', 'a');
    await mkdir(join(folder, `${'0'.repeat(32)}.x.json`));
    assert.deepEqual(await textsOf(files, 'id'), ['a']);
    assert.equal((await files.readAll()).length, 1);
    assert.match(log.lines[0] ?? '', /^warn The draft 0+\.x\.json cannot be read \(EISDIR\)$/);
  });

  it('are told to other windows, those of version 0.1 among them, and not to their own', async () => {
    const [left, right] = [openWindow(), openWindow()];
    await Promise.all([left.readAll(), right.readAll()]);
    const heard = new Map<string, string>();
    const enough = Promise.withResolvers<void>();
    right.onDidChange(({ name, text, origin }: DraftPart) => {
      heard.set(name.length === 37 ? '0.1' : 'left', `${origin} ${text}`);
      if (heard.size === 2) enough.resolve();
    });
    left.onDidChange(({ text }) => assert.notEqual(text, 'of left'));
    await left.write('id', 'of left');
    await replaceText(join(folder, `${'0'.repeat(32)}.json`), 'of version 0.1');
    await enough.promise;
    assert.deepEqual(Object.fromEntries(heard), { left: 'older of left', '0.1': 'older of version 0.1' });
  });

  it('hold what is typed quickly into a form', async () => {
    const place: DraftPlace = { kind: 'step', ref: refTo('REQ1'), stepId: 'a' };
    const open = (): Drafts =>
      new Drafts({
        storage: openWindow(),
        log,
        accountOf: () => Promise.resolve('zhangsan'),
        isSessionOnly: () => false,
        onCannotStore: () => assert.fail(),
      });
    const subject = { title: '', partName: '', fields: [] };
    const [drafts, later] = [open(), open()];
    await Promise.all(['a', 'ab', 'abc'].map((text) => drafts.write(place, [['title', text]], subject)));
    assert.deepEqual(draftValues(await later.read(place)), [['title', 'abc']]);
    for (const each of [drafts, later]) each.dispose();
  });
});
