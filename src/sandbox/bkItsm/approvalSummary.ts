import { displayValue } from './displayValue.ts';
import { isHidden, tabulate } from './fieldExpressions.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { badParameter } from './refusal.ts';
import { currentNodes } from './ticketModel.ts';

/** get_fast_approval_summary (contract §1.7): a ready-made preview in Markdown. @throws Refusal */
export function getFastApprovalSummary({ store }: Itsm, parameters: Parameters): { readonly summary: string } {
  const ticket = store.get(plainText(parameters['sn']));
  if (ticket === undefined) throw badParameter(`sn[${plainText(parameters['sn']) || 'None'}]对应的单据不存在！`);
  const steps = currentNodes(ticket);
  const processors = steps.flatMap(({ processorIds }) => processorIds);
  const table = tabulate(ticket, []);
  const fields = ticket.fields.filter(({ design, stateId }) => {
    if (!ticket.flow.start.includes(stateId) || ['TABLE', 'CUSTOMTABLE', 'FILE'].includes(design.type)) return false;
    return design.hiddenWhen === undefined || !isHidden(design.hiddenWhen, table);
  });
  const lines = [
    `## 『ITSM-』: ${ticket.title}`,
    `**单号**: ${ticket.sn}`,
    `**服务目录**: ${ticket.flow.serviceName}`,
    `**当前环节**: ${steps.map(({ design }) => design.name).join(',') || '无'}`,
    `**提单人**: ${ticket.creator}`,
    ...(processors.length === 0
      ? []
      : [`**审批人**: ${processors.slice(0, 3).join(',')}${processors.length > 3 ? '...' : ''}`]),
    '**--- 单据基本信息 ---**',
    ...fields.map((field) => `**${field.design.name}**：${plainText(displayValue(field)) || 'None'}`),
  ];
  return { summary: lines.join('\n') };
}
