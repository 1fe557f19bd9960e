import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, readTime } from '../../../../src/providers/bkItsm/times.ts';
import { readAssignee } from '../../../../src/providers/bkItsm/people.ts';

test('somebody is named by a user name, a role with its kind, or an organisation', () => {
  assert.deepEqual(readAssignee(' lisi '), { type: 'PERSON', names: 'lisi' });
  assert.deepEqual(readAssignee({ kind: 'person', id: 'lisi' }), { type: 'PERSON', names: 'lisi' });
  assert.deepEqual(readAssignee({ kind: 'role', id: 'CMDB:3' }), { type: 'CMDB', names: '3' });
  assert.deepEqual(readAssignee({ kind: 'role', id: '3' }), { type: 'GENERAL', names: '3' });
  assert.deepEqual(readAssignee({ kind: 'organisation', id: '21' }), { type: 'ORGANIZATION', names: '21' });
  assert.equal(readAssignee(undefined).names, '');
});

test('a time is written as it is read, on the wall clock of Shanghai', () => {
  assert.equal(formatTime(Date.parse('2026-01-01T00:00:00+08:00')), '2026-01-01 00:00:00');
  for (const time of [0, 1_767_225_599_000, Date.parse('2028-02-29T23:59:59Z')]) {
    assert.equal(readTime(formatTime(time)), time);
  }
});
