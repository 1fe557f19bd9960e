import type { Connection, Secrets } from '../../domain/connection.ts';
import { TicketError } from '../../domain/errors.ts';
import type { FieldValue } from '../../domain/field.ts';
import { message } from '../../domain/message.ts';
import type { Operation, OperationInput } from '../../domain/operation.ts';
import type { OperationRequest, TicketProvider } from '../../domain/provider.ts';
import type { Ticket, TicketRef } from '../../domain/ticket.ts';
import type { Http } from '../http.ts';
import { BkItsmClient } from './client.ts';
import { encodeForm, valuesByKey, whyNotSubmittable } from './fields.ts';
import {
  hasEnded,
  maxRemarkLength,
  readStep,
  readTicketOperations,
  readWatchedTicket,
  readWholeTicket,
} from './mapper.ts';
import type { BkStep, BkStepWithForm, BkTicketItem } from './schema.ts';
import { readAccess } from './settings.ts';
import { findTicketNumbers } from './ticketNumbers.ts';

/** Numbers in one `get_tickets`. */
const chunkSize = 200;
/** `get_ticket_status` takes one number: so many are read at a time. */
const parallelReads = 5;
/** Failures of the network in a row after which the rest is not even tried. */
const maxFailuresInARow = 3;

/** BK-ITSM behind one connection. Takes over `http`. */
export class BkItsmProvider implements TicketProvider {
  readonly #connectionId: string;
  readonly #baseUrl: string;
  readonly #operator: string;
  readonly #client: BkItsmClient;

  constructor(connection: Connection, secrets: Secrets, http: Http) {
    const access = readAccess(connection, secrets);
    this.#connectionId = connection.id;
    this.#baseUrl = connection.baseUrl;
    this.#operator = access.operator;
    this.#client = new BkItsmClient(http, access);
  }

  async testCredentials(signal: AbortSignal): Promise<void> {
    await this.#client.getTickets({ page: 1, page_size: 1 }, signal);
  }

  async readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    const [status, info] = await Promise.all([
      this.#client.getTicketStatusWithForms(key, signal),
      this.#client.getTicketInfo(key, signal),
    ]);
    return readWholeTicket(this.#ref(key), info, status, this.#operator);
  }

  async readTickets(
    keys: readonly string[],
    signal: AbortSignal,
    onResult?: (key: string, result: Ticket | TicketError) => void,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    const results = new Map<string, Ticket | TicketError>();
    const put = (key: string, result: Ticket | TicketError): void => {
      results.set(key, result);
      onResult?.(key, result);
    };
    const open: { readonly key: string; readonly item: BkTicketItem }[] = [];
    for (const [key, item] of await this.#readItems([...new Set(keys)], signal)) {
      if (item instanceof TicketError) put(key, item);
      else if (hasEnded(item.current_status, item, undefined)) {
        put(key, readWatchedTicket(this.#ref(key), item, undefined, this.#operator));
      } else open.push({ key, item });
    }
    const failures = await this.#readOpenTickets(open, put, signal);
    const hasOne = [...results.values()].some((result) => !(result instanceof TicketError));
    const [failure] = failures;
    if (!hasOne && failure !== undefined && failures.length === open.length && open.length > 0) throw failure;
    return new Map(keys.map((key) => [key, results.get(key) ?? new TicketError('notFound')]));
  }

  async runOperation(request: OperationRequest, signal: AbortSignal): Promise<void> {
    if (request.operation.scope === 'ticket') await this.#operateTicket(request, signal);
    else await this.#operateStep(request, signal);
  }

  findTicketKeys(text: string, signal: AbortSignal): Promise<readonly string[]> {
    return findTicketNumbers(text, this.#client, this.#baseUrl, signal);
  }

  dispose(): void {
    this.#client.dispose();
  }

  #ref(key: string): TicketRef {
    return { connectionId: this.#connectionId, key };
  }

  async #readItems(
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, BkTicketItem | TicketError>> {
    const results = new Map<string, BkTicketItem | TicketError>();
    for (let start = 0; start < keys.length; start += chunkSize) {
      const sns = keys.slice(start, start + chunkSize);
      const { items } = await this.#client.getTickets({ sns, page: 1, page_size: sns.length }, signal);
      // The data base does not tell upper from lower case.
      const byNumber = new Map(items.flatMap((item) => (item === undefined ? [] : [[item.sn.toUpperCase(), item]])));
      const hasBadItem = items.includes(undefined);
      for (const key of sns) {
        results.set(key, byNumber.get(key.toUpperCase()) ?? missing(hasBadItem));
      }
    }
    return results;
  }

  /** Gives each result to `put`; returns the failures that are the connection's. */
  async #readOpenTickets(
    open: readonly { readonly key: string; readonly item: BkTicketItem }[],
    put: (key: string, result: Ticket | TicketError) => void,
    signal: AbortSignal,
  ): Promise<readonly TicketError[]> {
    const queue = [...open];
    const failures: TicketError[] = [];
    let failuresInARow = 0;
    /** Why the rest is not tried. */
    let verdict: TicketError | undefined;
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { key, item } = next;
        try {
          if (verdict !== undefined) throw verdict;
          const status = await this.#client.getTicketStatus(key, signal);
          put(key, readWatchedTicket(this.#ref(key), item, status, this.#operator));
          failuresInARow = 0;
        } catch (error) {
          if (!(error instanceof TicketError)) throw error;
          put(key, error);
          if (!isOfConnection(error)) continue;
          failures.push(error);
          failuresInARow += 1;
          if (error.code !== 'unavailable' || failuresInARow >= maxFailuresInARow) verdict ??= error;
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelReads, open.length) }, work));
    return failures;
  }

  async #operateTicket({ key, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    const remark = readRemark(operation, input);
    const status = await this.#client.getTicketStatus(key, signal);
    const isOver = hasEnded(status.current_status, {}, status);
    const offered = isOver ? [] : readTicketOperations(status, this.#operator, undefined);
    if (!offered.some((each) => each.key === operation.key)) throw gone();
    await this.#client.operateTicket(key, operation.key, remark, signal);
  }

  async #operateStep({ key, stepId, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    const remark = readRemark(operation, input);
    const assignee = (input.assignee ?? '').trim();
    if (operation.needs.assignee && assignee === '') {
      throw new TicketError('rejected', { hint: message('Enter the user name of the person to hand it to.') });
    }
    const action = operation.key;
    if (action === 'TRANSITION') {
      await this.#submit(key, stepId, operation, input.changes ?? new Map(), signal);
      return;
    }
    const status = await this.#client.getTicketStatus(key, signal);
    const step = this.#findStep(status, stepId, operation);
    const parameters = {
      processors_type: 'PERSON',
      // Who claims has to say so twice, although nothing in the vendor's pages tells.
      processors: action === 'CLAIM' ? this.#operator : assignee,
      ...(remark === '' ? {} : { action_message: remark }),
    };
    await this.#client.operateNode({ sn: key, stepId: step.state_id, action, parameters }, signal);
  }

