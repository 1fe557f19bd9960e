import type { ZodMiniType } from 'zod/mini';
import type { Disposable } from '../../base/disposable.ts';
import type { Http } from '../http.ts';
import { readRefusal } from './refusal.ts';
import {
  BkApprover,
  BkCatalogs,
  BkCreatedTicket,
  BkNothing,
  BkServiceDetail,
  BkServiceRoles,
  BkServices,
  BkTicketInfo,
  BkTicketItem,
  BkTicketNumber,
  BkTicketLogs,
  BkTicketPage,
  BkTicketStatus,
  BkTicketStatusWithForms,
  BkUserTicketItem,
  BkWorkflow,
  inEnvelope,
  type BkCatalog,
  type BkField,
  type BkLog,
  type BkService,
  type BkServiceRole,
} from './schema.ts';
import type { BkItsmAccess } from './settings.ts';

/** Body of `operate_node`, but for the operator. */
export interface NodeOperation {
  readonly sn: string;
  /** As the server has it: digits are sent as a number. */
  readonly stepId: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The form that `parameters.fields` was made from; to understand a refusal. */
  readonly form?: readonly BkField[] | undefined;
}

export interface ApproveRequest {
  readonly sn: string;
  readonly stepId: string;
  readonly isApproved: boolean;
  readonly remark: string;
}

/** Filters of `get_tickets`. Never `username`: the component bus drops it, and the answer is everybody's tickets. */
export interface TicketFilter {
  readonly sns?: readonly string[];
  readonly creator?: string;
  readonly create_at__gte?: string;
  readonly create_at__lte?: string;
  readonly service_id__in?: readonly (string | number)[];
  readonly current_status__in?: readonly string[];
}

export interface TicketPage<T> {
  /** Entries that cannot be understood are `undefined`. */
  readonly items: readonly (T | undefined)[];
  readonly pageCount: number;
  /** Of the whole list; `undefined`: not told. */
  readonly count: number | undefined;
}

const ticketStatus = inEnvelope(BkTicketStatus);
const ticketStatusWithForms = inEnvelope(BkTicketStatusWithForms);
const ticketInfo = inEnvelope(BkTicketInfo);
const ticketPage = inEnvelope(BkTicketPage);
const nothing = inEnvelope(BkNothing);
const ticketLogs = inEnvelope(BkTicketLogs);
const workflow = inEnvelope(BkWorkflow);
const services = inEnvelope(BkServices);
const serviceDetail = inEnvelope(BkServiceDetail);
const catalogs = inEnvelope(BkCatalogs);
const serviceRoles = inEnvelope(BkServiceRoles);
const approver = inEnvelope(BkApprover);
const createdTicket = inEnvelope(BkCreatedTicket);

