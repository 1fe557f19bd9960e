import type { Connection } from '../../src/domain/connection.ts';
import type { Field } from '../../src/domain/field.ts';
import type { Operation } from '../../src/domain/operation.ts';
import type { Step } from '../../src/domain/step.ts';
import type { Ticket, TicketRef } from '../../src/domain/ticket.ts';

/** A signal that never aborts. */
export const never: AbortSignal = new AbortController().signal;

export function refTo(key: string, connectionId = 'one'): TicketRef {
  return { connectionId, key };
}

export function makeConnection(id = 'one', changes: Partial<Connection> = {}): Connection {
  return {
    id,
    system: 'memory',
    label: id,
    baseUrl: 'https://itsm.example.com',
    transport: 'vscode',
    caFile: undefined,
    settings: {},
    ...changes,
  };
}

/** Somebody else's active step. */
export function makeStep(id: string, changes: Partial<Step> = {}): Step {
  return {
    id,
    name: `Step ${id}`,
    status: { code: 'RUNNING', name: 'Running', category: 'active' },
    processors: [],
    waitsForMe: false,
    operations: [],
    fields: undefined,
    cannotSubmit: undefined,
    ...changes,
  };
}

export function stepForMe(id: string, changes: Partial<Step> = {}): Step {
  return makeStep(id, { waitsForMe: true, ...changes });
}

export function workingStep(id: string): Step {
  return makeStep(id, { status: { code: 'QUEUED', name: 'Queued', category: 'working' } });
}

/** An open ticket with one step of somebody else. */
export function makeTicket(key: string, changes: Partial<Ticket> = {}): Ticket {
  return {
    ref: refTo(key),
    title: `Ticket ${key}`,
    status: { code: 'OPEN', name: 'Open', category: 'inProgress' },
    isEnded: false,
    url: undefined,
    creator: 'lisi',
    createdAt: 1_000,
    updatedAt: 2_000,
    steps: [makeStep('a')],
    operations: [],
    details: undefined,
    ...changes,
  };
}

/** The ticket in another status. */
export function inStatus(ticket: Ticket, code: string): Ticket {
  return { ...ticket, status: { code, name: code, category: 'inProgress' } };
}

export function endedTicket(key: string): Ticket {
  return makeTicket(key, {
    status: { code: 'DONE', name: 'Done', category: 'done' },
    isEnded: true,
    steps: [],
  });
}

export const submitOperation: Operation = {
  key: 'submit',
  kind: 'submit',
  name: 'Submit',
  scope: 'step',
  needs: { form: true, remark: 'none', remarkMaxLength: undefined, assignee: false },
  isIrreversible: false,
};

export const suspendOperation: Operation = {
  key: 'suspend',
  kind: 'suspend',
  name: 'Suspend',
  scope: 'ticket',
  needs: { form: false, remark: 'required', remarkMaxLength: 200, assignee: false },
  isIrreversible: false,
};

export type FieldOf<T extends Field['type']> = Extract<Field, { readonly type: T }>;

const fieldBase = { key: 'field', label: 'Field', description: '', isRequired: false, isReadOnly: false, rules: [] };

export function textField(changes: Partial<FieldOf<'text'>> = {}): FieldOf<'text'> {
  return { ...fieldBase, type: 'text', value: '', isMultiline: false, maxLength: undefined, ...changes };
}

export function numberField(changes: Partial<FieldOf<'number'>> = {}): FieldOf<'number'> {
  return { ...fieldBase, type: 'number', value: '', ...changes };
}

export function dateField(changes: Partial<FieldOf<'date'>> = {}): FieldOf<'date'> {
  return { ...fieldBase, type: 'date', value: '', ...changes };
}

export function dateTimeField(changes: Partial<FieldOf<'dateTime'>> = {}): FieldOf<'dateTime'> {
  return { ...fieldBase, type: 'dateTime', value: '', timeZone: 'Asia/Shanghai', ...changes };
}

const options = [
  { key: 'x', label: 'X' },
  { key: 'y', label: 'Y' },
];

export function selectField(changes: Partial<FieldOf<'select'>> = {}): FieldOf<'select'> {
  return { ...fieldBase, type: 'select', value: '', options, display: 'list', ...changes };
}

export function multiSelectField(changes: Partial<FieldOf<'multiSelect'>> = {}): FieldOf<'multiSelect'> {
  return { ...fieldBase, type: 'multiSelect', value: [], options, display: 'list', ...changes };
}

export function memberField(changes: Partial<FieldOf<'member'>> = {}): FieldOf<'member'> {
  return { ...fieldBase, type: 'member', value: [], isMultiple: false, ...changes };
}

export function linkField(changes: Partial<FieldOf<'link'>> = {}): FieldOf<'link'> {
  return { ...fieldBase, type: 'link', value: '', maxLength: undefined, ...changes };
}

export function richTextField(changes: Partial<FieldOf<'richText'>> = {}): FieldOf<'richText'> {
  return { ...fieldBase, type: 'richText', value: '', ...changes };
}

export function dateTimeRangeField(changes: Partial<FieldOf<'dateTimeRange'>> = {}): FieldOf<'dateTimeRange'> {
  return { ...fieldBase, type: 'dateTimeRange', value: [], timeZone: 'Asia/Shanghai', ...changes };
}

/** A (with B and, below B, C) and D. */
export function treeSelectField(changes: Partial<FieldOf<'treeSelect'>> = {}): FieldOf<'treeSelect'> {
  const c = { key: 'c', label: 'C', children: [] };
  const b = { key: 'b', label: 'B', children: [c] };
  const tree = [
    { key: 'a', label: 'A', children: [b] },
    { key: 'd', label: 'D', children: [] },
  ];
  return { ...fieldBase, type: 'treeSelect', value: '', options: tree, display: 'tree', ...changes };
}

export function fileField(changes: Partial<FieldOf<'file'>> = {}): FieldOf<'file'> {
  return { ...fieldBase, type: 'file', value: [], files: [], templates: [], ...changes };
}

export function customFormField(changes: Partial<FieldOf<'customForm'>> = {}): FieldOf<'customForm'> {
  return { ...fieldBase, type: 'customForm', value: '', entries: [], ...changes };
}

export function unsupportedField(changes: Partial<FieldOf<'unsupported'>> = {}): FieldOf<'unsupported'> {
  return { ...fieldBase, type: 'unsupported', value: '', systemType: 'TABLE', ...changes };
}
