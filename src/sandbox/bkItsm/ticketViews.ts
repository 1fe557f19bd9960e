import { displayValue } from './displayValue.ts';
import { isWithdrawable } from './operateTicket.ts';
import { formatTime } from './shanghaiTime.ts';
import {
  actionType,
  currentNodes,
  isOver,
  type FieldDesign,
  type StoredLog,
  type StoredNode,
  type StoredTicket,
} from './ticketModel.ts';
import type {
  BkInfoField,
  BkOperation,
  BkShortStep,
  BkStepField,
  BkTicketInfo,
  BkTicketItem,
  BkTicketLogs,
  BkTicketStatus,
} from './wire.ts';

/** Raw Chinese in every language (contract §0). */
const operationNames: Readonly<Record<string, string>> = {
  TRANSITION: '提交',
  CLAIM: '认领',
  DISTRIBUTE: '派单',
  DELIVER: '转单',
  AUTOMATIC: '自动处理',
  SUSPEND: '挂起',
  UNSUSPEND: '恢复',
  WITHDRAW: '撤单',
  TERMINATE: '终止',
};

function operations(keys: readonly (string | false)[]): readonly BkOperation[] {
  return keys
    .filter((key) => key !== false)
    .map((key) => ({ key, name: operationNames[key] ?? key, can_operate: true }));
}

/** get_ticket_status (contract §1.1). */
export function viewStatus(ticket: StoredTicket, origin: string): BkTicketStatus {
  const versionFieldIds = new Map(ticket.fields.map(({ design, versionFieldId }) => [design, versionFieldId]));
  return {
    ...ticketUrls(ticket, origin),
    operations: operations([
      isWithdrawable(ticket) && 'WITHDRAW',
      ticket.status === 'SUSPENDED' && 'UNSUSPEND',
      ticket.status === 'RUNNING' && !isOver(ticket) && 'SUSPEND',
    ]),
    current_status: ticket.status,
    is_commented: ticket.isCommented,
    current_steps: currentNodes(ticket).map((node) => ({
      ...viewShortStep(node),
      fields: node.design.fields.map((design) => {
        return viewStepField(design, versionFieldIds.get(design) ?? 0, ticket.flow.versionId, node.design.stateId);
      }),
      operations: operations(stepOperations(node)),
    })),
  };
}

function stepOperations(node: StoredNode): readonly (string | false)[] {
  const action = actionType(node);
  if (action !== 'TRANSITION') return [action];
  return [action, 'SUSPEND', node.design.canDeliver && 'DELIVER', node.design.canTerminate && 'TERMINATE'];
}

function viewShortStep(node: StoredNode): BkShortStep {
  const { design, status, processors, processorsType } = node;
  const isAutomatic = design.type === 'TASK';
  return {
    name: design.name,
    state_id: design.stateId,
    status,
    action_type: actionType(node),
    tag: 'DEFAULT',
    processors_type: isAutomatic ? 'EMPTY' : processorsType,
    processors: isAutomatic ? '系统自动处理' : processorsType === 'OPEN' ? '' : processors.join(','),
  };
}

/** Whose field it is: one of the base model or of the designer. */
function sourceOf({ key }: FieldDesign): 'BASE-MODEL' | 'CUSTOM' {
  return ['title', 'current_status', 'priority'].includes(key) ? 'BASE-MODEL' : 'CUSTOM';
}

/** How the options of a field come from another system. */
export function apiOf({ sourceType }: FieldDesign): { readonly api_instance_id: number; readonly api_info?: unknown } {
  return sourceType === 'API'
    ? { api_instance_id: 17, api_info: { remote_api_id: 5, rsp_data: 'data', req_params: {} } }
    : { api_instance_id: 0 };
}

/** A field without value, default and layout, as in get_ticket_status and get_workflow_detail. */
export function viewStepField(design: FieldDesign, id: number, workflowId: number, stateId: number): BkStepField {
  return {
    id,
    key: design.key,
    type: design.type,
    name: design.name,
    desc: design.desc,
    choice: design.choice,
    meta: design.meta,
    regex: design.regex,
    regex_config: design.rule === undefined ? {} : { rule: design.rule },
    custom_regex: design.customRegex,
    validate_type: design.validateType,
    is_readonly: design.isReadonly,
    source: sourceOf(design),
    source_type: design.sourceType,
    source_uri: design.sourceUri,
    ...apiOf(design),
    workflow_id: workflowId,
    state_id: stateId,
  };
}

