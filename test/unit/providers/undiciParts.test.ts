import assert from 'node:assert/strict';
import { test } from 'node:test';

const slots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) => Symbol.for(name));

function readSlots(): readonly unknown[] {
  return slots.map((slot) => Reflect.get(globalThis, slot));
}

test('loading the providers leaves the process-wide slots of undici alone', async () => {
  const before = readSlots();
  await import('../../../src/providers/index.ts');
  assert.deepEqual(readSlots(), before);
});

// These files are no public interface of undici: a new version may move them.
test('the deep imports of undici are what its main entry exports', async () => {
  const parts = await import('../../../src/providers/undiciParts.ts');
  const undici = await import('undici');
  assert.equal(parts.Dispatcher, undici.Dispatcher);
  assert.equal(parts.errors.HeadersTimeoutError, undici.errors.HeadersTimeoutError);
  assert.equal(parts.errors.ResponseExceededMaxSizeError, undici.errors.ResponseExceededMaxSizeError);
  assert.equal(parts.retry, undici.interceptors.retry);
  assert.equal(parts.deduplicate, undici.interceptors.deduplicate);
  assert.equal(typeof parts.request, 'function');
});
