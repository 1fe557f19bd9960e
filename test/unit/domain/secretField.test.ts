import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSecret, looksSecret } from '../../../src/domain/secretField.ts';
import { textField } from '../../fakes/samples.ts';

function looks(name: string): readonly boolean[] {
  return [looksSecret({ key: 'field_1', label: name }), looksSecret({ key: name, label: '' })];
}

describe('a secret field', () => {
  const secrets = [
    'Password',
    'PASSWORD',
    'New password (8 characters or more)',
    'Password for the database',
    'Password: ',
    'Confirm password again',
    'dbPassword_2',
    'root-passwd',
    'userpwd',
    'client_secret',
    'accessToken',
    'API key',
    'secretKey',
    'secretkey',
    'SSH private key',
    'MySQL密码',
    '登录密码（必填）',
    '新密码：',
    '密码确认',
    '账号和密码',
    '口令',
    '数据库口令 *',
    '访问密钥',
    '令牌',
    '密码 Password',
  ];
  for (const name of secrets) {
    it(`is seen by its name “${name}”`, () => {
      assert.deepEqual(looks(name), [true, true]);
    });
  }

  const others = [
    '',
    'Title',
    'Password policy',
    'password_policy',
    'password-reset-reason',
    'Reason for the password reset',
    'Has the password been changed',
    'Is it secret',
    'Token expiry',
    'Token type',
    'Number of tokens',
    'Secret level',
    'Access key ID',
    'Key result',
    'Monkey',
    'Passenger',
    'Bypass',
    '密码策略',
    '密码重置原因',
    '密码有效期',
    '密钥名称',
    '密钥 ID',
    '令牌数量',
    '是否重置密码',
    '保密级别',
  ];
  for (const name of others) {
    it(`is not what “${name}” asks for`, () => {
      assert.deepEqual(looks(name), [false, false]);
    });
  }

  it('is one that is marked, whatever it is called', () => {
    assert.equal(isSecret(textField({ key: 'a', isSecret: true })), true);
    assert.equal(isSecret(textField({ key: 'password' })), false);
    assert.equal(isSecret(undefined), false);
  });
});
