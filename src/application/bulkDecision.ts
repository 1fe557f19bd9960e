import { delay } from '../base/delay.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Approval, Decision, DecisionRequest, TicketApprovals } from '../domain/approval.ts';
import { asTicketError, TicketError } from '../domain/errors.ts';
import { message, type Message } from '../domain/message.ts';
import type { TicketProvider } from '../domain/provider.ts';
import type { Step } from '../domain/step.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';
import { underWay, type StepService } from './stepService.ts';
import type { TicketStore } from './ticketStore.ts';

/** One step of a ticket that would be decided, or a ticket that cannot be decided and why. */
export type PlannedDecision =
  | {
      readonly kind: 'ready';
      readonly ref: TicketRef;
      readonly ticket: Ticket;
      readonly step: Step;
      readonly approval: Approval;
    }
  | {
      readonly kind: 'blocked';
      readonly ref: TicketRef;
      /** `undefined`: it could not be read. */
      readonly ticket: Ticket | undefined;
      readonly reason: Message | TicketError;
    };

export type ReadyDecision = Extract<PlannedDecision, { readonly kind: 'ready' }>;

/**
 * - `done`: the server has accepted it
 * - `failed`: it told why not, or nothing was sent; `unknown`: it may have been carried out
 * - `notSent`: the user stopped before its turn
 */
export interface DecisionOutcome {
  readonly planned: ReadyDecision;
  readonly kind: 'done' | 'failed' | 'unknown' | 'notSent';
  readonly error: TicketError | undefined;
}

export interface RemarkNeed {
  readonly need: 'none' | 'optional' | 'required';
  /** In characters. */
  readonly maxLength: number;
}

/** The server keeps no more of a remark. */
const remarkLimit = 200;
/** Tickets that are read at a time. */
const parallelReads = 3;
/** Milliseconds between looks while the workflows move on. */
const settleDelays = [500, 1_000, 2_000, 4_000];

/** What deciding this ticket would send: one entry for each step that is an approval of mine, else why there is none. */
export function planDecision(ref: TicketRef, result: Ticket | TicketError): readonly PlannedDecision[] {
  if (result instanceof TicketError) return [{ kind: 'blocked', ref, ticket: undefined, reason: result }];
  const ready = result.steps.flatMap((step): readonly ReadyDecision[] => {
    const approval = step.waitsForMe ? approvalOf(step) : undefined;
    return approval === undefined ? [] : [{ kind: 'ready', ref, ticket: result, step, approval }];
  });
  return ready.length > 0 ? ready : [{ kind: 'blocked', ref, ticket: result, reason: whyBlocked(result) }];
}

/** A step waits for me that is nothing but an approval. */
export function canBeDecided(ticket: Ticket): boolean {
  return !ticket.isEnded && ticket.steps.some((step) => step.waitsForMe && approvalOf(step) !== undefined);
}

/** The remark that fits all of these. A refusal always says why: whoever asked has to know. */
export function remarkNeed(planned: readonly ReadyDecision[], decision: Decision): RemarkNeed {
  const needs = planned.map(({ approval }) =>
    decision === 'approve' ? approval.approveRemark : approval.rejectRemark,
  );
  const isRequired = decision === 'reject' || needs.includes('required');
  return {
    need: isRequired ? 'required' : needs.every((need) => need === 'none') ? 'none' : 'optional',
    maxLength: Math.min(remarkLimit, ...planned.map(({ approval }) => approval.remarkMaxLength ?? remarkLimit)),
  };
}

/** It certainly was not carried out, so that sending it again cannot do it twice. */
export function mayBeRetried({ kind }: DecisionOutcome): boolean {
  return kind === 'failed' || kind === 'notSent';
}

/** A ticket that is being decided. */
interface OneWrite {
  readonly hold: Disposable;
  /** How many of its decisions are not known yet. */
  left: number;
  /** One of them was carried out, or may have been. */
  mayHaveChanged: boolean;
}

/** Decides several tickets: reads them whole first, sends what the user has seen, looks how it went. */
export class BulkDecision {
  readonly #connections: ConnectionService;
  readonly #steps: StepService;
  readonly #store: TicketStore;

  constructor(parts: {
    readonly connections: ConnectionService;
    readonly steps: StepService;
    readonly store: TicketStore;
  }) {
    this.#connections = parts.connections;
    this.#steps = parts.steps;
    this.#store = parts.store;
  }

