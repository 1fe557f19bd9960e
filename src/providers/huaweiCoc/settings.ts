import type { Connection } from '../../domain/connection.ts';
import { message } from '../../domain/message.ts';
import type { BaseUrlPreset, ConnectionInput } from '../../domain/provider.ts';
import { signInSettings } from '../huaweiCloud/settings.ts';
import type { Me } from './reader.ts';

/** By site and region (contract §2.1). */
export const baseUrlPresets: readonly BaseUrlPreset[] = [
  {
    baseUrl: 'https://coc.myhuaweicloud.com',
    label: message('China site'),
    settings: { iamUrl: 'https://iam.myhuaweicloud.com' },
  },
  {
    baseUrl: 'https://coc-intl.myhuaweicloud.com',
    label: message('International site'),
    settings: { iamUrl: 'https://iam.myhuaweicloud.com' },
  },
  {
    baseUrl: 'https://coc-eu-west-101-open-api.myhuaweicloud.eu',
    label: message('European site'),
    settings: { iamUrl: 'https://iam.myhuaweicloud.eu' },
  },
];

/** An access key or a token does not say whose it is, and COC names people by their ids. */
const ownId: ConnectionInput = {
  key: 'ownId',
  label: message('Your IAM user ID'),
  help: message(
    'COC names owners by it: without it, nothing is known to wait for you. "My Credentials", "IAM User ID".',
  ),
  placeholder: '',
  isRequired: false,
  choices: undefined,
  defaultValue: '',
  onlyWhen: { setting: 'signIn', values: ['keys', 'token'] },
};

export const settingInputs: readonly ConnectionInput[] = [...signInSettings, ownId];

/** What the settings say about the user. */
export function readMe({ settings }: Pick<Connection, 'settings'>): Me {
  const setting = (name: string): string => (settings[name] ?? '').trim();
  const isPassword = !['keys', 'token'].includes(setting('signIn'));
  return { id: setting('ownId') || (isPassword ? setting('userId') : ''), name: isPassword ? setting('userName') : '' };
}
