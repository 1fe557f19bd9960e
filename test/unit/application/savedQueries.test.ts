import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseQueries, toQueryEntry, withoutQuery } from '../../../src/application/savedQueries.ts';

const full = {
  name: 'Disks',
  connection: 'one',
  list: 'all',
  text: 'disk',
  service: '3',
  status: ['RUNNING', 'SUSPENDED'],
  createdWithinDays: 7,
};

describe('saved queries', () => {
  it('are written as they were read', () => {
    const { queries, problems } = parseQueries([full]);
    assert.deepEqual(queries.map(toQueryEntry), [full]);
    assert.deepEqual(problems, []);
  });

  it('may name one status, and a service by its number', () => {
    const { queries } = parseQueries([{ name: 'A', connection: 'one', list: 'todo', status: 'RUNNING', service: 3 }]);
    assert.deepEqual(queries[0]?.choice, { serviceId: '3', statusCodes: ['RUNNING'] });
  });

  it('are left out as a whole when something in them makes no sense', () => {
    for (const bad of [
      null,
      'x',
      {},
      { ...full, name: ' ' },
      { ...full, connection: 3 },
      { ...full, text: 3 },
      { ...full, status: [3] },
      { ...full, createdWithinDays: -1 },
      { ...full, createdWithinDays: '7' },
      { ...full, service: {} },
    ]) {
      const { queries, problems } = parseQueries([bad, { name: 'Good', connection: 'one', list: 'all' }]);
      assert.deepEqual(
        queries.map(({ name }) => name),
        ['Good'],
        JSON.stringify(bad),
      );
      assert.deepEqual(problems[0]?.args, [1]);
    }
    assert.deepEqual(parseQueries('x'), { queries: [], problems: [] });
  });

  it('have one name each within a connection', () => {
    const { queries, problems } = parseQueries([full, { ...full, connection: 'two' }, full]);
    assert.equal(queries.length, 2);
    assert.equal(problems.length, 1);
  });

  it('are removed by their name; what makes no sense stays', () => {
    const other = { ...full, connection: 'two' };
    assert.deepEqual(withoutQuery([full, 'x', other], { name: 'Disks', connectionId: 'one' }), ['x', other]);
  });
});
