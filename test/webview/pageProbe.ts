import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { readRows } from '../../src/domain/table.ts';
import type { FieldValues } from '../../src/protocol/pageForm.ts';
import type { PageUnderTest } from './harness.ts';

/** The page has drawn what it knows. */
export async function nextFrames(opened: PageUnderTest): Promise<void> {
  await opened.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined)))),
  );
}

/** The accessible name of what has the focus, through all shadow roots; for a text its name and what is selected. */
export async function focusedLabel(opened: PageUnderTest): Promise<string | null> {
  await nextFrames(opened);
  return opened.page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused?.getAttribute('aria-label') ?? focused?.textContent?.trim() ?? null;
  });
}

/** Waits until the last draft says this, and shows the difference when it does not. */
export async function lastValues(opened: PageUnderTest, expected: FieldValues): Promise<void> {
  await settle(opened, expected, async () => (await opened.sentOf('draft')).at(-1)?.values);
}

/** As {@link lastValues}, for the rows of the only field, a table. */
export async function lastRows(opened: PageUnderTest, expected: readonly unknown[]): Promise<void> {
  await settle(opened, expected, async () => {
    const [, value] = (await opened.sentOf('draft')).at(-1)?.values[0] ?? [];
    return readRows(typeof value === 'string' ? value : '');
  });
}

async function settle(opened: PageUnderTest, expected: unknown, read: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isDeepStrictEqual(await read(), expected) && Date.now() < deadline) await nextFrames(opened);
  assert.deepEqual(await read(), expected);
}
