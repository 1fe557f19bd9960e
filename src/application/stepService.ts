import { delay } from '../base/delay.ts';
import { toDisposable, type Disposable } from '../base/disposable.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { FormValues } from '../domain/form.ts';
import { message } from '../domain/message.ts';
import type { Operation, OperationInput } from '../domain/operation.ts';
import type { TicketProvider } from '../domain/provider.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';
import type { ChangeOrigin, TicketStore } from './ticketStore.ts';

/** How an operation ended that was not refused. */
export type OperationOutcome =
  /** Carried out; the workflow has moved on, as far as `ticket` shows. */
  | { readonly kind: 'done'; readonly ticket: Ticket }
  /** Accepted, but the system was still busy with it when we stopped looking; `ticket` is the last read. */
  | { readonly kind: 'accepted'; readonly ticket: Ticket | undefined }
  /** Sent, and no answer came. `ticket` is what a read afterwards gave; `undefined`: that failed, too. Never send again unasked. */
  | { readonly kind: 'unknown'; readonly error: TicketError; readonly ticket: Ticket | undefined };

/** Milliseconds between reads while the system is busy; the last one repeats. */
const settleDelays = [300, 500, 1_000, 2_000, 4_000];
/** After this many milliseconds we stop looking for the result. The system's own test helper waits 30 s. */
const longestSettle = 30_000;

/** As `longestSettle` where several people have to sign and the system does not tell who has: then nothing may move. */
const longestSigning = 8_000;

/** Loads tickets whole and carries out operations, one at a time for each ticket. */
export class StepService {
  readonly #connections: ConnectionService;
  readonly #store: TicketStore;
  readonly #underWay = new Set<string>();

  constructor(connections: ConnectionService, store: TicketStore) {
    this.#connections = connections;
    this.#store = store;
  }

  /**
   * Reads a ticket with forms, values and details.
   * @throws TicketError as `TicketProvider.readTicket`
   */
  async load(ref: TicketRef, signal: AbortSignal): Promise<Ticket> {
    return this.#read(ref, 'watch', signal);
  }

  /** A write to this ticket is under way. */
  isUnderWay(ref: TicketRef): boolean {
    return this.#underWay.has(ticketId(ref));
  }

