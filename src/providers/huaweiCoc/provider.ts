import type { TicketApprovals } from '../../domain/approval.ts';
import type { TicketAttachments } from '../../domain/attachments.ts';
import type { Connection, Secrets } from '../../domain/connection.ts';
import type { TicketCreation } from '../../domain/creation.ts';
import type { TicketError } from '../../domain/errors.ts';
import type { TicketHistory } from '../../domain/history.ts';
import type { TicketLists } from '../../domain/lists.ts';
import type { TicketOperationForms } from '../../domain/operationForms.ts';
import type { OperationRequest, ProviderEnvironment, TicketProvider } from '../../domain/provider.ts';
import type { TicketRelations } from '../../domain/relations.ts';
import type { Ticket, TicketRef } from '../../domain/ticket.ts';
import { createCloudHttp, type CloudHttp } from '../huaweiCloud/cloudHttp.ts';
import { createApprovals } from './approvals.ts';
import { createAttachments } from './attachments.ts';
import { CocClient } from './client.ts';
import { createCreation } from './creation.ts';
import { createHistory } from './history.ts';
import { IncidentTasks } from './incidentTasks.ts';
import { judgeCoc } from './judge.ts';
import { CocLists } from './lists.ts';
import { CocOperations } from './operations.ts';
import type { Me, Reader } from './reader.ts';
import { createRelations } from './relations.ts';
import { readMe } from './settings.ts';
import { findTicketNumbers } from './ticketNumbers.ts';
import { CocTickets } from './tickets.ts';
import { WatchedTickets } from './watchedTickets.ts';

/** For the definition of the system, which is loaded without this. */
export function createHuaweiCocProvider(
  connection: Connection,
  secrets: Secrets,
  environment: ProviderEnvironment,
): HuaweiCocProvider {
  return new HuaweiCocProvider(connection, environment, createCloudHttp(connection, secrets, environment, judgeCoc));
}

/** COC behind one connection. */
export class HuaweiCocProvider implements TicketProvider {
  readonly #http: CloudHttp;
  readonly #baseUrl: string;
  readonly #client: CocClient;
  readonly #tickets: CocTickets;
  readonly #watched: WatchedTickets;
  readonly #operations: CocOperations;
  readonly lists: TicketLists;
  readonly history: TicketHistory;
  readonly creation: TicketCreation;
  readonly approvals: TicketApprovals;
  readonly attachments: TicketAttachments;
  readonly relations: TicketRelations;
  readonly operationForms: TicketOperationForms;
  // What the interfaces of COC do not have (contract §2).
  readonly workflow = undefined;
  readonly signers = undefined;
  readonly people = undefined;
  readonly rating = undefined;
  readonly following = undefined;
  readonly conversation = undefined;
  readonly images = undefined;

  /** Takes over `http`. */
  constructor(
    connection: Connection,
    environment: Pick<ProviderEnvironment, 'language' | 'timeZone' | 'translate'>,
    http: CloudHttp,
  ) {
    const { language, timeZone, translate } = environment;
    const locale = { language, timeZone, translate };
    const toRef = (key: string): TicketRef => ({ connectionId: connection.id, key });
    const settings = readMe(connection);
    const readReader = async (signal: AbortSignal): Promise<Reader> => ({
      ...locale,
      me: await this.#readMe(settings, signal),
    });
    this.#http = http;
    this.#baseUrl = connection.baseUrl;
    const client = new CocClient(http);
    const tasks = new IncidentTasks(client);
    this.#client = client;
    this.#tickets = new CocTickets(client, tasks, readReader, toRef);
    this.#watched = new WatchedTickets(client, tasks, readReader, toRef);
    this.#operations = new CocOperations(client, this.#tickets, tasks, locale);
    const canKnowMe = settings.id !== '' || settings.name !== '';
    this.lists = new CocLists(client, locale, readReader, canKnowMe, toRef);
    this.history = createHistory(client, locale);
    this.creation = createCreation(client, readReader);
    this.approvals = createApprovals(this.#operations);
    this.attachments = createAttachments(client);
    this.relations = createRelations(client, locale);
    this.operationForms = this.#operations;
  }

  async testCredentials(signal: AbortSignal): Promise<void> {
    this.#http.tryAgain();
    await this.#client.listIssues({ filters: [], page: 1, perPage: 1 }, signal);
  }

  readTicket(key: string, signal: AbortSignal): Promise<Ticket> {
    return this.#tickets.readWhole(key, signal);
  }

  readTickets(
    keys: readonly string[],
    signal: AbortSignal,
    onResult?: (key: string, result: Ticket | TicketError) => void,
  ): Promise<ReadonlyMap<string, Ticket | TicketError>> {
    return this.#watched.read(keys, signal, onResult);
  }

  runOperation(request: OperationRequest, signal: AbortSignal): Promise<void> {
    return this.#operations.run(request, signal);
  }

  findTicketKeys(text: string): Promise<readonly string[]> {
    return Promise.resolve(findTicketNumbers(text, this.#baseUrl));
  }

  dispose(): void {
    this.#client.dispose();
  }

  /** A sign-in with a password tells whose it is. */
  async #readMe(settings: Me, signal: AbortSignal): Promise<Me> {
    if (settings.id !== '') return settings;
    return { ...settings, id: (await this.#http.readUserId(signal)) ?? '' };
  }
}
