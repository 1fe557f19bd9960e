import { Agent, request } from 'undici';
import type { Connection } from '../src/domain/connection.ts';
import { TicketError } from '../src/domain/errors.ts';
import { BkItsmProvider } from '../src/providers/bkItsm/provider.ts';
import { createHttp } from '../src/providers/http.ts';

/** What refreshServer.ts prints. */
export interface BenchServer {
  readonly esbUrl: string;
  readonly gatewayUrl: string;
  readonly appCode: string;
  readonly appSecret: string;
  readonly token: string;
  readonly operator: string;
  readonly keys: readonly string[];
}

/** One way of reading all tickets: wall time and processor time of this process, in milliseconds. */
export interface Sample {
  readonly ms: number;
  readonly cpuMs: number;
  readonly requests: number;
}

export type Way = 'bare' | 'single' | 'watch' | 'steady' | 'lists';

const inFlight = 16;
const rounds = 5;

/** Reads all tickets in each way, by turns, and gives the median of each. */
export async function measureRefresh(
  server: BenchServer,
  transport: Connection['transport'],
): Promise<Record<Way, Sample>> {
  const samples: Record<Way, Sample[]> = { bare: [], single: [], watch: [], steady: [], lists: [] };
  const steady = openProvider(server, transport, 'gateway');
  // From the third look on, what stands still is known.
  for (let look = 0; look < 2; look += 1) await readWatched(steady.provider, server.keys);
  const ways: Record<Way, () => Promise<number>> = {
    bare: () => readBare(server),
    single: () => withProvider(server, transport, (provider) => readSingly(provider, server.keys)),
    watch: () => withProvider(server, transport, (provider) => readWatched(provider, server.keys)),
    steady: () => counting(steady, (provider) => readWatched(provider, server.keys)),
    lists: () => withProvider(server, transport, readLists(server)),
  };
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of Object.keys(ways) as Way[]) {
      const sample = await measure(ways[way]);
      // The first round warms up.
      if (round > 0) samples[way].push(sample);
    }
  }
  steady.provider.dispose();
  return {
    bare: medianOf(samples.bare),
    single: medianOf(samples.single),
    watch: medianOf(samples.watch),
    steady: medianOf(samples.steady),
    lists: medianOf(samples.lists),
  };
}

async function measure(run: () => Promise<number>): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const requests = await run();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, requests };
}

function medianOf(samples: readonly Sample[]): Sample {
  const median = (pick: (sample: Sample) => number): number =>
    samples.map(pick).toSorted((left, right) => left - right)[Math.floor(samples.length / 2)] ?? 0;
  return {
    ms: median(({ ms }) => ms),
    cpuMs: median(({ cpuMs }) => cpuMs),
    requests: median(({ requests }) => requests),
  };
}

/** The same requests as `readSingly` makes, with nothing done to the answers. */
async function readBare({ esbUrl, appCode, appSecret, token, keys }: BenchServer): Promise<number> {
  const dispatcher = new Agent({ connections: inFlight });
  const headers = {
    'X-Bkapi-Authorization': JSON.stringify({ bk_app_code: appCode, bk_app_secret: appSecret, bk_token: token }),
  };
  let requests = 0;
  const get = async (name: string, key: string): Promise<void> => {
    requests += 1;
    const { body } = await request(`${esbUrl}/api/c/compapi/v2/itsm/${name}/?sn=${key}`, { dispatcher, headers });
    await body.arrayBuffer();
  };
  try {
    await forEach(keys, inFlight / 2, async (key) => {
      await Promise.all([get('get_ticket_status', key), get('get_ticket_info', key)]);
    });
  } finally {
    await dispatcher.close();
  }
  return requests;
}

async function readSingly(provider: BkItsmProvider, keys: readonly string[]): Promise<void> {
  // Two requests a ticket.
  await forEach(keys, inFlight / 2, async (key) => {
    const { steps } = await provider.readTicket(key, neverAborted());
    if (steps[0]?.fields === undefined) throw new Error(`${key} has no form`);
  });
}

async function readWatched(provider: BkItsmProvider, keys: readonly string[]): Promise<void> {
  const results = await provider.readTickets(keys, neverAborted());
  const bad = [...results.values()].filter((result) => result instanceof TicketError);
  if (results.size !== keys.length || bad.length > 0) throw new Error(`${bad.length} tickets could not be read`);
}

function readLists({ keys }: BenchServer): (provider: BkItsmProvider) => Promise<void> {
  return async (provider) => {
    const { lists } = provider;
    const listKey = lists?.definitions.find(
      ({ unavailable, kind }) => unavailable === undefined && kind === 'all',
    )?.key;
    if (lists === undefined || listKey === undefined) throw new Error('there is no list of all tickets');
    let count = 0;
    let cursor: string | undefined;
    do {
      const page = await lists.read({ listKey, filter: {}, cursor }, neverAborted());
      count += page.tickets.length;
      cursor = page.next;
    } while (cursor !== undefined && count < keys.length);
    if (count < keys.length) throw new Error(`the list has ${count} tickets only`);
  };
}

interface OpenProvider {
  readonly provider: BkItsmProvider;
  readonly countRequests: () => number;
}

function openProvider(
  { esbUrl, gatewayUrl, appCode, appSecret, token, operator }: BenchServer,
  transport: Connection['transport'],
  door: 'esb' | 'gateway',
): OpenProvider {
  const connection: Connection = {
    id: 'bench',
    system: 'bk-itsm',
    label: 'Bench',
    baseUrl: door === 'esb' ? esbUrl : gatewayUrl,
    transport,
    caFile: undefined,
    settings: { door, appCode, operator },
  };
  let requests = 0;
  const environment = { userAgent: 'itsm-tickets/bench', onRequest: () => void (requests += 1) };
  const http = createHttp(connection, environment, { limits: { maxInFlight: inFlight } });
  const provider = new BkItsmProvider(connection, { appSecret, token }, http, { translate: ({ text }) => text });
  return { provider, countRequests: () => requests };
}

async function counting(
  { provider, countRequests }: OpenProvider,
  read: (provider: BkItsmProvider) => Promise<void>,
): Promise<number> {
  const before = countRequests();
  await read(provider);
  return countRequests() - before;
}

async function withProvider(
  server: BenchServer,
  transport: Connection['transport'],
  read: (provider: BkItsmProvider) => Promise<void>,
): Promise<number> {
  const opened = openProvider(server, transport, 'esb');
  try {
    return await counting(opened, read);
  } finally {
    opened.provider.dispose();
  }
}

async function forEach<T>(items: readonly T[], workers: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const run = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: workers }, run));
}

function neverAborted(): AbortSignal {
  return new AbortController().signal;
}
