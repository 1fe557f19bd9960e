import { timingSafeEqual } from 'node:crypto';

/** Compares without telling by time how much was right. */
export function isSame(given: string, accepted: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(accepted);
  return left.length === right.length && timingSafeEqual(left, right);
}
