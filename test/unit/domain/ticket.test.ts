import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as fc from 'fast-check';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import { ticketId } from '../../../src/domain/ticket.ts';

it('tickets have the same id only when connection and number are the same', () => {
  const ref = fc.record({ connectionId: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,3}$/), key: fc.string() });
  holdsAlways(
    fc.property(ref, ref, (left, right) => {
      const isSame = left.connectionId === right.connectionId && left.key === right.key;
      assert.equal(ticketId(left) === ticketId(right), isSame);
    }),
  );
});
