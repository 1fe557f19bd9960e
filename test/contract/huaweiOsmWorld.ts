import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, Secrets } from '../../src/domain/connection.ts';
import type { ProviderEnvironment, RequestRecord, SessionStore } from '../../src/domain/provider.ts';
import type { HttpLimits } from '../../src/providers/http.ts';
import { HuaweiOsmProvider } from '../../src/providers/huaweiOsm/provider.ts';
import {
  startHuaweiSandbox,
  type HuaweiFault,
  type HuaweiSandbox,
  type HuaweiSandboxOptions,
} from '../../src/sandbox/huawei/sandbox.ts';
import { makeEnvironment } from '../fakes/environment.ts';
import type { ContractWorld, Trouble } from './providerContract.ts';

/** A way to sign in. */
export interface Entrance {
  readonly name: string;
  readonly transport: Connection['transport'];
  readonly settings: (sandbox: HuaweiSandbox) => Readonly<Record<string, string>>;
  readonly secrets: (sandbox: HuaweiSandbox) => Secrets;
  readonly badSecrets: Secrets;
}

const password: Entrance = {
  name: 'password',
  transport: 'vscode',
  settings: ({ account, userName, iamUrl }) => ({ signIn: 'password', account, userName, iamUrl }),
  secrets: (sandbox) => ({ password: sandbox.password }),
  badSecrets: { password: 'the-password-of-last-year' },
};

const keys: Entrance = {
  name: 'access key, direct transport',
  transport: 'direct',
  settings: ({ domainId }) => ({ signIn: 'keys', domainId }),
  secrets: ({ accessKey, secretKey }) => ({ accessKey, secretKey }),
  badSecrets: { accessKey: 'AK-OF-NOBODY-AT-ALL', secretKey: 'a-secret-of-nobody' },
};

const token: Entrance = {
  name: 'token',
  transport: 'vscode',
  settings: () => ({ signIn: 'token' }),
  secrets: (sandbox) => ({ token: sandbox.token }),
  badSecrets: { token: 'ended-token-of-yesterday' },
};

export const entrances = { password, keys, token } as const;

export interface ConnectOptions {
  readonly badCredentials?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly secrets?: Secrets;
  readonly environment?: Partial<ProviderEnvironment>;
  readonly session?: SessionStore;
}

export interface HuaweiOsmWorld extends ContractWorld {
  readonly sandbox: HuaweiSandbox;
  readonly talkKey: string;
  connect(options?: ConnectOptions): HuaweiOsmProvider;
}

/** Numbers of the sandbox's tickets, by what they are there for. */
export const samples = {
  toProcess: 'TT20261101000001',
  processing: 'TT20261101000002',
  toConfirm: 'TT20261101000003',
  scored: 'TT20261101000004',
  unscored: 'TT20261101000005',
  cancelled: 'TT20261101000006',
  suspended: 'TT20261101000007',
  invalid: 'TT20261101000008',
  deleted: 'TT20261101000009',
  pendingFeedback: 'TT20261101000010',
  unpublished: 'TT20261101000011',
  colleagues: 'TT20261101000012',
  strangers: 'TT20261101000013',
} as const;

const writes = [
  'CreateCases',
  'CreateMessages',
  'UpdateNewInstantMessagesRead',
  'RevokeMessage',
  'UpdateCases',
  'CreateScores',
  'UpdateCaseContactInfo',
  'CreateRelations',
  'DeleteRelation',
  'CreateCaseLabels',
  'DeleteCaseLabels',
];

