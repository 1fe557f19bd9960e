import { makeEnvironment } from './environment.ts';
import { ConnectionService } from '../../src/application/connectionService.ts';
import type { Connection, Secrets } from '../../src/domain/connection.ts';
import { message } from '../../src/domain/message.ts';
import type { ConnectionInput, ProviderDefinition, ProviderEnvironment } from '../../src/domain/provider.ts';
import { InMemoryConnections } from './inMemoryConnections.ts';
import { InMemoryProvider } from './inMemoryProvider.ts';
import { InMemorySecrets } from './inMemorySecrets.ts';
import { RecordingLog } from './recordingLog.ts';
import { makeConnection } from './samples.ts';

export function secretInput(
  key: string,
  isRequired: boolean,
  changes: Pick<ConnectionInput, 'onlyWhen' | 'isOneTime'> = {},
): ConnectionInput {
  return {
    key,
    label: message('Secret'),
    help: message('Secret'),
    placeholder: '',
    isRequired,
    choices: undefined,
    defaultValue: '',
    ...changes,
  };
}

interface Made {
  readonly connection: Connection;
  readonly secrets: Secrets;
  readonly environment: ProviderEnvironment;
  readonly provider: InMemoryProvider;
}

/** The ticket system "memory": remembers every provider that was made of it. */
export class MemorySystem {
  readonly made: Made[] = [];
  /** What the next provider of a connection is. */
  createProvider: (connection: Connection) => InMemoryProvider = () => new InMemoryProvider();
  /** What it asks for; replaced by tests before the first use. */
  settings: readonly ConnectionInput[] = [];
  secrets: readonly ConnectionInput[] = [secretInput('token', true), secretInput('pin', false)];
  loads = 0;

  readonly load = async (): Promise<readonly ProviderDefinition[]> => {
    this.loads += 1;
    return [
      {
        system: 'memory',
        label: message('Memory'),
        baseUrlHelp: message('Memory'),
        baseUrlPlaceholder: '',
        baseUrlPresets: [],
        settings: this.settings,
        secrets: this.secrets,
        create: async (connection, secrets, environment) => {
          const provider = this.createProvider(connection);
          this.made.push({ connection, secrets, environment, provider });
          return provider;
        },
      },
    ];
  };
}

/** A connection service over fakes, with connections that are signed in. */
export function openConnections(connectionList: readonly Connection[] = [makeConnection()]) {
  const system = new MemorySystem();
  const storage = new InMemoryConnections(connectionList);
  const secrets = new InMemorySecrets(Object.fromEntries(connectionList.map(({ id }) => [`${id}/token`, 'good'])));
  const log = new RecordingLog();
  const connections = new ConnectionService({
    storage,
    secrets,
    loadProviders: system.load,
    log,
    environment: () => makeEnvironment({ userAgent: 'itsm-tickets/0.0.0' }),
  });
  return { system, storage, secrets, log, connections };
}
