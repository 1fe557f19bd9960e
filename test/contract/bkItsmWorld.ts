import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connection, Secrets } from '../../src/domain/connection.ts';
import type { FieldValue } from '../../src/domain/field.ts';
import type { FormValues } from '../../src/domain/form.ts';
import type { RequestRecord } from '../../src/domain/provider.ts';
import { BkItsmProvider } from '../../src/providers/bkItsm/provider.ts';
import { createHttp, type HttpLimits } from '../../src/providers/http.ts';
import { startSandbox, type Fault, type Sandbox, type SandboxOptions } from '../../src/sandbox/bkItsm/sandbox.ts';
import { toEnglish } from '../fakes/environment.ts';
import type { ContractWorld, Move, Trouble } from './providerContract.ts';

export interface Door {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly transport: Connection['transport'];
}

export const doors: readonly Door[] = [
  { name: 'esb', settings: {}, transport: 'vscode' },
  { name: 'esb, direct transport', settings: { door: 'esb' }, transport: 'direct' },
  { name: 'esb, credentials as parameters', settings: { credentials: 'parameters' }, transport: 'vscode' },
  { name: 'gateway', settings: { door: 'gateway' }, transport: 'vscode' },
];

export interface ConnectOptions {
  readonly badCredentials?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly settings?: Readonly<Record<string, string>>;
  readonly secrets?: Secrets;
  /** In place of the address of the door. */
  readonly address?: string;
}

export interface BkItsmWorld extends ContractWorld {
  readonly sandbox: Sandbox;
  readonly operator: string;
  /** A ticket whose step has to be claimed and then submitted with these changes. */
  readonly claimable: { readonly key: string; readonly changes: ReadonlyMap<string, string> };
  connect(options?: ConnectOptions): BkItsmProvider;
}

const writes = [
  'operate_node',
  'operate_ticket',
  'create_ticket',
  'approve',
  'comment',
  'comment_ticket',
  'add_follower',
  'edit_field',
];

const claimable = {
  key: 'CRQ20260901000002',
  changes: new Map<string, string>([
    ['start_at', '2026-12-01 22:00:00'],
    ['rollback', 'Roll back to 2.13 with "helm rollback".'],
  ]),
};
/** What the form of that service demands. */
export const machineValues: FormValues = new Map<string, FieldValue>([
  ['title', 'A machine'],
  ['hostname', 'app-7'],
  ['needed_on', '2099-01-01'],
  ['image', 'ubuntu24'],
]);

const claim: Move = { on: 'step', kind: 'claim', input: {} };

/** A BK-ITSM sandbox behind one of its doors. */
export async function openBkItsmWorld(door: Door, options: SandboxOptions = {}): Promise<BkItsmWorld> {
  const sandbox = await startSandbox({ engineDelay: 'manual', ...options });
  const records: RequestRecord[] = [];
  const providers: BkItsmProvider[] = [];
  const baseUrl = door.settings['door'] === 'gateway' ? sandbox.gatewayUrl : sandbox.esbUrl;
  const build = (address: string, { badCredentials, limits, settings, secrets }: ConnectOptions): BkItsmProvider => {
    const connection: Connection = {
      id: 'bk',
      system: 'bk-itsm',
      label: 'BK',
      baseUrl: address,
      transport: door.transport,
      caFile: undefined,
      settings: { appCode: sandbox.appCode, operator: sandbox.operator, ...door.settings, ...settings },
    };
    const environment = {
      onRequest: (record: RequestRecord) => void records.push(record),
      userAgent: 'itsm-tickets/test',
    };
    const http = createHttp(connection, environment, { limits: limits ?? {} });
    const token = badCredentials === true ? 'ended-token-of-yesterday' : sandbox.token;
    const provider = new BkItsmProvider(connection, { appSecret: sandbox.appSecret, token, ...secrets }, http, {
      translate: toEnglish,
    });
    providers.push(provider);
    return provider;
  };

  return {
    sandbox,
    records,
    secrets: [sandbox.appSecret, sandbox.token, 'ended-token-of-yesterday'],
    operator: sandbox.operator,
    unknownKey: 'REQ20200101999999',
    openKeys: ['REQ20260901000001', 'INC20260901000004', 'REQ20260901000007'],
    endedKey: 'REQ20260901000017',
    claimable,
    journey: {
      key: claimable.key,
      moves: [claim, { on: 'step', kind: 'submit', input: { changes: claimable.changes } }],
    },
    badForm: {
      key: claimable.key,
      moves: [claim, { on: 'step', kind: 'submit', input: { changes: new Map() } }],
      fieldKeys: [...claimable.changes.keys()],
    },
    talkKey: undefined,
    newTicket: { serviceName: '资源与权限申请', values: machineValues },
    connect: (connectOptions = {}) => build(connectOptions.address ?? baseUrl, connectOptions),
    connectToNobody: async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo; // not a pipe
      await new Promise((resolve) => server.close(resolve));
      return build(`http://127.0.0.1:${port}`, { limits: { retryDelay: 1 } });
    },
    addTickets: (count) => sandbox.addTickets(count),
    settle: () => {
      for (let round = 0; round < 5; round += 1) sandbox.runEngine();
    },
    countRequests: () => sandbox.requests.length,
    countWrites: () => sandbox.requests.filter((request) => writes.includes(request.endpoint)).length,
    trouble: (kind, key) => {
      for (const scope of key === 'writes' ? writes.map((endpoint) => ({ endpoint })) : [sn(key)]) {
        sandbox.inject(toFault(kind, scope));
      }
    },
    close: async () => {
      for (const provider of providers) provider.dispose();
      await sandbox.close();
    },
  };
}

function sn(key: string | undefined): { readonly sn?: string } {
  return key === undefined ? {} : { sn: key };
}

function toFault(kind: Trouble, scope: { readonly endpoint?: string; readonly sn?: string }): Fault {
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
