import { Agent, request } from 'undici';
import type { Connection, Secrets } from '../src/domain/connection.ts';
import { TicketError } from '../src/domain/errors.ts';
import type { ProviderEnvironment, TicketProvider } from '../src/domain/provider.ts';
import { makeProvider } from './refreshProviders.ts';

/** What refreshServer.ts prints. */
export interface BenchServer {
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Connection['settings'];
  readonly secrets: Secrets;
  /** The entrance at which a later look costs least; `undefined`: there is one only. */
  readonly steady?: Pick<BenchServer, 'baseUrl' | 'settings'>;
  readonly keys: readonly string[];
  /** What reading one ticket asks for, made by hand: `{key}` stands for its number. */
  readonly bare: { readonly urls: readonly string[]; readonly headers: Readonly<Record<string, string>> };
}

/** One way of reading all tickets: wall time and processor time of this process, in milliseconds. */
export interface Sample {
  readonly ms: number;
  readonly cpuMs: number;
  readonly requests: number;
}

/**
 * `bare`: the requests of `single` with nothing done to the answers; `single`: each ticket as its page reads it;
 * `watch`: the first look of a watch; `again`: one later, when nothing has changed; `lists`: all pages of a list.
 */
export type Way = 'bare' | 'single' | 'watch' | 'again' | 'lists';

/** Reads in the given way; `restart` forgets what was measured so far. */
type Read = (provider: TicketProvider, restart: () => void) => Promise<void>;

const inFlight = 16;
const rounds = 5;

/** Reads all tickets in each way, by turns, and gives the median of each. */
export async function measureRefresh(
  server: BenchServer,
  transport: Connection['transport'],
): Promise<Record<Way, Sample>> {
  const reads: Readonly<Record<Exclude<Way, 'bare'>, Read>> = {
    single: (provider) => readSingly(provider, server.keys),
    watch: (provider) => readWatched(provider, server.keys),
    again: async (provider, restart) => {
      // From the third look on, what stands still is known.
      for (let look = 0; look < 2; look += 1) await readWatched(provider, server.keys);
      restart();
      await readWatched(provider, server.keys);
    },
    lists: (provider) => readLists(provider, server.keys.length),
  };
  const ways = Object.entries(reads).map(([way, read]) => {
    const entrance = way === 'again' ? { ...server, ...server.steady } : server;
    return [way as Way, (clock: Clock) => withProvider(entrance, transport, clock, read)] as const;
  });
  const all: readonly (readonly [Way, (clock: Clock) => Promise<void>])[] = [
    ['bare', (clock) => readBare(server, clock)],
    ...ways,
  ];
  const samples = new Map<Way, Sample[]>(all.map(([way]) => [way, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [way, read] of all) {
      const clock = new Clock();
      await read(clock);
      // The first round warms up.
      if (round > 0) samples.get(way)?.push(clock.stop());
    }
  }
  // Each way has its samples.
  return Object.fromEntries([...samples].map(([way, each]) => [way, medianOf(each)])) as Record<Way, Sample>;
}

class Clock {
  requests = 0;
  #cpu = process.cpuUsage();
  #start = performance.now();

  restart(): void {
    this.requests = 0;
    this.#cpu = process.cpuUsage();
    this.#start = performance.now();
  }

  stop(): Sample {
    const ms = performance.now() - this.#start;
    const { user, system } = process.cpuUsage(this.#cpu);
    return { ms, cpuMs: (user + system) / 1000, requests: this.requests };
  }
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
async function readBare({ keys, bare }: BenchServer, clock: Clock): Promise<void> {
  const dispatcher = new Agent({ connections: inFlight });
  try {
    await forEach(keys, inFlight / 2, async (key) => {
      await Promise.all(
        bare.urls.map(async (url) => {
          clock.requests += 1;
          const { body } = await request(url.replace('{key}', key), { dispatcher, headers: bare.headers });
          await body.arrayBuffer();
        }),
      );
    });
  } finally {
    await dispatcher.close();
  }
}

async function readSingly(provider: TicketProvider, keys: readonly string[]): Promise<void> {
  await forEach(keys, inFlight / 2, async (key) => {
    const { steps } = await provider.readTicket(key, neverAborted());
    if (steps[0]?.fields === undefined) throw new Error(`${key} has no form`);
  });
}

async function readWatched(provider: TicketProvider, keys: readonly string[]): Promise<void> {
  const results = await provider.readTickets(keys, neverAborted());
  const bad = [...results.values()].filter((result) => result instanceof TicketError);
  if (results.size !== keys.length || bad.length > 0) throw new Error(`${bad.length} tickets could not be read`);
}

async function readLists({ lists }: TicketProvider, least: number): Promise<void> {
  const listKey = lists?.definitions.find(({ unavailable, kind }) => unavailable === undefined && kind === 'all')?.key;
  if (lists === undefined || listKey === undefined) throw new Error('there is no list of all tickets');
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await lists.read({ listKey, filter: {}, cursor }, neverAborted());
    count += page.tickets.length;
    cursor = page.next;
  } while (cursor !== undefined && count < least);
  if (count < least) throw new Error(`the list has ${count} tickets only`);
}

async function withProvider(
  { system, baseUrl, settings, secrets }: BenchServer,
  transport: Connection['transport'],
  clock: Clock,
  read: Read,
): Promise<void> {
  const connection: Connection = {
    id: 'bench',
    system,
    label: 'Bench',
    baseUrl,
    transport,
    caFile: undefined,
    settings,
  };
  const environment: ProviderEnvironment = {
    userAgent: 'itsm-tickets/bench',
    language: 'en',
    timeZone: 'Asia/Shanghai',
    translate: ({ text }) => text,
    session: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    onRequest: () => void (clock.requests += 1),
  };
  const provider = makeProvider[system]?.(connection, secrets, environment, {
    maxInFlight: inFlight,
    maxPerSecond: Infinity,
  });
  if (provider === undefined) throw new Error(`There is no provider for ${system}.`);
  try {
    await read(provider, () => clock.restart());
  } finally {
    provider.dispose();
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
