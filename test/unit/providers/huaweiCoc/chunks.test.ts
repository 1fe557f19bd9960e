import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketError } from '../../../../src/domain/errors.ts';
import { readInChunks } from '../../../../src/providers/huaweiCoc/chunks.ts';
import { BadRow, type Rows } from '../../../../src/providers/huaweiCoc/client.ts';

const keys = Array.from({ length: 250 }, (_, index) => `ISU${index}`);

/** Reads in chunks from a server that breaks over some keys. */
async function read(isBroken: (key: string) => boolean, wanted: readonly string[] = keys) {
  const requests: number[] = [];
  const failures: TicketError[] = [];
  const list = (chunk: readonly string[]): Promise<Rows<string>> => {
    requests.push(chunk.length);
    if (chunk.some(isBroken)) return Promise.reject(new TicketError('unexpectedResponse', { detail: 'junk' }));
    return Promise.resolve({ rows: chunk, total: undefined });
  };
  const results = await readInChunks(wanted, list, (row) => row, failures);
  const bad = [...results].flatMap(([key, row]) => (row instanceof TicketError ? [key] : []));
  return { requests, failures, bad, size: results.size };
}

describe('reading in chunks', () => {
  it('takes one request for each 200 tickets', async () => {
    const { requests, bad, size } = await read(() => false);
    assert.deepEqual([requests, bad, size], [[200, 50], [], 250]);
  });

  it('isolates one ticket that makes an answer incomprehensible', async () => {
    const { bad, failures, size, requests } = await read((key) => key === 'ISU77');
    assert.deepEqual([bad, failures, size], [['ISU77'], [], 250]);
    assert.ok(requests.length <= 18, `${requests.length} requests`);
  });

  it('does not go looking where everything is broken', async () => {
    const { requests, failures } = await read(() => true, keys.slice(0, 100));
    assert.deepEqual(requests, [100, 50, 50]);
    assert.equal(failures.length, 1);
  });

  it('stops at a failure that is the connection’s', async () => {
    const failure = new TicketError('unauthorized');
    const failures: TicketError[] = [];
    let requests = 0;
    const list = (): Promise<Rows<string>> => {
      requests += 1;
      return Promise.reject(failure);
    };
    const results = await readInChunks(keys, list, (row) => row, failures);
    assert.deepEqual([requests, failures, new Set(results.values())], [1, [failure], new Set([failure])]);
  });

  it('takes a row that cannot be read for its ticket, and for any that is missing if it does not say whose it is', async () => {
    const listing = (row: BadRow) => () => Promise.resolve({ rows: ['ISU1', row], total: undefined });
    const codes = async (row: BadRow) => {
      const results = await readInChunks(['ISU1', 'ISU2', 'ISU3'], listing(row), (each) => each, []);
      return [...results.values()].map((result) => (result instanceof TicketError ? result.code : result));
    };
    assert.deepEqual(await codes(new BadRow('ISU2')), ['ISU1', 'unexpectedResponse', 'notFound']);
    assert.deepEqual(await codes(new BadRow(undefined)), ['ISU1', 'unexpectedResponse', 'unexpectedResponse']);
  });
});
