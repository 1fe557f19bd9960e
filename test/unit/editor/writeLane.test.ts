import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readText } from '../../../src/editor/textFile.ts';
import { WriteLane } from '../../../src/editor/writeLane.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itsm-lane-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a text that is written all the time', () => {
  it('is in one file in the end, as it was written last', async () => {
    const lane = new WriteLane(join(folder, 'a'));
    await Promise.all(Array.from({ length: 30 }, (_, index) => lane.write(String(index))));
    assert.deepEqual(await readdir(folder), ['a.json']);
    assert.equal(await readText(join(folder, 'a.json')), '29');
  });

  it('is stored also where nothing can be written at once', async () => {
    await mkdir(join(folder, 'a-now.json', 'in the way'), { recursive: true });
    const lane = new WriteLane(join(folder, 'a'));
    await lane.write('text');
    assert.equal(await readText(join(folder, 'a.json')), 'text');
  });

  it('can be read where it was written at once, as long as it could not be stored', async () => {
    await mkdir(join(folder, 'a.json', 'in the way'), { recursive: true });
    const lane = new WriteLane(join(folder, 'a'));
    await assert.rejects(lane.write('text'));
    assert.equal(await readText(join(folder, 'a-now.json')), 'text');
    await rm(join(folder, 'a.json'), { recursive: true });
    await lane.write('text');
    assert.deepEqual(await readdir(folder), ['a.json']);
  });
});
