import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainText, shortTitle } from '../../../src/editor/plainText.ts';

/** What the editor (1.110 to 1.139) makes a link of in notifications and questions. */
const editorLink = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/giu;

describe('plainText', () => {
  it('leaves no link for the editor to make, wherever its pieces come from', () => {
    for (const text of [
      '[Approve](command:workbench.action.terminal.new)',
      'a [[b](command:x?%5B1%5D "title") c](https://example.com) d',
      '[title waits for you: ](file:///etc/passwd)',
    ]) {
      assert.notEqual(text.match(editorLink), null);
      assert.equal(plainText(text).match(editorLink), null);
    }
  });

  it('leaves other texts as they are', () => {
    for (const text of ['', 'Disk [full] (REQ1)', '磁盘 100%']) assert.equal(plainText(text), text);
  });
});

describe('shortTitle', () => {
  it('is one line that ends, without marks that turn the direction', () => {
    assert.equal(shortTitle('  Disk\n\n\u202Efull\u202C \t now '), 'Disk full now');
    assert.equal(shortTitle('𠮷'.repeat(500)), `${'𠮷'.repeat(79)}…`);
    assert.equal(shortTitle(''), '');
  });
});
