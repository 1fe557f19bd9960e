import * as fc from 'fast-check';

/** Tries a property with many values, the same ones each time: a failure is never a matter of luck. */
export function holdsAlways<T>(property: fc.IProperty<T>): void {
  fc.assert(property, { seed: 20_260_901, numRuns: 300 });
}
