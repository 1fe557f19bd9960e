import type { TicketMessage } from '../../src/domain/conversation.ts';
import type { RelatedTicket } from '../../src/domain/relations.ts';
import type { FormState, OperationCard, StaleField, StepCard } from '../../src/protocol/pageForm.ts';
import type { TimelineModel } from '../../src/protocol/pageTimeline.ts';
import type { TicketSummary } from '../../src/protocol/stepPage.ts';
import { history } from './furtherSamples.ts';
import { operation, plain, readyState, standing, stepCard, textField, ticket, type ReadyState } from './samples.ts';

/** A ticket with everything that a system may tell of one. */
export const richTicket: TicketSummary = {
  ...ticket,
  priority: { name: 'P1', category: 'high' },
  people: [
    { role: 'Assignee', name: 'zhang.san' },
    { role: 'Followers', name: 'li.wei, ann' },
  ],
  updatedAt: Date.UTC(2026, 10, 20, 5, 0, 0),
  isFollowed: true,
  canFollow: true,
  canDownload: true,
  sections: ['timeline', 'relations', 'workflow'],
  details: [
    ...ticket.details.slice(0, 3),
    {
      key: 'plan',
      label: 'Plan',
      text: 'Back up, then roll out.',
      content: {
        format: 'html',
        text: '<p>Back up, <b>then</b> roll out.</p><ul><li>eu-west</li><li>ap-southeast</li></ul>',
      },
      group: 'Filled in before',
    },
    {
      key: 'hosts',
      label: 'Hosts',
      text: '',
      table: {
        columns: ['Name', 'IP'],
        rows: [
          ['pay-gw-01', '10.2.0.11'],
          ['pay-gw-02', '10.2.0.12'],
        ],
      },
      group: 'Filled in before',
    },
    {
      key: 'evidence',
      label: 'Evidence',
      text: '',
      attachments: [
        { id: 'f1', name: 'staging-report.pdf', size: 1_240_000 },
        { id: 'f2', name: 'dashboard.png', size: 84_000 },
      ],
      group: 'Filled in before',
    },
  ],
};

export function secondStep(more: Partial<StepCard> = {}): StepCard {
  const card = stepCard(
    { formId: 'step/18', draftId: 'draft-18' },
    {
      id: '18',
      name: 'Security review',
      statusName: 'In review',
      processors: ['sec.team'],
      waitsForMe: false,
      fields: [textField('finding', { label: 'Finding', isMultiline: true })],
      submit: undefined,
      otherOperations: [operation('claim', 'claim', 'Claim')],
    },
  );
  return { ...card, ...more };
}

/** Two steps that wait for me, the first with few fields. */
export function twoSteps(more: Parameters<typeof readyState>[0] = {}): ReadyState {
  const first = stepCard({}, { fields: [textField('remark', { label: 'Remark' })] });
  const other = secondStep();
  const form = { ...other.form, waitsForMe: true, submit: operation('submit', 'submit', 'Submit') };
  return readyState({ steps: [first, { ...other, form }], ...more });
}

export const staleFields: readonly StaleField[] = [
  {
    key: 'remark',
    label: 'Remark',
    base: 'as it was',
    theirs: 'as they want it',
    mine: 'as I want it',
    canKeepMine: true,
  },
  {
    key: 'reason',
    label: 'Reason',
    base: '',
    theirs: `The whole region is concerned.\n${'A long text. '.repeat(20)}`,
    mine: `Only one zone is concerned.\n${'A long text. '.repeat(20)}`,
    canKeepMine: true,
  },
  { key: 'amount', label: 'Amount', base: '100', theirs: '80,000', mine: undefined, canKeepMine: false },
  { key: 'gone', label: 'Cost center', base: '', theirs: undefined, mine: '4711', canKeepMine: false },
];

export const staleForm = [
  textField('remark', { label: 'Remark', value: 'as they want it' }),
  textField('reason', { label: 'Reason', isMultiline: true, value: staleFields[1]?.theirs as string }), // a text above
  textField('amount', { label: 'Amount', value: '80,000', isReadOnly: true }),
];

/** A form that was held back before it was sent. */
export function staleState(): ReadyState {
  const draft = staleFields.flatMap(({ key, mine }) => (mine === undefined ? [] : [[key, mine] as const]));
  return readyState({ draft, stale: staleFields }, { fields: staleForm });
}

