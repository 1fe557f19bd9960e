import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { safeFileName } from '../../../src/application/fileName.ts';
import { holdsAlways } from '../../fakes/holdsAlways.ts';

describe('the name of a file that is written to the disk', () => {
  it('keeps what people read', () => {
    for (const name of ['report.pdf', '截图 2026-11-20.png', 'a.b.tar.gz', 'no ending']) {
      assert.equal(safeFileName(name), name);
    }
  });

  it('has no folder, no hidden beginning and no sign that turns it around', () => {
    assert.equal(safeFileName('../../etc/passwd'), 'passwd');
    assert.equal(safeFileName('C:\\Windows\\run.exe'), 'run.exe');
    assert.equal(safeFileName('.bashrc'), 'bashrc');
    assert.equal(safeFileName('invoice\u202Efdp.exe'), 'invoice_fdp.exe');
    assert.equal(safeFileName('a<b>:"|?*.txt'), 'a_b______.txt');
    assert.equal(safeFileName('CON'), 'file_CON');
    assert.equal(safeFileName(''), 'file_');
  });

  it('is never empty, too long or made of parts', () => {
    holdsAlways(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name);
        assert.ok(safe.length > 0 && safe.length <= 100);
        assert.ok(!/[/\\\0]/u.test(safe) && safe !== '.' && safe !== '..');
      }),
    );
  });
});
