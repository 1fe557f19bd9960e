import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitFileNames, withFileNames } from '../../../src/application/draftAttachments.ts';

const file = (id: string, name: string) => ({ id, name, size: 3 });

describe('a draft with files', () => {
  it('keeps the names of those that it mentions', () => {
    const values = [
      ['text', 'f2'],
      ['files', ['f1']],
    ] as const;
    const kept = withFileNames({ values, files: [file('f1', 'a\nb.png'), file('f2', 'not mentioned.png')] });
    assert.deepEqual(splitFileNames(kept), { values, files: [{ id: 'f1', name: 'a b.png', size: undefined }] });
  });

  it('is as it was where it has none', () => {
    const values = [['text', 'x']] as const;
    assert.equal(withFileNames({ values, files: [file('f1', 'a.png')] }), values);
    assert.deepEqual(splitFileNames(values), { values, files: [] });
  });
});
