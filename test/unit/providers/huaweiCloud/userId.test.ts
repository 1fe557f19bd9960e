import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertTicketError, never } from '../../../contract/providerContract.ts';
import { read, sharedSession, tokenAnswer, withCloud } from './fakeCloud.ts';

const settings = { signIn: 'password', account: 'acme', userName: 'li' };
const secrets = { password: 'pass-word-1' };

/** Of a user, if any. */
function tokenOf(user: unknown) {
  const { body, ...rest } = tokenAnswer('T', 24 * 3_600_000);
  const { token } = body as { readonly token: object }; // the answer just made
  return { ...rest, body: { token: { ...token, user } } };
}

describe('whose a sign-in is', { timeout: 20_000 }, () => {
  test('is told by the token that a password gives, also to other windows, and costs no request of its own', () =>
    withCloud({ signIn: () => tokenOf({ id: 'u1', name: 'li' }) }, async (cloud) => {
      const session = sharedSession();
      const http = cloud.connect(settings, secrets, session);
      assert.equal(await http.readUserId(never), 'u1');
      await http.send(read, never);
      assert.equal(await cloud.connect(settings, secrets, session).readUserId(never), 'u1');
      assert.deepEqual([cloud.iam.length, cloud.service.length], [1, 1]);
    }));

  for (const user of [undefined, null, {}, { id: 7 }]) {
    test(`is not known, and nothing is wrong, where IAM says ${JSON.stringify(user)}`, () =>
      withCloud({ signIn: () => tokenOf(user) }, async (cloud) => {
        const http = cloud.connect(settings, secrets);
        assert.equal(await http.readUserId(never), undefined);
        await http.send(read, never);
      }));
  }

  test('cannot be told without the sign-in', () =>
    withCloud({ signIn: () => ({ status: 401, body: { error: { code: 401, message: 'Wrong.' } } }) }, async (cloud) => {
      await assertTicketError(cloud.connect(settings, secrets).readUserId(never), 'unauthorized');
    }));

  test('is not told by an access key or a token, and nobody is asked', () =>
    withCloud({}, async (cloud) => {
      const keys = cloud.connect({ signIn: 'keys' }, { accessKey: 'AK', secretKey: 'SK' });
      const token = cloud.connect({ signIn: 'token' }, { token: 'T' });
      assert.deepEqual([await keys.readUserId(never), await token.readUserId(never)], [undefined, undefined]);
      assert.equal(cloud.iam.length + cloud.service.length, 0);
    }));
});