  /** Reads each ticket whole. Sends nothing. One that cannot be read is blocked and does not stop the others. */
  async plan(refs: readonly TicketRef[], signal: AbortSignal): Promise<readonly PlannedDecision[]> {
    const plans = new Map<string, readonly PlannedDecision[]>();
    const queue = [...refs];
    const work = async (): Promise<void> => {
      for (let ref = queue.shift(); ref !== undefined; ref = queue.shift()) {
        signal.throwIfAborted();
        plans.set(ticketId(ref), await this.#planOne(ref, signal));
      }
    };
    await Promise.all(Array.from({ length: parallelReads }, work));
    return refs.flatMap((ref) => plans.get(ticketId(ref)) ?? []);
  }

  /**
   * Sends the decisions.
   * @param onProgress called whenever one more is known, with how many there are by then
   * @param signal stops before the next ticket: what was sent stays sent
   * @returns how each went, in the order of `planned`
   */
  async send(
    planned: readonly ReadyDecision[],
    decision: Decision,
    remark: string,
    signal: AbortSignal,
    onProgress: (known: number) => void,
  ): Promise<readonly DecisionOutcome[]> {
    const outcomes = new Map<ReadyDecision, DecisionOutcome>();
    const tell = (one: ReadyDecision, error: TicketError | undefined): void => {
      outcomes.set(one, toOutcome(one, error));
      onProgress(outcomes.size);
    };
    for (const [connectionId, ofConnection] of Map.groupBy(planned, ({ ref }) => ref.connectionId)) {
      if (signal.aborted) break;
      await this.#sendTo(connectionId, ofConnection, decision, remark, signal, tell);
    }
    return planned.map((one) => outcomes.get(one) ?? { planned: one, kind: 'notSent', error: undefined });
  }

  /** Reads the watched ones among these again, until the system has moved on or some time has passed. Never rejects. */
  async settle(outcomes: readonly DecisionOutcome[], signal: AbortSignal): Promise<void> {
    const touched = outcomes.filter(({ kind, planned }) => kind !== 'notSent' && this.#store.find(planned.ref));
    for (const [connectionId, ofConnection] of Map.groupBy(touched, ({ planned }) => planned.ref.connectionId)) {
      let keys = [...new Set(ofConnection.map(({ planned }) => planned.ref.key))];
      // What was refused has changed by other hands: people may want to hear of that.
      const own = new Set(ofConnection.filter(({ kind }) => kind !== 'failed').map(({ planned }) => planned.ref.key));
      for (let attempt = 0; keys.length > 0 && attempt <= settleDelays.length; attempt += 1) {
        try {
          const provider = await this.#connections.provider(connectionId);
          const results = await provider.readTickets(keys, signal);
          for (const [key, result] of results) {
            this.#store.replace([[{ connectionId, key }, result]], own.has(key) ? 'own' : 'watch');
          }
          keys = keys.filter((key) => isMoving(results.get(key)));
          if (keys.length > 0) await delay(settleDelays[attempt] ?? 0, signal);
        } catch {
          // The decisions are in; the next look of the watcher shows what became of them.
          break;
        }
      }
    }
  }

  async #planOne(ref: TicketRef, signal: AbortSignal): Promise<readonly PlannedDecision[]> {
    try {
      return planDecision(ref, await this.#steps.load(ref, signal));
    } catch (error) {
      signal.throwIfAborted();
      return planDecision(ref, asTicketError(error));
    }
  }

  async #sendTo(
    connectionId: string,
    planned: readonly ReadyDecision[],
    decision: Decision,
    remark: string,
    signal: AbortSignal,
    tell: (one: ReadyDecision, error: TicketError | undefined) => void,
  ): Promise<void> {
    const requests = new Map<DecisionRequest, ReadyDecision>();
    const writes = new Map<string, OneWrite>();
    for (const [id, ofTicket] of Map.groupBy(planned, ({ ref }) => ticketId(ref))) {
      const [first] = ofTicket;
      const hold = first === undefined ? undefined : this.#steps.beginWrite(first.ref);
      if (hold === undefined) {
        for (const one of ofTicket) tell(one, underWay());
        continue;
      }
      writes.set(id, { hold, left: ofTicket.length, mayHaveChanged: false });
      for (const one of ofTicket) requests.set(toRequest(one, decision, remark), one);
    }
    try {
      await this.#sendAll(connectionId, requests, signal, (one, error) => {
        const write = writes.get(ticketId(one.ref));
        if (write !== undefined) this.#endOne(write, toOutcome(one, error));
        tell(one, error);
      });
    } finally {
      for (const { hold } of writes.values()) hold.dispose();
    }
  }

  /** A form of this ticket need not wait for the other tickets. */
  #endOne(write: OneWrite, { planned, kind }: DecisionOutcome): void {
    write.left -= 1;
    write.mayHaveChanged ||= kind !== 'failed';
    if (write.left > 0) return;
    write.hold.dispose();
    if (write.mayHaveChanged) this.#store.expectOwnChange(planned.ref);
  }

  async #sendAll(
    connectionId: string,
    requests: ReadonlyMap<DecisionRequest, ReadyDecision>,
    signal: AbortSignal,
    tell: (one: ReadyDecision, error: TicketError | undefined) => void,
  ): Promise<void> {
    const told = new Set<ReadyDecision>();
    const tellOnce = (one: ReadyDecision | undefined, error: TicketError | undefined): void => {
      if (one === undefined || told.has(one)) return;
      told.add(one);
      tell(one, error);
    };
    let provider: TicketProvider;
    let approvals: TicketApprovals;
    try {
      provider = await this.#connections.provider(connectionId);
      approvals = requireApprovals(provider);
    } catch (error) {
      // Nothing has left.
      for (const one of requests.values()) tellOnce(one, asTicketError(error));
      return;
    }
    const hold = this.#connections.holdForWrite(provider);
    try {
      await approvals.decideMany([...requests.keys()], signal, (result) => {
        tellOnce(requests.get(result.request), result.error);
        this.#report(connectionId, result.error);
      });
    } catch (error) {
      if (signal.aborted) return;
      // Against the port's promise: nobody knows which of the rest have left.
      const { detail } = asTicketError(error);
      for (const one of requests.values()) tellOnce(one, new TicketError('outcomeUnknown', { detail, cause: error }));
    } finally {
      hold.dispose();
    }
  }

  /** One ticket that is refused is not a connection that is. */
  #report(connectionId: string, error: TicketError | undefined): void {
    const { code } = error ?? {};
    if (code === undefined || code === 'unauthorized' || code === 'unavailable' || code === 'rateLimited') {
      this.#connections.report(connectionId, error);
    }
  }
}

