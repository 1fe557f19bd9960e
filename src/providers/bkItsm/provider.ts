import type { TicketApprovals } from '../../domain/approval.ts';
import type { Connection, Secrets } from '../../domain/connection.ts';
import type { TicketCreation } from '../../domain/creation.ts';
import { TicketError } from '../../domain/errors.ts';
import type { TicketFollowing } from '../../domain/following.ts';
import type { TicketHistory } from '../../domain/history.ts';
import type { TicketLists } from '../../domain/lists.ts';
import type { TicketPeople } from '../../domain/people.ts';
import { message } from '../../domain/message.ts';
import type { TicketOperationForms } from '../../domain/operationForms.ts';
import type { OperationRequest, ProviderEnvironment, TicketProvider } from '../../domain/provider.ts';
import type { TicketRating } from '../../domain/rating.ts';
import type { TicketSigners } from '../../domain/signers.ts';
import type { Ticket, TicketRef } from '../../domain/ticket.ts';
import type { TicketWorkflow } from '../../domain/workflow.ts';
import { createHttp, type Http } from '../http.ts';
import { createApprovals } from './approvals.ts';
import { BkItsmClient } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';
import { createCreation } from './creation.ts';
import { FlowVersions } from './flowVersions.ts';
import { createHistory } from './history.ts';
import { BkItsmLists } from './lists.ts';
import { combine, doubtfulResults, readWatchedTicket, readWholeTicket, type Reader } from './mapper.ts';
import { BkItsmOperations } from './operations.ts';
import { createPeople } from './people.ts';
import { createRating } from './rating.ts';
import { RequestEditing } from './requestEditing.ts';
import type { BkStep, BkTicketItem } from './schema.ts';
import { readAccess } from './settings.ts';
import { createSigners, StepSignatures } from './signers.ts';
import { SteadyTickets } from './steadyTickets.ts';
import { hasEnded } from './statuses.ts';
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
  environment: ProviderEnvironment,
): BkItsmProvider {
  return new BkItsmProvider(connection, secrets, createHttp(connection, environment), environment);
}

/** BK-ITSM behind one connection. Takes over `http`. */
export class BkItsmProvider implements TicketProvider {
  readonly #connectionId: string;
  readonly #baseUrl: string;
  readonly #client: BkItsmClient;
  readonly #operations: BkItsmOperations;
  readonly #signatures: StepSignatures;
  readonly #flows: FlowVersions;
  readonly #steady: SteadyTickets;
  /** For a ticket of which nothing more is known. */
  readonly #reader: Reader;
  readonly lists: TicketLists;
  readonly history: TicketHistory;
  readonly workflow: TicketWorkflow | undefined;
  readonly signers: TicketSigners;
  readonly creation: TicketCreation;
  readonly people: TicketPeople;
  readonly approvals: TicketApprovals;
  readonly rating: TicketRating;
  readonly following: TicketFollowing | undefined;
  readonly operationForms: TicketOperationForms | undefined;
  // What the open interfaces of BK-ITSM do not have (contract §1).
  readonly conversation = undefined;
  readonly attachments = undefined;
  readonly images = undefined;
  readonly relations = undefined;

  constructor(
    connection: Connection,
    secrets: Secrets,
    http: Http,
    { translate }: Pick<ProviderEnvironment, 'translate'>,
  ) {
    const access = readAccess(connection, secrets);
    this.#connectionId = connection.id;
    this.#baseUrl = connection.baseUrl;
    const client = new BkItsmClient(http, access);
    this.#client = client;
    this.#flows = new FlowVersions(client, access);
    this.#steady = new SteadyTickets(client, access);
    this.#signatures = new StepSignatures(client, access, this.#flows);
    // Needs a user who has signed in, as following does.
    const editing = access.isGateway && access.hasToken ? new RequestEditing(client, translate) : undefined;
    this.#reader = {
      operator: access.operator,
      editName: editing === undefined ? undefined : translate(message('Edit request')),
      translate,
      signings: new Map(),
    };
    this.#operations = new BkItsmOperations({
      client,
      operator: access.operator,
      signatures: this.#signatures,
      editing,
      onWrite: (sn) => this.#steady.forget(sn),
    });
    this.lists = new BkItsmLists(client, access, (sn) => this.#ref(sn));
    this.history = createHistory(client);
    this.workflow = this.#flows.isAvailable ? createWorkflow(client, this.#flows) : undefined;
    this.signers = createSigners(client, access);
    this.creation = createCreation(client, translate);
    this.people = createPeople(client, access, this.#flows, translate);
    this.approvals = createApprovals(this.#operations, access);
    this.rating = createRating(client, access.operator);
    this.following = access.isGateway
      ? { setFollowing: (key, isFollowing, signal) => client.addFollower(key, isFollowing, signal) }
      : undefined;
    this.operationForms = editing;
  }

  async testCredentials(signal: AbortSignal): Promise<void> {
    await this.#client.getTickets({ page: 1, page_size: 1 }, signal);
  }

  async readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    const [status, info] = await Promise.all([
      this.#client.getTicketStatusWithForms(key, signal),
      this.#client.getTicketInfo(key, signal),
    ]);
    const answers = combine(info, status);
    const [reader, flow] = await Promise.all([
      this.#readerOf(key, info.flow_id, status.current_steps, signal),
      this.#flows.readIfPossible(info.flow_id, signal),
    ]);
    const givenResults = await this.#readGivenResults(key, doubtfulResults(answers, flow), signal);
    return readWholeTicket(this.#ref(key), answers, reader, { flow, givenResults });
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
        put(key, readWatchedTicket(this.#ref(key), item, undefined, this.#reader));
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

  async #readerOf(
    key: string,
    flowId: string | undefined,
    steps: readonly BkStep[],
    signal: AbortSignal,
  ): Promise<Reader> {
    return { ...this.#reader, signings: await this.#signatures.read(key, flowId, steps, signal) };
  }

  /** Which of these somebody has given, as the log tells. */
  async #readGivenResults(key: string, results: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    if (results.length === 0) return new Set();
    try {
      const logs = await this.#client.getTicketLogs(key, signal);
      return new Set(logs.flatMap(({ form_data: values }) => values.map((value) => value.key)));
    } catch (error) {
      // Then none is shown: "approved" would be a bold guess.
      if (!(error instanceof TicketError)) throw error;
      return new Set();
    }
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
    const look = await this.#steady.look(
      open.map(({ item }) => item.sn),
      signal,
    );
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
          const known = look.find(item.sn);
          const status = known ?? (await this.#client.getTicketStatus(key, signal));
          if (known === undefined) look.remember(item.sn, status);
          const reader = await this.#readerOf(key, item.flow_id, status.current_steps, signal);
          put(key, readWatchedTicket(this.#ref(key), item, status, reader));
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
