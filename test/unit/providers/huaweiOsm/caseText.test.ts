import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readPlain, readRichText, readTitle } from '../../../../src/providers/huaweiOsm/caseText.ts';

describe('texts of tickets', () => {
  test('the first line that says something is the title', () => {
    assert.equal(readTitle('\n  \n Cannot log in \nsince 14:20', 'TT1'), 'Cannot log in');
    assert.equal(readTitle('<p></p><p>Rich &amp; <b>bold</b></p><p>more</p>', 'TT1'), 'Rich & bold');
    assert.equal(readTitle('  ', 'TT1'), 'TT1');
  });

  test('a title has an end', () => {
    const title = readTitle('x'.repeat(500), 'TT1');
    assert.deepEqual([title.length, title.at(-1)], [120, '…']);
  });

  test('what looks like markup is taken for it, and nothing else', () => {
    assert.equal(readRichText('a < b and c > d').format, 'plain');
    assert.equal(readRichText('use <name> here').format, 'plain');
    assert.equal(readRichText('a<br/>b').format, 'html');
    assert.equal(readRichText('![x](y)').format, 'markdown');
  });

  test('plain text stays as it is, HTML keeps its lines', () => {
    assert.equal(readPlain('a &amp; b < c'), 'a &amp; b < c');
    assert.equal(readPlain('<div>one</div><ul><li>two</li><li>&lt;three&gt;</li></ul>'), 'one\ntwo\n<three>');
  });
});
