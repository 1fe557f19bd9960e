import { commands, l10n } from 'vscode';
import { toDisposable } from '../base/disposable.ts';
import { viewId } from './names.ts';
import type { Services } from './services.ts';
import { translate } from './translate.ts';

/** What the sandbox gives that a connection to one of its systems needs. */
export interface SampleConnection {
  readonly system: string;
  readonly baseUrl: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly ticketKeys: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts ticket servers for those of the systems that there are sample tickets of. */
export type StartSamples = (systems: readonly string[]) => Promise<readonly SampleConnection[]>;

/** Starts ticket servers of our own on this machine and a connection to each, for this window only. */
export async function exploreSamples({ connections, watchList }: Services, start: StartSamples): Promise<void> {
  const definitions = await connections.definitions();
  const missing = definitions.filter(({ system }) => connections.find(idOf(system)) === undefined);
  for (const { system, baseUrl, settings, secrets, ticketKeys, close } of await start(
    missing.map((definition) => definition.system),
  )) {
    const definition = missing.find((candidate) => candidate.system === system);
    const name = definition === undefined ? system : translate(definition.label);
    connections.addForSession(
      {
        id: idOf(system),
        system,
        label: definitions.length === 1 ? l10n.t('Sample Tickets') : l10n.t('Sample Tickets ({0})', name),
        baseUrl,
        transport: 'vscode',
        caFile: undefined,
        settings,
      },
      secrets,
      toDisposable(() => void close()),
    );
    await watchList.add(ticketKeys.map((key) => ({ connectionId: idOf(system), key })));
  }
  await commands.executeCommand(`${viewId}.focus`);
}

function idOf(system: string): string {
  return `sample-tickets-${system}`;
}
