import type { Disposable } from '../base/disposable.ts';
import { combineDisposables } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Connection, Secrets } from '../domain/connection.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { ProviderDefinition, ProviderEnvironment, TicketProvider } from '../domain/provider.ts';
import { message } from '../domain/message.ts';
import type { ConnectionStorage, Log, SecretStorage } from './ports.ts';

/**
 * - `starting`: nothing was asked of the server yet
 * - `ready`: the last request went well
 * - `signInNeeded`: a secret is missing, or the server refused the credentials; no request is made until the user acts
 * - `failing`: the last request failed for another reason; `since` is when that began, milliseconds since 1970 UTC
 */
export type ConnectionState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'signInNeeded'; readonly reason: 'missing' | 'refused'; readonly error: TicketError }
  | { readonly kind: 'failing'; readonly error: TicketError; readonly since: number };

/** Loads the code of all providers; called at first use, so that activation stays light. */
export type LoadProviders = () => Promise<readonly ProviderDefinition[]>;

/** Knows the connections, what state each is in, and hands out their providers. */
export class ConnectionService implements Disposable {
  readonly #storage: ConnectionStorage;
  readonly #secrets: SecretStorage;
  readonly #loadProviders: LoadProviders;
  readonly #log: Log;
  readonly #environment: ProviderEnvironment;
  readonly #subscriptions: Disposable;
  readonly #onDidChange = new Emitter<void>();
  readonly #onDidChangeState = new Emitter<string>();
  readonly #states = new Map<string, ConnectionState>();
  readonly #providers = new Map<string, Promise<TicketProvider>>();
  readonly #sessionConnections = new Map<string, { connection: Connection; secrets: Secrets; resource: Disposable }>();
  #stored: readonly Connection[];

  constructor(parts: {
    readonly storage: ConnectionStorage;
    readonly secrets: SecretStorage;
    readonly loadProviders: LoadProviders;
    readonly log: Log;
    readonly userAgent: string;
  }) {
    this.#storage = parts.storage;
    this.#secrets = parts.secrets;
    this.#loadProviders = parts.loadProviders;
    this.#log = parts.log;
    this.#environment = {
      userAgent: parts.userAgent,
      onRequest: ({ method, url, status, duration, failure }) => {
        const line = `${method} ${url} → ${status ?? 'no answer'} in ${Math.round(duration)} ms`;
        if (failure === undefined) parts.log.debug(line);
        else parts.log.warn(`${line}: ${failure}`);
      },
    };
    this.#stored = parts.storage.read();
    this.#subscriptions = combineDisposables(
      parts.storage.onDidChange(() => this.#reload()),
      parts.secrets.onDidChange((connectionId) => this.#restart(connectionId)),
    );
  }

  /** Connections were added, removed or edited. */
  readonly onDidChange: Event<void> = this.#onDidChange.event;

  /** The state of the connection with this id changed, or its provider was made anew. */
  readonly onDidChangeState: Event<string> = this.#onDidChangeState.event;

