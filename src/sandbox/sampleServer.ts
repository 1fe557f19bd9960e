import { startSandbox } from './bkItsm/sandbox.ts';

/** What somebody needs to connect to the sandbox, in the words of the extension's settings. */
export interface SampleServer {
  readonly baseUrl: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ticketKeys: readonly string[];
  close(): Promise<void>;
}

/** Starts a sandbox on this machine with secrets of its own. */
export async function startSampleServer(): Promise<SampleServer> {
  const sandbox = await startSandbox();
  const { appCode, appSecret, operator, token } = sandbox;
  return {
    baseUrl: sandbox.esbUrl,
    system: 'bk-itsm',
    settings: { door: 'esb', appCode, operator },
    secrets: { appSecret, token },
    ticketKeys: sandbox.samples.map(({ sn }) => sn),
    close: () => sandbox.close(),
  };
}