  /**
   * Takes a ticket for a write: whoever writes, there is one write at a time for each. What looking finds of it
   * meanwhile is left aside (`TicketStore.holdBack`).
   * @returns gives it back; `undefined`: another write to it is under way
   */
  beginWrite(ref: TicketRef): Disposable | undefined {
    const id = ticketId(ref);
    if (this.#underWay.has(id)) return undefined;
    this.#underWay.add(id);
    const hold = this.#store.holdBack(ref);
    return toDisposable(() => {
      hold.dispose();
      this.#underWay.delete(id);
    });
  }

  /**
   * Sends an operation, then reads the ticket until the system has moved on.
   * @param stepId the step; `undefined` for an operation of the ticket
   * @param signal ends the waiting only: what was sent stays sent
   * @throws TicketError when it was refused or could not be sent; then nothing has changed
   */
  async run(
    ref: TicketRef,
    stepId: string | undefined,
    operation: Operation,
    input: OperationInput,
    signal: AbortSignal,
  ): Promise<OperationOutcome> {
    const write = this.beginWrite(ref);
    if (write === undefined) throw underWay();
    try {
      await this.#send(ref, stepId, operation, input);
      return await this.#settle(ref, stepId, signal);
    } catch (error) {
      if (!(error instanceof TicketError) || error.code !== 'outcomeUnknown') throw error;
      return { kind: 'unknown', error, ticket: await this.#readAfterwards(ref) };
    } finally {
      write.dispose();
    }
  }

  /**
   * Does a write to this ticket that is no operation of it, like a message: one may be under way beside it. What
   * looking finds meanwhile is left aside, and a read afterwards finds what follows from it, so that the user is not
   * told of what they did. That read is not waited for.
   * @throws what `write` throws
   */
  async runOwn(ref: TicketRef, write: () => Promise<void>): Promise<void> {
    const hold = this.#store.holdBack(ref);
    let mayHaveChanged = true;
    try {
      await write();
    } catch (error) {
      mayHaveChanged = !(error instanceof TicketError) || error.code === 'outcomeUnknown';
      throw error;
    } finally {
      if (mayHaveChanged && this.#store.find(ref) !== undefined) {
        void this.#readAfterwards(ref).finally(() => hold.dispose());
      } else hold.dispose();
    }
  }

  /**
   * Reads a ticket that was made just now until it has come to its first step.
   * @returns the last read; `undefined`: it could not be read
   */
  async awaitStart(ref: TicketRef, signal: AbortSignal): Promise<Ticket | undefined> {
    // No step has this id, so it is over when there is any.
    return (await this.#settle(ref, '', signal)).ticket;
  }

  /**
   * Makes a ticket.
   * @returns its reference; its first step may still be on its way
   * @throws TicketError as `TicketCreation.create`
   */
  async create(connectionId: string, serviceId: string, values: FormValues): Promise<TicketRef> {
    // As for every write: once it has begun, nobody's signal ends it.
    const { signal } = new AbortController();
    const provider = await this.#connections.provider(connectionId);
    const { creation } = provider;
    if (creation === undefined) throw new TicketError('forbidden');
    const hold = this.#connections.holdForWrite(provider);
    try {
      const key = await creation.create(serviceId, values, signal);
      this.#report({ connectionId }, provider, undefined);
      return { connectionId, key };
    } catch (error) {
      this.#report({ connectionId }, provider, error);
      if (error instanceof TicketError) throw error;
      throw new TicketError('outcomeUnknown', { detail: asTicketError(error).detail, cause: error });
    } finally {
      hold.dispose();
    }
  }

  async #send(ref: TicketRef, stepId: string | undefined, operation: Operation, input: OperationInput): Promise<void> {
    // Not the caller's signal: an abort in the middle of a write would leave its outcome unknown.
    const { signal } = new AbortController();
    const provider = await this.#connections.provider(ref.connectionId);
    const hold = this.#connections.holdForWrite(provider);
    try {
      await provider.runOperation({ key: ref.key, stepId, operation, input }, signal);
    } catch (error) {
      this.#report(ref, provider, error);
      if (error instanceof TicketError) throw error;
      // Whatever broke may have broken after the request had left.
      throw new TicketError('outcomeUnknown', { detail: asTicketError(error).detail, cause: error });
    } finally {
      hold.dispose();
    }
    this.#report(ref, provider, undefined);
  }

  async #settle(ref: TicketRef, stepId: string | undefined, signal: AbortSignal): Promise<OperationOutcome> {
    let ticket: Ticket | undefined;
    const start = Date.now();
    const end = start + longestSettle;
    for (let attempt = 0; !signal.aborted && Date.now() < end; attempt += 1) {
      try {
        ticket = await this.#read(ref, 'own', signal);
        if (!isBusy(ticket, stepId)) return { kind: 'done', ticket };
        if (await this.#waitsForOthers(ticket, stepId, signal)) return { kind: 'done', ticket };
        if (Date.now() > start + longestSigning && hasSeveralProcessors(ticket, stepId)) break;
        const pause = settleDelays[Math.min(attempt, settleDelays.length - 1)] ?? 0;
        await delay(Math.min(pause, Math.max(end - Date.now(), 0)), signal);
      } catch {
        // The write is in; that the look afterwards failed or was cancelled does not make it undone.
        this.#store.expectOwnChange(ref);
        return { kind: 'accepted', ticket };
      }
    }
    if (signal.aborted) this.#store.expectOwnChange(ref);
    return { kind: 'accepted', ticket };
  }

  /** The step is not being worked on, whatever it says: others have yet to sign. */
  async #waitsForOthers({ ref, steps }: Ticket, stepId: string | undefined, signal: AbortSignal): Promise<boolean> {
    const step = steps.find(({ id }) => id === stepId);
    if (step === undefined || step.processors.length < 2) return false;
    const { signers } = await this.#connections.provider(ref.connectionId);
    const found = await signers?.read(ref.key, step.id, signal);
    return found !== undefined && found.signed.length > 0 && found.left.length > 0;
  }

  async #readAfterwards(ref: TicketRef): Promise<Ticket | undefined> {
    try {
      return await this.#read(ref, 'own', new AbortController().signal);
    } catch {
      this.#store.expectOwnChange(ref);
      return undefined;
    }
  }

  /** Reads and puts it into the store. */
  async #read(ref: TicketRef, origin: ChangeOrigin, signal: AbortSignal): Promise<Ticket> {
    const provider = await this.#connections.provider(ref.connectionId);
    signal.throwIfAborted();
    const began = this.#store.beginRead();
    let ticket: Ticket;
    try {
      ticket = await provider.readTicket(ref.key, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      this.#report(ref, provider, error);
      throw asTicketError(error);
    }
    this.#report(ref, provider, undefined);
    this.#store.upsert(ticket, origin, began);
    return ticket;
  }

  /** One odd ticket is not an odd connection: only what concerns all of them is told. */
  #report({ connectionId }: Pick<TicketRef, 'connectionId'>, provider: TicketProvider, error: unknown): void {
    if (!this.#connections.isCurrent(connectionId, provider)) return;
    if (error === undefined) this.#connections.report(connectionId, undefined);
    if (!(error instanceof TicketError)) return;
    if (error.code === 'unauthorized' || error.code === 'unavailable' || error.code === 'rateLimited') {
      this.#connections.report(connectionId, error);
    }
  }
}

/** Why a write is not begun. */
export function underWay(): TicketError {
  return new TicketError('conflict', { hint: message('Another operation on this ticket is still under way.') });
}

function hasSeveralProcessors({ steps }: Ticket, stepId: string | undefined): boolean {
  return steps.some(({ id, processors }) => id === stepId && processors.length > 1);
}

/** The step that was operated is being worked on, or the ticket is between two steps. */
function isBusy(ticket: Ticket, stepId: string | undefined): boolean {
  if (stepId === undefined || ticket.isEnded) return false;
  if (ticket.steps.length === 0) return ticket.status.category !== 'suspended';
  return ticket.steps.some(({ id, status }) => id === stepId && status.category === 'working');
}
