import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import {
  badParameter,
  cleanRefusal,
  crashed,
  fieldProblems,
  refused,
  refusedWith,
  serverError,
  ticketNotFound,
} from './refusal.ts';
import { formatTime } from './shanghaiTime.ts';
import { checkText, requireTexts } from './textSerializer.ts';
import { waitingSigners, type StoredNode, type StoredTicket } from './ticketModel.ts';
import { ticketUrls } from './ticketViews.ts';
import type { BkApprovalResult } from './wire.ts';

/** approve (contract §1.7): no field keys are needed, and nothing of what is sent is checked. @throws Refusal */
export function approve({ store, engine }: Itsm, parameters: Parameters): readonly never[] {
  const approver = plainText(parameters['approver']);
  const action = plainText(parameters['action']);
  const ticket = store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw ticketNotFound();
  const node = requireNode(ticket, parameters['state_id']);
  if (node.status !== 'RUNNING') throw notOperated('单据审批失败，单据当前状态非RUNNING');
  if (node.design.type !== 'APPROVAL') {
    throw notOperated(`单据审批失败，目标节点${node.design.name}不是审批节点`);
  }
  requireSigner(node, approver);
  const { fields } = node.design;
  const remark = fields.find(({ meta, validateType }) => {
    return meta['code'] !== 'APPROVE_RESULT' && validateType === (action === 'true' ? 'OPTION' : 'REQUIRE');
  });
  sign(engine, ticket, node, { approver, action, remarkKey: remark?.key, remark: plainText(parameters['remark']) });
  return [];
}

/** proceed_approval (contract §1.7): the opinion goes to the first remark, whatever the result. @throws Refusal */
export function proceedApproval({ store, engine }: Itsm, parameters: Parameters): readonly never[] {
  const text = (name: string, isRequired: boolean): ReturnType<typeof checkText> => {
    return checkText(parameters[name], { isRequired, mayBeBlank: false });
  };
  const given = requireTexts({
    process_inst_id: text('process_inst_id', false),
    activity: text('activity', true),
    submit_action: text('submit_action', true),
    submit_opinion: text('submit_opinion', false),
    handler: text('handler', true),
  });
  const action = given['submit_action'] ?? '';
  if (action !== 'true' && action !== 'false') throw refusedWith({ submit_action: fieldProblems.notAChoice(action) });
  const sn = given['process_inst_id'];
  if (sn === undefined) throw crashed("'process_inst_id'"); // the text of a Python KeyError
  const ticket = store.get(sn);
  if (ticket === undefined) throw refused(`process_inst_id = ${sn} 对应的单据不存在！`);
  const node = requireNode(ticket, given['activity']);
  const approver = given['handler'] ?? '';
  requireSigner(node, approver);
  const remark = given['submit_opinion'];
  if (remark === undefined) throw crashed("'submit_opinion'"); // as above
  const remarkKey = node.design.fields.find(({ meta }) => meta['code'] !== 'APPROVE_RESULT')?.key;
  sign(engine, ticket, node, { approver, action, remarkKey, remark });
  return [];
}

function sign(
  engine: Itsm['engine'],
  ticket: StoredTicket,
  node: StoredNode,
  {
    approver,
    action,
    remarkKey,
    remark,
  }: { approver: string; action: string; remarkKey: string | undefined; remark: string },
): void {
  const result = node.design.fields.find(({ meta }) => meta['code'] === 'APPROVE_RESULT');
  const values = new Map([[result?.key ?? '', action]]);
  if (remarkKey !== undefined) values.set(remarkKey, remark);
  engine.sign(ticket, node, { operator: approver, values });
}

function requireSigner(node: StoredNode, name: string): void {
  if (waitingSigners(node).includes(name)) return;
  throw notOperated(`单据审批失败，${name}不是当前节点的审批人，无法审批`);
}

function notOperated(reason: string): Error {
  return cleanRefusal(3900004, `单据操作失败: ${reason}`);
}

function requireNode(ticket: StoredTicket, stateId: unknown): StoredNode {
  const node = findNode(ticket, stateId);
  if (node === undefined) throw crashed('Status matching query does not exist.');
  return node;
}

function findNode({ nodes }: StoredTicket, stateId: unknown): StoredNode | undefined {
  return nodes.find(({ design, entries }) => entries > 0 && String(design.stateId) === plainText(stateId));
}

function requireTicket({ store }: Itsm, sn: string): StoredTicket {
  const ticket = store.get(sn);
  if (ticket === undefined) throw badParameter(`sn[${sn || 'None'}]对应的单据不存在！`);
  return ticket;
}

/** get_approver (contract §1.7): those who have signed or are being processed. @throws Refusal */
export function getApprover(itsm: Itsm, parameters: Parameters): unknown {
  const node = requireNode(requireTicket(itsm, plainText(parameters['sn'])), parameters['state_id']);
  return { approver: [...node.signers, ...node.pendingSigners].join(',') };
}

/** get_approve_node_result (contract §1.7). @throws Refusal */
export function getApproveNodeResult(itsm: Itsm, parameters: Parameters): unknown {
  const sn = plainText(parameters['sn']);
  const stateId = plainText(parameters['state_id']);
  const ticket = requireTicket(itsm, sn);
  const node = findNode(ticket, stateId);
  if (node === undefined) throw badParameter(`sn[${sn}], state[${stateId}] 未查到对应的节点状态`);
  if (node.status !== 'FINISHED') throw badParameter(`sn[${sn}], state[${stateId}] 当前节点状态为非结束状态`);
  const fields = ticket.fields.filter((field) => field.stateId === node.design.stateId);
  const isPassed = fields.some(({ design, value }) => design.type === 'RADIO' && value === 'true');
  const remark = fields.find(({ design }) => {
    return design.type === 'TEXT' && design.validateType === (isPassed ? 'OPTION' : 'REQUIRE');
  });
  return {
    name: node.design.name,
    processed_user: node.signers.length > 0 ? node.signers.join(',') : node.processors.join(','),
    approve_result: isPassed,
    approve_remark: remark?.value ?? '',
  };
}

/** ticket_approval_result (contract §1.7): unknown numbers are missing, a text is looked at by character. @throws Refusal */
export function ticketApprovalResult(
  { store, origin, acknowledged }: Itsm,
  parameters: Parameters,
): readonly BkApprovalResult[] {
  const given = parameters['sn'];
  if (typeof given !== 'string' && !Array.isArray(given)) throw serverError("'NoneType' object is not iterable");
  const numbers = [...(given as Iterable<unknown>)].map(plainText); // just looked
  if (numbers.length === 0) throw serverError("wrong number of arguments for 'hdel' command");
  for (const sn of numbers) acknowledged.add(sn);
  return store
    .list()
    .filter(({ sn }) => numbers.includes(sn))
    .map((ticket) => ({
      sn: ticket.sn,
      title: ticket.title,
      ticket_url: ticketUrls(ticket, origin()).ticket_url,
      current_status: ticket.status,
      updated_by: ticket.updatedBy.join(','),
      update_at: formatTime(ticket.updatedAt),
      approve_result: ticket.status === 'FINISHED' && ticket.nodes.every(({ isApproved }) => isApproved !== false),
    }));
}
