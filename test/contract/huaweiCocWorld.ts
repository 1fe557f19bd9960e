import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, Secrets } from '../../src/domain/connection.ts';
import type { FieldValue } from '../../src/domain/field.ts';
import type { RequestRecord } from '../../src/domain/provider.ts';
import type { HttpLimits } from '../../src/providers/http.ts';
import { createCloudHttp } from '../../src/providers/huaweiCloud/cloudHttp.ts';
import { judgeCoc } from '../../src/providers/huaweiCoc/judge.ts';
import { HuaweiCocProvider } from '../../src/providers/huaweiCoc/provider.ts';
import {
  startHuaweiSandbox,
  type HuaweiFault,
  type HuaweiSandbox,
  type HuaweiSandboxOptions,
  type ReceivedHuaweiRequest,
} from '../../src/sandbox/huawei/sandbox.ts';
import { makeEnvironment } from '../fakes/environment.ts';
import type { ContractWorld, Move, Trouble } from './providerContract.ts';

/** A way of signing in. */
export interface Door {
  readonly name: string;
  readonly signIn: 'password' | 'keys' | 'token';
  readonly transport: Connection['transport'];
}

export const doors: readonly Door[] = [
  { name: 'password', signIn: 'password', transport: 'vscode' },
  { name: 'access key, direct transport', signIn: 'keys', transport: 'direct' },
  { name: 'token', signIn: 'token', transport: 'vscode' },
];

/** Numbers of the sandbox's tickets, by what they are there for. */
export const samples = {
  unaccepted: 'ISU20261101090000010733001',
  handled: 'ISU20261101090000010733002',
  inReview: 'ISU20261101090000010733004',
  suspended: 'ISU20261101090000010733005',
  rejected: 'ISU20261101090000010733006',
  draft: 'ISU20261101090000010733007',
  changing: 'ISU20261101090000010733008',
  withdrawn: 'ISU20261101090000010733009',
  completed: 'ISU20250709150841010733591',
  ofTenant: 'ISU20261101090000010733011',
  ofColleague: 'ISU20261101090000010733012',
  triggered: 'IM20261101080000020416001',
  acknowledged: 'IM20261101080000020416002',
  rejectedIncident: 'IM20261101080000020416003',
  resolved: 'IM20261101080000020416004',
  completedIncident: 'IM20261101080000020416005',
  pauseReview: 'IM20261101080000020416006',
  paused: 'IM20261101080000020416007',
  levelReview: 'IM20261101080000020416008',
  incidentOfTenant: 'IM20261101080000020416010',
  incidentOfColleague: 'IM20261101080000020416011',
} as const;

export interface ConnectOptions {
  readonly badCredentials?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly secrets?: Secrets;
  readonly language?: string;
  readonly timeZone?: string;
}

export interface HuaweiCocWorld extends ContractWorld {
  readonly sandbox: HuaweiSandbox;
  connect(options?: ConnectOptions): HuaweiCocProvider;
  /** What has come in, but for signing in. */
  requests(): readonly ReceivedHuaweiRequest[];
}

const writes = ['ExecuteTicketAction', 'HandleIncident', 'CreateTicket', 'CreateCocIncident', 'CreateAttachment'];
const reads = [
  'ListTickets',
  'ShowTicketInfo',
  'ListTicketOperationHistories',
  'ListIncidents',
  'ListIncidentsHistories',
  'ShowIncidentTask',
  'ShowCocIncidentDetail',
  'ListWarRooms',
  'ListSubTickets',
  'DownloadAttachment',
];

const accept: Move = { on: 'step', kind: 'accept', input: {} };

/** What the form of a solution lacks. */
const solution = new Map<string, FieldValue>([
  ['root_cause_type', 'issues_root_cause_type_1000'],
  ['root_cause_comment', 'The pool was too small.'],
  ['solution', 'It is larger now.'],
]);

