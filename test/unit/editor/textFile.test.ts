import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readText, replaceText } from '../../../src/editor/textFile.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'itsm-text-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('replaceText', () => {
  it('writes a file, with the folders it lies in, and replaces it as a whole', async () => {
    const path = join(folder, 'a', 'b', 'text.json');
    await replaceText(path, 'a long first text');
    await replaceText(path, '短');
    assert.equal(await readText(path), '短');
  });

  it('leaves nothing else in the folder', async () => {
    const path = join(folder, 'text.json');
    await Promise.all(['a', 'b', 'c'].map((text) => replaceText(path, text)));
    assert.deepEqual(await readdir(folder), ['text.json']);
    assert.match((await readText(path)) ?? '', /^[abc]$/);
  });

  it(
    'makes a file that nobody else can read, also over one that others could',
    { skip: process.platform === 'win32' },
    async () => {
      const path = join(folder, 'sub', 'text.json');
      await mkdir(join(folder, 'sub'));
      await writeFile(path, 'old');
      await chmod(path, 0o644);
      await replaceText(path, 'new');
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      await replaceText(join(folder, 'new', 'text.json'), 'new');
      assert.equal((await stat(join(folder, 'new'))).mode & 0o777, 0o700);
    },
  );

  it('throws and leaves the old state when it cannot be done', async () => {
    const path = join(folder, 'text.json');
    await mkdir(join(path, 'in the way'), { recursive: true });
    await assert.rejects(replaceText(path, 'new'));
    assert.deepEqual(await readdir(folder), ['text.json']);
    assert.deepEqual(await readdir(path), ['in the way']);
  });
});

describe('readText', () => {
  it('gives undefined for a file that is not there, and throws for anything else', async () => {
    assert.equal(await readText(join(folder, 'none')), undefined);
    assert.equal(await readText(join(folder, 'none', 'none')), undefined);
    await assert.rejects(readText(folder));
  });
});
