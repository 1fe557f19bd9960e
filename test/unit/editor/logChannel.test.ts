import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogOutputChannel } from 'vscode';
import { LogChannel } from '../../../src/editor/logChannel.ts';

/** What was done with the channels of the editor, one line each. */
function open() {
  const lines: string[] = [];
  const note = (name: string) => (text?: unknown) =>
    void lines.push(typeof text === 'string' ? `${name} ${text}` : name);
  const make = (): LogOutputChannel => {
    lines.push('made');
    const { debug, info, warn, error, show, dispose } = {
      debug: note('debug'),
      info: note('info'),
      warn: note('warn'),
      error: note('error'),
      show: note('show'),
      dispose: note('dispose'),
    };
    return { debug, info, warn, error, show, dispose } as Partial<LogOutputChannel> as LogOutputChannel; // all that is used
  };
  return { lines, log: new LogChannel(make) };
}

describe('the log', () => {
  it('is made with its first line, once', () => {
    const { lines, log } = open();
    assert.deepEqual(lines, []);
    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    assert.deepEqual(lines, ['made', 'debug a', 'info b', 'warn c', 'error d']);
  });

  it('can be shown before anything was written', () => {
    const { lines, log } = open();
    log.show();
    log.info('a');
    assert.deepEqual(lines, ['made', 'show', 'info a']);
  });

  it('takes nothing after its end, whether it was made or not', () => {
    const { lines, log } = open();
    log.info('a');
    log.dispose();
    log.dispose();
    log.info('b');
    log.show();
    assert.deepEqual(lines, ['made', 'info a', 'dispose']);
    const unused = open();
    unused.log.dispose();
    unused.log.error('c');
    assert.deepEqual(unused.lines, []);
  });
});
