// The sandbox of the benchmark, in a process of its own so that its work is not measured: prints what a client needs.

import { startSandbox } from '../src/sandbox/bkItsm/sandbox.ts';
import { startHuaweiSandbox } from '../src/sandbox/huawei/sandbox.ts';
import type { BenchServer } from './refreshRounds.ts';

/** Milliseconds that each answer takes. */
const latency = 5;

/** By system: a server with so many open tickets. */
const servers: Readonly<Record<string, (count: number) => Promise<[BenchServer, () => Promise<void>]>>> = {
  'bk-itsm': async (count) => {
    const sandbox = await startSandbox({ latency });
    const { esbUrl: baseUrl, gatewayUrl, appCode, appSecret, token, operator } = sandbox;
    const root = `${baseUrl}/api/c/compapi/v2/itsm`;
    const credentials = { bk_app_code: appCode, bk_app_secret: appSecret, bk_token: token };
    const server: BenchServer = {
      system: 'bk-itsm',
      baseUrl,
      settings: { door: 'esb', appCode, operator },
      secrets: { appSecret, token },
      steady: { baseUrl: gatewayUrl, settings: { door: 'gateway', appCode, operator } },
      keys: sandbox.addTickets(count),
      bare: {
        urls: [`${root}/get_ticket_status/?sn={key}`, `${root}/get_ticket_info/?sn={key}`],
        headers: { 'X-Bkapi-Authorization': JSON.stringify(credentials) },
      },
    };
    return [server, () => sandbox.close()];
  },
  'huawei-osm': async (count) => {
    const sandbox = await startHuaweiSandbox({ latency });
    const { osmUrl: baseUrl, token } = sandbox;
    const root = `${baseUrl}/v2/servicerequest/cases`;
    const server: BenchServer = {
      system: 'huawei-osm',
      baseUrl,
      settings: { signIn: 'token' },
      secrets: { token },
      keys: sandbox.addCases(count),
      bare: {
        urls: [
          `${root}/{key}`,
          `${root}?incident_id={key}&offset=0&limit=1`,
          `${root}/instant-messages/unread?case_ids={key}`,
        ],
        headers: { 'X-Auth-Token': token, 'X-Language': 'en-us', 'X-Time-Zone': 'GMT+8' },
      },
    };
    return [server, () => sandbox.close()];
  },
  'huawei-coc': async (count) => {
    const sandbox = await startHuaweiSandbox({ latency });
    const { cocUrl: baseUrl, token, userId } = sandbox;
    const server: BenchServer = {
      system: 'huawei-coc',
      baseUrl,
      settings: { signIn: 'token', ownId: userId },
      secrets: { token },
      keys: sandbox.addIssues(count),
      bare: { urls: [`${baseUrl}/v1/issues_mgmt/tickets/{key}`], headers: { 'X-Auth-Token': token } },
    };
    return [server, () => sandbox.close()];
  },
};

const [system = '', count = '1000'] = process.argv.slice(2);
const start = servers[system];
if (start === undefined) throw new Error(`Name one of ${Object.keys(servers).join(', ')}.`);
const [server, close] = await start(Number(count));
process.stdout.write(`${JSON.stringify(server)}\n`);
process.once('SIGTERM', () => void close());
