import type { Itsm, Parameters } from './itsm.ts';
import { operateNode } from './operateNode.ts';
import { operateTicket } from './operateTicket.ts';
import { plainText } from './plainText.ts';
import { Refusal, cleanRefusal, ticketNotFound, type Dialect } from './refusal.ts';
import { getTickets, getTicketsByUser } from './ticketQueries.ts';
import type { StoredTicket } from './ticketModel.ts';
import { viewInfo, viewLogs, viewStatus } from './ticketViews.ts';

/** ITSM's envelope (contract §2.1). */
export interface Envelope {
  readonly result: boolean;
  readonly code: number | string;
  readonly message: string;
  readonly data: unknown;
}

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly doors: readonly ('esb' | 'gateway')[];
  readonly isWrite?: true;
  /** @throws Refusal */
  readonly answer: (itsm: Itsm, parameters: Parameters) => unknown;
}

const both = ['esb', 'gateway'] as const;

/** What the sandbox knows of the contract's table (§1). */
const endpoints: Readonly<Record<string, Endpoint>> = {
  get_ticket_status: {
    method: 'GET',
    doors: both,
    answer: (itsm, parameters) => viewStatus(findTicket(itsm, parameters), itsm.origin()),
  },
  get_ticket_info: {
    method: 'GET',
    doors: both,
    answer: (itsm, parameters) => viewInfo(findTicket(itsm, parameters), itsm.origin()),
  },
  get_ticket_logs: {
    method: 'GET',
    doors: both,
    answer: (itsm, parameters) => {
      return viewLogs(findTicket(itsm, parameters), parameters['show_type'] === 'complex' ? 'complex' : 'simple');
    },
  },
  get_tickets: { method: 'POST', doors: both, answer: getTickets },
  get_tickets_by_user: { method: 'GET', doors: ['gateway'], answer: getTicketsByUser },
  operate_node: { method: 'POST', doors: both, isWrite: true, answer: operateNode },
  operate_ticket: { method: 'POST', doors: both, isWrite: true, answer: operateTicket },
  get_approver: { method: 'GET', doors: ['gateway'], answer: getApprover },
};

/** @returns undefined when this door does not know the name, or not with this method */
export function findEndpoint(name: string, method: string, door: 'esb' | 'gateway'): Endpoint | undefined {
  const endpoint = Object.hasOwn(endpoints, name) ? endpoints[name] : undefined;
  return endpoint?.method === method && endpoint.doors.includes(door) ? endpoint : undefined;
}

/** Whether the name changes tickets. */
export function isWriteName(name: string): boolean {
  return Object.hasOwn(endpoints, name) && endpoints[name]?.isWrite === true;
}

/** Runs an endpoint and puts its answer or its refusal into the envelope. */
export function callEndpoint(endpoint: Endpoint, itsm: Itsm, parameters: Parameters, dialect: Dialect): Envelope {
  try {
    return { result: true, code: 0, message: 'success', data: endpoint.answer(itsm, parameters) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { result: false, data: null, ...error.answer(dialect) };
  }
}

function findTicket({ store }: Itsm, parameters: Parameters): StoredTicket {
  const ticket = store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw ticketNotFound();
  return ticket;
}

/** Those who have signed (contract §1.7). */
function getApprover(itsm: Itsm, parameters: Parameters): unknown {
  const ticket = findTicket(itsm, parameters);
  const node = ticket.nodes.find(({ design }) => String(design.stateId) === plainText(parameters['state_id']));
  if (node === undefined) throw cleanRefusal(3900017, '没有找到对应的节点');
  return { approver: node.signers.join(',') };
}