/** A Huawei Cloud sandbox behind one way to sign in. */
export async function openHuaweiOsmWorld(
  entrance: Entrance = token,
  options: HuaweiSandboxOptions = {},
): Promise<HuaweiOsmWorld> {
  const sandbox = await startHuaweiSandbox({ workDelay: 'manual', ...options });
  const records: RequestRecord[] = [];
  const providers: HuaweiOsmProvider[] = [];
  const build = (baseUrl: string, given: ConnectOptions): HuaweiOsmProvider => {
    const { badCredentials = false, limits, settings, secrets, environment, session } = given;
    const connection: Connection = {
      id: 'osm',
      system: 'huawei-osm',
      label: 'OSM',
      baseUrl,
      transport: entrance.transport,
      caFile: undefined,
      settings: { ...entrance.settings(sandbox), ...settings },
    };
    const provider = new HuaweiOsmProvider(
      connection,
      { ...entrance.secrets(sandbox), ...(badCredentials ? entrance.badSecrets : {}), ...secrets },
      makeEnvironment({
        onRequest: (record) => void records.push(record),
        ...(session === undefined ? {} : { session }),
        ...environment,
      }),
      // The rate that is kept in earnest would make the tests slow.
      { limits: { maxPerSecond: 1000, rateLimitPause: 1, ...limits } },
    );
    providers.push(provider);
    return provider;
  };
  const requests = () => sandbox.requests.filter(({ service }) => service === 'osm');

  return {
    sandbox,
    records,
    secrets: [
      sandbox.password,
      sandbox.accessKey,
      sandbox.secretKey,
      sandbox.token,
      ...Object.values(entrance.badSecrets).filter((secret) => secret !== undefined),
    ],
    operator: undefined,
    unknownKey: 'TT20200101999999',
    openKeys: [samples.toProcess, samples.processing, samples.pendingFeedback],
    endedKey: samples.cancelled,
    journey: {
      key: samples.toConfirm,
      moves: [{ on: 'ticket', kind: 'close', input: { changes: new Map([['judgement', 'Solved.']]) } }],
    },
    badForm: {
      key: samples.toConfirm,
      moves: [{ on: 'ticket', kind: 'close', input: { changes: new Map([['judgement', 'x'.repeat(401)]]) } }],
      fieldKeys: ['judgement'],
    },
    talkKey: samples.processing,
    newTicket: {
      serviceName: 'Login failure',
      values: new Map<string, string>([
        ['simple_description', 'Cannot log in.'],
        ['severity_id', '5a03'],
        ['region_id', 'cn-north-4'],
        ['extra-server_id', 'i-1'],
      ]),
    },
    connect: (connectOptions = {}) => build(sandbox.osmUrl, connectOptions),
    connectToNobody: async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo; // not a pipe
      await new Promise((resolve) => server.close(resolve));
      return build(`http://127.0.0.1:${port}`, { limits: { retryDelay: 1 } });
    },
    addTickets: (count) => sandbox.addCases(count),
    settle: () => sandbox.runWork(),
    countRequests: () => requests().length,
    countWrites: () => requests().filter(({ endpoint }) => writes.includes(endpoint)).length,
    trouble: (kind, key) => {
      const scopes =
        key === 'writes'
          ? writes.map((endpoint) => ({ endpoint }))
          : key === undefined
            ? endpoints.map((endpoint) => ({ endpoint }))
            : [{ ticket: key }];
      for (const scope of scopes) sandbox.inject(toFault(kind, scope));
    },
    close: async () => {
      for (const provider of providers) provider.dispose();
      await sandbox.close();
    },
  };
}

/** What is read; a fault without an endpoint would hit the sign-in, too. */
const endpoints = [
  'ListCases',
  'ListCaseCounts',
  'ShowCaseDetail',
  'ListCaseOperateLogs',
  'ListMessages',
  'ListNewInstantMessages',
  'ListUnreadNewInstantMessages',
  'ListRelation',
  'ShowAccessoryLimits',
  'ListCaseCategories',
  ...writes,
];

function toFault(kind: Trouble, scope: { readonly endpoint?: string; readonly ticket?: string }): HuaweiFault {
  switch (kind) {
    case 'silence':
      return { kind: 'silence', ...scope };
    case 'silenceAfterWrite':
      return { kind: 'silenceAfterWrite', ...scope };
    case 'webPage':
      return { kind: 'html', ...scope };
    case 'huge':
      return { kind: 'huge', bytes: 2_000_000, ...scope };
    case 'reset':
      return { kind: 'reset', ...scope };
    case 'wrongShape':
      return { kind: 'rewrite', rewrite: () => ({ weather: 'fine' }), ...scope };
    case 'rateLimit':
      return { kind: 'status', status: 429, headers: { 'retry-after': '120' }, body: '{}', ...scope };
    case 'hiccup':
      return { kind: 'status', status: 503, times: 1, body: '', ...scope };
  }
}
