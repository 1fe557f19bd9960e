import { ConfigurationTarget, l10n, window, workspace, commands } from 'vscode';
import { parseConnections, toSettingsEntry, type ParsedConnections } from '../application/connectionSettings.ts';
import type { ConnectionStorage } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import type { Connection } from '../domain/connection.ts';
import { settingIds, settingsSection } from './names.ts';
import { translate } from './translate.ts';

const fullId = `${settingsSection}.${settingIds.connections}`;

/** The connections in the user's settings. Tells the user once about each entry that makes no sense. */
export class ConnectionSettingsStorage implements ConnectionStorage, Disposable {
  readonly #onDidChange: Emitter<void>;
  readonly #subscription: Disposable;
  readonly #told = new Set<string>();

  readonly onDidChange: ConnectionStorage['onDidChange'];

  /** @param onListenerError hears of a listener that threw */
  constructor(onListenerError?: (error: unknown) => void) {
    this.#onDidChange = new Emitter(onListenerError);
    this.onDidChange = this.#onDidChange.event;
    this.#subscription = workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(fullId)) this.#onDidChange.fire();
    });
  }

  read(): readonly Connection[] {
    const { connections, problems } = this.#parsed();
    const news = problems.map(translate).filter((text) => !this.#told.has(text));
    for (const text of news) this.#told.add(text);
    if (news.length > 0) void this.#tell(news);
    return connections;
  }

  async save(connection: Connection): Promise<void> {
    const entry = toSettingsEntry(connection);
    const entries = this.#entries();
    const index = entries.findIndex((candidate) => idOf(candidate) === connection.id);
    await this.#write(index === -1 ? [...entries, entry] : entries.with(index, entry));
  }

  async remove(connectionId: string): Promise<void> {
    await this.#write(this.#entries().filter((entry) => idOf(entry) !== connectionId));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  #parsed(): ParsedConnections {
    return parseConnections(workspace.getConfiguration(settingsSection).get<unknown>(settingIds.connections));
  }

  /** As the user wrote them, also those that make no sense: they are not ours to drop. */
  #entries(): readonly unknown[] {
    const value = workspace.getConfiguration().inspect(fullId)?.globalValue;
    return Array.isArray(value) ? value : [];
  }

  async #write(entries: readonly unknown[]): Promise<void> {
    await workspace.getConfiguration().update(fullId, entries, ConfigurationTarget.Global);
  }

  async #tell(problems: readonly string[]): Promise<void> {
    const open = l10n.t('Open Settings');
    const choice = await window.showWarningMessage(
      l10n.t('ITSM Tickets leaves out a connection. {0}', problems.join(' ')),
      open,
    );
    if (choice === open)
      await commands.executeCommand('workbench.action.openSettingsJson', { revealSetting: { key: fullId } });
  }
}

function idOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
}
