import { commands, l10n } from 'vscode';
import { toDisposable } from '../base/disposable.ts';
import { viewId } from './names.ts';
import type { Services } from './services.ts';

/** What the sandbox gives that a connection to it needs. */
export interface SampleServer {
  readonly baseUrl: string;
  readonly system: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ticketKeys: readonly string[];
  close(): Promise<void>;
}

const connectionId = 'sample-tickets';

/** Starts a ticket server of our own on this machine and a connection to it, for this window only. */
export async function exploreSamples(
  { connections, watchList }: Services,
  start: () => Promise<SampleServer>,
): Promise<void> {
  if (connections.find(connectionId) === undefined) {
    const server = await start();
    const { baseUrl, system, settings, secrets, ticketKeys } = server;
    connections.addForSession(
      {
        id: connectionId,
        system,
        label: l10n.t('Sample Tickets'),
        baseUrl,
        transport: 'vscode',
        caFile: undefined,
        settings,
      },
      secrets,
      toDisposable(() => void server.close()),
    );
    await watchList.add(ticketKeys.map((key) => ({ connectionId, key })));
  }
  await commands.executeCommand(`${viewId}.focus`);
}
