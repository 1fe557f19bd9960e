import type { Connection, Secrets } from '../../domain/connection.ts';
import { message } from '../../domain/message.ts';
import type { ConnectionInput } from '../../domain/provider.ts';

export const settingInputs: readonly ConnectionInput[] = [
  {
    key: 'door',
    label: message('Entrance'),
    help: message('Which of the two ways into BlueKing the address leads to.'),
    placeholder: '',
    isRequired: false,
    choices: [
      {
        value: 'esb',
        label: message('Component bus (ESB)'),
        detail: message('The address of the BlueKing portal, like https://paas.example.com'),
      },
      {
        value: 'gateway',
        label: message('API gateway'),
        detail: message('The address of the gateway and its stage, like https://bkapi.example.com/api/bk-itsm/prod'),
      },
    ],
    defaultValue: 'esb',
  },
  {
    key: 'appCode',
    label: message('Application code'),
    help: message(
      'The "bk_app_code" of an application with permission for ITSM: BlueKing Developer Center, your application, basic information.',
    ),
    placeholder: 'my-app',
    isRequired: true,
    choices: undefined,
    defaultValue: '',
  },
  {
    key: 'operator',
    label: message('Your user name'),
    help: message('The BlueKing user name that you log in with. Everything you do to a ticket is done in this name.'),
    placeholder: 'zhangsan',
    isRequired: true,
    choices: undefined,
    defaultValue: '',
    namesAccount: true,
  },
  {
    key: 'credentials',
    label: message('Where credentials are sent'),
    help: message('Leave this as it is unless your BlueKing is older than ESB 2.12.20.'),
    placeholder: '',
    isRequired: false,
    choices: [
      {
        value: 'header',
        label: message('In a header'),
        detail: message('Recommended: they do not show up in the logs of servers and proxies.'),
      },
      {
        value: 'parameters',
        label: message('As parameters'),
        detail: message('For old versions only: they become part of addresses and can end up in logs.'),
      },
    ],
    defaultValue: 'header',
    isAdvanced: true,
  },
];

export const secretInputs: readonly ConnectionInput[] = [
  {
    key: 'appSecret',
    label: message('Application secret'),
    help: message(
      'The "bk_app_secret" of the application: BlueKing Developer Center, your application, basic information.',
    ),
    placeholder: '',
    isRequired: true,
    choices: undefined,
    defaultValue: '',
  },
  {
    key: 'token',
    label: message('Sign-in token (bk_token)'),
    help: message(
      'The value of the cookie "bk_token": log in to BlueKing in a browser and copy it from the developer tools. It lasts 24 hours. Leave it empty only if the application may act without the sign-in of a user.',
    ),
    placeholder: '',
    isRequired: false,
    choices: undefined,
    defaultValue: '',
  },
];

/** What the requests need to know about a connection. */
export interface BkItsmAccess {
  /** Through the API gateway, which has more interfaces than the component bus. */
  readonly isGateway: boolean;
  /** A user has signed in: some interfaces of the gateway do not take a name that is only claimed. */
  readonly hasToken: boolean;
  /** In front of an interface's name; ends with `/`. */
  readonly root: string;
  readonly operator: string;
  readonly sendsParameters: boolean;
  /** By the names that BlueKing gives them. */
  readonly credentials: Readonly<Record<string, string>>;
}

export function readAccess(connection: Connection, secrets: Secrets): BkItsmAccess {
  const { settings } = connection;
  const operator = (settings['operator'] ?? '').trim();
  const token = (secrets['token'] ?? '').trim();
  return {
    isGateway: settings['door'] === 'gateway',
    hasToken: token !== '',
    root: readRoot(connection.baseUrl, settings['door'] === 'gateway'),
    operator,
    sendsParameters: settings['credentials'] === 'parameters',
    credentials: {
      bk_app_code: (settings['appCode'] ?? '').trim(),
      bk_app_secret: (secrets['appSecret'] ?? '').trim(),
      // Somebody has to be named: without a sign-in, only an application that is allowed to name one gets in.
      ...(token === '' ? { bk_username: operator } : { bk_token: token }),
    },
  };
}

/** People paste longer addresses than asked for: what is there already is not added again. */
function readRoot(baseUrl: string, isGateway: boolean): string {
  const base = baseUrl.replace(/\/+$/u, '');
  if (base.endsWith('/v2/itsm')) return `${base}/`;
  if (isGateway || base.endsWith('/compapi')) return `${base}/v2/itsm/`;
  return `${base}/api/c/compapi/v2/itsm/`;
}
