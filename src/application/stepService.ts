import { delay } from '../base/delay.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import type { FormValues } from '../domain/form.ts';
import { message } from '../domain/message.ts';
import type { Operation, OperationInput } from '../domain/operation.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';
import type { TicketStore } from './ticketStore.ts';

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
    const ticket = await this.#read(ref, signal);
    this.#store.upsert(ticket, 'watch');
    return ticket;
  }

  /** A write to this ticket is under way. */
  isUnderWay(ref: TicketRef): boolean {
    return this.#underWay.has(ticketId(ref));
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
    const id = ticketId(ref);
    if (this.#underWay.has(id)) {
      throw new TicketError('conflict', { hint: message('Another operation on this ticket is still under way.') });
    }
    this.#underWay.add(id);
    try {
      await this.#send(ref, stepId, operation, input);
      return await this.#settle(ref, stepId, signal);
    } catch (error) {
      if (!(error instanceof TicketError) || error.code !== 'outcomeUnknown') throw error;
      return { kind: 'unknown', error, ticket: await this.#readAfterwards(ref) };
    } finally {
      this.#underWay.delete(id);
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
    try {
      const { creation } = await this.#connections.provider(connectionId);
      if (creation === undefined) throw new TicketError('forbidden');
      const key = await creation.create(serviceId, values, signal);
      this.#connections.report(connectionId, undefined);
      return { connectionId, key };
    } catch (error) {
      this.#reportConnection({ connectionId }, error);
      throw asTicketError(error);
    }
  }

  async #send(ref: TicketRef, stepId: string | undefined, operation: Operation, input: OperationInput): Promise<void> {
    // Not the caller's signal: an abort in the middle of a write would leave its outcome unknown.
    const { signal } = new AbortController();
    try {
      const provider = await this.#connections.provider(ref.connectionId);
      await provider.runOperation({ key: ref.key, stepId, operation, input }, signal);
      this.#connections.report(ref.connectionId, undefined);
    } catch (error) {
      this.#reportConnection(ref, error);
      throw asTicketError(error);
    }
  }

  async #settle(ref: TicketRef, stepId: string | undefined, signal: AbortSignal): Promise<OperationOutcome> {
    let ticket: Ticket | undefined;
    const start = Date.now();
    const end = start + longestSettle;
    for (let attempt = 0; !signal.aborted && Date.now() < end; attempt += 1) {
      try {
        ticket = await this.#read(ref, signal);
        this.#store.upsert(ticket, 'own');
        if (!isBusy(ticket, stepId)) return { kind: 'done', ticket };
        if (await this.#waitsForOthers(ticket, stepId, signal)) return { kind: 'done', ticket };
        if (Date.now() > start + longestSigning && hasSeveralProcessors(ticket, stepId)) break;
        await delay(settleDelays[Math.min(attempt, settleDelays.length - 1)] ?? 0, signal);
      } catch {
        // The write is in; that the look afterwards failed or was cancelled does not make it undone.
        break;
      }
    }
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
      const ticket = await this.#read(ref, new AbortController().signal);
      this.#store.upsert(ticket, 'own');
      return ticket;
    } catch {
      return undefined;
    }
  }

  async #read(ref: TicketRef, signal: AbortSignal): Promise<Ticket> {
    try {
      const provider = await this.#connections.provider(ref.connectionId);
      const ticket = await provider.readTicket(ref.key, signal);
      this.#connections.report(ref.connectionId, undefined);
      return ticket;
    } catch (error) {
      if (signal.aborted) throw error;
      this.#reportConnection(ref, error);
      throw asTicketError(error);
    }
  }

  /** One odd ticket is not an odd connection: only what concerns all of them is told. */
  #reportConnection({ connectionId }: Pick<TicketRef, 'connectionId'>, error: unknown): void {
    if (!(error instanceof TicketError)) return;
    if (error.code === 'unauthorized' || error.code === 'unavailable' || error.code === 'rateLimited') {
      this.#connections.report(connectionId, error);
    }
  }
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
