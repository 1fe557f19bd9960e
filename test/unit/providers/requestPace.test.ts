import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { RequestPace } from '../../../src/providers/requestPace.ts';
import { turn } from '../../fakes/turn.ts';

const never = new AbortController().signal;

/** Times, in milliseconds, at which `count` requests began that all came at once. */
async function startsOf(pace: RequestPace, count: number, clock: { time: number }): Promise<readonly number[]> {
  const starts: number[] = [];
  for (let index = 0; index < count; index += 1) void pace.take(never).then(() => starts.push(clock.time));
  for (; starts.length < count; clock.time += 100) {
    await turn();
    mock.timers.tick(100);
  }
  return starts;
}

test('so many begin at once, and the others when a second has passed', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const clock = { time: 0 };
    const starts = await startsOf(new RequestPace(2, () => clock.time), 5, clock);
    assert.deepEqual(
      starts.map((time) => Math.floor(time / 1000)),
      [0, 0, 1, 1, 2],
    );
  } finally {
    mock.timers.reset();
  }
});

test('nothing begins during a pause', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const clock = { time: 0 };
    const pace = new RequestPace(5, () => clock.time);
    pace.pause(3000);
    pace.pause(1000);
    const [first = 0] = await startsOf(pace, 1, clock);
    assert.ok(first >= 2900, String(first));
  } finally {
    mock.timers.reset();
  }
});

test('one that gives up leaves no timer behind', async () => {
  const pace = new RequestPace(1);
  await pace.take(never);
  const reason = new Error('enough');
  const stop = new AbortController();
  const waiting = assert.rejects(pace.take(stop.signal), reason);
  stop.abort(reason);
  await waiting;
});
