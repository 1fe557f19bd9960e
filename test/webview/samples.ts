import type { Field, TextField } from '../../src/domain/field.ts';
import type { Operation, OperationKind } from '../../src/domain/operation.ts';
import type { FormStanding, StepCard, StepModel } from '../../src/protocol/pageForm.ts';
import type { PageState, TicketSummary } from '../../src/protocol/stepPage.ts';

export type ReadyState = Extract<PageState, { status: 'ready' }>;

const readAt = Date.UTC(2026, 10, 20, 6, 32, 0);

/** What all fields have, so that a test names only what it is about. */
export const plain = { description: '', isRequired: false, isReadOnly: false, rules: [] } as const;

export function textField(key: string, more: Partial<TextField> = {}): TextField {
  return { ...plain, key, label: key, type: 'text', value: '', isMultiline: false, maxLength: undefined, ...more };
}

export function operation(key: string, kind: OperationKind, name: string, more: Partial<Operation> = {}): Operation {
  return {
    key,
    kind,
    name,
    scope: 'step',
    needs: { form: kind === 'submit', remark: 'none', remarkMaxLength: undefined, assignee: false },
    isIrreversible: false,
    ...more,
  };
}

export const ticket: TicketSummary = {
  key: 'REQ20261120000042',
  title: 'Roll out payment-gateway 4.8.1 to production',
  statusName: 'In progress',
  statusCategory: 'inProgress',
  connectionLabel: 'BlueKing · Production',
  priority: undefined,
  creator: 'maria.chen',
  people: [],
  createdAt: Date.UTC(2026, 10, 19, 2, 5, 0),
  updatedAt: undefined,
  isFollowed: undefined,
  canFollow: false,
  canDownload: false,
  operations: [
    operation('suspend', 'suspend', 'Suspend', { scope: 'ticket' }),
    operation('withdraw', 'withdraw', 'Withdraw', { scope: 'ticket', isIrreversible: true }),
    operation('terminate', 'terminate', 'Terminate', { scope: 'ticket', isIrreversible: true }),
  ],
  canOpenInBrowser: true,
  sections: [],
  details: [
    { key: 'service', label: 'Service', text: 'payment-gateway' },
    { key: 'environment', label: 'Environment', text: 'Production, eu-west and ap-southeast' },
    { key: 'window', label: 'Change window', text: '2026-11-21 22:00 – 23:30 UTC' },
    {
      key: 'reason',
      label: 'Reason',
      text: 'Fixes duplicate settlement when a card network answers late.\nVerified in staging for three days with mirrored traffic; no regression found.',
    },
    { key: 'incident', label: 'Related incident', text: 'INC-20391' },
    { key: 'cost', label: 'Estimated cost', text: '' },
  ],
};

const regions = [
  'ap-northeast-1 Tokyo',
  'ap-southeast-1 Singapore',
  'ap-southeast-2 Sydney',
  'cn-north-4 Beijing',
  'cn-south-1 Guangzhou',
  'cn-east-3 Shanghai',
  'eu-central-1 Frankfurt',
  'eu-west-1 Dublin',
  'eu-west-2 London',
  'us-east-1 Virginia',
  'us-west-2 Oregon',
  'sa-east-1 São Paulo',
].map((label) => ({ key: label.split(' ')[0] ?? label, label }));

