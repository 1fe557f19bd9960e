import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageText } from '../../../src/editor/ageText.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('an age', () => {
  it('is told in the largest unit that is full, in the language asked for', () => {
    const ages = [0, 59_999, minute, 5 * minute + 1, 59 * minute, hour, 23 * hour, 24 * hour, 72 * hour];
    assert.deepEqual(
      ages.map((age) => ageText(age, 'en')),
      ['now', 'now', '1 min. ago', '5 min. ago', '59 min. ago', '1 hr. ago', '23 hr. ago', 'yesterday', '3 days ago'],
    );
    assert.equal(ageText(5 * minute, 'zh-cn'), '5分钟前');
  });

  it('is "now" for what comes from a clock that is ahead', () => {
    assert.equal(ageText(-5 * minute, 'en'), 'now');
  });
});
