import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { TicketSigners } from '../../domain/signers.ts';
import { readApprovalForm } from './approvalForm.ts';
import type { BkItsmClient } from './client.ts';
import { readProcessors } from './mapper.ts';
import type { BkStep } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';

/** Milliseconds for which a signature of our own is remembered: a worker of the server writes it down, some time later. */
const ownSignatureLifetime = 60_000;

/**
 * A step that several people sign is busy for the server from the first signature to the last, while the others still
 * may sign. Only the gateway tells who they are.
 */
export class StepSignatures {
  readonly #client: BkItsmClient;
  readonly #access: BkItsmAccess;
  readonly #own = new Map<string, number>();

  constructor(client: BkItsmClient, access: BkItsmAccess) {
    this.#client = client;
    this.#access = access;
  }

  /** Submits a step, and remembers it unless it was refused: nothing but us would keep the operator from doing so twice. */
  async submit(sn: string, stepId: string, write: () => Promise<void>): Promise<void> {
    const key = `${sn}/${stepId}`;
    this.#own.set(key, Date.now());
    try {
      await write();
    } catch (error) {
      const mayBeDone = error instanceof TicketError && error.code === 'outcomeUnknown';
      if (!mayBeDone) this.#own.delete(key);
      throw error;
    }
  }

  /** By the ids of busy steps that others may still sign: who has signed. Steps of which it is not known are missing. */
  async read(
    sn: string,
    steps: readonly BkStep[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const signed = new Map<string, readonly string[]>();
    const { isGateway, operator } = this.#access;
    if (!isGateway) return signed;
    for (const step of steps) {
      const processors = readProcessors(step);
      if (step.status !== 'QUEUEING' || processors.length < 2 || !processors.includes(operator)) continue;
      if (readApprovalForm(step.fields) === undefined || this.#isOwn(sn, step.state_id)) continue;
      try {
        signed.set(step.state_id, await this.#client.getApprovers(sn, step.state_id, signal));
      } catch (error) {
        // Then it is left alone: it looks busy, which it is.
        if (!(error instanceof TicketError)) throw error;
      }
    }
    return signed;
  }

  #isOwn(sn: string, stepId: string): boolean {
    const key = `${sn}/${stepId}`;
    const at = this.#own.get(key);
    if (at === undefined) return false;
    if (Date.now() - at < ownSignatureLifetime) return true;
    this.#own.delete(key);
    return false;
  }
}

/** Needs the gateway. */
export function createSigners(client: BkItsmClient): TicketSigners {
  return {
    async read(key, stepId, signal) {
      const [status, signed] = await Promise.all([
        client.getTicketStatus(key, signal),
        client.getApprovers(key, stepId, signal),
      ]);
      const step = status.current_steps.find((each) => each.state_id === stepId);
      if (step === undefined) {
        throw new TicketError('conflict', {
          detail: 'not at that step',
          hint: message('The ticket has moved on: this can no longer be done to it. Reload it.'),
        });
      }
      // The processors of a step are all of them, also those who have signed.
      return { signed, left: readProcessors(step).filter((name) => !signed.includes(name)) };
    },
  };
}