/** A sandbox of COC behind one way of signing in. */
export async function openHuaweiCocWorld(door: Door, options: HuaweiSandboxOptions = {}): Promise<HuaweiCocWorld> {
  const sandbox = await startHuaweiSandbox({ workDelay: 'manual', ...options });
  const records: RequestRecord[] = [];
  const providers: HuaweiCocProvider[] = [];
  const build = (address: string, given: ConnectOptions): HuaweiCocProvider => {
    const connection: Connection = {
      id: 'coc',
      system: 'huawei-coc',
      label: 'COC',
      baseUrl: address,
      transport: door.transport,
      caFile: undefined,
      settings: {
        signIn: door.signIn,
        account: sandbox.account,
        userName: sandbox.userName,
        iamUrl: sandbox.iamUrl,
        domainId: sandbox.domainId,
        ...(door.signIn === 'password' ? {} : { ownId: sandbox.userId }),
        ...given.settings,
      },
    };
    const isBad = given.badCredentials === true;
    const secrets = {
      password: isBad ? 'password-of-yesterday' : sandbox.password,
      accessKey: sandbox.accessKey,
      secretKey: isBad ? 'secret-of-yesterday' : sandbox.secretKey,
      token: isBad ? 'token-of-yesterday' : sandbox.token,
      ...given.secrets,
    };
    const environment = makeEnvironment({
      onRequest: (record) => void records.push(record),
      language: given.language ?? 'en',
      timeZone: given.timeZone ?? 'Asia/Shanghai',
    });
    const limits = { maxPerSecond: Infinity, ...given.limits };
    const http = createCloudHttp(connection, secrets, environment, judgeCoc, { limits });
    const provider = new HuaweiCocProvider(connection, environment, http);
    providers.push(provider);
    return provider;
  };
  const requests = (): readonly ReceivedHuaweiRequest[] => sandbox.requests.filter(({ service }) => service === 'coc');

  return {
    sandbox,
    records,
    secrets: [
      sandbox.password,
      sandbox.accessKey,
      sandbox.secretKey,
      sandbox.token,
      'password-of-yesterday',
      'secret-of-yesterday',
      'token-of-yesterday',
    ],
    operator: sandbox.userName,
    unknownKey: 'ISU20200101000000000000001',
    openKeys: [samples.unaccepted, samples.acknowledged, samples.suspended],
    endedKey: samples.completed,
    journey: {
      key: samples.unaccepted,
      moves: [accept, { on: 'step', kind: 'submit', input: { changes: solution } }],
    },
    badForm: {
      key: samples.unaccepted,
      moves: [accept, { on: 'step', kind: 'submit', input: { changes: new Map() } }],
      fieldKeys: [...solution.keys()],
    },
    talkKey: undefined,
    newTicket: {
      serviceName: 'Issue',
      values: new Map<string, FieldValue>([
        ['title', 'Disk full'],
        ['description', 'The log disk is full.'],
        ['ticket_type', 'issues_type_2000'],
        ['issue_contact_person', sandbox.userId],
      ]),
    },
    requests,
    connect: (given = {}) => build(sandbox.cocUrl, given),
    connectToNobody: async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo; // not a pipe
      await new Promise((resolve) => server.close(resolve));
      return build(`http://127.0.0.1:${port}`, { limits: { retryDelay: 1 } });
    },
    addTickets: (count) => sandbox.addIssues(count),
    settle: () => sandbox.runWork(),
    countRequests: () => requests().length,
    countWrites: () => requests().filter(({ endpoint }) => writes.includes(endpoint)).length,
    trouble: (kind, key) => {
      for (const fault of toFaults(kind, key)) sandbox.inject(fault);
    },
    close: async () => {
      for (const provider of providers) provider.dispose();
      await sandbox.close();
    },
  };
}

function toFaults(kind: Trouble, key: string | undefined): readonly HuaweiFault[] {
  if (key === undefined) return [...reads, ...writes].map((endpoint) => toFault(kind, { endpoint }));
  if (key === 'writes') return writes.map((endpoint) => toFault(kind, { endpoint }));
  const alone = toFault(kind, { ticket: key });
  if (kind !== 'wrongShape' && kind !== 'webPage') return [alone];
  // A ticket of a list is a row of it: its trouble is that row's.
  return [alone, { kind: 'rewrite', endpoint: 'ListTickets', rewrite: (answer) => spoilRow(kind, key, answer) }];
}

function spoilRow(kind: 'wrongShape' | 'webPage', key: string, answer: unknown): unknown {
  const spoilt = kind === 'wrongShape' ? { ticket_id: key, weather: 'fine' } : '<html><body>Sign in</body></html>';
  return JSON.parse(
    JSON.stringify(answer, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'work_flow_status' in value && 'ticket_id' in value
        ? value.ticket_id === key
          ? spoilt
          : value
        : value,
    ),
  );
}

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
