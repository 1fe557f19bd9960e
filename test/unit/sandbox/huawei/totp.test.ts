import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPasscode, passcodeAt } from '../../../../src/sandbox/huawei/identity/totp.ts';

test('passcodes are those of RFC 6238, the last six digits of its examples', () => {
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // 12345678901234567890
  const examples = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ] as const;
  for (const [seconds, passcode] of examples) assert.equal(passcodeAt(secret, seconds * 1000), passcode);
  assert.ok(isPasscode(secret, '287082', 89_000) && !isPasscode(secret, '287082', 90_000));
});
