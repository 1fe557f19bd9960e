import { commands, l10n, window, type ExtensionContext } from 'vscode';
import { once } from './base/once.ts';
import { ConnectionService } from './application/connectionService.ts';
import { logListenerFailure } from './application/listenerFailure.ts';
import { TicketStore } from './application/ticketStore.ts';
import { WatchList } from './application/watchList.ts';
import { Background } from './editor/background.ts';
import { ConnectionSettingsStorage } from './editor/connectionSettingsStorage.ts';
import { ContextKeys } from './editor/contextKeys.ts';
import { Keyring } from './editor/keyring.ts';
import { LogChannel } from './editor/logChannel.ts';
import { registerCommands } from './editor/registerCommands.ts';
import type { Services } from './editor/services.ts';
import { providerEnvironment } from './editor/providerEnvironment.ts';
import { TicketPages } from './editor/ticketPages.ts';
import { TicketTree } from './editor/ticketTree.ts';
import { WatchListFile } from './editor/watchListFile.ts';

/** Builds everything, wires it, registers it. Makes no request and loads no provider. */
export function activate(context: ExtensionContext): void {
  const log = new LogChannel(() => window.createOutputChannel(l10n.t('ITSM Tickets'), { log: true }));
  const folder = context.globalStorageUri.fsPath;

  const onListenerError = (error: unknown): void => logListenerFailure(log, error);
  const storage = new ConnectionSettingsStorage(onListenerError);
  const keyring = new Keyring(context.secrets, process.env, onListenerError);
  const connections = new ConnectionService({
    storage,
    secrets: keyring,
    loadProviders: async () => (await import('./providers/index.ts')).providerDefinitions,
    log,
    environment: () => providerEnvironment(String(context.extension.packageJSON.version)),
  });
  const watchListFile = new WatchListFile(`${folder}/watchList.json`, log);
  const watchList = new WatchList(
    watchListFile,
    (connectionId) => connections.isSessionOnly(connectionId),
    onListenerError,
  );
  const store = new TicketStore(onListenerError);
  const loadForms = once(async () => {
    const { createForms } = await import('./editor/forms.ts');
    return createForms({ connections, store, log }, folder, (part) => context.subscriptions.push(part));
  });
  const parts = { connections, watchList, store, log, loadForms };
  const background = new Background(connections, log, async () => {
    const { beginWork } = await import('./editor/backgroundWork.ts');
    return beginWork(parts, `${folder}/told.json`);
  });
  const services: Services = { ...parts, watcher: background };

  const tree = new TicketTree(services);
  const pages = new TicketPages(services, context.extensionUri);
  const contextKeys = new ContextKeys(services, (key, value) => void commands.executeCommand('setContext', key, value));

  context.subscriptions.push(
    storage,
    keyring,
    connections,
    watchListFile,
    watchList,
    store,
    background,
    tree,
    pages,
    contextKeys,
    registerCommands({
      services,
      tree,
      pages,
      keyring,
      log,
      startSamples: async (systems) => (await import('./sandbox/sampleServer.ts')).startSampleServer(systems),
    }),
    log, // last, as what ends before it may write to it
  );

  // Not awaited: what was watched comes from the disk while the editor goes on.
  void watchList
    .load()
    .catch((error: unknown) => log.error(`The watch list cannot be read: ${String(error)}`))
    .then(() => {
      background.start();
      contextKeys.tellAll();
    });
}
