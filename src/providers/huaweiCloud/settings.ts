import { message } from '../../domain/message.ts';
import type { ConnectionInput } from '../../domain/provider.ts';

export const defaultIamUrl = 'https://iam.myhuaweicloud.com';

const freeText = { placeholder: '', choices: undefined, defaultValue: '' } as const;
const withPassword = { setting: 'signIn', values: ['password'] } as const;
const withKeys = { setting: 'signIn', values: ['keys'] } as const;

/** How to sign in at Huawei Cloud: asked for by each of its systems. */
export const signInSettings: readonly ConnectionInput[] = [
  {
    key: 'signIn',
    label: message('Sign-in'),
    help: message('How you show who you are.'),
    placeholder: '',
    isRequired: false,
    choices: [
      {
        value: 'password',
        label: message('IAM user and password'),
        detail: message('A user that was made in Identity and Access Management; a HUAWEI ID cannot be used here.'),
      },
      {
        value: 'keys',
        label: message('Access key (AK/SK)'),
        detail: message('Recommended by Huawei Cloud: "My Credentials", "Access Keys". Temporary keys work, too.'),
      },
      {
        value: 'token',
        label: message('Token'),
        detail: message('One that you got elsewhere (X-Auth-Token). It lasts 24 hours and is not renewed.'),
      },
    ],
    defaultValue: 'password',
  },
  {
    ...freeText,
    key: 'account',
    label: message('Account name'),
    help: message('The name of the account that the IAM user belongs to: "My Credentials", "Account Name".'),
    placeholder: 'my-company',
    isRequired: true,
    namesAccount: true,
    onlyWhen: withPassword,
  },
  {
    ...freeText,
    key: 'userName',
    label: message('IAM user name'),
    help: message('The name that you sign in to the console with as an IAM user.'),
    placeholder: 'zhangsan',
    isRequired: true,
    namesAccount: true,
    onlyWhen: withPassword,
  },
  {
    key: 'mfa',
    label: message('Virtual MFA device'),
    help: message('Whether this user has to give a passcode, too.'),
    placeholder: '',
    isRequired: false,
    choices: [
      { value: 'none', label: message('No passcode'), detail: message('The password is enough.') },
      {
        value: 'totp',
        label: message('Passcode of an app'),
        detail: message('Asked for at each sign-in, that is once a day.'),
      },
    ],
    defaultValue: 'none',
    onlyWhen: withPassword,
  },
  {
    ...freeText,
    key: 'userId',
    label: message('IAM user ID'),
    help: message('A passcode is checked by the ID of the user: "My Credentials", "IAM User ID".'),
    isRequired: true,
    onlyWhen: { setting: 'mfa', values: ['totp'] },
  },
  {
    ...freeText,
    key: 'domainId',
    label: message('Account ID'),
    help: message('The ID of the account that the access key belongs to: "My Credentials", "Account ID".'),
    isRequired: false,
    onlyWhen: withKeys,
  },
  {
    key: 'scope',
    label: message('Scope of the sign-in'),
    help: message('Leave this as it is unless your permissions were granted for one project only.'),
    placeholder: '',
    isRequired: false,
    choices: [
      { value: 'domain', label: message('The whole account'), detail: message('For services that are global.') },
      { value: 'project', label: message('One project'), detail: message('For permissions in one region only.') },
    ],
    defaultValue: 'domain',
    isAdvanced: true,
  },
  {
    ...freeText,
    key: 'projectId',
    label: message('Project ID'),
    help: message('The ID of the project; with a password, its name will do ("cn-south-1").'),
    isRequired: true,
    onlyWhen: { setting: 'scope', values: ['project'] },
    isAdvanced: true,
  },
  {
    key: 'iamUrl',
    label: message('Address of IAM'),
    help: message('Where a password is exchanged for a token. A token of one region is good in that region only.'),
    placeholder: defaultIamUrl,
    isRequired: false,
    choices: undefined,
    defaultValue: defaultIamUrl,
    onlyWhen: withPassword,
    isAdvanced: true,
  },
];

export const signInSecrets: readonly ConnectionInput[] = [
  {
    ...freeText,
    key: 'password',
    label: message('Password'),
    help: message('The password of the IAM user.'),
    isRequired: true,
    onlyWhen: withPassword,
  },
  {
    ...freeText,
    key: 'totp',
    label: message('Passcode'),
    help: message('The six digits that the app shows now. They are used once and not kept.'),
    isRequired: true,
    onlyWhen: { setting: 'mfa', values: ['totp'] },
    isOneTime: true,
  },
  {
    ...freeText,
    key: 'accessKey',
    label: message('Access key ID (AK)'),
    help: message('The ID of the access key: "My Credentials", "Access Keys".'),
    isRequired: true,
    onlyWhen: withKeys,
  },
  {
    ...freeText,
    key: 'secretKey',
    label: message('Secret access key (SK)'),
    help: message('It is shown only once, when the access key is made.'),
    isRequired: true,
    onlyWhen: withKeys,
  },
  {
    ...freeText,
    key: 'securityToken',
    label: message('Security token'),
    help: message('Of a temporary access key; a permanent one has none.'),
    isRequired: false,
    onlyWhen: withKeys,
  },
  {
    ...freeText,
    key: 'token',
    label: message('Token'),
    help: message('The value of X-Subject-Token that IAM answered with.'),
    isRequired: true,
    onlyWhen: { setting: 'signIn', values: ['token'] },
  },
];
