import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as domain from '../../../src/domain/errors.ts';

type Errors = typeof domain;

async function secondCopy(): Promise<Errors> {
  const copy = new URL('../../../src/domain/errors.ts?copy', import.meta.url);
  return (await import(copy.href)) as Errors; // an address that is computed has no types
}

describe('TicketError', () => {
  it('is recognised across two copies of its module', async () => {
    const copy = await secondCopy();
    assert.notEqual(copy.TicketError, domain.TicketError);
    const error = new copy.TicketError('conflict');
    assert.ok(error instanceof domain.TicketError);
    assert.ok(new domain.TicketError('conflict') instanceof copy.TicketError);
    assert.equal(domain.asTicketError(error), error);
  });

  it('is not anything else', () => {
    for (const value of [new Error('x'), new DOMException('x'), { code: 'conflict' }, undefined, null, 'conflict', 3]) {
      assert.equal(value instanceof domain.TicketError, false);
    }
  });

  it('carries what it was made of, and nothing is undefined that has an empty form', () => {
    const cause = new Error('cause');
    const error = new domain.TicketError('rateLimited', { detail: 'HTTP 429', retryAfter: 5, cause });
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'TicketError');
    assert.equal(error.message, 'HTTP 429');
    assert.equal(error.cause, cause);
    assert.equal(error.retryAfter, 5);
    assert.deepEqual(error.fieldProblems, []);
    const plain = new domain.TicketError('forbidden');
    assert.equal(plain.message, 'forbidden');
    assert.equal('cause' in plain, false);
  });

  it('is made of anything that was thrown, without its text', () => {
    for (const thrown of [new TypeError('secret'), 'secret', undefined, null, { secret: 1 }]) {
      const error = domain.asTicketError(thrown);
      assert.equal(error.code, 'unexpectedResponse');
      assert.equal(error.cause, thrown);
      assert.doesNotMatch(`${error.message} ${error.detail}`, /secret/);
    }
  });
});
