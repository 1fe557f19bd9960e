import type { Connection } from '../../domain/connection.ts';
import { message } from '../../domain/message.ts';
import type { ConnectionInput, ProviderEnvironment } from '../../domain/provider.ts';
import { signInSettings } from '../huaweiCloud/settings.ts';
import { formatOffset, offsetOf } from './times.ts';

export const settingInputs: readonly ConnectionInput[] = [
  ...signInSettings,
  {
    key: 'groupId',
    label: message('User group ID'),
    help: message(
      'The ID of an IAM user group, to see the tickets of its other members, too: IAM console, "User Groups".',
    ),
    placeholder: '',
    isRequired: false,
    choices: undefined,
    defaultValue: '',
    isAdvanced: true,
  },
  {
    key: 'site',
    label: message('Site'),
    help: message('Sent as X-Site. Newer interfaces do not know it any more: leave it out unless yours needs it.'),
    placeholder: '',
    isRequired: false,
    choices: [
      { value: '', label: message('Not sent'), detail: message('The address tells the site.') },
      { value: '0', label: message('Chinese mainland'), detail: message('X-Site: 0') },
      { value: '1', label: message('International'), detail: message('X-Site: 1') },
    ],
    defaultValue: '',
    isAdvanced: true,
  },
];

/** What the requests need to know about a connection and its user. */
export interface OsmAccess {
  /** To be named where a colleague's ticket is meant; `undefined`: there is none. */
  readonly groupId: string | undefined;
  /** With every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the zone that times are asked for in; minutes ahead of UTC. */
  readonly offset: number;
  /** How a list is written into a query (contract §1.8); both were seen, so it can be changed by hand. */
  readonly listForm: 'repeated' | 'csv';
}

export function readAccess(
  { settings }: Connection,
  { language, timeZone }: Pick<ProviderEnvironment, 'language' | 'timeZone'>,
): OsmAccess {
  const setting = (name: string): string => (settings[name] ?? '').trim();
  // As of now: it stays the same when clocks are changed, so that what is asked and what is read agree.
  const offset = offsetOf(timeZone, Date.now());
  const site = setting('site');
  const groupId = setting('groupId');
  return {
    groupId: groupId === '' ? undefined : groupId,
    headers: {
      'x-language': language.startsWith('zh') ? 'zh-cn' : 'en-us',
      'x-time-zone': formatOffset(offset),
      ...(site === '' ? {} : { 'x-site': site }),
    },
    offset,
    listForm: setting('listForm') === 'csv' ? 'csv' : 'repeated',
  };
}
