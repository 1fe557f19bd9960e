import { combineDisposables, toDisposable, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { appliesTo, type Connection, type Secrets } from '../domain/connection.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { ProviderDefinition, ProviderEnvironment, SessionStore, TicketProvider } from '../domain/provider.ts';
import { message } from '../domain/message.ts';
import { logListenerFailure } from './listenerFailure.ts';
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

/** A connection of this session: nothing of it is stored. */
interface SessionConnection {
  readonly connection: Connection;
  readonly secrets: Secrets;
  readonly resource: Disposable;
  /** As `SessionStore` has it. */
  session: string | undefined;
}

interface ProviderSlot {
  /** `undefined`: it is being made. */
  provider: TicketProvider | undefined;
  readonly promise: Promise<TicketProvider>;
}

/** Secrets that another window is writing: one after the other. */
interface Settling {
  readonly timer: ReturnType<typeof setTimeout>;
  /** Ends when they have been left alone for a while. */
  readonly end: PromiseWithResolvers<void>;
}

/** Milliseconds. */
const settlingTime = 1_000;

/** What providers learn of the editor and its user. */
export type EditorEnvironment = Pick<ProviderEnvironment, 'userAgent' | 'language' | 'timeZone' | 'translate'>;

/** Loads the code of all providers; called at first use, so that activation stays light. */
export type LoadProviders = () => Promise<readonly ProviderDefinition[]>;

/** Knows the connections, what state each is in, and hands out their providers. */
export class ConnectionService implements Disposable {
  readonly #storage: ConnectionStorage;
  readonly #secrets: SecretStorage;
  readonly #loadProviders: LoadProviders;
  readonly #log: Log;
  readonly #environment: () => Omit<ProviderEnvironment, 'session'>;
  readonly #subscriptions: Disposable;
  readonly #onDidChange = new Emitter<void>((error) => logListenerFailure(this.#log, error));
  readonly #onDidChangeState = new Emitter<string>((error) => logListenerFailure(this.#log, error));
  readonly #states = new Map<string, ConnectionState>();
  readonly #providers = new Map<string, ProviderSlot>();
  /** How many writes each provider has under way. */
  readonly #writes = new Map<TicketProvider, number>();
  /** Replaced while a write was under way: disposed at its end. */
  readonly #replaced = new Set<TicketProvider>();
  readonly #sessionConnections = new Map<string, SessionConnection>();
  /** What the sign-in of a test gave, by connection, until that is stored: none of it outlives a test that leads nowhere. */
  readonly #tried = new Map<string, string | undefined>();
  readonly #settling = new Map<string, Settling>();
  #stored: readonly Connection[];

  constructor(parts: {
    readonly storage: ConnectionStorage;
    readonly secrets: SecretStorage;
    readonly loadProviders: LoadProviders;
    readonly log: Log;
    /** Called for each provider that is made. */
    readonly environment: () => EditorEnvironment;
  }) {
    this.#storage = parts.storage;
    this.#secrets = parts.secrets;
    this.#loadProviders = parts.loadProviders;
    this.#log = parts.log;
    const onRequest: ProviderEnvironment['onRequest'] = ({ method, url, status, duration, failure }) => {
      const line = `${method} ${url} → ${status ?? 'no answer'} in ${Math.round(duration)} ms`;
      if (failure === undefined) parts.log.debug(line);
      else parts.log.warn(`${line}: ${failure}`);
    };
    this.#environment = () => ({ ...parts.environment(), onRequest });
    this.#stored = parts.storage.read();
    this.#subscriptions = combineDisposables(
      parts.storage.onDidChange(() => this.#reload()),
      // What another window's sign-in gave is read when it is needed: nothing begins anew for it.
      parts.secrets.onDidChange(({ connectionId, name }) => {
        if (name !== sessionName) this.#restartLater(connectionId);
      }),
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

  /**
   * For whom a connection acts, as its settings name them; `''`: they name nobody.
   * @returns `undefined` when there is no such connection, or no such system
   */
  async account(connectionId: string): Promise<string | undefined> {
    const connection = this.find(connectionId);
    if (connection === undefined) return undefined;
    const definition = (await this.#loadProviders()).find(({ system }) => system === connection.system);
    const names = definition?.settings.filter(({ namesAccount }) => namesAccount === true);
    return names?.map(({ key }) => (connection.settings[key] ?? '').trim()).join('/');
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
    if (known !== undefined) return known.promise;
    const slot: ProviderSlot = {
      provider: undefined,
      promise: Promise.resolve(this.#settling.get(connectionId)?.end.promise).then(() =>
        this.#fill(connectionId, slot),
      ),
    };
    this.#providers.set(connectionId, slot);
    return slot.promise;
  }

  /** The connection and its secrets are as they were when this provider was handed out. */
  isCurrent(connectionId: string, provider: TicketProvider): boolean {
    return this.#providers.get(connectionId)?.provider === provider;
  }

  /**
   * Until the result is disposed, replacing this provider does not end it: a write that is cut off has an unknown
   * outcome, only because somebody renamed the connection or signed in again.
   */
  holdForWrite(provider: TicketProvider): Disposable {
    this.#writes.set(provider, (this.#writes.get(provider) ?? 0) + 1);
    return toDisposable(() => {
      const left = (this.#writes.get(provider) ?? 1) - 1;
      if (left > 0) this.#writes.set(provider, left);
      else this.#writes.delete(provider);
      if (left === 0 && this.#replaced.delete(provider)) provider.dispose();
    });
  }

  /**
   * Tells how a request of this connection ended; `undefined`: well. A failure that belongs to one ticket (it may not be
   * read, it is not there) is none of the connection's and not told here.
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
    const provider = await this.#create(connection, secrets, this.#triedSession(connection.id));
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
    const provider = await this.provider(connectionId);
    try {
      await provider.testCredentials(signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = asTicketError(error);
      if (this.isCurrent(connectionId, provider)) this.report(connectionId, failure);
      throw failure;
    }
    if (this.isCurrent(connectionId, provider)) this.report(connectionId, undefined);
  }

  /**
   * Adds a connection, or replaces the one with the same id.
   * @returns `false` when the secrets could not be read back: they last for this session at most
   */
  async save(connection: Connection, secrets: Secrets): Promise<boolean> {
    // Only then a new provider: not one that takes the new secrets to the old address.
    const isKept = await this.#writeSecrets(connection.id, connection.system, secrets);
    await this.#keepTried(connection.id);
    try {
      await this.#storage.save(connection);
    } finally {
      this.#reload();
      this.#restart(connection.id);
    }
    return isKept;
  }

  /**
   * Stores secrets; the old ones stay for names that are not given.
   * @returns `false` when they could not be read back: they last for this session at most
   */
  async signIn(connectionId: string, secrets: Secrets): Promise<boolean> {
    const system = this.find(connectionId)?.system ?? '';
    const isKept = await this.#writeSecrets(connectionId, system, secrets);
    await this.#keepTried(connectionId);
    this.#restart(connectionId);
    return isKept;
  }

  /** Deletes the secrets of a connection and stops its requests. */
  async signOut(connectionId: string): Promise<void> {
    const connection = this.find(connectionId);
    if (connection === undefined) return;
    for (const { key } of await this.#secretInputs(connection)) await this.#secrets.delete(connectionId, key);
    await this.#secrets.delete(connectionId, sessionName);
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
    try {
      await this.signOut(connectionId);
    } catch (error) {
      // A system that is not known has no secrets here.
      if (!(error instanceof TicketError) || error.code !== 'notFound') throw error;
    }
    await this.#storage.remove(connectionId);
    this.#reload();
  }

  /**
   * Adds a connection that lives as long as this window.
   * @param resource what it stands on; disposed with it
   */
  addForSession(connection: Connection, secrets: Secrets, resource: Disposable): void {
    const before = this.#sessionConnections.get(connection.id);
    this.#sessionConnections.set(connection.id, { connection, secrets, resource, session: undefined });
    this.#restart(connection.id);
    before?.resource.dispose();
    this.#onDidChange.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#writes.clear();
    for (const id of this.#providers.keys()) this.#forget(id);
    for (const provider of this.#replaced) provider.dispose();
    for (const { resource } of this.#sessionConnections.values()) resource.dispose();
    this.#sessionConnections.clear();
    // A provider that is still being made finds no connection any more.
    this.#stored = [];
    for (const id of this.#settling.keys()) this.#endSettling(id);
    this.#onDidChange.dispose();
    this.#onDidChangeState.dispose();
  }

  #nextState(before: ConnectionState, error: TicketError | undefined): ConnectionState | undefined {
    switch (error?.code) {
      case undefined:
        return before.kind === 'ready' ? undefined : { kind: 'ready' };
      case 'unauthorized': {
        const isMissing = error.detail === missingSecret;
        return { kind: 'signInNeeded', reason: isMissing ? 'missing' : 'refused', error };
      }
      case 'notFound':
      case 'forbidden':
      case 'rejected':
      case 'conflict':
      case 'rateLimited':
      case 'unavailable':
      case 'outcomeUnknown':
      case 'unexpectedResponse':
        // Other trouble does not make refused credentials good: asking on would lock the account.
        if (before.kind === 'signInNeeded') return undefined;
        return { kind: 'failing', error, since: before.kind === 'failing' ? before.since : Date.now() };
    }
  }

  async #fill(connectionId: string, slot: ProviderSlot): Promise<TicketProvider> {
    const isStale = (): boolean => this.#providers.get(connectionId) !== slot;
    // It had to wait for secrets, and was not wanted any more.
    if (isStale()) return this.provider(connectionId);
    try {
      const provider = await this.#makeProvider(connectionId);
      if (!isStale()) {
        slot.provider = provider;
        return provider;
      }
      provider.dispose();
    } catch (error) {
      if (!isStale()) {
        // A failed attempt is not kept: the next caller tries again.
        this.#providers.delete(connectionId);
        const failure = asTicketError(error);
        this.report(connectionId, failure);
        throw failure;
      }
    }
    // The connection or its secrets changed meanwhile.
    return this.provider(connectionId);
  }

  async #makeProvider(connectionId: string): Promise<TicketProvider> {
    const connection = this.find(connectionId);
    if (connection === undefined) throw new TicketError('notFound', { hint: message('This connection is gone.') });
    return this.#create(connection, await this.#readSecrets(connection));
  }

  async #create(
    connection: Connection,
    secrets: Secrets,
    session: SessionStore = this.#session(connection.id),
  ): Promise<TicketProvider> {
    const definition = await this.#definition(connection);
    return definition.create(connection, secrets, { ...this.#environment(), session });
  }

  #triedSession(connectionId: string): SessionStore {
    return {
      read: () =>
        this.#tried.has(connectionId)
          ? Promise.resolve(this.#tried.get(connectionId))
          : this.#session(connectionId).read(),
      write: (value) => {
        this.#tried.set(connectionId, value);
        return Promise.resolve();
      },
    };
  }

  async #keepTried(connectionId: string): Promise<void> {
    if (!this.#tried.has(connectionId)) return;
    const value = this.#tried.get(connectionId);
    this.#tried.delete(connectionId);
    await this.#session(connectionId).write(value);
  }

  #session(connectionId: string): SessionStore {
    const inMemory = this.#sessionConnections.get(connectionId);
    if (inMemory !== undefined) {
      return {
        read: () => Promise.resolve(inMemory.session),
        write: (value) => {
          inMemory.session = value;
          return Promise.resolve();
        },
      };
    }
    return {
      read: () => this.#secrets.read(connectionId, sessionName),
      write: async (value) => {
        if (value === undefined) await this.#secrets.delete(connectionId, sessionName);
        // That it cannot be kept costs another sign-in, nothing more.
        else await this.#secrets.write(connectionId, sessionName, value);
      },
    };
  }

  async #definition({ system }: Pick<Connection, 'system'>): Promise<ProviderDefinition> {
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
    for (const input of await this.#secretInputs(connection)) {
      const { key, isRequired, isOneTime } = input;
      if (isOneTime === true || !appliesTo(input, connection.settings)) continue;
      const value = await this.#secrets.read(connection.id, key);
      if (value !== undefined && value !== '') secrets[key] = value;
      else if (isRequired) throw new TicketError('unauthorized', { detail: missingSecret });
    }
    return secrets;
  }

  async #writeSecrets(connectionId: string, system: string, secrets: Secrets): Promise<boolean> {
    let isKept = true;
    const oneTime = (await this.#definition({ system })).secrets.filter(({ isOneTime }) => isOneTime === true);
    for (const [name, value] of Object.entries(secrets)) {
      if (oneTime.some(({ key }) => key === name)) continue;
      const isNameKept = await this.#secrets.write(connectionId, name, value);
      isKept &&= isNameKept;
    }
    return isKept;
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

  /**
   * As `#restart`, but nothing is asked for with a part of the new secrets: a few signatures that are wrong lock a key.
   */
  #restartLater(connectionId: string): void {
    const before = this.#settling.get(connectionId);
    clearTimeout(before?.timer);
    const end = before?.end ?? Promise.withResolvers();
    const timer = setTimeout(() => {
      this.#endSettling(connectionId);
      if (this.find(connectionId) !== undefined) this.#onDidChangeState.fire(connectionId);
    }, settlingTime);
    this.#settling.set(connectionId, { timer, end });
    this.#forget(connectionId);
  }

  /** A new provider, with what is stored now, at the next request. */
  #restart(connectionId: string): void {
    this.#endSettling(connectionId);
    this.#forget(connectionId);
    if (this.find(connectionId) !== undefined) this.#onDidChangeState.fire(connectionId);
  }

  #endSettling(connectionId: string): void {
    const settling = this.#settling.get(connectionId);
    this.#settling.delete(connectionId);
    clearTimeout(settling?.timer);
    settling?.end.resolve();
  }

  #forget(connectionId: string): void {
    const slot = this.#providers.get(connectionId);
    this.#providers.delete(connectionId);
    this.#states.delete(connectionId);
    // One that is still being made is disposed where it is made.
    const provider = slot?.provider;
    if (provider === undefined) return;
    if (this.#writes.has(provider)) this.#replaced.add(provider);
    else provider.dispose();
  }
}

const missingSecret = 'a secret is missing';

/** Where the keyring keeps what a sign-in gave; no secret of a system is called so. */
const sessionName = ':session';
