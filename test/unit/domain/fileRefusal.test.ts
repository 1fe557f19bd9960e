import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileRefusalMessage, findFileRefusal } from '../../../src/domain/fileRefusal.ts';

describe('a file that is to be uploaded', () => {
  const limits = { maxCount: 2, maxBytes: 10, extensions: ['png', 'txt'] };

  it('is taken within the limits, and when none are known', () => {
    assert.equal(findFileRefusal({ name: 'a.PNG', size: 10 }, 1, limits), undefined);
    assert.equal(findFileRefusal({ name: 'a.exe', size: 10_000 }, 100, undefined), undefined);
  });

  it('is refused for its type, size, number or emptiness, with a reason', () => {
    const refusals = [
      findFileRefusal({ name: 'a.exe', size: 1 }, 0, limits),
      findFileRefusal({ name: 'a', size: 1 }, 0, limits),
      findFileRefusal({ name: 'a.tar.gz', size: 1 }, 0, limits),
      findFileRefusal({ name: 'a.png', size: 11 }, 0, limits),
      findFileRefusal({ name: 'a.png', size: 1 }, 2, limits),
      findFileRefusal({ name: 'a.png', size: 0 }, 0, limits),
    ];
    assert.deepEqual(refusals, ['type', 'type', 'type', 'tooLarge', 'count', 'empty']);
    for (const refusal of refusals) {
      if (refusal !== undefined) assert.equal(fileRefusalMessage(refusal, 'a.png', limits).args[0], 'a.png');
    }
    assert.equal(findFileRefusal({ name: 'a', size: 0 }, 0, undefined), 'empty');
    assert.deepEqual(fileRefusalMessage('empty', 'a', undefined).args, ['a']);
    const limitTexts = [2_560_000, 999_999, 88_000, 999].map(
      (maxBytes) => fileRefusalMessage('tooLarge', 'a.png', { ...limits, maxBytes }).args[1],
    );
    assert.deepEqual(limitTexts, ['2.5 MB', '999.9 kB', '88 kB', '999 B']);
  });
});
