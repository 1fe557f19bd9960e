import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { logListenerFailure } from '../../../src/application/listenerFailure.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { Watcher } from '../../../src/application/watcher.ts';
import { WatchList } from '../../../src/application/watchList.ts';
import { InMemoryWatchList } from '../../fakes/inMemoryWatchList.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { makeConnection, refTo } from '../../fakes/samples.ts';

describe('a listener that throws', () => {
  it('leaves a trace of what kind its error was, and nothing of what it says', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const { connections, storage, log } = openConnections([makeConnection('one')]);
    const watchList = new WatchList(
      new InMemoryWatchList({ one: ['REQ1'] }),
      () => false,
      (error) => logListenerFailure(log, error),
    );
    await watchList.load();
    const options = { interval: () => 60_000, random: () => 0.5 };
    const watcher = new Watcher({ connections, watchList, store: new TicketStore(), log, options });
    context.after(() => watcher.dispose());
    watcher.start();
    const fail = (): never => {
      throw new RangeError('what the ticket says');
    };
    const traces = (): number => log.lines.splice(0).filter((line) => line.includes('RangeError')).length;
    for (const [event, fire] of [
      [connections.onDidChange, () => storage.set([makeConnection('one'), makeConnection('two')])],
      [connections.onDidChangeState, () => connections.report('one', undefined)],
      [watchList.onDidChange, () => watchList.add([refTo('REQ2')])],
      [watcher.onDidChangeActivity, () => watcher.refresh('one')],
    ] as const) {
      traces();
      const subscription = event(fail);
      await fire();
      subscription.dispose();
      assert.ok(!log.lines.some((line) => line.includes('what the ticket says')), log.lines.join('\n'));
      assert.ok(traces() > 0);
    }
  });
});
