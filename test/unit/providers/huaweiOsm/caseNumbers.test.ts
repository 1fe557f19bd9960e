import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCaseNumbers } from '../../../../src/providers/huaweiOsm/caseNumbers.ts';

test('numbers are found in what was typed, each once, in its order', () => {
  assert.deepEqual(findCaseNumbers('see tt201801010000 and TT201801010001, TT201801010000'), [
    'TT201801010000',
    'TT201801010001',
  ]);
  assert.deepEqual(findCaseNumbers('T1 and 201801010000'), []);
});

test('addresses count only where they are of a console of Huawei Cloud', () => {
  const path = '/ticket/?region=cn-north-4#/serviceTickets/detail/TT201801010000';
  assert.deepEqual(findCaseNumbers(`https://console.huaweicloud.com${path}`), ['TT201801010000']);
  assert.deepEqual(findCaseNumbers(`https://console-intl.huaweicloud.com${path}`), ['TT201801010000']);
  assert.deepEqual(findCaseNumbers(`https://huaweicloud.com.example.com${path}`), []);
});
