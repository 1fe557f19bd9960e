import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeDuration, formatWallClock, readWallClock } from '../../../../src/providers/huaweiCoc/times.ts';

describe('times of COC', () => {
  it('reads a wall-clock time in the zone of the user', () => {
    assert.equal(readWallClock('2026-01-02 03:04:05', 'Asia/Shanghai'), Date.UTC(2026, 0, 1, 19, 4, 5));
    assert.equal(readWallClock('2026-01-02 03:04:05', 'UTC'), Date.UTC(2026, 0, 2, 3, 4, 5));
    assert.equal(readWallClock('2026-07-02 03:04:05', 'Europe/Berlin'), Date.UTC(2026, 6, 2, 1, 4, 5));
  });

  it('gives back what it has read, in every zone', () => {
    for (const timeZone of ['Asia/Shanghai', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Berlin', 'UTC']) {
      for (const text of ['2026-03-28 23:59:59', '2026-10-25 12:00:00', '2024-02-29 00:00:00']) {
        const moment = readWallClock(text, timeZone);
        assert.equal(moment === undefined ? undefined : formatWallClock(moment, timeZone), text, timeZone);
      }
    }
  });

  it('moves on a time that a change to summer time skips, and takes the first of one that happens twice', () => {
    // In Berlin 02:30 does not exist on 29 March 2026 and exists twice on 25 October.
    assert.equal(readWallClock('2026-03-29 02:30:00', 'Europe/Berlin'), Date.UTC(2026, 2, 29, 1, 30));
    assert.equal(readWallClock('2026-10-25 02:30:00', 'Europe/Berlin'), Date.UTC(2026, 9, 25, 0, 30));
  });

  it('reads nothing in what is no time', () => {
    for (const text of ['', '2026-02-30 00:00:00', '2026-01-02', 'tomorrow', '2026-01-02T03:04:05']) {
      assert.equal(readWallClock(text, 'UTC'), undefined, text);
    }
  });

  it('tells a length of time in its two largest units', () => {
    const shown = (milliseconds: number) => {
      const { text, args } = describeDuration(milliseconds);
      return text.replaceAll(/\{(\d)\}/gu, (_, index: string) => String(args[Number(index)]));
    };
    assert.equal(shown(28_586), '29 s');
    assert.equal(shown(61_000), '1 min 1 s');
    assert.equal(shown(3 * 3_600_000 + 120_000), '3 h 2 min');
    assert.equal(shown(49 * 3_600_000), '2 d 1 h');
  });
});
