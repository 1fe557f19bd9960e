import { readFileSync } from 'node:fs';

/** A recorded answer. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/bkItsm/${name}.json`, import.meta.url), 'utf8')) as unknown;
}