/** The interfaces of BK-ITSM that are used, one method each. */
export class BkItsmClient implements Disposable {
  readonly #http: Http;
  readonly #access: BkItsmAccess;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(http: Http, access: BkItsmAccess) {
    this.#http = http;
    this.#access = access;
    this.#headers = access.sendsParameters ? {} : { 'x-bkapi-authorization': toHeaderText(access.credentials) };
  }

  getTicketStatus(sn: string, signal: AbortSignal): Promise<BkTicketStatus> {
    return this.#get('get_ticket_status', { sn }, ticketStatus, signal);
  }

  getTicketStatusWithForms(sn: string, signal: AbortSignal): Promise<BkTicketStatusWithForms> {
    return this.#get('get_ticket_status', { sn }, ticketStatusWithForms, signal);
  }

  getTicketInfo(sn: string, signal: AbortSignal): Promise<BkTicketInfo> {
    return this.#get('get_ticket_info', { sn }, ticketInfo, signal);
  }

  /** A read, although it is a POST. */
  async getTickets(
    filter: TicketFilter & { readonly page: number; readonly page_size: number },
    signal: AbortSignal,
  ): Promise<TicketPage<BkTicketItem>> {
    return readPage(await this.#post('read', 'get_tickets', { ...filter }, ticketPage, signal), BkTicketItem);
  }

  /** Of the operator; through the gateway only. */
  async getTicketsByUser(
    view: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<TicketPage<BkUserTicketItem>> {
    const parameters = { user: this.#access.operator, view_type: view, ...query };
    return readPage(await this.#get('get_tickets_by_user', parameters, ticketPage, signal), BkUserTicketItem);
  }

  /** The same, each entry as it came: to see whether anything of it has changed. */
  async listUserTickets(
    view: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{
    readonly items: readonly { readonly sn: string; readonly text: string }[];
    readonly pageCount: number;
  }> {
    const parameters = { user: this.#access.operator, view_type: view, ...query };
    const { items, total_page: pageCount } = await this.#get('get_tickets_by_user', parameters, ticketPage, signal);
    return {
      items: items.flatMap((item) => {
        const sn = BkTicketNumber.safeParse(item).data?.sn;
        return sn === undefined ? [] : [{ sn, text: JSON.stringify(item) }];
      }),
      pageCount,
    };
  }

  /** With the forms, for which the vendor's pages have no word. */
  async getTicketLogs(sn: string, signal: AbortSignal): Promise<readonly BkLog[]> {
    return (await this.#get('get_ticket_logs', { sn, show_type: 'complex' }, ticketLogs, signal)).logs;
  }

  getWorkflowDetail(flowId: string, signal: AbortSignal): Promise<BkWorkflow> {
    return this.#get('get_workflow_detail', { workflow_id: flowId }, workflow, signal);
  }

  getServices(catalogId: string | undefined, signal: AbortSignal): Promise<readonly BkService[]> {
    return this.#get('get_services', catalogId === undefined ? {} : { catalog_id: catalogId }, services, signal);
  }

  getServiceCatalogs(signal: AbortSignal): Promise<readonly BkCatalog[]> {
    return this.#get('get_service_catalogs', { has_service: 'true' }, catalogs, signal);
  }

  getServiceDetail(serviceId: string, signal: AbortSignal): Promise<BkServiceDetail> {
    return this.#get('get_service_detail', { service_id: serviceId }, serviceDetail, signal);
  }

  /** The steps of a service, and who is behind each; through the gateway, for a user who has signed in. */
  getServiceRoles(
    serviceId: string,
    creator: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly BkServiceRole[]> {
    const query = { service_id: serviceId, all: '1', ...(creator === undefined ? {} : { ticket_creator: creator }) };
    return this.#get('get_service_roles', query, serviceRoles, signal);
  }

  /** User names of those who have signed; through the gateway only. */
  async getApprovers(sn: string, stepId: string, signal: AbortSignal): Promise<readonly string[]> {
    const data = await this.#get('get_approver', { sn, state_id: stepId }, approver, signal);
    return data.approver.split(',').filter((name) => name !== '');
  }

  /** @returns the number of the new ticket */
  async createTicket(
    serviceId: string,
    fields: readonly { readonly key: string; readonly value: unknown }[],
    form: readonly BkField[],
    signal: AbortSignal,
  ): Promise<string> {
    const body = { service_id: toNumber(serviceId), creator: this.#access.operator, fields };
    return (await this.#post('write', 'create_ticket', body, createdTicket, signal, form)).sn;
  }

  /** Through the gateway only. */
  async approve({ sn, stepId, isApproved, remark }: ApproveRequest, signal: AbortSignal): Promise<void> {
    const action = isApproved ? 'true' : 'false';
    const body = { sn, state_id: toNumber(stepId), approver: this.#access.operator, action, remark };
    await this.#post('write', 'approve', body, nothing, signal);
  }

  async comment(sn: string, stars: number, comments: string, signal: AbortSignal): Promise<void> {
    // Optional by name, but without it the server breaks.
    const body = { sn, operator: this.#access.operator, stars, comments };
    await this.#post('write', this.#access.isGateway ? 'comment' : 'comment_ticket', body, nothing, signal);
  }

  /** The operator follows a ticket, or does so no more; through the gateway only. */
  async addFollower(sn: string, attention: boolean, signal: AbortSignal): Promise<void> {
    await this.#post('write', 'add_follower', { sn, users: this.#access.operator, attention }, nothing, signal);
  }

  /** Through the gateway only. */
  async editField(
    sn: string,
    fields: readonly { readonly key: string; readonly type: string; readonly value: string }[],
    form: readonly BkField[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#post('write', 'edit_field', { sn, operator: this.#access.operator, fields }, nothing, signal, form);
  }

  async operateNode({ sn, stepId, action, parameters, form }: NodeOperation, signal: AbortSignal): Promise<void> {
    const body = {
      sn,
      operator: this.#access.operator,
      state_id: toNumber(stepId),
      action_type: action,
      ...parameters,
    };
    await this.#post('write', 'operate_node', body, nothing, signal, form);
  }

  async operateTicket(sn: string, action: string, remark: string, signal: AbortSignal): Promise<void> {
    const body = { sn, operator: this.#access.operator, action_type: action, action_message: remark };
    await this.#post('write', 'operate_ticket', body, nothing, signal);
  }

  dispose(): void {
    this.#http.dispose();
  }

  #get<T>(
    name: string,
    query: Readonly<Record<string, string>>,
    schema: ZodMiniType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { root, sendsParameters, credentials } = this.#access;
    return this.#http.send(
      {
        kind: 'read',
        method: 'GET',
        url: `${root}${name}/`,
        query: sendsParameters ? { ...query, ...credentials } : query,
        headers: this.#headers,
        schema,
        readRefusal: (answer) => readRefusal(answer, { kind: 'read' }),
      },
      signal,
    );
  }

  #post<T>(
    kind: 'read' | 'write',
    name: string,
    body: Readonly<Record<string, unknown>>,
    schema: ZodMiniType<T>,
    signal: AbortSignal,
    form?: readonly BkField[],
  ): Promise<T> {
    const { root, sendsParameters, credentials } = this.#access;
    return this.#http.send(
      {
        kind,
        method: 'POST',
        url: `${root}${name}/`,
        headers: this.#headers,
        body: sendsParameters ? { ...body, ...credentials } : body,
        schema,
        readRefusal: (answer) => readRefusal(answer, { kind, form }),
      },
      signal,
    );
  }
}

function readPage<T>(page: BkTicketPage, schema: ZodMiniType<T>): TicketPage<T> {
  return {
    items: page.items.map((item) => schema.safeParse(item).data),
    pageCount: page.total_page,
    count: page.count,
  };
}

function toNumber(id: string): string | number {
  return /^\d{1,15}$/u.test(id) ? Number(id) : id;
}

/** JSON on one line, in characters that a header may hold: a pasted secret can be anything. */
function toHeaderText(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/gu,
    // By UTF-16 unit, as JSON counts them.
    (character) =>
      Array.from({ length: character.length }, (_, index) => escapeUnit(character.charCodeAt(index))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
