import type { SecretStorage as EditorSecrets } from 'vscode';
import { environmentName } from '../application/connectionSettings.ts';
import type { SecretStorage } from '../application/ports.ts';
import type { Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';

/**
 * Secrets in the editor's secret storage, that is, the system's keyring; where there is none, in environment
 * variables, which are only read. What was stored on purpose wins over a variable.
 */
export class Keyring implements SecretStorage, Disposable {
  readonly #secrets: EditorSecrets;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #onDidChange: Emitter<{ readonly connectionId: string; readonly name: string }>;
  readonly #subscription: Disposable;
  /** What this window wrote itself and has told already. */
  readonly #ownWrites = new Map<string, string | undefined>();
  /** What the keyring took and did not give back: good until this window is closed. */
  readonly #notKept = new Map<string, string>();

  readonly onDidChange: SecretStorage['onDidChange'];

  /** @param onListenerError hears of a listener that threw */
  constructor(
    secrets: EditorSecrets,
    environment: Readonly<Record<string, string | undefined>>,
    onListenerError?: (error: unknown) => void,
  ) {
    this.#onDidChange = new Emitter(onListenerError);
    this.onDidChange = this.#onDidChange.event;
    this.#secrets = secrets;
    this.#environment = environment;
    this.#subscription = secrets.onDidChange(({ key }) => void this.#onStorageChange(key));
  }

  async read(connectionId: string, name: string): Promise<string | undefined> {
    const key = storageKey(connectionId, name);
    return (
      (await this.#secrets.get(key)) ?? this.#notKept.get(key) ?? this.#environment[environmentName(connectionId, name)]
    );
  }

  async write(connectionId: string, name: string, value: string): Promise<boolean> {
    const key = storageKey(connectionId, name);
    this.#ownWrites.set(key, value);
    this.#notKept.set(key, value);
    await this.#secrets.store(key, value);
    const isKept = (await this.#secrets.get(key)) === value;
    if (isKept) this.#notKept.delete(key);
    return isKept;
  }

  async delete(connectionId: string, name: string): Promise<void> {
    const key = storageKey(connectionId, name);
    this.#ownWrites.set(key, undefined);
    this.#notKept.delete(key);
    await this.#secrets.delete(key);
  }

  /** A secret of this name comes from the environment, so signing out here does not end it. */
  isFromEnvironment(connectionId: string, name: string): boolean {
    return this.#environment[environmentName(connectionId, name)] !== undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#onDidChange.dispose();
  }

  async #onStorageChange(key: string): Promise<void> {
    const [prefix, connectionId, name] = key.split('/');
    if (prefix !== 'itsmTickets' || connectionId === undefined || name === undefined) return;
    // The event comes for own writes as well, zero to two times for each: only a value we did not write is news.
    try {
      const value = (await this.#secrets.get(key)) ?? this.#notKept.get(key);
      if (this.#ownWrites.has(key) && value === this.#ownWrites.get(key)) return;
    } catch {
      // That the keyring cannot be read is for those to find out and tell who need the secret.
    }
    this.#ownWrites.delete(key);
    this.#onDidChange.fire({ connectionId, name });
  }
}

function storageKey(connectionId: string, name: string): string {
  return `itsmTickets/${connectionId}/${name}`;
}
