import { startSandbox } from './bkItsm/sandbox.ts';
import { startHuaweiSandbox, type HuaweiSandbox } from './huawei/sandbox.ts';

/** What somebody needs to connect to one ticket system of the sandbox, in the words of the extension's settings. */
export interface SampleConnection {
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ticketKeys: readonly string[];
  /** Ends its server, once nobody else needs that. */
  readonly close: () => Promise<void>;
}

/**
 * Starts sandboxes on this machine with secrets of their own.
 * @param systems the ticket systems that the caller knows, as in the settings; one connection for each that we know, too
 */
export async function startSampleServer(systems: readonly string[]): Promise<readonly SampleConnection[]> {
  const connections: SampleConnection[] = [];
  if (systems.includes('bk-itsm')) connections.push(await startBkItsm());
  const huawei = (['huawei-osm', 'huawei-coc'] as const).filter((system) => systems.includes(system));
  if (huawei.length > 0) {
    const sandbox = await startHuaweiSandbox();
    const close = closeWithLast(huawei.length, () => sandbox.close());
    connections.push(...huawei.map((system) => ({ ...connectTo(sandbox, system), close: close() })));
  }
  return connections;
}

async function startBkItsm(): Promise<SampleConnection> {
  const sandbox = await startSandbox();
  const { appCode, appSecret, operator, token } = sandbox;
  return {
    system: 'bk-itsm',
    baseUrl: sandbox.esbUrl,
    settings: { door: 'esb', appCode, operator },
    secrets: { appSecret, token },
    ticketKeys: sandbox.samples.map(({ sn }) => sn),
    close: () => sandbox.close(),
  };
}

function connectTo(sandbox: HuaweiSandbox, system: 'huawei-osm' | 'huawei-coc'): Omit<SampleConnection, 'close'> {
  const { account, userName, userId, password, iamUrl, osmUrl, cocUrl, samples } = sandbox;
  const ownCases = samples.cases.filter(({ key }) => sandbox.findCase(key)?.ownerId === userId);
  const tickets = system === 'huawei-osm' ? ownCases : [...samples.issues, ...samples.incidents];
  return {
    system,
    baseUrl: system === 'huawei-osm' ? osmUrl : cocUrl,
    settings: { signIn: 'password', account, userName, scope: 'domain', iamUrl },
    secrets: { password },
    ticketKeys: tickets.map(({ key }) => key),
  };
}

/** Makes functions of which the last one that is called closes. */
function closeWithLast(users: number, close: () => Promise<void>): () => () => Promise<void> {
  let left = users;
  return () => {
    let isOpen = true;
    return async () => {
      if (isOpen) left -= 1;
      isOpen = false;
      if (left === 0) await close();
    };
  };
}
