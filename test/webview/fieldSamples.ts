import type { Attachment } from '../../src/domain/attachments.ts';
import type {
  CustomFormField,
  DateTimeRangeField,
  Field,
  FileField,
  LinkField,
  RichTextField,
  SelectField,
  TextField,
  TreeOption,
  TreeSelectField,
} from '../../src/domain/field.ts';
import { message } from '../../src/domain/message.ts';
import { plain, textField } from './samples.ts';

function node(key: string, label: string, children: readonly TreeOption[] = []): TreeOption {
  return { key, label, children };
}

const places: readonly TreeOption[] = [
  node('asia', 'Asia', [
    node('cn', 'China', [node('bj', 'Beijing'), node('gz', 'Guangzhou'), node('sh', 'Shanghai')]),
    node('jp', 'Japan', [node('tk', 'Tokyo')]),
  ]),
  node('europe', 'Europe', [node('dub', 'Dublin'), node('fra', 'Frankfurt')]),
  node('nowhere', 'Nowhere'),
];

export const tree: TreeSelectField = {
  ...plain,
  key: 'place',
  label: 'Place',
  type: 'treeSelect',
  display: 'tree',
  value: 'gz',
  options: places,
};

export const cascade: TreeSelectField = {
  ...tree,
  key: 'site',
  label: 'Site',
  display: 'cascade',
  isRequired: true,
  value: '',
};

export const range: DateTimeRangeField = {
  ...plain,
  key: 'window',
  label: 'Change window',
  type: 'dateTimeRange',
  isRequired: true,
  timeZone: 'Asia/Shanghai',
  value: ['2026-11-21 22:00:00', '2026-11-21 23:30:00'],
};

export const secret: TextField = textField('password', {
  label: 'Root password',
  isSecret: true,
  value: 'old secret',
  description: 'Never kept as a draft.',
});

export const link: LinkField = {
  ...plain,
  key: 'plan',
  label: 'Plan',
  type: 'link',
  maxLength: 120,
  value: 'https://wiki.example.com/plans/42',
};

export const richHtml = `<h2>Roll-out</h2>
<p>Start with <strong>eu-west</strong>, then <em>ap-southeast</em>. See <a href="https://wiki.example.com/plan">the plan</a>.</p>
<ul><li>Drain one host at a time</li><li>Watch <code>settlement_lag</code></li></ul>
<blockquote><p>Stop at the first error.</p></blockquote>`;

export const rich: RichTextField = {
  ...plain,
  key: 'steps',
  label: 'Steps of the roll-out',
  type: 'richText',
  value: richHtml,
};

export const files: readonly Attachment[] = [
  { id: 'f1', name: 'runbook-payment-gateway.pdf', size: 1_430_221 },
  { id: 'f2', name: 'before.png', size: 88_012 },
];

export const file: FileField = {
  ...plain,
  key: 'attachments',
  label: 'Attachments',
  type: 'file',
  value: ['f1', 'f2'],
  files,
  templates: [{ id: 't1', name: 'change-plan-template.docx', size: 22_310 }],
};

export const customForm: CustomFormField = {
  ...plain,
  key: 'form',
  label: 'Capacity request',
  type: 'customForm',
  value: '{"schemes":{}}',
  entries: [
    { label: 'Cores', text: '64' },
    { label: 'Reason', text: 'Black Friday\nand the week after' },
    { label: 'Approved by', text: '' },
  ],
};

/** As many as a large company has services. */
export const services: SelectField = {
  ...plain,
  key: 'service',
  label: 'Service',
  type: 'select',
  display: 'list',
  isRequired: true,
  value: 's-4321',
  options: Array.from({ length: 5000 }, (_, index) => ({
    key: `s-${index}`,
    label: `${['payment', 'ledger', 'search', 'mail', 'identity'][index % 5] ?? ''}-service ${index}`,
  })),
};

export const tooOften = textField('legacy', {
  label: 'Legacy table',
  isReadOnly: true,
  value: 'pay-gw-01',
  readOnlyReason: message('Fill in "{0}".', 'Legacy table'),
});

/** One of each kind that {@link allFields} does not have. */
export const furtherFields: readonly Field[] = [
  tree,
  cascade,
  range,
  secret,
  link,
  rich,
  file,
  customForm,
  services,
  tooOften,
];
