import type { TicketAttachments, TicketImages } from '../../domain/attachments.ts';
import type { Connection, Secrets } from '../../domain/connection.ts';
import type { TicketConversation } from '../../domain/conversation.ts';
import type { TicketCreation } from '../../domain/creation.ts';
import { TicketError } from '../../domain/errors.ts';
import type { TicketHistory } from '../../domain/history.ts';
import type { TicketLists } from '../../domain/lists.ts';
import type { TicketOperationForms } from '../../domain/operationForms.ts';
import type { OperationRequest, ProviderEnvironment, TicketProvider } from '../../domain/provider.ts';
import type { TicketRelations } from '../../domain/relations.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { HttpOptions } from '../http.ts';
import { createCloudHttp } from '../huaweiCloud/cloudHttp.ts';
import { createImages, OsmAttachments } from './attachments.ts';
import { findCaseNumbers } from './caseNumbers.ts';
import { Cases } from './cases.ts';
import { CaseWatch, type Result } from './caseWatch.ts';
import { OsmClient, type Group } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';
import { OsmConversation } from './conversation.ts';
import { OsmCreation } from './creation.ts';
import { createHistory } from './history.ts';
import { OsmLists } from './lists.ts';
import { readWholeCase, type Reader } from './mapper.ts';
import { OsmOperations } from './operations.ts';
import { judgeFault } from './refusal.ts';
import { createRelations } from './relations.ts';
import type { OsmRow } from './schema.ts';
import { readAccess } from './settings.ts';

/** Service tickets of Huawei Cloud behind one connection. */
export class HuaweiOsmProvider implements TicketProvider {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #watch: CaseWatch;
  readonly #operations: OsmOperations;
  readonly #reader: Reader;
  readonly lists: TicketLists;
  readonly history: TicketHistory;
  readonly creation: TicketCreation;
  readonly conversation: TicketConversation;
  readonly attachments: TicketAttachments;
  readonly images: TicketImages;
  readonly relations: TicketRelations;
  readonly operationForms: TicketOperationForms;
  // What the service does not have (contract §1.3).
  readonly workflow = undefined;
  readonly signers = undefined;
  readonly people = undefined;
  readonly approvals = undefined;
  readonly following = undefined;
  /** A score has dimensions: it is an operation with a form. */
  readonly rating = undefined;

  constructor(connection: Connection, secrets: Secrets, environment: ProviderEnvironment, options: HttpOptions = {}) {
    const access = readAccess(connection, environment);
    const { translate } = environment;
    const http = createCloudHttp(connection, secrets, environment, judgeFault, options);
    const client = new OsmClient(http, access);
    const toRef = (key: string) => ({ connectionId: connection.id, key });
    this.#client = client;
    this.#reader = { toRef, translate, offset: access.offset };
    this.#cases = new Cases(client, access.groupId);
    this.#watch = new CaseWatch(client, this.#cases, this.#reader);
    this.#operations = new OsmOperations(client, this.#cases, translate);
    this.lists = new OsmLists(client, this.#reader, access.groupId);
    this.history = createHistory(client, this.#cases, access.offset);
    this.creation = new OsmCreation(client, this.#cases, translate);
    this.conversation = new OsmConversation(client, this.#cases, access.offset);
    this.attachments = new OsmAttachments(client, this.#cases);
    this.images = createImages(client, this.#cases, connection.baseUrl);
    this.relations = createRelations(client, this.#cases, translate);
    this.operationForms = this.#operations;
  }

  async testCredentials(signal: AbortSignal): Promise<void> {
    this.#client.tryAgain();
    await this.#client.listCases({}, { offset: 0, limit: 1 }, undefined, signal);
  }

  async readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    const [found, [row, unread]] = await this.#cases.showWith(
      key,
      (group) =>
        Promise.all([
          orNothing(this.#findRow(key, group, signal), signal),
          orNothing(this.#client.countUnread([key], group, signal), signal),
        ]),
      signal,
    );
    this.#watch.note(key, found);
    const count = unread?.find(({ incident_id: id }) => id === key);
    return readWholeCase(found.detail, row, count?.unread_num, this.#reader);
  }

  async readTickets(
    keys: readonly string[],
    signal: AbortSignal,
    onResult?: (key: string, result: Result) => void,
  ): Promise<ReadonlyMap<string, Result>> {
    const results = new Map<string, Result>();
    const put = (key: string, result: Result): void => {
      results.set(key, result);
      onResult?.(key, result);
    };
    await this.#watch.read([...new Set(keys)], put, signal);
    const failure = findCommonFailure([...results.values()]);
    if (failure !== undefined) throw failure;
    return new Map(keys.map((key) => [key, results.get(key) ?? new TicketError('notFound')]));
  }

  async runOperation(request: OperationRequest, signal: AbortSignal): Promise<void> {
    await this.#operations.run(request, signal);
  }

  findTicketKeys(text: string): Promise<readonly string[]> {
    return Promise.resolve(findCaseNumbers(text));
  }

  dispose(): void {
    this.#client.dispose();
  }

  /** The list has what the detail lacks (contract §8.2). */
  async #findRow(key: string, group: Group, signal: AbortSignal): Promise<OsmRow | undefined> {
    const { items } = await this.#client.listCases({ caseId: key }, { offset: 0, limit: 1 }, group, signal);
    return items.find(({ incident_id: id }) => id === key);
  }
}

/** Why no ticket could be read, where that is the connection's fault; `undefined`: it is not. */
function findCommonFailure(results: readonly Result[]): TicketError | undefined {
  const failures = results.filter((result) => result instanceof TicketError);
  if (failures.length < results.length) return undefined;
  const ofConnection = failures.filter(isOfConnection);
  if (ofConnection.length === results.length) return ofConnection[0];
  // One ticket may be odd; that all of them are is no coincidence.
  const isOdd = failures.length > 1 && failures.every(({ code }) => code === 'unexpectedResponse');
  return isOdd ? failures[0] : undefined;
}

/** Decoration: a ticket is shown without it. */
async function orNothing<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TicketError) return undefined;
    throw error;
  }
}
