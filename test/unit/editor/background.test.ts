import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection } from '../../../src/domain/connection.ts';
import { Background } from '../../../src/editor/background.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { makeConnection } from '../../fakes/samples.ts';
import { turn } from '../../fakes/turn.ts';

/** What the background did, one line each. */
function open(connectionList: readonly Connection[]) {
  const { connections, storage, log } = openConnections(connectionList);
  const lines: string[] = [];
  const options: { failure: Error | undefined; gate: Promise<void> | undefined } = {
    failure: undefined,
    gate: undefined,
  };
  const background = new Background(connections, log, async () => {
    lines.push('begin');
    await options.gate;
    if (options.failure !== undefined) throw options.failure;
    return {
      watcher: { refresh: async (connectionId) => void lines.push(`refresh ${connectionId ?? 'all'}`) },
      dispose: () => void lines.push('end'),
    };
  });
  return { background, storage, log, options, takeLines: () => lines.splice(0) };
}

describe('the work in the background', () => {
  it('begins with the start when there is a connection, once', async () => {
    const { background, storage, takeLines } = open([makeConnection('one')]);
    await turn();
    assert.deepEqual(takeLines(), [], 'the watch list is not known yet');
    background.start();
    storage.set([makeConnection('one'), makeConnection('two')]);
    await turn();
    assert.deepEqual(takeLines(), ['begin']);
  });

  it('waits for the first connection', async () => {
    const { background, storage, takeLines } = open([]);
    background.start();
    await turn();
    assert.deepEqual(takeLines(), []);
    storage.set([makeConnection()]);
    await turn();
    assert.deepEqual(takeLines(), ['begin']);
  });

  it('begins for somebody who wants to see what is new', async () => {
    const { background, takeLines } = open([]);
    await Promise.all([background.refresh('one'), background.refresh()]);
    assert.deepEqual(takeLines(), ['begin', 'refresh one', 'refresh all']);
  });

  it('says when it cannot begin, and tries again', async () => {
    const { background, storage, log, options, takeLines } = open([makeConnection('one')]);
    options.failure = new Error('the file is gone');
    background.start();
    await turn();
    assert.match(log.lines.join('\n'), /the file is gone/);
    options.failure = undefined;
    storage.set([makeConnection('one'), makeConnection('two')]);
    await turn();
    assert.deepEqual(takeLines(), ['begin', 'begin']);
  });

  it('ends, also while it begins, and does not begin after that', async () => {
    const begun = open([makeConnection()]);
    begun.background.start();
    await turn();
    begun.background.dispose();
    begun.storage.set([makeConnection('two')]);
    await begun.background.refresh();
    assert.deepEqual(begun.takeLines(), ['begin', 'end']);

    const beginning = open([makeConnection()]);
    const gate = Promise.withResolvers<void>();
    beginning.options.gate = gate.promise;
    beginning.background.start();
    beginning.background.dispose();
    gate.resolve();
    await turn();
    assert.deepEqual(beginning.takeLines(), ['begin', 'end']);

    const unused = open([makeConnection()]);
    unused.background.dispose();
    unused.background.start();
    await turn();
    assert.deepEqual(unused.takeLines(), []);
  });
});
