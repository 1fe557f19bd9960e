import assert from 'node:assert/strict';
import { test } from 'node:test';
import { huaweiOsm } from '../../../../src/providers/huaweiOsm/index.ts';

test('each site is offered with the address where its passwords are exchanged', () => {
  const known = huaweiOsm.baseUrlPresets.map(({ baseUrl, settings }) => [baseUrl, settings['iamUrl']]);
  assert.deepEqual(known, [
    ['https://osm.cn-south-1.myhuaweicloud.com', 'https://iam.myhuaweicloud.com'],
    ['https://osm.ap-southeast-3.myhuaweicloud.com', 'https://iam.myhuaweicloud.com'],
    ['https://osm.eu-west-101.myhuaweicloud.eu', 'https://iam.myhuaweicloud.eu'],
  ]);
});
