import type { TicketApprovals } from '../../domain/approval.ts';
import type { Connection, Secrets } from '../../domain/connection.ts';
import type { TicketCreation } from '../../domain/creation.ts';
import { TicketError } from '../../domain/errors.ts';
import type { TicketFollowing } from '../../domain/following.ts';
import type { TicketHistory } from '../../domain/history.ts';
import type { TicketLists } from '../../domain/lists.ts';
import type { TicketPeople } from '../../domain/people.ts';
import type { OperationRequest, TicketProvider } from '../../domain/provider.ts';
import type { TicketRating } from '../../domain/rating.ts';
import type { TicketSigners } from '../../domain/signers.ts';
import type { Ticket, TicketRef } from '../../domain/ticket.ts';
import type { TicketWorkflow } from '../../domain/workflow.ts';
import { createHttp, type Http, type HttpEnvironment } from '../http.ts';
import { createApprovals } from './approvals.ts';
import { BkItsmClient } from './client.ts';
import { isOfConnection } from './connectionFailure.ts';
import { createCreation } from './creation.ts';
import { createHistory } from './history.ts';
import { BkItsmLists } from './lists.ts';
import { hasEnded, readWatchedTicket, readWholeTicket, type Reader } from './mapper.ts';
import { BkItsmOperations } from './operations.ts';
import { createPeople } from './people.ts';
import { createRating } from './rating.ts';
import type { BkStep, BkTicketItem } from './schema.ts';
import { readAccess, type BkItsmAccess } from './settings.ts';
import { createSigners, StepSignatures } from './signers.ts';
import { findTicketNumbers } from './ticketNumbers.ts';
import { createWorkflow } from './workflow.ts';

/** Numbers in one `get_tickets`. */
const chunkSize = 200;
/** `get_ticket_status` takes one number: so many are read at a time. */
const parallelReads = 5;
/** Failures of the network in a row after which the rest is not even tried. */
const maxFailuresInARow = 3;

/** For the definition of the system, which is loaded without this. */
export function createBkItsmProvider(
  connection: Connection,
  secrets: Secrets,
  environment: HttpEnvironment,
): BkItsmProvider {
  return new BkItsmProvider(connection, secrets, createHttp(connection, environment));
}

/** BK-ITSM behind one connection. Takes over `http`. */
export class BkItsmProvider implements TicketProvider {
  readonly #connectionId: string;
  readonly #baseUrl: string;
  readonly #access: BkItsmAccess;
  readonly #client: BkItsmClient;
  readonly #operations: BkItsmOperations;
  readonly #signatures: StepSignatures;
  readonly lists: TicketLists;
  readonly history: TicketHistory;
  readonly workflow: TicketWorkflow;
  readonly signers: TicketSigners | undefined;
  readonly creation: TicketCreation;
  readonly people: TicketPeople;
  readonly approvals: TicketApprovals;
  readonly rating: TicketRating;
  readonly following: TicketFollowing | undefined;
  // What the open interfaces of BK-ITSM do not have (contract §1).
  readonly conversation = undefined;
  readonly attachments = undefined;
  readonly images = undefined;
  readonly relations = undefined;
  readonly operationForms = undefined;

  constructor(connection: Connection, secrets: Secrets, http: Http) {
    const access = readAccess(connection, secrets);
    this.#connectionId = connection.id;
    this.#baseUrl = connection.baseUrl;
    this.#access = access;
    const client = new BkItsmClient(http, access);
    this.#client = client;
    this.#signatures = new StepSignatures(client, access);
    this.#operations = new BkItsmOperations(client, access.operator, this.#signatures);
    this.lists = new BkItsmLists(client, access, (sn) => this.#ref(sn));
    this.history = createHistory(client);
    this.workflow = createWorkflow(client);
    this.signers = access.isGateway ? createSigners(client) : undefined;
    this.creation = createCreation(client);
    this.people = createPeople(client);
    this.approvals = createApprovals(this.#operations, access);
    this.rating = createRating(client, access.operator);
    this.following = access.isGateway
      ? { setFollowing: (key, isFollowing, signal) => client.addFollower(key, isFollowing, signal) }
      : undefined;
  }

  async testCredentials(signal: AbortSignal): Promise<void> {
    await this.#client.getTickets({ page: 1, page_size: 1 }, signal);
  }

  async readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    const [status, info] = await Promise.all([
      this.#client.getTicketStatusWithForms(key, signal),
      this.#client.getTicketInfo(key, signal),
    ]);
    return readWholeTicket(this.#ref(key), info, status, await this.#reader(key, status.current_steps, signal));
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
        put(key, readWatchedTicket(this.#ref(key), item, undefined, this.#access));
      } else open.push({ key, item });
    }
    const failures = await this.#readOpenTickets(open, put, signal);
    const hasOne = [...results.values()].some((result) => !(result instanceof TicketError));
    const [failure] = failures;
    if (!hasOne && failure !== undefined && failures.length === open.length && open.length > 0) throw failure;
    return new Map(keys.map((key) => [key, results.get(key) ?? new TicketError('notFound')]));
  }

  async runOperation(request: OperationRequest, signal: AbortSignal): Promise<void> {
    await this.#operations.run(request, signal);
  }

  findTicketKeys(text: string, signal: AbortSignal): Promise<readonly string[]> {
    return findTicketNumbers(text, this.#client, this.#baseUrl, signal);
  }

  dispose(): void {
    this.#client.dispose();
  }

  async #reader(key: string, steps: readonly BkStep[], signal: AbortSignal): Promise<Reader> {
    const signed = await this.#signatures.read(key, steps, signal);
    return { operator: this.#access.operator, signed };
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
          put(
            key,
            readWatchedTicket(this.#ref(key), item, status, await this.#reader(key, status.current_steps, signal)),
          );
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
}

/** An entry that could not be read may have been the one. */
function missing(hasBadItem: boolean): TicketError {
  return hasBadItem
    ? new TicketError('unexpectedResponse', { detail: 'get_tickets: an entry without sn or current_status' })
    : new TicketError('notFound', { detail: 'not in get_tickets' });
}