  async #submit(
    key: string,
    stepId: string | undefined,
    operation: Operation,
    changes: ReadonlyMap<string, FieldValue>,
    signal: AbortSignal,
  ): Promise<void> {
    const [status, info] = await Promise.all([
      this.#client.getTicketStatusWithForms(key, signal),
      this.#client.getTicketInfo(key, signal),
    ]);
    const step: BkStepWithForm = this.#findStep(status, stepId, operation);
    const form = step.fields;
    for (const fieldKey of changes.keys()) {
      if (!form.some((field) => field.key === fieldKey)) throw formChanged();
    }
    const values = valuesByKey(info.fields);
    const obstacle = whyNotSubmittable(form, values);
    if (obstacle !== undefined) throw new TicketError('rejected', { detail: 'cannot be submitted', hint: obstacle });
    const fields = encodeForm(form, values, changes);
    const emptyNumbers = form.filter(
      (field) => field.type === 'INT' && fields.some((sent) => sent.key === field.key && sent.value.trim() === ''),
    );
    if (emptyNumbers.length > 0) {
      throw new TicketError('rejected', {
        detail: 'empty INT',
        fieldProblems: emptyNumbers.map((field) => ({
          fieldKey: field.key,
          message: message('Enter a number: the server cannot take an empty one, even where the field is optional.'),
        })),
      });
    }
    await this.#client.operateNode(
      { sn: key, stepId: step.state_id, action: operation.key, parameters: { fields }, form },
      signal,
    );
  }

  /** The step as it is now, if the operation is still offered. */
  #findStep<S extends BkStep>(
    status: {
      readonly current_status: string;
      readonly operations: readonly { readonly key: string; readonly name: string }[];
      readonly current_steps: readonly S[];
    },
    stepId: string | undefined,
    operation: Operation,
  ): S {
    if (status.current_status === 'SUSPENDED') {
      throw new TicketError('conflict', {
        detail: 'suspended',
        hint: message('The ticket is suspended. Resume it before you go on with its steps.'),
      });
    }
    const step = status.current_steps.find((each) => each.state_id === stepId);
    if (step === undefined) throw gone();
    const { operations } = readStep(step, this.#operator, false);
    if (!operations.some((each) => each.key === operation.key)) throw gone();
    return step;
  }
}

/** An entry that could not be read may have been the one. */
function missing(hasBadItem: boolean): TicketError {
  return hasBadItem
    ? new TicketError('unexpectedResponse', { detail: 'get_tickets: an entry without sn or current_status' })
    : new TicketError('notFound', { detail: 'not in get_tickets' });
}

/** Not a matter of one ticket. A missing ticket has no hint; a missing interface has. */
function isOfConnection({ code, hint }: TicketError): boolean {
  if (code === 'unauthorized' || code === 'rateLimited' || code === 'unavailable') return true;
  return (code === 'forbidden' || code === 'notFound') && hint !== undefined;
}

function gone(): TicketError {
  return new TicketError('conflict', {
    detail: 'not offered any more',
    hint: message('The ticket has moved on: this can no longer be done to it. Reload it.'),
  });
}

function formChanged(): TicketError {
  return new TicketError('conflict', {
    detail: 'the form has changed',
    hint: message('The form of this step has changed. Reload the ticket.'),
  });
}

/** The server refuses an empty remark, and a long one, after it has begun. */
function readRemark({ needs }: Operation, input: OperationInput): string {
  const remark = (input.remark ?? '').trim();
  if (needs.remark === 'required' && remark === '') {
    throw new TicketError('rejected', { hint: message('Say why: the server wants a remark.') });
  }
  if (remark.length > maxRemarkLength) {
    throw new TicketError('rejected', {
      hint: message('The remark has {0} characters; the server takes {1}.', remark.length, maxRemarkLength),
    });
  }
  return remark;
}
