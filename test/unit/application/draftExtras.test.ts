import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitExtras, withExtras } from '../../../src/application/draftExtras.ts';

const file = (id: string, name: string) => ({ id, name, size: 3 });

describe('what a draft keeps beside its values', () => {
  it('are the names of the files that they mention', () => {
    const values = [
      ['text', 'f2'],
      ['files', ['f1']],
    ] as const;
    const files = [file('f1', 'a\nb.png'), file('f2', 'not mentioned.png')];
    const kept = withExtras({ values, files, sentAt: undefined });
    const named = [{ id: 'f1', name: 'a b.png', size: undefined }];
    assert.deepEqual(splitExtras(kept), { values, files: named, sentAt: undefined });
  });

  it('is when they were sent, where there is something to send', () => {
    const values = [['text', 'x']] as const;
    const sentAt = Date.UTC(2026, 10, 26);
    assert.deepEqual(splitExtras(withExtras({ values, files: [], sentAt })), { values, files: [], sentAt });
    assert.deepEqual(withExtras({ values: [], files: [], sentAt }), []);
    assert.equal(splitExtras([...values, [':sentAt', 'some day']]).sentAt, undefined);
  });

  it('is nothing where there is none', () => {
    const values = [['text', 'x']] as const;
    assert.deepEqual(withExtras({ values, files: [file('f1', 'a.png')], sentAt: undefined }), values);
    assert.deepEqual(splitExtras(values), { values, files: [], sentAt: undefined });
  });
});
