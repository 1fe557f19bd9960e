import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { TableField } from '../../../src/domain/field.ts';
import { changedValues, currentValue, validateForm } from '../../../src/domain/form.ts';
import { readRows, writeRows, type TableRow } from '../../../src/domain/table.ts';

const table: TableField = {
  type: 'table',
  key: 't',
  label: 'Hosts',
  description: '',
  isRequired: true,
  isReadOnly: false,
  value: '',
  rules: [],
  columns: [
    { key: 'ip', label: 'IP', type: 'text', isRequired: true, options: [] },
    { key: 'kind', label: 'Kind', type: 'select', isRequired: false, options: [{ key: 'db', label: 'DB' }] },
    { key: 'uses', label: 'Uses', type: 'multiSelect', isRequired: false, options: [{ key: 'web', label: 'Web' }] },
    { key: 'day', label: 'Day', type: 'date', isRequired: false, options: [] },
    { key: 'at', label: 'At', type: 'dateTime', isRequired: false, options: [] },
  ],
};

function problemsOf(...rows: readonly TableRow[]) {
  return validateForm([table], new Map([['t', writeRows(rows)]])).map(({ message }) => message);
}

describe('a table', () => {
  test('whatever rows are written are read again', () => {
    const cell = fc.oneof(fc.string(), fc.array(fc.string()));
    fc.assert(
      fc.property(
        fc.array(
          fc.dictionary(
            fc.string().filter((key) => key !== '__proto__'),
            cell,
          ),
        ),
        (rows) => {
          assert.equal(JSON.stringify(readRows(writeRows(rows))), JSON.stringify(rows));
        },
      ),
    );
    assert.equal(writeRows([]), '');
  });

  test('of nonsense has no rows', () => {
    for (const text of ['', '  ', 'x', '5', '{}', 'null', '[1,null,"x"]']) assert.deepEqual(readRows(text), []);
    assert.deepEqual(readRows('[{"a":1,"b":true,"c":null,"d":{}}]'), [{ a: '1', b: 'true', c: '', d: '' }]);
  });

  test('is required to have rows, and rows to have their cells', () => {
    assert.equal(problemsOf().length, 1);
    assert.deepEqual(problemsOf({ ip: '10.0.0.1' }), []);
    assert.deepEqual(problemsOf({ ip: '10.0.0.1' }, { ip: ' ' }), [
      { text: 'Row {0}: fill in "{1}".', args: [2, 'IP'] },
    ]);
  });

  test('has its cells checked by their kind', () => {
    const good = { ip: 'x', kind: 'db', uses: ['web'], day: '2026-02-28', at: '2026-02-28 10:00:00' };
    assert.deepEqual(problemsOf(good), []);
    for (const bad of [{ kind: 'no' }, { uses: ['no'] }, { uses: 'web' }, { day: '2026-02-30' }, { at: '10:00' }]) {
      assert.equal(problemsOf({ ...good, ...bad }).length, 1, JSON.stringify(bad));
    }
  });

  test('is a value like any other', () => {
    const value = writeRows([{ ip: 'a' }]);
    assert.equal(currentValue(table, new Map([['t', value]])), value);
    assert.deepEqual(changedValues([table], new Map([['t', value]])), new Map([['t', value]]));
  });
});
