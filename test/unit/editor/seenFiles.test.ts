import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { SeenFiles } from '../../../src/editor/seenFiles.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itsm-seen-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('files of what was seen', () => {
  it('hold a record for each id, whatever it holds, also for another window', async () => {
    const ids = ['["one","zhangsan","REQ1"]', '../../etc/passwd', '生产'];
    for (const id of ids) await new SeenFiles(folder).write(id, `record of ${id}`);
    for (const id of ids) assert.equal(await new SeenFiles(folder).read(id), `record of ${id}`);
    assert.equal(await new SeenFiles(folder).read('other'), undefined);
  });

  it('are as many as wanted, the newest ones', async () => {
    const files = new SeenFiles(folder);
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      const before = new Set(await readdir(folder));
      await files.write(id, id);
      const name = (await readdir(folder)).find((each) => !before.has(each)) ?? '';
      // The clock of the disk may tick in seconds.
      await utimes(join(folder, name), 1_000, [4_000, 2_000, 3_000, 1_000][index] ?? 0);
    }
    await writeFile(join(folder, 'of somebody else.txt'), '');
    await files.keepNewest(2);
    assert.deepEqual(await Promise.all(['a', 'b', 'c', 'd'].map((id) => files.read(id))), [
      'a',
      undefined,
      'c',
      undefined,
    ]);
    assert.equal((await readdir(folder)).length, 3);
  });

  it('go by what they say', async () => {
    const files = new SeenFiles(folder);
    await files.write('a', 'of one');
    await files.write('b', 'of two');
    await files.deleteWhere((record) => record === 'of one');
    assert.deepEqual([await files.read('a'), await files.read('b')], [undefined, 'of two']);
  });

  it('are none before the first one', async () => {
    const files = new SeenFiles(join(folder, 'none'));
    await files.keepNewest(1);
    await files.deleteWhere(() => true);
    assert.equal(await files.read('a'), undefined);
  });
});
