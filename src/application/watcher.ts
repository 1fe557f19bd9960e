import { delay } from '../base/delay.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { TicketProvider } from '../domain/provider.ts';
import { ticketId } from '../domain/ticket.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';
import { logListenerFailure } from './listenerFailure.ts';
import type { Log } from './ports.ts';
import type { ReadBeginning, TicketStore } from './ticketStore.ts';
import type { WatchList } from './watchList.ts';

export interface WatcherOptions {
  /** Milliseconds between two looks at a connection; asked before each wait. */
  readonly interval: () => number;
  /** From 0 up to 1: spreads requests of many windows and connections. */
  readonly random: () => number;
}

/** The first look waits this long at most, so that starting the editor is not slowed; milliseconds. */
const firstDelay = 2_000;
/** A look that takes longer shows what it has this often; milliseconds. */
const earlyDelay = 2_000;
/** After failures the wait doubles up to this, and servers that ask for longer waits get no more; milliseconds. */
const longestBackOff = 30 * 60_000;
/** Somebody who comes and goes does not make for more looks at a server out of reach than one in this time; milliseconds. */
const shortestReturn = 15_000;

/** Looks at the watched tickets of each connection again and again, one loop a connection, and fills the store. */
export class Watcher implements Disposable {
  readonly #connections: ConnectionService;
  readonly #watchList: WatchList;
  readonly #store: TicketStore;
  readonly #log: Log;
  readonly #options: WatcherOptions;
  readonly #loops = new Map<string, Loop>();
  readonly #onDidChangeActivity = new Emitter<void>((error) => logListenerFailure(this.#log, error));
  #subscriptions: Disposable | undefined;
  #isDisposed = false;

  constructor(parts: {
    readonly connections: ConnectionService;
    readonly watchList: WatchList;
    readonly store: TicketStore;
    readonly log: Log;
    readonly options: WatcherOptions;
  }) {
    this.#connections = parts.connections;
    this.#watchList = parts.watchList;
    this.#store = parts.store;
    this.#log = parts.log;
    this.#options = parts.options;
  }

  /** `isWorking` changed for some connection. */
  readonly onDidChangeActivity: Event<void> = this.#onDidChangeActivity.event;

  /** A request for this connection is under way. */
  isWorking(connectionId: string): boolean {
    return this.#loops.get(connectionId)?.isWorking ?? false;
  }

