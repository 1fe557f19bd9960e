import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { delay } from '../../../src/base/delay.ts';
import { countTimers, turn } from '../../fakes/turn.ts';
import { never } from '../../fakes/samples.ts';

describe('delay', () => {
  it('ends after the time and not before', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    let hasEnded = false;
    const ended = delay(1_000, never).then(() => {
      hasEnded = true;
    });
    context.mock.timers.tick(999);
    await turn();
    assert.equal(hasEnded, false);
    context.mock.timers.tick(1);
    await ended;
  });

  it('rejects with the reason of an abort and leaves no timer', async () => {
    const before = countTimers();
    const controller = new AbortController();
    const waiting = delay(60_000, controller.signal);
    assert.equal(countTimers(), before + 1);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(waiting, (error) => error === reason);
    assert.equal(countTimers(), before);
  });

  it('does not begin when the signal has aborted already', async () => {
    const before = countTimers();
    const reason = new Error('enough');
    await assert.rejects(delay(60_000, AbortSignal.abort(reason)), (error) => error === reason);
    assert.equal(countTimers(), before);
  });

  it('waits a long time where more is asked for than a timer can count', async () => {
    const controller = new AbortController();
    let hasEnded = false;
    for (const time of [2 ** 31, 1e15, Number.POSITIVE_INFINITY]) {
      delay(time, controller.signal).then(
        () => {
          hasEnded = true;
        },
        () => {},
      );
    }
    // A timer that overflows is due after 1 ms: this one comes after it.
    await delay(5, never);
    assert.equal(hasEnded, false);
    controller.abort();
  });
});
