import type { ZodType } from 'zod';
import type { Disposable } from '../../base/disposable.ts';
import type { Http } from '../http.ts';
import { readRefusal } from './refusal.ts';
import {
  BkNothing,
  BkTicketInfo,
  BkTicketItem,
  BkTicketPage,
  BkTicketStatus,
  BkTicketStatusWithForms,
  inEnvelope,
  type BkField,
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

const ticketStatus = inEnvelope(BkTicketStatus);
const ticketStatusWithForms = inEnvelope(BkTicketStatusWithForms);
const ticketInfo = inEnvelope(BkTicketInfo);
const ticketPage = inEnvelope(BkTicketPage);
const nothing = inEnvelope(BkNothing);

/** The interfaces of BK-ITSM that are used, one method each. */
export class BkItsmClient implements Disposable {
  readonly #http: Http;
  readonly #access: BkItsmAccess;

  constructor(http: Http, access: BkItsmAccess) {
    this.#http = http;
    this.#access = access;
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

  /** A read, although it is a POST. Entries that cannot be understood are `undefined`. */
  async getTickets(
    filter: { readonly sns?: readonly string[]; readonly page: number; readonly page_size: number },
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly (BkTicketItem | undefined)[]; readonly pageCount: number }> {
    const page = await this.#post('read', 'get_tickets', filter, ticketPage, signal);
    const items = page.items.map((item) => BkTicketItem.safeParse(item).data);
    return { items, pageCount: page.total_page };
  }

  async operateNode({ sn, stepId, action, parameters, form }: NodeOperation, signal: AbortSignal): Promise<void> {
    const body = {
      sn,
      operator: this.#access.operator,
      state_id: /^\d{1,15}$/u.test(stepId) ? Number(stepId) : stepId,
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

  #get<T>(name: string, query: Readonly<Record<string, string>>, schema: ZodType<T>, signal: AbortSignal): Promise<T> {
    const { root, sendsParameters, credentials } = this.#access;
    return this.#http.send(
      {
        kind: 'read',
        method: 'GET',
        url: `${root}${name}/`,
        query: sendsParameters ? { ...query, ...credentials } : query,
        headers: this.#headers(),
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
    schema: ZodType<T>,
    signal: AbortSignal,
    form?: readonly BkField[],
  ): Promise<T> {
    const { root, sendsParameters, credentials } = this.#access;
    return this.#http.send(
      {
        kind,
        method: 'POST',
        url: `${root}${name}/`,
        headers: this.#headers(),
        body: sendsParameters ? { ...body, ...credentials } : body,
        schema,
        readRefusal: (answer) => readRefusal(answer, { kind, form }),
      },
      signal,
    );
  }

  #headers(): Readonly<Record<string, string>> {
    const { sendsParameters, credentials } = this.#access;
    return sendsParameters ? {} : { 'x-bkapi-authorization': toHeaderText(credentials) };
  }
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
