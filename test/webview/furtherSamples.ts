import type { Approval } from '../../src/domain/approval.ts';
import type { Field, SelectField, TableField } from '../../src/domain/field.ts';
import type { HistoryEntry } from '../../src/domain/history.ts';
import { writeRows } from '../../src/domain/table.ts';
import type { Workflow, WorkflowNode } from '../../src/domain/workflow.ts';
import type { FormState } from '../../src/protocol/pageForm.ts';
import type { TimelineModel } from '../../src/protocol/pageTimeline.ts';
import type { PageState } from '../../src/protocol/stepPage.ts';
import { operation, plain, readyState, standing, textField, ticket, type ReadyState, type step } from './samples.ts';

export type CreatingState = Extract<PageState, { status: 'creating' }>;

export const approval: Approval = {
  approveName: '通过',
  rejectName: '拒绝',
  approveRemark: 'optional',
  rejectRemark: 'required',
  remarkMaxLength: 200,
};

export const remark = textField('remark', {
  label: 'Remark',
  isMultiline: true,
  maxLength: 200,
  description: 'Needed for a rejection.',
});

/** A step that is a decision, as the host makes it. */
export function approvalState(
  more: Parameters<typeof readyState>[0] = {},
  stepMore: Partial<typeof step> = {},
): ReadyState {
  return readyState(more, {
    fields: [textField('amount', { label: 'Amount', isReadOnly: true, value: '80,000' }), remark],
    submit: operation('submit', 'submit', 'Submit', { approval }),
    remarkKey: 'remark',
    otherOperations: [operation('transfer', 'transfer', 'Transfer'), operation('suspend', 'suspend', 'Suspend')],
    ...stepMore,
  });
}

export const hosts: TableField = {
  ...plain,
  key: 'hosts',
  label: 'Hosts concerned',
  type: 'table',
  isRequired: true,
  value: writeRows([
    { ip: '10.2.0.11', kind: 'db', impact: ['restart'], until: '2026-11-21 23:30:00', checked: '2026-11-20' },
    { ip: '10.2.0.12', kind: 'app', impact: ['restart', 'slow'], until: '', checked: '' },
  ]),
  columns: [
    { key: 'ip', label: 'IP', type: 'text', isRequired: true, options: [] },
    {
      key: 'kind',
      label: 'Kind',
      type: 'select',
      isRequired: true,
      options: [
        { key: 'db', label: 'Database' },
        { key: 'app', label: 'Application' },
      ],
    },
    {
      key: 'impact',
      label: 'Impact',
      type: 'multiSelect',
      isRequired: false,
      options: [
        { key: 'restart', label: 'Restart' },
        { key: 'slow', label: 'Slower' },
      ],
    },
    { key: 'until', label: 'Back at', type: 'dateTime', isRequired: false, options: [] },
    { key: 'checked', label: 'Checked on', type: 'date', isRequired: false, options: [] },
  ],
};

export const flavor: SelectField = {
  ...plain,
  key: 'flavor',
  label: 'Size',
  type: 'select',
  display: 'list',
  value: '',
  allowsFreeText: true,
  options: [
    { key: 'small', label: 'Small' },
    { key: 'large', label: 'Large' },
  ],
};

export const environment: SelectField = {
  ...plain,
  key: 'environment',
  label: 'Environment',
  type: 'select',
  display: 'radio',
  isRequired: true,
  value: 'test',
  options: [
    { key: 'prod', label: 'Production' },
    { key: 'test', label: 'Test' },
  ],
};

export const justification = textField('justification', {
  label: 'Use in production',
  isMultiline: true,
  isRequired: true,
  visibleWhen: { kind: 'equal', fieldKey: 'environment', compareAs: 'text', value: 'prod' },
});

export const creationFields: readonly Field[] = [
  textField('title', { label: 'Title', isRequired: true, maxLength: 120, width: 'full' }),
  environment,
  justification,
  textField('host', {
    label: 'Host name',
    isRequired: true,
    width: 'half',
    description: 'Lower case, digits, hyphens',
  }),
  { ...flavor, width: 'half' },
  textField('document', { label: 'Plan', value: 'https://wiki.example.com/plans/42' }),
  hosts,
];

export function creatingState(fields: readonly Field[] = creationFields, more: Partial<FormState> = {}): CreatingState {
  return {
    status: 'creating',
    service: {
      name: 'Production change',
      description: 'Changes in production; name the hosts concerned and how to go back.',
      connectionLabel: 'BlueKing · Production',
    },
    card: {
      ...standing,
      formId: 'creation',
      draftId: 'new-1',
      form: {
        fields,
        submit: operation('create', 'submit', 'Create', { scope: 'ticket' }),
        remarkKey: undefined,
        cannotSubmit: undefined,
      },
      ...more,
    },
  };
}

export const history: readonly HistoryEntry[] = [
  {
    at: Date.UTC(2026, 10, 19, 2, 5),
    timeText: '2026-11-19 10:05:00',
    author: 'maria.chen',
    text: 'maria.chen 处理【提单】(提交).',
    source: 'web',
    values: [
      { key: 'service', label: 'Service', text: 'payment-gateway' },
      { key: 'notes', label: 'Release notes', text: 'https://git.example.com/pay/releases/4.8.1' },
      { key: 'reason', label: 'Reason', text: 'Fixes duplicate settlement.\nVerified in staging for three days.' },
    ],
  },
  {
    at: Date.UTC(2026, 10, 19, 3, 0),
    timeText: '2026-11-19 11:00:00',
    author: undefined,
    text: '流程开始',
    source: 'system',
    values: [],
  },
  {
    at: Date.UTC(2026, 10, 20, 1, 12),
    timeText: '2026-11-20 09:12:00',
    author: 'li.wei',
    text: 'Handed to ops.lead: <b>please</b> look at the "source address" & the end date.',
    source: 'interface',
    values: [{ key: 'remark', label: 'Remark', text: 'Out of office' }],
  },
];

function node(id: string, name: string, kind: WorkflowNode['kind'], state: WorkflowNode['state']): WorkflowNode {
  return { id, name, kind, state, x: undefined, y: undefined };
}

export const workflow: Workflow = {
  name: 'Release',
  nodes: [
    node('0', '', 'start', 'done'),
    node('1', 'Request', 'step', 'done'),
    node('2', 'Prepare the release and tell everybody concerned', 'step', 'done'),
    node('3', '', 'gateway', 'done'),
    node('4', 'Release approval', 'approval', 'current'),
    node('5', 'Security check', 'automatic', 'failed'),
    node('6', 'Rollout', 'step', 'upcoming'),
    node('7', '', 'end', 'upcoming'),
  ],
  edges: [
    { id: 'a', from: '0', to: '1', name: '' },
    { id: 'b', from: '1', to: '2', name: '' },
    { id: 'c', from: '2', to: '3', name: '' },
    { id: 'd', from: '3', to: '4', name: '' },
    { id: 'e', from: '3', to: '5', name: '' },
    { id: 'f', from: '4', to: '6', name: 'approved' },
    { id: 'g', from: '5', to: '6', name: '' },
    { id: 'h', from: '4', to: '2', name: 'rejected' },
    { id: 'i', from: '6', to: '7', name: '' },
  ],
};

export const ticketWithSections = { ...ticket, sections: ['timeline', 'workflow'] as const };

/** The history alone, of a system without conversations. */
export const timeline: TimelineModel = {
  history,
  messages: undefined,
  hasOlder: false,
  unread: [],
  withdrawing: [],
  failures: [],
};
