import { addFollower } from './addFollower.ts';
import { approve, getApproveNodeResult, getApprover, proceedApproval, ticketApprovalResult } from './approvals.ts';
import { getFastApprovalSummary } from './approvalSummary.ts';
import { comment } from './comment.ts';
import { createTicket } from './createTicket.ts';
import { editField } from './editField.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { operateNode } from './operateNode.ts';
import { operateTicket } from './operateTicket.ts';
import { plainText } from './plainText.ts';
import { Refusal, ticketNotFound, type Dialect } from './refusal.ts';
import { getServiceCatalogs, getServiceDetail, getServiceRoles, getServices } from './serviceQueries.ts';
import { getTickets, getTicketsByUser } from './ticketQueries.ts';
import { isOver, type StoredTicket } from './ticketModel.ts';
import { viewInfo, viewLogs, viewStatus } from './ticketViews.ts';
import { getWorkflowDetail } from './workflowDetail.ts';

/** ITSM's envelope (contract §2.1). */
export interface Envelope {
  readonly result: boolean;
  readonly code: number | string;
  readonly message: string;
  readonly data: unknown;
  /** Only beside the code VALIDATE_ERROR. */
  readonly messages?: unknown;
}

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly doors: readonly ('esb' | 'gateway')[];
  readonly isWrite?: true;
  /** The gateway demands a user, not only an app. */
  readonly needsUser?: true;
  /** Without the open API's wrapper: trouble has a word for its code (contract §2.1). */
  readonly isBare?: true;
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
  create_ticket: { method: 'POST', doors: both, isWrite: true, answer: createTicket },
  ticket_approval_result: {
    method: 'POST',
    doors: both,
    needsUser: true,
    isBare: true,
    answer: ticketApprovalResult,
  },
  'token/verify': {
    method: 'POST',
    doors: both,
    answer: ({ callbackToken }, { token }) => ({ is_passed: token === callbackToken }),
  },
  comment_ticket: { method: 'POST', doors: ['esb'], isWrite: true, answer: comment },
  comment: { method: 'POST', doors: ['gateway'], needsUser: true, isWrite: true, answer: comment },
  callback_failed_ticket: { method: 'GET', doors: both, needsUser: true, answer: findFailedCallbacks },
  get_services: { method: 'GET', doors: both, answer: getServices },
  get_service_detail: { method: 'GET', doors: both, answer: getServiceDetail },
  get_service_catalogs: { method: 'GET', doors: both, answer: getServiceCatalogs },
  get_service_roles: { method: 'GET', doors: both, needsUser: true, answer: getServiceRoles },
  get_workflow_detail: { method: 'GET', doors: ['esb'], isBare: true, answer: getWorkflowDetail },
  approve: { method: 'POST', doors: ['gateway'], needsUser: true, isWrite: true, answer: approve },
  proceed_approval: { method: 'POST', doors: ['gateway'], isWrite: true, answer: proceedApproval },
  edit_field: { method: 'POST', doors: ['gateway'], needsUser: true, isBare: true, isWrite: true, answer: editField },
  add_follower: { method: 'POST', doors: ['gateway'], needsUser: true, isWrite: true, answer: addFollower },
  get_approver: { method: 'GET', doors: ['gateway'], answer: getApprover },
  get_approve_node_result: { method: 'GET', doors: ['gateway'], answer: getApproveNodeResult },
  get_fast_approval_summary: { method: 'GET', doors: ['gateway'], answer: getFastApprovalSummary },
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
    return { result: false, data: null, ...(endpoint.isBare === true ? error.bareAnswer() : error.answer(dialect)) };
  }
}

function findTicket({ store }: Itsm, parameters: Parameters): StoredTicket {
  const ticket = store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw ticketNotFound();
  return ticket;
}

/** The sandbox calls nobody back, so every callback has failed until somebody asks for the result (contract §1.7). */
function findFailedCallbacks({ store, acknowledged }: Itsm): readonly string[] {
  return store
    .list()
    .filter((ticket) => isOver(ticket) && plainText(ticket.meta['callback_url']) !== '' && !acknowledged.has(ticket.sn))
    .map(({ sn }) => sn);
}
