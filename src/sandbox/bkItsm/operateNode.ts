import { checkField } from './fieldChecks.ts';
import { tabulate } from './fieldExpressions.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { reprTexts, type ValidationDetail } from './pythonRepr.ts';
import {
  badParameter,
  cleanRefusal,
  crashed,
  fieldProblems,
  Refusal,
  refused,
  refusedWith,
  ticketNotFound,
} from './refusal.ts';
import { reassign } from './reassign.ts';
import { checkText, requireTexts } from './textSerializer.ts';
import { actionType, isOver, isSigned, waitingSigners, type StoredNode, type StoredTicket } from './ticketModel.ts';

/** operate_node (contract §2.3, §3.3, §3.4). @throws Refusal */
export function operateNode(itsm: Itsm, parameters: Parameters): readonly never[] {
  const ticket = itsm.store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw ticketNotFound();
  const action = plainText(parameters['action_type']);
  const operator = plainText(parameters['operator']);
  const node = findPermittedNode(ticket, parameters['state_id'], operator, action);
  if (action === 'TRANSITION') transition(itsm, ticket, node, parameters);
  else if (action === 'TERMINATE') throw crashed("terminate() got an unexpected keyword argument 'source'");
  else reassign(itsm, ticket, node, parameters);
  return [];
}

function findPermittedNode(ticket: StoredTicket, stateId: unknown, operator: string, action: string): StoredNode {
  if (isOver(ticket)) throw refused('抱歉，单据已关闭，无法操作');
  if (ticket.isSlave) throw refused('抱歉，子单为只读状态，无法操作');
  const node = ticket.nodes.find(({ design }) => String(design.stateId) === plainText(stateId));
  if (node === undefined || node.status === 'WAIT')
    throw refused(`抱歉，没有找到该节点：${plainText(stateId) || 'None'}`);
  if (node.status === 'FINISHED') throw refused(`抱歉，当前节点：${node.design.stateId} 已经结束`);
  if (!mayOperate(node, operator, action)) {
    throw refused(`抱歉，${operator}不能操作该节点（没有权限或操作类型不支持）`);
  }
  return node;
}

function mayOperate(node: StoredNode, operator: string, action: string): boolean {
  const { design, status, processors, processorsType } = node;
  // Neither the action nor the node's status is looked at where people sign (contract §3.3).
  if (isSigned(design)) return waitingSigners(node).includes(operator);
  if (processorsType === 'OPEN') return true;
  if (!processors.includes(operator)) return false;
  if (status === 'RUNNING') return ['TRANSITION', 'DELIVER', 'SUSPEND', 'TERMINATE'].includes(action);
  return (status === 'RECEIVING' || status === 'DISTRIBUTING') && action === actionType(node);
}

function transition({ engine, now }: Itsm, ticket: StoredTicket, node: StoredNode, parameters: Parameters): void {
  const sent = readFields(parameters['fields']);
  const { operator } = requireTexts({
    operator: checkText(parameters['operator'], { isRequired: true, mayBeBlank: false }),
  });
  const { fields } = node.design;
  const missing = fields.filter(({ key, validateType }) => validateType === 'REQUIRE' && !sent.has(key));
  if (missing.length > 0) {
    throw badParameter(`单据处理失败，缺少参数：${reprTexts(missing.map(({ key }) => key))}`);
  }
  // The whole form is built: what the client left out becomes "" (contract §4.1).
  const values = new Map(fields.map(({ key }) => [key, sent.get(key) ?? '']));
  const submitted = fields.map(({ key, type }) => ({ key, type, value: values.get(key) ?? '' }));
  const context = { ticket, table: tabulate(ticket, submitted), now: now() };
  for (const design of fields) {
    wrapRefusal(() => checkField(design, values.get(design.key) ?? '', context));
  }
  if (!isSigned(node.design) && node.status === 'QUEUEING') {
    // Only an OPEN node lets a second submission come this far; the engine has closed its call-back by then.
    node.status = 'RUNNING';
    throw cleanRefusal(3900019, 'node callback failed: the schedule of this node has finished');
  }
  engine.submit(ticket, node, { operator: operator ?? '', values });
}

/** Field refusals are wrapped by the serializer's key (contract §10.6). */
function wrapRefusal(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof Refusal && error.reason.kind === 'validation') {
      throw refusedWith({ fields: error.reason.detail });
    }
    throw error;
  }
}

/** The serializer of `fields`: texts and numbers only, trimmed. @throws Refusal */
function readFields(fields: unknown): ReadonlyMap<string, string> {
  if (fields === undefined) throw refusedWith({ fields: fieldProblems.required() });
  if (fields === null) throw refusedWith({ fields: fieldProblems.null() });
  if (!Array.isArray(fields)) {
    throw refusedWith({
      fields: { non_field_errors: fieldProblems.notAList(typeof fields === 'string' ? 'str' : 'dict') },
    });
  }
  const values = new Map<string, string>();
  const problems: ValidationDetail[] = fields.map((entry: unknown) => {
    const field = (typeof entry === 'object' && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>; // JSON
    const key = checkText(field['key'], { isRequired: true, mayBeBlank: false });
    const value = checkText(field['value'], { isRequired: true, mayBeBlank: true });
    if (key.ok && value.ok) values.set(key.text ?? '', value.text ?? '');
    return { ...(key.ok ? {} : { key: key.problem }), ...(value.ok ? {} : { value: value.problem }) };
  });
  if (problems.some((problem) => Object.keys(problem).length > 0)) throw refusedWith({ fields: problems });
  return values;
}
