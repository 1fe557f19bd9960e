import { TicketError } from '../../domain/errors.ts';
import type { BkItsmClient } from './client.ts';
import type { BkWorkflow } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';

/** Versions that are remembered: more than a person meets in a day. */
const mostVersions = 200;
/** Milliseconds after which a version is asked for again that was refused. */
const refusalLifetime = 10 * 60_000;

/** The workflows that tickets were made with. A version never changes, so each is read once. */
export class FlowVersions {
  readonly #client: BkItsmClient;
  readonly #access: BkItsmAccess;
  readonly #known = new Map<string, BkWorkflow>();
  readonly #refused = new Map<string, number>();

  constructor(client: BkItsmClient, access: BkItsmAccess) {
    this.#client = client;
    this.#access = access;
  }

  /** The interface is there: that of the gateway leads to a misspelt address. */
  get isAvailable(): boolean {
    return !this.#access.isGateway;
  }

  /** @returns `undefined`: there is no such version, or it may not be read on this connection */
  async read(flowId: string | undefined, signal: AbortSignal): Promise<BkWorkflow | undefined> {
    signal.throwIfAborted();
    if (flowId === undefined || !this.isAvailable) return undefined;
    const known = this.#known.get(flowId);
    if (known !== undefined) return known;
    if (Date.now() - (this.#refused.get(flowId) ?? -Infinity) < refusalLifetime) return undefined;
    try {
      const flow = await this.#client.getWorkflowDetail(flowId, signal);
      if (this.#known.size >= mostVersions) this.#known.clear();
      this.#known.set(flowId, flow);
      return flow;
    } catch (error) {
      if (!(error instanceof TicketError) || (error.code !== 'notFound' && error.code !== 'forbidden')) throw error;
      this.#refused.set(flowId, Date.now());
      return undefined;
    }
  }

  /** The same for what is shown without it, too. @returns `undefined` also where it could not be read */
  async readIfPossible(flowId: string | undefined, signal: AbortSignal): Promise<BkWorkflow | undefined> {
    try {
      return await this.read(flowId, signal);
    } catch (error) {
      if (!(error instanceof TicketError)) throw error;
      return undefined;
    }
  }
}
