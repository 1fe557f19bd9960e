import { appoint, areRoles, membersOf, namesOf } from './directory.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { badParameter, cleanRefusal, fieldProblems, refusedWith } from './refusal.ts';
import { escapeRemark } from './storedText.ts';
import { checkText, requireTexts } from './textSerializer.ts';
import { actionType, isSigned, type StoredNode, type StoredTicket } from './ticketModel.ts';

const actions = [
  'TRANSITION',
  'CLAIM',
  'DISTRIBUTE',
  'DELIVER',
  'EXCEPTION_DISTRIBUTE',
  'SUSPEND',
  'UNSUSPEND',
  'WITHDRAW',
  'TERMINATE',
];

const processorsTypes = [
  'CMDB',
  'GENERAL',
  'OPEN',
  'PERSON',
  'STARTER',
  'BY_ASSIGNOR',
  'EMPTY',
  'ORGANIZATION',
  'VARIABLE',
  'IAM',
  'STARTER_LEADER',
  'ASSIGN_LEADER',
  'API',
];

/** CLAIM, DISTRIBUTE, DELIVER and EXCEPTION_DISTRIBUTE of operate_node (contract §3.4). @throws Refusal */
export function reassign({ engine }: Itsm, ticket: StoredTicket, node: StoredNode, parameters: Parameters): void {
  const action = plainText(parameters['action_type']);
  if (!actions.includes(action)) throw refusedWith({ action_type: fieldProblems.notAChoice(action) });
  const text = (name: string, isRequired: boolean, limit?: number): ReturnType<typeof checkText> => {
    return checkText(parameters[name], { isRequired, mayBeBlank: false, ...(limit === undefined ? {} : { limit }) });
  };
  const given = requireTexts({
    processors_type: text('processors_type', true),
    processors: text('processors', true),
    action_message: text('action_message', false, 255),
    operator: text('operator', true),
  });
  const operator = given['operator'] ?? '';
  const type = given['processors_type'] ?? '';
  if (!processorsTypes.includes(type)) throw refusedWith({ processors_type: fieldProblems.notAChoice(type) });
  const ids = (given['processors'] ?? '').split(',').filter((id) => id !== '');
  const target: Target =
    type === 'STARTER'
      ? { type: 'PERSON', ids: [ticket.creator], message: given['action_message'] }
      : { type, ids, message: given['action_message'] };
  checkAction(node, action, target);
  if (membersOf(target.type, target.ids).some((name) => node.signers.includes(name))) {
    throw cleanRefusal(3900046, '转派单异常: 不允许向已经处理的人转单');
  }
  logReassignment(engine, ticket, node, { action, operator, target });
  if (action === 'DELIVER' || action === 'EXCEPTION_DISTRIBUTE') deliver(node, operator, target);
  else if (action === 'CLAIM') engine.assign(node, [operator], 'PERSON');
  else engine.assign(node, target.ids, target.type);
}

interface Target {
  readonly type: string;
  /** Usernames, or ids of roles or organisations. */
  readonly ids: readonly string[];
  readonly message: string | undefined;
}

function checkAction(node: StoredNode, action: string, target: Target): void {
  const { design, status, processors } = node;
  switch (action) {
    case 'CLAIM':
      requireNodeAction(node, 'CLAIM', '认领');
      if (!target.ids.every((name) => processors.includes(name))) throw badParameter('您无法认领该单据');
      return;
    case 'DISTRIBUTE':
      requireNodeAction(node, 'DISTRIBUTE', '派单');
      requireWithin(target, design.assignable, design.assignableType);
      return;
    case 'DELIVER':
      if (!design.canDeliver) throw badParameter(`指定流程节点【${design.name}】不支持转单操作.`);
      if (status !== 'RUNNING') throw badParameter('当前任务状态下无法转单.');
      if (target.message === undefined) throw badParameter('转单描述信息不能为空，请重新确认.');
      requireWithin(target, design.deliverTo, design.deliverToType);
      return;
    case 'EXCEPTION_DISTRIBUTE':
      return;
    default:
      throw badParameter(`节点暂不支持操作：${action}`);
  }
}

function requireNodeAction(node: StoredNode, action: string, name: string): void {
  if (actionType(node) !== action) throw badParameter(`当前节点无法进行【${name}】操作`);
}

/** The range may be of another type than the target: persons may be asked for out of a role. */
function requireWithin({ ids, type }: Target, range: readonly string[], rangeType = 'PERSON'): void {
  if (type === 'CMDB' || type === 'GENERAL') {
    if (rangeType !== type && rangeType !== 'PERSON') throw badParameter('当前分配的用户组类型不正确');
    if (range.length === 0 && !areRoles(type, ids)) throw badParameter('当前分配的用户组可能不存在');
    if (range.length > 0 && !ids.every((id) => range.includes(id)))
      throw badParameter('当前分配的部分用户组可能不存在');
  }
  if (type !== 'PERSON' || range.length === 0) return;
  const persons = membersOf(rangeType, range);
  if (ids.every((name) => persons.includes(name))) return;
  throw badParameter(`当前分配的部分用户可能不符合条件，请确保用户在${persons.join(',')}中`);
}

/** On a node that several sign, only the operator's place is handed over. */
function deliver(node: StoredNode, operator: string, { ids, type }: Target): void {
  if (!isSigned(node.design)) {
    appoint(node, type, ids);
    return;
  }
  const names = membersOf(type, ids);
  const processors = node.processors.flatMap((processor) => (processor === operator ? names : [processor]));
  appoint(node, 'PERSON', [...new Set(processors)]);
}

function logReassignment(
  engine: Itsm['engine'],
  ticket: StoredTicket,
  { design }: StoredNode,
  { action, operator, target }: { action: string; operator: string; target: Target },
): void {
  const remark = target.message === undefined ? '' : `：${escapeRemark(target.message)}`;
  const names = namesOf(target.type, target.ids).join(',');
  const message =
    action === 'CLAIM'
      ? `${operator} 认领了【${design.name}】${remark}.`
      : `${operator} 将【${design.name}】${action === 'DISTRIBUTE' ? '派单' : '转单'}给【${names}】${remark}.`;
  engine.log(ticket, { operator, message, stateId: design.stateId });
}
