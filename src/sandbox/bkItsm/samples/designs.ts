import type { Choice, FieldDesign, FlowDesign, NodeDesign, NodeStatus } from '../ticketModel.ts';
import type { TicketDesign } from '../ticketStore.ts';

/** A field that is required, of the designer's own making and without rules unless told. */
export function field(type: string, key: string, name: string, rest: Partial<FieldDesign> = {}): FieldDesign {
  return {
    key,
    type,
    name,
    desc: '',
    choice: [],
    validateType: 'REQUIRE',
    regex: 'EMPTY',
    customRegex: '',
    meta: {},
    isReadonly: false,
    sourceType: 'CUSTOM',
    sourceUri: '',
    ...rest,
  };
}

/** The same, but optional. */
export function optional(type: string, key: string, name: string, rest: Partial<FieldDesign> = {}): FieldDesign {
  return field(type, key, name, { validateType: 'OPTION', ...rest });
}

/** `choices('a=A', 'b=B')` */
export function choices(...pairs: readonly string[]): readonly Choice[] {
  return pairs.map((pair) => {
    const [key = '', name = key] = pair.split('=');
    return { key, name };
  });
}

/** A step of type NORMAL that one person works on and that ends the flow unless told. */
export function node(stateId: number, name: string, rest: Partial<NodeDesign> = {}): NodeDesign {
  return {
    stateId,
    name,
    type: 'NORMAL',
    distribute: 'PROCESS',
    processorsType: 'PERSON',
    processors: [],
    assigners: [],
    assignable: [],
    canDeliver: false,
    deliverTo: [],
    canTerminate: false,
    isSequential: false,
    needsAll: true,
    task: 'finishes',
    fields: [],
    next: [],
    waitsFor: [],
    ...rest,
  };
}

/** The step in which the creator has filled in the request; always state 1. */
export function requestNode(fields: readonly FieldDesign[], next: readonly number[]): NodeDesign {
  const title = field('STRING', 'title', '标题');
  return node(1, '提单', { processorsType: 'STARTER', fields: [title, ...fields], next });
}

/**
 * An approval as ITSM makes it (contract §3.4): the result, a remark for "true" and a remark for "false", each hidden
 * in the other case. The keys are generated, so only `meta.code` tells which is which.
 */
export function approvalFields(keys: readonly [string, string, string]): readonly FieldDesign[] {
  const hiddenOn = (value: string): Partial<FieldDesign> => ({
    hiddenWhen: { type: 'and', expressions: [{ key: keys[0], type: 'RADIO', condition: '==', value }] },
  });
  return [
    field('RADIO', keys[0], '审批意见', {
      choice: choices('true=通过', 'false=拒绝'),
      default: 'true',
      meta: { code: 'APPROVE_RESULT' },
    }),
    optional('TEXT', keys[1], '备注', hiddenOn('false')),
    field('TEXT', keys[2], '备注', hiddenOn('true')),
  ];
}

/** A signature: a result to select and a remark. */
export function signFields(keys: readonly [string, string]): readonly FieldDesign[] {
  return [
    field('SELECT', keys[0], '会签意见', {
      choice: choices('TONGYI=同意', 'JUJUE=不同意'),
      meta: { code: 'APPROVE_RESULT' },
    }),
    optional('TEXT', keys[1], '会签备注'),
  ];
}

const statusField = optional('SELECT', 'current_status', '工单状态', {
  choice: choices('RUNNING=处理中', 'SUSPENDED=挂起', 'RESOLVED=已解决', 'FINISHED=已完成'),
  sourceType: 'DATADICT',
  sourceUri: 'TICKET_STATUS',
  serverChoice: choices('RUNNING=处理中', 'SUSPENDED=挂起', 'RESOLVED=已解决', 'FINISHED=已完成'),
});

const priorityField = optional('SELECT', 'priority', '优先级', {
  sourceType: 'DATADICT',
  sourceUri: 'PRIORITY',
  serverChoice: choices('1=低', '2=中', '3=高'),
  default: '2',
});

const services = {
  request: { catalogId: 3, serviceId: 11, serviceName: '资源与权限申请' },
  event: { catalogId: 4, serviceId: 12, serviceName: '故障处理' },
  change: { catalogId: 5, serviceId: 13, serviceName: '生产变更' },
  question: { catalogId: 6, serviceId: 14, serviceName: '咨询' },
} as const;

/** A flow of one service; that of incidents has the title in its base model too, so the title occurs twice. */
export function flow(
  serviceType: FlowDesign['serviceType'],
  versionId: number,
  nodes: readonly NodeDesign[],
  rest: Partial<FlowDesign> = {},
): FlowDesign {
  const title = serviceType === 'event' ? [field('STRING', 'title', '标题')] : [];
  return {
    versionId,
    ...services[serviceType],
    serviceType,
    isRevocable: true,
    revokeType: 2,
    overStatuses: [],
    baseFields: [...title, statusField, priorityField],
    nodes,
    start: [1],
    ...rest,
  };
}

/** The request has been filled in, and the step behind it stands like this. */
export function secondStep(status: NodeStatus, signers: readonly string[] = []): TicketDesign['nodes'] {
  return { 1: { status: 'FINISHED' }, 2: { status, signers } };
}

/** Somebody has sent the form of a step: the request unless told. */
export function submitted(
  operator: string,
  hoursAgo: number,
  step = '提单',
  stateId = 1,
): NonNullable<TicketDesign['logs']>[number] {
  return { operator, hoursAgo, message: `${operator} 处理【${step}】(提交).`, stateId, isSubmission: true };
}