function approvalOf({ operations }: Step): Approval | undefined {
  return operations.find(({ approval }) => approval !== undefined)?.approval;
}

function whyBlocked(ticket: Ticket): Message {
  const { steps, status } = ticket;
  if (ticket.isEnded) return message('It has ended: nothing is to be approved any more.');
  if (status.category === 'suspended' || steps.some((step) => step.status.category === 'suspended')) {
    return message('It is suspended. Resume it first.');
  }
  const mine = steps.filter(({ waitsForMe }) => waitsForMe);
  const [toClaim] = mine.filter((step) => step.status.category === 'toClaim');
  if (toClaim !== undefined) return message('Its step "{0}" must be claimed first.', toClaim.name);
  const [other] = mine;
  if (other !== undefined) {
    return message('Its step "{0}" is more than an approval: fill it in on its page.', other.name);
  }
  if (steps.some((step) => step.status.category === 'working')) return message('The system is still working on it.');
  const names = [...new Set(steps.flatMap(({ processors }) => processors))];
  if (names.length > 0) return message('It does not wait for you, but for {0}.', names.join(', '));
  return message('None of its steps waits for you.');
}

function toRequest({ ref, step, approval }: ReadyDecision, decision: Decision, remark: string): DecisionRequest {
  const need = decision === 'approve' ? approval.approveRemark : approval.rejectRemark;
  return { key: ref.key, stepId: step.id, decision, remark: need === 'none' ? '' : remark };
}

function toOutcome(planned: ReadyDecision, error: TicketError | undefined): DecisionOutcome {
  if (error === undefined) return { planned, kind: 'done', error };
  // An answer that makes no sense may be that of a proxy, after the server has carried it out.
  const isUnknown = error.code === 'outcomeUnknown' || error.code === 'unexpectedResponse';
  return { planned, kind: isUnknown ? 'unknown' : 'failed', error };
}

function isMoving(result: Ticket | TicketError | undefined): boolean {
  if (result === undefined || result instanceof TicketError || result.isEnded) return false;
  return result.steps.length === 0 || result.steps.some(({ status }) => status.category === 'working');
}

function requireApprovals({ approvals }: TicketProvider): TicketApprovals {
  if (approvals !== undefined) return approvals;
  throw new TicketError('rejected', { hint: message('This system cannot decide several tickets at once.') });
}
