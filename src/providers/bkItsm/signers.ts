import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { TicketSigners } from '../../domain/signers.ts';
import { readApprovalForm } from './approvalForm.ts';
import type { BkItsmClient } from './client.ts';
import type { FlowVersions } from './flowVersions.ts';
import { readProcessors } from './processors.ts';
import type { BkState, BkStep } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';
import { findSigned, needsAll, toSigning, type Signing } from './signing.ts';

/** Milliseconds for which a signature of our own is remembered: a worker of the server writes it down, some time later. */
const ownSignatureLifetime = 60_000;

interface OwnSignature {
  readonly at: number;
  /** By the gateway's `approve`, which leaves the step RUNNING. */
  readonly isApprove: boolean;
}

/**
 * A step that several people sign is busy for the server from the first signature to the last, while the others still
 * may sign. The gateway tells who has signed; on the bus, the log does.
 */
export class StepSignatures {
  readonly #client: BkItsmClient;
  readonly #access: BkItsmAccess;
  readonly #flows: FlowVersions;
  readonly #own = new Map<string, OwnSignature>();

  constructor(client: BkItsmClient, access: BkItsmAccess, flows: FlowVersions) {
    this.#client = client;
    this.#access = access;
    this.#flows = flows;
  }

  /** Submits a step, and remembers it unless it was refused: nothing but us would keep the operator from doing so twice. */
  async submit(sn: string, stepId: string, isApprove: boolean, write: () => Promise<void>): Promise<void> {
    const key = `${sn}/${stepId}`;
    this.#own.set(key, { at: Date.now(), isApprove });
    try {
      await write();
    } catch (error) {
      const mayBeDone = error instanceof TicketError && error.code === 'outcomeUnknown';
      if (!mayBeDone) this.#own.delete(key);
      throw error;
    }
  }

  /** By the ids of the operator's steps that are signed: how far each has come. Those of which it is not known are missing. */
  async read(
    sn: string,
    flowId: string | undefined,
    steps: readonly BkStep[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Signing>> {
    const signings = new Map<string, Signing>();
    for (const step of steps) {
      const signing = this.#maySign(step) ? await this.#readStep(sn, flowId, step, signal) : undefined;
      if (signing !== undefined) signings.set(step.state_id, signing);
    }
    return signings;
  }

  #maySign(step: BkStep): boolean {
    if (step.status !== 'RUNNING' && step.status !== 'QUEUEING') return false;
    return readProcessors(step).includes(this.#access.operator) && readApprovalForm(step.fields) !== undefined;
  }

  async #readStep(
    sn: string,
    flowId: string | undefined,
    step: BkStep,
    signal: AbortSignal,
  ): Promise<Signing | undefined> {
    const isOwn = this.#isOwn(sn, step);
    const pending = isOwn ? { ...toSigning(step, [], undefined), isPending: true } : undefined;
    if (readProcessors(step).length < 2) return pending;
    try {
      const state = (await this.#flows.read(flowId, signal))?.states.find(({ id }) => id === step.state_id);
      const signed = await this.#readSigned(sn, step, state, signal);
      if (signed === undefined) return pending;
      const signing = toSigning(step, signed, state);
      return { ...signing, isPending: isOwn && !signed.includes(this.#access.operator) };
    } catch (error) {
      // Then it is left alone: it looks as the server says.
      if (!(error instanceof TicketError)) throw error;
      return pending;
    }
  }

  /** `undefined`: one signature is enough, or nobody can tell. */
  async #readSigned(
    sn: string,
    step: BkStep,
    state: BkState | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    if (this.#access.isGateway) return this.#client.getApprovers(sn, step.state_id, signal);
    const isBusy = step.status === 'QUEUEING';
    if (state === undefined ? !isBusy : !needsAll(state)) return undefined;
    const signed = findSigned(step, await this.#client.getTicketLogs(sn, signal));
    // The first signature, perhaps, which a worker has yet to write down.
    return isBusy && signed.length === 0 ? undefined : signed;
  }

  #isOwn(sn: string, { state_id: stepId, status }: BkStep): boolean {
    const key = `${sn}/${stepId}`;
    const own = this.#own.get(key);
    if (own === undefined) return false;
    if (Date.now() - own.at < ownSignatureLifetime) return own.isApprove || status === 'QUEUEING';
    this.#own.delete(key);
    return false;
  }
}

export function createSigners(client: BkItsmClient, { isGateway }: BkItsmAccess): TicketSigners {
  return {
    async read(key, stepId, signal) {
      const [status, whoSigned] = await Promise.all([
        client.getTicketStatus(key, signal),
        isGateway
          ? client.getApprovers(key, stepId, signal).then((names) => () => names)
          : client.getTicketLogs(key, signal).then((logs) => (step: BkStep) => findSigned(step, logs)),
      ]);
      const step = status.current_steps.find((each) => each.state_id === stepId);
      if (step === undefined) {
        throw new TicketError('conflict', {
          detail: 'not at that step',
          hint: message('The ticket has moved on: this can no longer be done to it. Reload it.'),
        });
      }
      const { signed, left } = toSigning(step, whoSigned(step), undefined);
      return { signed, left };
    },
  };
}