  /** Begins to look; makes no request before some time has passed. After `dispose` it does nothing. */
  start(): void {
    if (this.#isDisposed) return;
    this.#subscriptions = combineDisposables(
      this.#watchList.onDidChange(() => this.#adjust()),
      this.#connections.onDidChange(() => this.#adjust()),
      this.#connections.onDidChangeState((connectionId) => {
        // Made anew after a sign-in or an edit: look at once instead of waiting for the next turn.
        if (this.#connections.state(connectionId).kind === 'starting') void this.#loops.get(connectionId)?.lookNow();
      }),
    );
    this.#adjust();
  }

  /**
   * Looks at one connection, or at all, now. Resolves when that look has ended, well or not; an error is the
   * connection's state, not thrown. One that is under way is followed by another, so the result is never older than the call.
   */
  async refresh(connectionId?: string): Promise<void> {
    const loops = [...this.#loops].filter(([id]) => connectionId === undefined || id === connectionId);
    await Promise.all(loops.map(([, loop]) => loop.lookNow()));
  }

  /**
   * Somebody is there again: looks now at what could not be reached, instead of when the wait after that is over. A wait
   * that the server asked for stays.
   */
  tryAgain(): void {
    for (const loop of this.#loops.values()) loop.tryAgain();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions?.dispose();
    for (const loop of this.#loops.values()) loop.dispose();
    this.#loops.clear();
    this.#onDidChangeActivity.dispose();
  }

  /** Brings loops and store in line with the connections and the watch list. */
  #adjust(): void {
    const { connections } = this.#connections;
    const ids = new Set(connections.map(({ id }) => id));
    for (const [id, loop] of this.#loops) {
      if (ids.has(id)) continue;
      loop.dispose();
      this.#loops.delete(id);
    }
    const isFirst = this.#loops.size === 0;
    const known = new Set(this.#store.entries.map(({ ref }) => ticketId(ref)));
    this.#store.setWatched(
      [...ids].flatMap((connectionId) => this.#watchList.keys(connectionId).map((key) => ({ connectionId, key }))),
    );
    for (const id of ids) {
      const loop = this.#loops.get(id);
      if (loop === undefined) this.#loops.set(id, this.#startLoop(id, isFirst));
      else if (this.#store.entriesOf(id).some(({ ref }) => !known.has(ticketId(ref)))) void loop.lookNow();
    }
  }

  #startLoop(connectionId: string, waitsFirst: boolean): Loop {
    const { random, interval } = this.#options;
    return new Loop({
      firstDelay: waitsFirst ? firstDelay * random() : 0,
      look: (signal) => this.#look(connectionId, signal),
      nextDelay: (failures, retryAfter) => {
        const regular = interval() * (0.9 + 0.2 * random());
        // Reckoned from a date by a clock that is wrong, or made up by a proxy, it can be days.
        const asked = Math.min(retryAfter ?? 0, longestBackOff);
        return Math.max(Math.min(regular * 2 ** failures, longestBackOff), regular, asked);
      },
      onDidChangeActivity: () => this.#onDidChangeActivity.fire(),
    });
  }

  /** @returns why it failed; `undefined`: it went well, or there was nothing to do */
  async #look(connectionId: string, signal: AbortSignal): Promise<TicketError | undefined> {
    const keys = this.#watchList.keys(connectionId);
    // With credentials refused, asking on would lock the account: wait for the user.
    if (keys.length === 0 || this.#connections.state(connectionId).kind === 'signInNeeded') return undefined;
    let provider: TicketProvider | undefined;
    let failure: TicketError | undefined;
    try {
      provider = await this.#connections.provider(connectionId);
      if (signal.aborted) return undefined;
      const began = this.#store.beginRead();
      const results = await this.#readShowingEarly(connectionId, provider, keys, began, signal);
      // What a provider says that was replaced meanwhile is about another account or server.
      if (signal.aborted || !this.#connections.isCurrent(connectionId, provider)) return undefined;
      this.#store.replace(
        [...results].map(([key, result]) => [{ connectionId, key }, result] as const),
        'watch',
        began,
      );
      // Said of some tickets, but meant for all.
      failure = [...results.values()]
        .filter((result) => result instanceof TicketError)
        .find(({ code }) => code === 'rateLimited');
    } catch (error) {
      if (signal.aborted) return undefined;
      failure = asTicketError(error);
      this.#log.debug(`Connection ${connectionId}: look failed (${failure.code}: ${failure.detail ?? ''})`);
      // That there is no provider was reported where it was made.
      if (provider === undefined) return failure;
      if (!this.#connections.isCurrent(connectionId, provider)) return undefined;
    }
    this.#connections.report(connectionId, failure);
    return failure;
  }

  /** Reads, and shows what is there while the rest takes its time: one slow ticket does not hold up the others. */
  async #readShowingEarly(
    connectionId: string,
    provider: TicketProvider,
    keys: readonly string[],
    began: ReadBeginning,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    const early: (readonly [TicketRef, Ticket | TicketError])[] = [];
    const end = new AbortController();
    const showing = (async () => {
      const either = AbortSignal.any([signal, end.signal]);
      for (;;) {
        await delay(earlyDelay, either);
        if (this.#connections.isCurrent(connectionId, provider)) this.#store.replace(early.splice(0), 'watch', began);
      }
    })().catch(() => {}); // ended by the signal
    try {
      return await provider.readTickets(keys, signal, (key, result) => early.push([{ connectionId, key }, result]));
    } finally {
      end.abort();
      await showing;
    }
  }
}

interface LoopOptions {
  readonly firstDelay: number;
  readonly look: (signal: AbortSignal) => Promise<TicketError | undefined>;
  readonly nextDelay: (failures: number, retryAfter: number | undefined) => number;
  readonly onDidChangeActivity: () => void;
}

/** One look after the other, never two at a time. */
class Loop implements Disposable {
  readonly #options: LoopOptions;
  readonly #end = new AbortController();
  #wake = new AbortController();
  /** Resolves at the end of the next look to begin. */
  #next = Promise.withResolvers<void>();
  #isWorking = false;
  /** Why the last look failed, and when it ended, milliseconds since 1970 UTC. */
  #failure: { readonly error: TicketError; readonly at: number } | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
    void this.#run();
  }

  get isWorking(): boolean {
    return this.#isWorking;
  }

  lookNow(): Promise<void> {
    if (this.#end.signal.aborted) return Promise.resolve();
    const { promise } = this.#next;
    this.#wake.abort();
    return promise;
  }

  tryAgain(): void {
    if (this.#isWorking || this.#failure === undefined) return;
    const { error, at } = this.#failure;
    if (error.code !== 'unavailable') return;
    if (Date.now() - at < Math.max(shortestReturn, error.retryAfter ?? 0)) return;
    void this.lookNow();
  }

  dispose(): void {
    this.#end.abort();
    this.#next.resolve();
  }

  async #run(): Promise<void> {
    let failures = 0;
    await this.#wait(this.#options.firstDelay);
    while (!this.#end.signal.aborted) {
      const current = this.#next;
      this.#next = Promise.withResolvers();
      this.#wake = new AbortController();
      this.#setWorking(true);
      const failure = await this.#options.look(this.#end.signal);
      this.#failure = failure === undefined ? undefined : { error: failure, at: Date.now() };
      this.#setWorking(false);
      current.resolve();
      failures = failure === undefined ? 0 : failures + 1;
      await this.#wait(this.#options.nextDelay(failures, failure?.retryAfter));
    }
    this.#next.resolve();
  }

  /** Until the time has passed, somebody wants a look, or the end. */
  async #wait(milliseconds: number): Promise<void> {
    await delay(milliseconds, AbortSignal.any([this.#wake.signal, this.#end.signal])).catch(() => {});
  }

  #setWorking(isWorking: boolean): void {
    if (this.#end.signal.aborted) return;
    this.#isWorking = isWorking;
    this.#options.onDidChangeActivity();
  }
}
