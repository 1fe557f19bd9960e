import { createHash } from 'node:crypto';
import type { Connection, Secrets } from '../../domain/connection.ts';
import { defaultIamUrl } from './settings.ts';

/** Whom a sign-in is for: the account as a whole, or one project (a region) of it. */
export interface CloudScope {
  readonly kind: 'domain' | 'project';
  /** `''`: not given. */
  readonly id: string;
  readonly name: string;
}

/** How a connection signs in. */
export type CloudAccess =
  | {
      readonly signIn: 'password';
      readonly iamUrl: string;
      readonly account: string;
      readonly userName: string;
      readonly password: string;
      /** Where a passcode is needed: whose; `undefined`: none is. */
      readonly passcodeOf: string | undefined;
      /** Good for one sign-in; `''`: none was given. */
      readonly passcode: string;
      readonly scope: CloudScope;
    }
  | {
      readonly signIn: 'keys';
      readonly accessKey: string;
      readonly secretKey: string;
      /** Of a temporary key; `''`: it is a permanent one. */
      readonly securityToken: string;
      readonly scope: CloudScope;
    }
  | { readonly signIn: 'token'; readonly token: string };

export type PasswordAccess = Extract<CloudAccess, { signIn: 'password' }>;
export type KeyAccess = Extract<CloudAccess, { signIn: 'keys' }>;

export function readAccess({ settings }: Pick<Connection, 'settings'>, secrets: Secrets): CloudAccess {
  const setting = (name: string): string => (settings[name] ?? '').trim();
  const secret = (name: string): string => (secrets[name] ?? '').trim();
  switch (setting('signIn')) {
    case 'keys':
      return {
        signIn: 'keys',
        accessKey: secret('accessKey'),
        secretKey: secret('secretKey'),
        securityToken: secret('securityToken'),
        scope: readScope(setting, ''),
      };
    case 'token':
      return { signIn: 'token', token: secret('token') };
    default: {
      const iamUrl = setting('iamUrl').replace(/\/+$/u, '');
      return {
        signIn: 'password',
        iamUrl: iamUrl === '' ? defaultIamUrl : iamUrl,
        account: setting('account'),
        userName: setting('userName'),
        // Blanks at its ends may be meant.
        password: secrets['password'] ?? '',
        passcodeOf: setting('mfa') === 'totp' ? setting('userId') : undefined,
        passcode: secret('totp'),
        scope: readScope(setting, setting('account')),
      };
    }
  }
}

function readScope(setting: (name: string) => string, account: string): CloudScope {
  if (setting('scope') !== 'project') return { kind: 'domain', id: setting('domainId'), name: account };
  const project = setting('projectId');
  // People may give its name instead ("cn-south-1"); ids are 32 hexadecimal digits.
  return /^[\da-f]{32}$/iu.test(project)
    ? { kind: 'project', id: project, name: '' }
    : { kind: 'project', id: '', name: project };
}

/** Tells whether what was kept came from the same credentials; gives none of them away. */
export function fingerprint(access: PasswordAccess | KeyAccess): string {
  return createHash('sha256')
    .update(JSON.stringify(credentialsOf(access)))
    .digest('hex');
}

function credentialsOf(access: PasswordAccess | KeyAccess): readonly unknown[] {
  if (access.signIn === 'keys') {
    const { signIn, accessKey, secretKey, securityToken, scope } = access;
    return [signIn, accessKey, secretKey, securityToken, scope];
  }
  const { iamUrl, account, userName, password, passcodeOf, scope } = access;
  return [iamUrl, account, userName, password, passcodeOf, scope];
}