/** A step that has gone while something was typed. */
export const goneCard: StepCard = {
  ...secondStep({
    formId: 'step/19',
    draftId: 'draft-19',
    draft: [['finding', 'The firewall rule is too wide.']],
    notice: {
      severity: 'warning',
      text: 'This step is no longer there. What you typed was not sent. Last in its history: li.wei, 14:20: approved',
    },
    hasGone: true,
  }),
};

export const closing: OperationCard = {
  ...standing,
  formId: 'operation/17/close',
  draftId: 'draft-close',
  operation: operation('close', 'close', 'Close', { hasOwnForm: true, isIrreversible: true }),
  stepId: '17',
  note: { text: 'A case that is closed cannot be opened again.', args: [] },
  failure: undefined,
  form: {
    fields: [
      {
        ...plain,
        key: 'score',
        label: 'Score',
        type: 'select',
        display: 'radio',
        isRequired: true,
        value: '',
        options: ['1', '2', '3', '4', '5'].map((key) => ({ key, label: key })),
      },
      textField('opinion', { label: 'Opinion', isMultiline: true, maxLength: 200 }),
    ],
    submit: operation('close', 'close', 'Close', { hasOwnForm: true, isIrreversible: true }),
    remarkKey: undefined,
    cannotSubmit: undefined,
  },
};

export function said(id: string, minute: number, more: Partial<TicketMessage> = {}): TicketMessage {
  return {
    id,
    author: 'Huawei engineer',
    side: 'theirs',
    at: Date.UTC(2026, 10, 20, 2, minute),
    timeText: `2026-11-20 10:${String(minute).padStart(2, '0')}:00`,
    content: { format: 'plain', text: `message ${id}` },
    attachments: [],
    canWithdraw: false,
    ...more,
  };
}

export const conversation: readonly TicketMessage[] = [
  said('m1', 0, {
    author: 'maria.chen',
    side: 'mine',
    content: { format: 'plain', text: 'The gateway answers late since 09:30.\nSee the picture.' },
    attachments: [{ id: 'p1', name: 'latency.png', size: 52_000 }],
  }),
  said('m2', 12, {
    content: {
      format: 'html',
      text: '<p>Thank you. Please run <code>curl -v https://pay.example.com</code> and send us the output.</p><p><img src="/image/1.png" alt="Where to run it"></p>',
    },
  }),
  said('m3', 20, {
    author: undefined,
    side: 'system',
    content: { format: 'plain', text: 'The case was handed to the network team.' },
  }),
  said('m4', 31, {
    author: 'maria.chen',
    side: 'mine',
    canWithdraw: true,
    content: { format: 'plain', text: 'Here it is.' },
    attachments: [{ id: 't1', name: 'output.log', size: 9_000 }],
  }),
  said('m5', 44, { content: { format: 'plain', text: 'We have found the cause.' } }),
];

export function timelineOf(more: Partial<TimelineModel> = {}): TimelineModel {
  return {
    history,
    messages: conversation,
    hasOlder: false,
    unread: ['m5'],
    withdrawing: [],
    failures: [],
    ...more,
  };
}

export const composer: FormState = {
  ...standing,
  formId: 'message',
  draftId: 'draft-message',
  form: {
    fields: [
      textField(':text', { label: 'Message', isMultiline: true, maxLength: 1000 }),
      { ...plain, key: ':files', label: 'Files', type: 'file', value: [], files: [], templates: [] },
    ],
    submit: operation('send', 'submit', 'Send', { scope: 'ticket' }),
    remarkKey: undefined,
    cannotSubmit: undefined,
  },
};

export const related: readonly RelatedTicket[] = [
  {
    key: 'REQ7',
    number: 'REQ20261101000007',
    title: 'New certificate',
    relation: 'Parent',
    statusName: 'Done',
    url: undefined,
  },
  {
    key: undefined,
    number: 'WR-12',
    title: '',
    relation: 'War room',
    statusName: '',
    url: 'https://coc.example.com/12',
  },
];

/** A page of a system with conversations. */
export function talkingState(more: Parameters<typeof readyState>[0] = {}): ReadyState {
  return readyState(
    { ticket: { ...richTicket, sections: ['timeline'], details: [] }, composer, ...more },
    { fields: [textField('remark', { label: 'Remark' })] },
  );
}