/** get_ticket_info (contract §1.2): every field of the ticket, ordered by id; a key may occur twice. */
export function viewInfo(ticket: StoredTicket, origin: string): BkTicketInfo {
  return {
    ...viewHead(ticket, origin),
    current_steps: currentNodes(ticket).map(viewShortStep),
    fields: ticket.fields.map((field): BkInfoField => {
      const { key, type, name, desc } = field.design;
      return { id: field.id, key, type, name, desc, value: field.value, display_value: displayValue(field) };
    }),
  };
}

/** An item of get_tickets (contract §1.4). */
export function viewItem(ticket: StoredTicket, origin: string): BkTicketItem {
  return { ...viewHead(ticket, origin), service_type: ticket.flow.serviceType };
}

/** An item of get_tickets_by_user (contract §1.5): steps with `type`, failed automatic ones among them. */
export function viewUserItem(
  ticket: StoredTicket,
  origin: string,
  user: string,
  master: StoredTicket | undefined,
): Readonly<Record<string, unknown>> {
  const { status } = master ?? ticket;
  const steps = ticket.nodes.filter((node) => node.status === 'FAILED' || currentNodes(ticket).includes(node));
  const isRunning = !isOver(ticket);
  return {
    ...viewItem(ticket, origin),
    current_status: status,
    service_name: ticket.flow.serviceName,
    current_status_display: statusNames[status] ?? status,
    current_steps: steps.map(({ design }) => {
      const { stateId, name, type } = design;
      return { id: ticket.id * 1000 + stateId, tag: 'DEFAULT', name, state_id: stateId, type };
    }),
    priority_name: '--',
    meta: withoutSecrets(ticket.meta),
    current_processors: `,${steps.flatMap(({ processorIds }) => processorIds).join(',')},`.slice(0, 255),
    can_comment: ticket.status === 'FINISHED' && !ticket.isCommented && ticket.creator === user,
    can_operate: false,
    waiting_approve: steps.some(({ design }) => design.type === 'APPROVAL'),
    followers: ticket.followers,
    can_supervise: isRunning && status !== 'SUSPENDED' && ticket.creator === user,
    can_withdraw: isWithdrawable(ticket) && ticket.creator === user,
    sla: [],
    sla_color: '',
    project_key: ticket.projectKey,
  };
}

function withoutSecrets(meta: StoredTicket['meta']): StoredTicket['meta'] {
  return Object.fromEntries(Object.entries(meta).filter(([key]) => key !== 'headers'));
}

const statusNames: Readonly<Record<string, string>> = {
  NEW: '新',
  RUNNING: '处理中',
  RESOLVED: '已解决',
  CONFIRMED: '待确认',
  SUSPENDED: '挂起',
  FINISHED: '已完成',
  TERMINATED: '已终止',
  REVOKED: '已撤销',
};

/** get_ticket_logs (contract §1.3); `complex` adds the forms. */
export function viewLogs(ticket: StoredTicket, kind: 'simple' | 'complex'): BkTicketLogs {
  const nodeTypes = new Map(ticket.nodes.map(({ design }) => [design.stateId, design.type]));
  return {
    sn: ticket.sn,
    title: ticket.title,
    create_at: formatTime(ticket.createdAt),
    creator: ticket.creator,
    logs: ticket.logs.map(({ operator, at, message, source, stateId, formData }: StoredLog) => {
      const type: string = nodeTypes.get(stateId) ?? '';
      const simple = { operator, operate_at: formatTime(at), message, source };
      if (kind === 'simple') return simple;
      return {
        ...simple,
        form_data: type === 'TASK' ? [{ output_variables: [] }] : formData,
        from_state_type: type,
      };
    }),
  };
}

function viewHead(ticket: StoredTicket, origin: string): Omit<BkTicketItem, 'service_type'> {
  const { id, sn, title, flow, creator } = ticket;
  return {
    id,
    sn,
    title,
    catalog_id: flow.catalogId,
    service_id: flow.serviceId,
    flow_id: flow.versionId,
    current_status: ticket.status,
    comment_id: isOver(ticket) ? String(5000 + id) : '',
    is_commented: ticket.isCommented,
    updated_by: ticket.updatedBy.join(','),
    update_at: formatTime(ticket.updatedAt),
    end_at: ticket.endedAt === undefined ? null : formatTime(ticket.endedAt),
    creator,
    create_at: formatTime(ticket.createdAt),
    is_biz_need: ticket.bkBizId !== -1,
    bk_biz_id: ticket.bkBizId,
    ...ticketUrls(ticket, origin),
  };
}

export function ticketUrls({ id }: StoredTicket, origin: string): { ticket_url: string; iframe_ticket_url: string } {
  const page = `${origin}/o/bk_itsm/#/ticket`;
  return { ticket_url: `${page}/detail?id=${id}`, iframe_ticket_url: `${page}/detail-iframe?id=${id}` };
}
