import { ticketManagers, type Itsm, type Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { cleanRefusal, crashed, refused, ticketNotFound } from './refusal.ts';
import { checkText, requireTexts } from './textSerializer.ts';
import { currentNodes, currentProcessors, isOver, type StoredTicket } from './ticketModel.ts';

/** Takes the place of env SYSTEM_USE_API_ACCOUNT, which may withdraw like a creator (contract §3.3). */
const systemAccount = 'admin';

/** operate_ticket (contract §2.3, §3.4). @throws Refusal */
export function operateTicket(itsm: Itsm, parameters: Parameters): readonly never[] {
  const ticket = itsm.store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw ticketNotFound();
  const action = plainText(parameters['action_type']) || 'None';
  const operator = plainText(parameters['operator']);
  if (!['SUSPEND', 'UNSUSPEND', 'WITHDRAW', 'TERMINATE'].includes(action)) {
    throw cleanRefusal(3900004, `单据操作失败，不支持的操作类型: ${action}`);
  }
  if (action === 'WITHDRAW') requireWithdrawable(ticket, operator);
  else requireOperable(ticket, operator);
  if (action === 'UNSUSPEND' && ticket.status !== 'SUSPENDED') throw refused('抱歉，该单据不在挂起中，无法操作');
  const { action_message: message } = requireTexts({
    operator: checkText(parameters['operator'], { isRequired: true, mayBeBlank: false }),
    action_message: checkText(parameters['action_message'], { isRequired: false, mayBeBlank: false, limit: 255 }),
  });
  if (message === undefined) throw crashed("'action_message'"); // the text of a Python KeyError
  carryOut(itsm, ticket, { action, operator, message });
  return [];
}

function requireOperable(ticket: StoredTicket, operator: string): void {
  if (isOver(ticket)) throw refused('抱歉，单据已关闭，无法操作');
  if (ticket.isSlave) throw refused('抱歉，子单为只读状态，无法操作');
  if (currentProcessors(ticket).includes(operator) || ticketManagers.includes(operator)) return;
  throw refused(`抱歉，${operator}无权操作该单据`);
}

function requireWithdrawable(ticket: StoredTicket, operator: string): void {
  if (!ticket.flow.isRevocable) throw refused('抱歉，当前流程配置无法撤单，请联系服务负责人');
  if (operator !== ticket.creator && operator !== systemAccount) {
    throw refused('抱歉，你无权撤销单据，请联系提单人');
  }
  if (isOver(ticket)) throw refused('抱歉，单据已经结束，无法撤销');
  if (!isWithdrawable(ticket)) throw refused('抱歉，单据执行中，无法撤销');
}

/** Whether the flow allows WITHDRAW now; says nothing about who asks (contract §3.3). */
export function isWithdrawable(ticket: StoredTicket): boolean {
  const { flow, nodes } = ticket;
  if (!flow.isRevocable || isOver(ticket)) return false;
  if (flow.revokeType === 1) return true;
  const isAutomatic = currentNodes(ticket).some(({ design }) => design.type === 'TASK');
  return nodes.filter(({ status }) => status === 'FINISHED').length === 1 && !isAutomatic;
}

function carryOut(
  { engine, now }: Itsm,
  ticket: StoredTicket,
  { action, operator, message }: { action: string; operator: string; message: string },
): void {
  switch (action) {
    case 'SUSPEND':
      // The guard compares with the wrong word, so a second SUSPEND makes the ticket remember SUSPENDED (contract §3.4).
      ticket.previousStatus = ticket.status;
      ticket.status = 'SUSPENDED';
      ticket.updatedAt = now();
      engine.log(ticket, { operator, message: `${operator} 挂起单据，挂起原因：${message}.` });
      return;
    case 'UNSUSPEND':
      ticket.status = ticket.previousStatus;
      ticket.updatedAt = now();
      engine.log(ticket, { operator, message: `${operator} 恢复单据.` });
      return;
    case 'WITHDRAW':
      engine.end(ticket, 'REVOKED');
      engine.log(ticket, { operator, message: `${operator} 撤销单据.` });
      return;
    default:
      engine.end(ticket, 'TERMINATED');
      engine.log(ticket, { operator, message: `${operator} 关闭了单据.`, source: 'SYS' });
  }
}
