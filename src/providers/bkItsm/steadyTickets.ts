import { TicketError } from '../../domain/errors.ts';
import type { BkItsmClient } from './client.ts';
import { readApprovalForm } from './approvalForm.ts';
import { readProcessors } from './processors.ts';
import type { BkTicketStatus } from './schema.ts';
import type { BkItsmAccess } from './settings.ts';

/** With fewer open tickets than this, their statuses cost less than the lists. */
const fewestTickets = 10;
/** Has to be read whole: it tells what waits for the operator. */
const wholeView = 'my_todo';
/** Lists that tell the steps of tickets. */
const views = [wholeView, 'my_created', 'my_attention'] as const;
const pageSize = 200;
const mostPages = 6;
/** Milliseconds for which a status is believed, whatever the lists say. */
const longestReuse = 5 * 60_000;
/** Looks in a row that found no ticket as it was. */
const mostLooksInVain = 2;
/** Milliseconds after which lists are tried again that were refused, or of no use. */
const refusalLifetime = 10 * 60_000;

interface Known {
  /** How the lists showed the ticket right before its status was read. */
  readonly shown: string;
  readonly status: BkTicketStatus;
  readonly at: number;
}

/** One look at many tickets. */
export interface SteadyLook {
  /** The status of a ticket that stands where it stood at the look before; `undefined`: it has to be read. */
  find(sn: string): BkTicketStatus | undefined;
  /** A status that was read now. */
  remember(sn: string, status: BkTicketStatus): void;
}

/**
 * Saves the statuses of tickets that have not moved. No interface tells the steps of many tickets, but the lists of a user
 * (gateway only) tell their names, their processors, and whether they wait for that user: where none of it has changed, a
 * status is as it was. What may change unseen is always read.
 */
export class SteadyTickets {
  readonly #client: BkItsmClient;
  readonly #access: BkItsmAccess;
  readonly #known = new Map<string, Known>();
  /** In the last look at many. */
  #lookedAt: ReadonlySet<string> = new Set();
  #looksInVain = 0;
  #givenUpAt = -Infinity;

  constructor(client: BkItsmClient, access: BkItsmAccess) {
    this.#client = client;
    this.#access = access;
  }

  /** Begins a look; reads the lists, which has to be before any status. */
  async look(sns: readonly string[], signal: AbortSignal): Promise<SteadyLook> {
    const shown = this.#isWorthwhile(sns)
      ? await this.#readLists(Math.min(mostPages, sns.length / 4), signal)
      : undefined;
    const isAsShown = (sn: string): boolean => {
      const known = this.#known.get(sn);
      return known !== undefined && known.shown === shown?.get(sn);
    };
    // On a server whose lists say something else each time, they cost more than they save.
    if (shown !== undefined && this.#known.size >= fewestTickets) {
      this.#looksInVain = sns.some(isAsShown) ? 0 : this.#looksInVain + 1;
      if (this.#looksInVain >= mostLooksInVain) this.#giveUp();
    }
    return {
      find: (sn) => {
        const known = this.#known.get(sn);
        return known !== undefined && isAsShown(sn) && Date.now() - known.at < longestReuse ? known.status : undefined;
      },
      remember: (sn, status) => {
        const now = shown?.get(sn);
        if (now === undefined || !isTold(status)) this.#known.delete(sn);
        else this.#known.set(sn, { shown: now, status, at: Date.now() });
      },
    };
  }

  /** Where the same tickets are looked at again and again; one look alone would only get dearer. */
  #isWorthwhile(sns: readonly string[]): boolean {
    if (!this.#access.isGateway || sns.length < fewestTickets) return false;
    const before = this.#lookedAt;
    this.#lookedAt = new Set(sns);
    // What is watched no more is forgotten.
    for (const sn of this.#known.keys()) if (!this.#lookedAt.has(sn)) this.#known.delete(sn);
    return sns.filter((sn) => before.has(sn)).length >= fewestTickets;
  }

  /** Something is done to this ticket. */
  forget(sn: string): void {
    this.#known.delete(sn);
  }

  #giveUp(): void {
    this.#givenUpAt = Date.now();
    this.#looksInVain = 0;
  }

  /**
   * By number, how the lists show each ticket; `undefined`: they do not help.
   * @param most pages of a list that are worth it
   */
  async #readLists(most: number, signal: AbortSignal): Promise<ReadonlyMap<string, string> | undefined> {
    if (Date.now() - this.#givenUpAt < refusalLifetime) return undefined;
    const shown = new Map<string, string>();
    try {
      for (const view of views) {
        const isWhole = await this.#readList(view, most, shown, signal);
        if (view === wholeView && !isWhole) return undefined;
      }
      return shown;
    } catch (error) {
      if (!(error instanceof TicketError)) throw error;
      if (error.code === 'forbidden' || error.code === 'notFound') this.#giveUp();
      return undefined;
    }
  }

  /** @returns all of its pages were read */
  async #readList(view: string, most: number, shown: Map<string, string>, signal: AbortSignal): Promise<boolean> {
    for (let page = 1; page <= most; page += 1) {
      const { items, pageCount } = await this.#client.listUserTickets(
        view,
        { page: String(page), page_size: String(pageSize) },
        signal,
      );
      for (const { sn, text } of items) shown.set(sn, `${shown.get(sn) ?? ''}${view} ${text}\n`);
      if (page >= pageCount) return true;
      if (view === wholeView && pageCount > most) return false;
    }
    return false;
  }
}

/** Each change of it would show in the lists: not how far signatures have come, nor that an assignment is over. */
function isTold({ current_steps: steps }: BkTicketStatus): boolean {
  return (
    steps.length > 0 &&
    steps.every((step) => {
      if (step.status !== 'RUNNING' && step.status !== 'RECEIVING') return false;
      return readProcessors(step).length < 2 || readApprovalForm(step.fields) === undefined;
    })
  );
}