/** One field of each type, as a release approval would have them. */
export const allFields: readonly Field[] = [
  {
    ...plain,
    key: 'decision',
    label: 'Decision',
    type: 'select',
    display: 'radio',
    isRequired: true,
    value: 'approve',
    options: [
      { key: 'approve', label: 'Approve' },
      { key: 'reject', label: 'Reject' },
      { key: 'return', label: 'Return for rework' },
    ],
  },
  {
    ...plain,
    key: 'risk',
    label: 'Risk level',
    type: 'select',
    display: 'list',
    isRequired: true,
    value: 'medium',
    description: 'As agreed with the service owner.',
    options: [
      { key: 'low', label: 'Low' },
      { key: 'medium', label: 'Medium' },
      { key: 'high', label: 'High' },
    ],
  },
  {
    ...plain,
    key: 'region',
    label: 'First region',
    type: 'select',
    display: 'list',
    value: 'eu-west-1',
    options: regions,
  },
  {
    ...plain,
    key: 'start',
    label: 'Start of the rollout',
    type: 'dateTime',
    isRequired: true,
    value: '2026-11-21 22:00:00',
    timeZone: 'Asia/Shanghai',
  },
  { ...plain, key: 'review', label: 'Review on', type: 'date', value: '2026-11-24' },
  {
    ...plain,
    key: 'downtime',
    label: 'Expected downtime (min)',
    type: 'number',
    value: '2.5',
    description: 'Whole or decimal number.',
  },
  {
    ...plain,
    key: 'operator',
    label: 'Operator',
    type: 'member',
    isMultiple: true,
    isRequired: true,
    value: ['maria.chen', 'tom.baker'],
  },
  {
    ...plain,
    key: 'checks',
    label: 'Checks done',
    type: 'multiSelect',
    display: 'checkbox',
    value: ['backup', 'rollback'],
    options: [
      { key: 'backup', label: 'Backup taken' },
      { key: 'rollback', label: 'Rollback rehearsed' },
      { key: 'alerts', label: 'Alerts silenced' },
    ],
  },
  {
    ...plain,
    key: 'targets',
    label: 'Target regions',
    type: 'multiSelect',
    display: 'list',
    value: ['eu-west-1', 'ap-southeast-1'],
    options: regions,
  },
  textField('remark', {
    label: 'Approval remark',
    isMultiline: true,
    isRequired: true,
    maxLength: 500,
    value:
      'Go ahead after the settlement run at 21:30.\nKeep the old version warm for one hour and watch the error budget.',
    description: 'Seen by everybody who follows the ticket.',
  }),
  textField('changeNumber', { label: 'Change number', isReadOnly: true, value: 'CHG-2026-1120-7' }),
  {
    ...plain,
    key: 'hosts',
    label: 'Hosts',
    type: 'unsupported',
    systemType: 'CUSTOMTABLE',
    value: 'pay-gw-01  10.2.0.11\npay-gw-02  10.2.0.12',
  },
];

export const step: StepModel = {
  id: '17',
  name: 'Release approval',
  statusName: 'Waiting for approval',
  category: 'active',
  processors: ['you', 'ops.lead'],
  waitsForMe: true,
  fields: allFields,
  submit: operation('submit', 'submit', 'Submit'),
  remarkKey: undefined,
  signers: undefined,
  otherOperations: [operation('transfer', 'transfer', 'Transfer')],
  cannotSubmit: undefined,
};

/** How a form stands that was just opened. */
export const standing: FormStanding = {
  formId: 'step/17',
  draftId: 'draft-1',
  phase: 'editing',
  notice: undefined,
  problems: [],
  draft: [],
  stale: undefined,
};

export function stepCard(more: Partial<FormStanding> = {}, stepMore: Partial<StepModel> = {}): StepCard {
  return { ...standing, form: { ...step, ...stepMore }, hasGone: false, ...more };
}

/** A form of just these fields. */
export function formCard(fields: readonly Field[], more: Partial<FormStanding> = {}): StepCard {
  return stepCard(more, { fields });
}

/** A page that shows one step; `more` and `stepMore` replace what a test is about. */
export function readyState(
  more: Partial<Omit<ReadyState, 'notice'> & FormStanding> & { readonly pageNotice?: ReadyState['notice'] } = {},
  stepMore: Partial<StepModel> = {},
): ReadyState {
  const { formId, draftId, phase, notice, problems, draft, stale, pageNotice, ...page } = more;
  const given = { formId, draftId, phase, notice, problems, draft, stale };
  const ofForm = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    status: 'ready',
    ticket,
    steps: [stepCard(ofForm, stepMore)],
    operationForms: [],
    composer: undefined,
    seen: undefined,
    notice: pageNotice,
    isBusy: phase === 'sending',
    isReading: false,
    readAt,
    ...page,
  };
}

/** A page whose form has just these fields. */
export function formState(fields: readonly Field[], more: Parameters<typeof readyState>[0] = {}): ReadyState {
  return readyState(more, { fields });
}
