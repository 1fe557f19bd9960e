import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { combineDisposables, toDisposable } from '../../../src/base/disposable.ts';
import { Emitter } from '../../../src/base/emitter.ts';

describe('Emitter', () => {
  it('tells every listener, in the order they came', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`first ${value}`));
    emitter.event((value) => heard.push(`second ${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, ['first 1', 'second 1']);
  });

  it('takes the same function twice as two subscriptions', () => {
    const emitter = new Emitter<void>();
    let count = 0;
    const listener = (): void => {
      count += 1;
    };
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire();
    first.dispose();
    emitter.fire();
    assert.equal(count, 3);
  });

  it('lets the others hear when one throws, and hands its error on', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<void>((error) => errors.push(error));
    let hasHeard = false;
    const failure = new Error('broken');
    emitter.event(() => {
      throw failure;
    });
    emitter.event(() => {
      hasHeard = true;
    });
    emitter.fire();
    assert.ok(hasHeard);
    assert.deepEqual(errors, [failure]);
  });

  it('does not tell a listener that another one has ended meanwhile', () => {
    const emitter = new Emitter<void>();
    let hasHeard = false;
    emitter.event(() => second.dispose());
    const second = emitter.event(() => {
      hasHeard = true;
    });
    emitter.fire();
    assert.equal(hasHeard, false);
  });

  it('tells nobody after its end, not even in the middle of telling', () => {
    const emitter = new Emitter<void>();
    let count = 0;
    emitter.event(() => emitter.dispose());
    emitter.event(() => {
      count += 1;
    });
    emitter.fire();
    emitter.event(() => {
      count += 1;
    });
    emitter.fire();
    assert.equal(count, 0);
  });

  it('tells a listener that came while it told only from the next time on', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const first = emitter.event(() => {
      first.dispose();
      emitter.event((value) => heard.push(value));
    });
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, [2]);
  });
});

describe('disposables', () => {
  it('run once, however often they are disposed', () => {
    let count = 0;
    const disposable = toDisposable(() => {
      count += 1;
    });
    disposable.dispose();
    disposable.dispose();
    assert.equal(count, 1);
  });

  it('end together, last one first', () => {
    const order: string[] = [];
    const all = combineDisposables(
      toDisposable(() => order.push('first')),
      toDisposable(() => order.push('second')),
    );
    all.dispose();
    all.dispose();
    assert.deepEqual(order, ['second', 'first']);
  });
});
