import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ticketText, type TextLanguage } from '../../../src/application/ticketText.ts';
import { viewTicket } from '../../../src/application/ticketView.ts';
import type { Field } from '../../../src/domain/field.ts';
import { writeRows } from '../../../src/domain/table.ts';
import {
  dateTimeField,
  makeStep,
  makeTicket,
  memberField,
  multiSelectField,
  numberField,
  selectField,
  textField,
  unsupportedField,
} from '../../fakes/samples.ts';

const english: TextLanguage = { translate: ({ text }) => text, formatTime: (at) => `at ${at}` };
const base = { description: '', isRequired: false, isReadOnly: false, rules: [] };

const fields: readonly Field[] = [
  textField({ key: 'plan', label: 'Plan', value: 'one\ntwo', isMultiline: true }),
  textField({ key: 'password', label: 'Password', value: 'hunter2', isSecret: true }),
  numberField({ key: 'count', label: 'Count', value: '5' }),
  dateTimeField({ key: 'start', label: 'Start', value: '2026-12-01 22:00:00' }),
  selectField({ key: 'level', label: 'Level', value: 'x' }),
  multiSelectField({ key: 'parts', label: 'Parts', value: ['x', 'gone'] }),
  memberField({ key: 'members', label: 'Members', value: ['lisi', 'wangwu'] }),
  unsupportedField({ key: 'odd', label: 'Odd', value: '{"raw":1}' }),
  { ...base, type: 'richText', key: 'rich', label: 'Rich', value: '<p>bold <b>word</b></p>' },
  { ...base, type: 'link', key: 'link', label: 'Link', value: 'https://example.com', maxLength: undefined },
  {
    ...base,
    type: 'dateTimeRange',
    key: 'range',
    label: 'Range',
    value: ['2026-12-01 00:00:00', '2026-12-02 00:00:00'],
    timeZone: 'UTC',
  },
  {
    ...base,
    type: 'treeSelect',
    key: 'tree',
    label: 'Tree',
    value: 'leaf',
    display: 'tree',
    options: [{ key: 'root', label: 'Root', children: [{ key: 'leaf', label: 'Leaf', children: [] }] }],
  },
  {
    ...base,
    type: 'file',
    key: 'file',
    label: 'Files',
    value: ['1', '2'],
    files: [{ id: '1', name: 'a.png', size: 1 }],
    templates: [],
  },
  {
    ...base,
    type: 'table',
    key: 'table',
    label: 'Table',
    value: writeRows([{ host: 'web-03', kind: ['x'] }, { host: 'web-04' }]),
    columns: [
      { key: 'host', label: 'Host', type: 'text', isRequired: false, options: [] },
      { key: 'kind', label: 'Kind', type: 'multiSelect', isRequired: false, options: [{ key: 'x', label: 'X' }] },
    ],
  },
  { ...base, type: 'customForm', key: 'form', label: 'Form', value: '{}', entries: [{ label: 'a', text: 'b' }] },
];

describe('the text of a ticket', () => {
  it('holds everything that people look at, one thing a line', () => {
    const ticket = makeTicket('REQ1', {
      title: 'Disk\nfull',
      priority: { name: 'High', category: 'high' },
      people: [{ role: 'Assignee', name: 'Li Si' }],
      steps: [
        makeStep('a', {
          processors: ['lisi', 'wangwu'],
          fields: [textField({ label: 'Plan', value: 'one\ntwo' }), textField({ label: 'Empty' })],
        }),
      ],
      details: [
        { key: 'a', label: 'Area', text: 'payment' },
        { key: 'b', label: 'Asset', text: 'x', content: { format: 'html', text: '<p>web-03</p>' }, group: 'Assets' },
        {
          key: 'c',
          label: 'Hosts',
          text: 'x',
          table: { columns: ['Host'], rows: [['web-03']] },
          attachments: [{ id: '1', name: 'a.png', size: 1 }],
        },
      ],
    });
    assert.equal(
      ticketText(viewTicket(ticket), english),
      `# Disk full

- Number: REQ1
- Status: Open
- Priority: High
- Created by: lisi
- Created: at 1000
- Assignee: Li Si

## Step a

- Status: Running
- Processors: lisi, wangwu

### Plan

one
two

### Empty

## Details

### Area

payment

### Hosts

Host: web-03
a.png

## Assets

### Asset

web-03
`,
    );
  });

  it('is short where a poll has read little', () => {
    const ticket = makeTicket('REQ1', { creator: undefined, createdAt: undefined, steps: [], title: 'A' });
    assert.equal(ticketText(viewTicket(ticket), english), '# A\n\n- Number: REQ1\n- Status: Open\n');
  });

  it('reads each type of field as people do, and tells no secret', () => {
    const [step] = viewTicket(makeTicket('REQ1', { steps: [makeStep('a', { fields })] })).steps;
    assert.deepEqual(Object.fromEntries((step?.fields ?? []).map(({ key, text }) => [key, text])), {
      plan: 'one\ntwo',
      password: '•••',
      count: '5',
      start: '2026-12-01 22:00:00',
      level: 'X',
      parts: 'X, gone',
      members: 'lisi, wangwu',
      odd: '{"raw":1}',
      rich: 'bold word',
      link: 'https://example.com',
      range: '2026-12-01 00:00:00 – 2026-12-02 00:00:00',
      tree: 'Root / Leaf',
      file: 'a.png\n2',
      table: 'Host: web-03 · Kind: X\nHost: web-04 · Kind: ',
      form: 'a: b',
    });
  });
});