  /** Stored ones in the settings' order, then those of this session. */
  get connections(): readonly Connection[] {
    return [...this.#stored, ...[...this.#sessionConnections.values()].map(({ connection }) => connection)];
  }

  find(connectionId: string): Connection | undefined {
    return this.connections.find(({ id }) => id === connectionId);
  }

  /** Made for this session only (the sample tickets): nothing of it is stored. */
  isSessionOnly(connectionId: string): boolean {
    return this.#sessionConnections.has(connectionId);
  }

  state(connectionId: string): ConnectionState {
    return this.#states.get(connectionId) ?? { kind: 'starting' };
  }

  /** All systems there are, in the order they are offered. */
  definitions(): Promise<readonly ProviderDefinition[]> {
    return this.#loadProviders();
  }

  /**
   * The provider of a connection; the same one until the connection or its secrets change.
   * @throws TicketError `notFound` when there is no such connection or system, `unauthorized` when a secret is missing
   */
  provider(connectionId: string): Promise<TicketProvider> {
    const known = this.#providers.get(connectionId);
    if (known !== undefined) return known;
    const made = this.#makeProvider(connectionId);
    this.#providers.set(connectionId, made);
    made.catch((error: unknown) => {
      // A failed attempt is not kept: the next caller tries again.
      if (this.#providers.get(connectionId) === made) this.#providers.delete(connectionId);
      this.report(connectionId, asTicketError(error));
    });
    return made;
  }

  /**
   * Tells how a request of this connection ended; `undefined`: well. Failures that belong to one ticket
   * (`notFound`, `forbidden`, `rejected`, `conflict`) say nothing about the connection: it answered.
   */
  report(connectionId: string, error: TicketError | undefined): void {
    if (this.find(connectionId) === undefined) return;
    const before = this.state(connectionId);
    const after = this.#nextState(before, error);
    if (after === undefined) return;
    this.#states.set(connectionId, after);
    if (before.kind !== after.kind) {
      this.#log.info(
        `Connection ${connectionId}: ${before.kind} → ${after.kind}${error === undefined ? '' : ` (${error.code})`}`,
      );
    }
    this.#onDidChangeState.fire(connectionId);
  }

  /**
   * Tries credentials without storing anything.
   * @throws TicketError as `TicketProvider.testCredentials`
   */
  async test(connection: Connection, secrets: Secrets, signal: AbortSignal): Promise<void> {
    const provider = await this.#create(connection, secrets);
    try {
      await provider.testCredentials(signal);
    } finally {
      provider.dispose();
    }
  }

  /**
   * Tries a stored connection and takes the result as its state.
   * @throws TicketError when it does not work
   */
  async testStored(connectionId: string, signal: AbortSignal): Promise<void> {
    try {
      const provider = await this.provider(connectionId);
      await provider.testCredentials(signal);
      this.report(connectionId, undefined);
    } catch (error) {
      if (signal.aborted) throw error;
      this.report(connectionId, asTicketError(error));
      throw error;
    }
  }

  /**
   * Adds a connection, or replaces the one with the same id.
   * @returns `false` when the secrets could not be read back: they last for this session at most
   */
  async save(connection: Connection, secrets: Secrets): Promise<boolean> {
    const isKept = await this.signIn(connection.id, secrets);
    await this.#storage.save(connection);
    this.#reload();
    return isKept;
  }

  /**
   * Stores secrets; the old ones stay for names that are not given.
   * @returns `false` when they could not be read back: they last for this session at most
   */
  async signIn(connectionId: string, secrets: Secrets): Promise<boolean> {
    let isKept = true;
    for (const [name, value] of Object.entries(secrets)) {
      const isNameKept = await this.#secrets.write(connectionId, name, value);
      isKept &&= isNameKept;
    }
    this.#restart(connectionId);
    return isKept;
  }

  /** Deletes the secrets of a connection and stops its requests. */
  async signOut(connectionId: string): Promise<void> {
    const connection = this.find(connectionId);
    if (connection === undefined) return;
    for (const { key } of await this.#secretInputs(connection)) await this.#secrets.delete(connectionId, key);
    this.#restart(connectionId);
  }

  /** Removes a connection with its secrets; for one of this session, ends what it stands on. */
  async remove(connectionId: string): Promise<void> {
    const session = this.#sessionConnections.get(connectionId);
    if (session !== undefined) {
      this.#sessionConnections.delete(connectionId);
      this.#forget(connectionId);
      session.resource.dispose();
      this.#onDidChange.fire();
      return;
    }
    await this.signOut(connectionId);
    await this.#storage.remove(connectionId);
    this.#reload();
  }

  /**
   * Adds a connection that lives as long as this window.
   * @param resource what it stands on; disposed with it
   */
  addForSession(connection: Connection, secrets: Secrets, resource: Disposable): void {
    this.#sessionConnections.set(connection.id, { connection, secrets, resource });
    this.#onDidChange.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const id of this.#providers.keys()) this.#forget(id);
    for (const { resource } of this.#sessionConnections.values()) resource.dispose();
    this.#sessionConnections.clear();
    this.#onDidChange.dispose();
    this.#onDidChangeState.dispose();
  }

  #nextState(before: ConnectionState, error: TicketError | undefined): ConnectionState | undefined {
    switch (error?.code) {
      case undefined:
      case 'notFound':
      case 'forbidden':
      case 'rejected':
      case 'conflict':
        return before.kind === 'ready' ? undefined : { kind: 'ready' };
      case 'unauthorized': {
        const isMissing = error.detail === missingSecret;
        return { kind: 'signInNeeded', reason: isMissing ? 'missing' : 'refused', error };
      }
      case 'rateLimited':
      case 'unavailable':
      case 'outcomeUnknown':
      case 'unexpectedResponse':
        return { kind: 'failing', error, since: before.kind === 'failing' ? before.since : Date.now() };
    }
  }

  async #makeProvider(connectionId: string): Promise<TicketProvider> {
    const connection = this.find(connectionId);
    if (connection === undefined) throw new TicketError('notFound', { hint: message('This connection is gone.') });
    return this.#create(connection, await this.#readSecrets(connection));
  }

  async #create(connection: Connection, secrets: Secrets): Promise<TicketProvider> {
    const definition = await this.#definition(connection);
    return definition.create(connection, secrets, this.#environment);
  }

  async #definition({ system }: Connection): Promise<ProviderDefinition> {
    const definition = (await this.#loadProviders()).find((candidate) => candidate.system === system);
    if (definition !== undefined) return definition;
    throw new TicketError('notFound', {
      hint: message('There is no ticket system "{0}". Check the settings.', system),
    });
  }

  async #secretInputs(connection: Connection): Promise<ProviderDefinition['secrets']> {
    return (await this.#definition(connection)).secrets;
  }

  async #readSecrets(connection: Connection): Promise<Secrets> {
    const session = this.#sessionConnections.get(connection.id);
    if (session !== undefined) return session.secrets;
    const secrets: Record<string, string> = {};
    for (const { key, isRequired } of await this.#secretInputs(connection)) {
      const value = await this.#secrets.read(connection.id, key);
      if (value !== undefined && value !== '') secrets[key] = value;
      else if (isRequired) throw new TicketError('unauthorized', { detail: missingSecret });
    }
    return secrets;
  }

  #reload(): void {
    const before = new Map(this.#stored.map((connection) => [connection.id, connection]));
    this.#stored = this.#storage.read();
    for (const connection of this.#stored) {
      const was = before.get(connection.id);
      before.delete(connection.id);
      if (was !== undefined && JSON.stringify(was) !== JSON.stringify(connection)) this.#restart(connection.id);
    }
    for (const id of before.keys()) this.#forget(id);
    this.#onDidChange.fire();
  }

  /** A new provider, with what is stored now, at the next request. */
  #restart(connectionId: string): void {
    this.#forget(connectionId);
    if (this.find(connectionId) !== undefined) this.#onDidChangeState.fire(connectionId);
  }

  #forget(connectionId: string): void {
    const provider = this.#providers.get(connectionId);
    this.#providers.delete(connectionId);
    this.#states.delete(connectionId);
    // A provider that could not be made has nothing to dispose, and its error was reported where it was made.
    provider?.then((made) => made.dispose()).catch(() => {});
  }
}

const missingSecret = 'a secret is missing';
