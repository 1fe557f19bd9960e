import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { formatOffset, formatTime, offsetOf, readTime } from '../../../../src/providers/huaweiOsm/times.ts';

const winter = Date.UTC(2026, 0, 15);
const summer = Date.UTC(2026, 6, 15);
const moment = Date.UTC(2026, 10, 22, 3, 4, 5);

describe('zones', () => {
  for (const [zone, at, offset, text] of [
    ['Asia/Shanghai', winter, 480, 'GMT+8'],
    ['UTC', winter, 0, 'GMT+0'],
    ['Asia/Kathmandu', winter, 345, 'GMT+5:45'],
    ['America/St_Johns', winter, -210, 'GMT-3:30'],
    ['Europe/Berlin', winter, 60, 'GMT+1'],
    ['Europe/Berlin', summer, 120, 'GMT+2'],
  ] as const) {
    test(`${zone} is ${text} then`, () => {
      assert.deepEqual([offsetOf(zone, at), formatOffset(offset)], [offset, text]);
    });
  }
});

describe('times', () => {
  for (const [text, offset] of [
    ['2026-11-22T03:04:05Z', 480],
    ['2026-11-22T11:04:05', 480],
    ['2026-11-22 11:04:05', 480],
    ['2026-11-22 11:04:05+08:00', 0],
    ['2026-11-22T11:04:05+08:00', 0],
    ['2026-11-22T11:04:05.000000000+08:00', 0],
    ['2026-11-22T11:04:05+0800', 0],
    [' 2026-11-21 23:34:05 ', -210],
    [String(moment), 480],
  ] as const) {
    test(`"${text}" is understood`, () => {
      assert.equal(readTime(text, offset), moment);
    });
  }

  for (const text of ['', 'yesterday', '2026-13-45 00:00:00', '22.11.2026 03:04:05', '1']) {
    test(`"${text}" is no time`, () => {
      assert.equal(readTime(text, 480), undefined);
    });
  }

  test('what is written is read again, in any zone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), fc.integer({ min: -840, max: 840 }), (second, offset) => {
        assert.equal(readTime(formatTime(second * 1000, offset), offset), second * 1000);
      }),
    );
  });
});
