import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { WatchListData } from '../../../src/application/ports.ts';
import { WatchListFile } from '../../../src/editor/watchListFile.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';

const windowScript = fileURLToPath(new URL('watchListWindow.ts', import.meta.url));

/** A folder that does not exist yet, and windows on the file in it. */
async function open(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'itsm-watch-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'storage', 'watchList.json');
  const log = new RecordingLog();
  const openWindow = (): WatchListFile => {
    const file = new WatchListFile(path, log);
    context.after(() => file.dispose());
    return file;
  };
  return { path, log, openWindow };
}

function watching(...keys: string[]): WatchListData {
  return { tickets: { one: keys }, muted: {} };
}

/** Resolves when the file tells that it may be another. */
function change(file: WatchListFile): Promise<void> {
  return new Promise((resolve) => {
    const subscription = file.onDidChange(() => {
      subscription.dispose();
      resolve();
    });
  });
}

describe('the file of the watch list', { timeout: 60_000 }, () => {
  it('is empty at first, and keeps what was written', async (context) => {
    const { openWindow } = await open(context);
    const file = openWindow();
    assert.deepEqual(await file.read(), { tickets: {}, muted: {} });
    assert.deepEqual(await file.update(() => watching('REQ1')), watching('REQ1'));
    assert.deepEqual(await openWindow().read(), watching('REQ1'));
  });

  it('tells a window of what others write after it has begun to read, and gives it what they wrote before', async (context) => {
    const { openWindow } = await open(context);
    const [one, other] = [openWindow(), openWindow()];
    await other.update(() => watching('REQ1'));
    const told = change(one);
    assert.deepEqual(await one.read(), watching('REQ1'));
    await other.update(() => watching('REQ1', 'REQ2'));
    await told;
    assert.deepEqual(await one.read(), watching('REQ1', 'REQ2'));
  });

  it('goes on telling after its folder was removed', async (context) => {
    const { path, openWindow } = await open(context);
    const [one, other] = [openWindow(), openWindow()];
    await one.read();
    const removal = change(one);
    await rm(dirname(path), { recursive: true });
    await removal;
    assert.deepEqual(await one.read(), { tickets: {}, muted: {} });
    const told = change(one);
    await other.update(() => watching('REQ1'));
    await told;
  });

  it('loses nothing when two processes write at the same time, again and again', async (context) => {
    const { path, openWindow } = await open(context);
    const count = 60;
    const run = (prefix: string): Promise<unknown> =>
      promisify(execFile)(process.execPath, [windowScript, path, prefix, String(count)], { timeout: 50_000 });
    await Promise.all([run('A'), run('B')]);
    const { tickets, muted } = await openWindow().read();
    const expected = ['A', 'B'].flatMap((prefix) =>
      Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`),
    );
    assert.deepEqual([...(tickets['one'] ?? [])].sort(), expected.sort());
    assert.deepEqual([...(muted['one'] ?? [])].sort(), expected);
    assert.deepEqual(await readdir(dirname(path)), ['watchList.json']);
  });

  it('is not held for ever by a process that has died', async (context) => {
    const { path, openWindow } = await open(context);
    const long = new Date(Date.now() - 60_000);
    await mkdir(`${path}.lock`, { recursive: true });
    await utimes(`${path}.lock`, long, long);
    assert.deepEqual(await openWindow().update(() => watching('REQ1')), watching('REQ1'));
  });

  it('is free for the next one when an edit fails', async (context) => {
    const { openWindow } = await open(context);
    const file = openWindow();
    await assert.rejects(
      file.update(() => {
        throw new Error('no');
      }),
      /no/,
    );
    assert.deepEqual(await openWindow().update(() => watching('REQ1')), watching('REQ1'));
  });

  it('leaves out what makes no sense, and keeps a copy of what cannot be read', async (context) => {
    const { path, log, openWindow } = await open(context);
    const file = openWindow();
    await file.read();
    await writeFile(path, JSON.stringify({ tickets: { one: ['REQ1', 3], two: 'REQ2' }, muted: [] }));
    assert.deepEqual(await file.read(), watching('REQ1'));
    await writeFile(path, '{ not JSON');
    assert.deepEqual(await file.read(), { tickets: {}, muted: {} });
    assert.equal(await readFile(`${path}.broken`, 'utf8'), '{ not JSON');
    assert.equal(log.lines.length, 1);
  });

  it('is read also where its folder cannot be watched, which is said', async (context) => {
    const { path, log } = await open(context);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
    const file = new WatchListFile(join(path, 'below a file', 'watchList.json'), log);
    await assert.rejects(file.read());
    assert.equal(log.lines.length, 1);
  });

  it('tells nothing after its end, and holds nothing that would keep a process alive', async (context) => {
    const { path, openWindow } = await open(context);
    const [one, other] = [openWindow(), openWindow()];
    await other.read();
    await one.read();
    let told = 0;
    one.onDidChange(() => (told += 1));
    one.dispose();
    const heard = change(other);
    await writeFile(path, JSON.stringify(watching('REQ1')));
    await heard;
    assert.equal(told, 0);
    await one.read();
    other.dispose();
    assert.deepEqual(
      process.getActiveResourcesInfo().filter((name) => name.startsWith('FS')),
      [],
    );
  });
});
