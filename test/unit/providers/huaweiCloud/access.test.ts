import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appliesTo } from '../../../../src/domain/connection.ts';
import { fingerprint, readAccess } from '../../../../src/providers/huaweiCloud/access.ts';
import { signInSecrets, signInSettings } from '../../../../src/providers/huaweiCloud/settings.ts';

/** Keys of what is asked for, with these settings made already. */
function askedFor(settings: Readonly<Record<string, string>>): readonly string[] {
  return [...signInSettings, ...signInSecrets].filter((input) => appliesTo(input, settings)).map(({ key }) => key);
}

describe('how a connection signs in', () => {
  test('nobody is asked for what another way of signing in needs', () => {
    assert.deepEqual(askedFor({ signIn: 'password', mfa: 'none', scope: 'domain' }), [
      'signIn',
      'account',
      'userName',
      'mfa',
      'scope',
      'iamUrl',
      'password',
    ]);
    assert.deepEqual(askedFor({ signIn: 'keys', scope: 'project' }), [
      'signIn',
      'domainId',
      'scope',
      'projectId',
      'accessKey',
      'secretKey',
      'securityToken',
    ]);
    assert.deepEqual(askedFor({ signIn: 'token' }), ['signIn', 'scope', 'token']);
  });

  test('a passcode is asked for only where the user needs one, and never kept', () => {
    const asked = askedFor({ signIn: 'password', mfa: 'totp' });
    assert.ok(asked.includes('userId') && asked.includes('totp'));
    assert.deepEqual(
      signInSecrets.filter(({ isOneTime }) => isOneTime === true).map(({ key }) => key),
      ['totp'],
    );
  });

  test('settings that were typed by hand are forgiven blanks and slashes', () => {
    const settings = { account: ' acme ', userName: 'li', iamUrl: 'https://iam.example.com/ ', scope: '' };
    const access = readAccess({ settings }, { password: ' with blanks ' });
    assert.ok(access.signIn === 'password');
    assert.deepEqual(
      [access.iamUrl, access.account, access.password],
      ['https://iam.example.com', 'acme', ' with blanks '],
    );
    assert.deepEqual(access.scope, { kind: 'domain', id: '', name: 'acme' });
  });

  test('IAM of all regions is asked where nothing else is set', () => {
    const access = readAccess({ settings: { signIn: 'password' } }, {});
    assert.ok(access.signIn === 'password');
    assert.equal(access.iamUrl, 'https://iam.myhuaweicloud.com');
  });

  test('a kept token belongs to the credentials that it came from, not to a passcode', () => {
    const of = (password: string, totp: string): string => {
      const access = readAccess({ settings: { account: 'acme', userName: 'li' } }, { password, totp });
      assert.ok(access.signIn === 'password');
      return fingerprint(access);
    };
    assert.equal(of('a', '1'), of('a', '2'));
    assert.notEqual(of('a', '1'), of('b', '1'));
    assert.ok(!of('pass-word', '').includes('pass-word'));
  });
});
