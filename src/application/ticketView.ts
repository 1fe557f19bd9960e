import type { Field, FieldOption, TreeOption } from '../domain/field.ts';
import { plainHtml, plainRichText } from '../domain/plainRichText.ts';
import { isSecret, looksSecret } from '../domain/secretField.ts';
import { readRows } from '../domain/table.ts';
import type { Ticket, TicketDetail } from '../domain/ticket.ts';

/** A value for reading. */
export interface ViewedValue {
  /** Unique in its list: a key that comes again is counted (`key#2`). */
  readonly key: string;
  readonly label: string;
  readonly text: string;
  /** Heading that it stands below; `undefined`: none. */
  readonly group: string | undefined;
}

export interface ViewedStep {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly processors: readonly string[];
  /** `undefined`: this read did not ask for them. */
  readonly fields: readonly ViewedValue[] | undefined;
}

/** A ticket as it is to be read: everything that people look at, as plain text, and nothing to act with. */
export interface TicketView {
  readonly connectionId: string;
  readonly key: string;
  readonly title: string;
  readonly status: string;
  /** `''`: none is known. */
  readonly priority: string;
  readonly creator: string;
  /** Milliseconds since 1970 UTC; `undefined`: not known. */
  readonly createdAt: number | undefined;
  readonly people: readonly { readonly role: string; readonly name: string }[];
  readonly steps: readonly ViewedStep[];
  /** `undefined`: this read did not ask for them. */
  readonly details: readonly ViewedValue[] | undefined;
}

/** What is shown in place of a secret that is there. */
const hidden = '•••';

export function viewTicket(ticket: Ticket): TicketView {
  return {
    connectionId: ticket.ref.connectionId,
    key: ticket.ref.key,
    title: ticket.title,
    status: ticket.status.name,
    priority: ticket.priority?.name ?? '',
    creator: ticket.creator ?? '',
    createdAt: ticket.createdAt,
    people: (ticket.people ?? []).map(({ role, name }) => ({ role, name })),
    steps: ticket.steps.map(({ id, name, status, processors, fields }) => ({
      id,
      name,
      status: status.name,
      processors,
      fields: fields === undefined ? undefined : numbered(fields.map(viewField)),
    })),
    details: ticket.details === undefined ? undefined : numbered(ticket.details.map(viewDetail)),
  };
}

/** The same details in the same order have the same keys, also where a system uses a key for several of them. */
function numbered(values: readonly ViewedValue[]): readonly ViewedValue[] {
  const counts = new Map<string, number>();
  return values.map((value) => {
    const count = (counts.get(value.key) ?? 0) + 1;
    counts.set(value.key, count);
    return count === 1 ? value : { ...value, key: `${value.key}#${count}` };
  });
}

function viewField(field: Field): ViewedValue {
  return { key: field.key, label: field.label, text: fieldText(field), group: undefined };
}

function viewDetail(detail: TicketDetail): ViewedValue {
  const { key, label, text, content, attachments, table, group } = detail;
  // What was sent as a secret is one for whoever reads it.
  if (isLine(detail) && looksSecret(detail)) return { key, label, text: hidden, group };
  const lines = [
    table === undefined
      ? content === undefined
        ? text
        : plainRichText(content)
      : tableText(table.columns, table.rows),
    ...(attachments ?? []).map(({ name }) => name),
  ];
  return { key, label, text: lines.filter((line) => line !== '').join('\n'), group };
}

function isLine({ text, content, attachments, table }: TicketDetail): boolean {
  return ![content, attachments, table].some((more) => more !== undefined) && text !== '' && !text.includes('\n');
}

function fieldText(field: Field): string {
  switch (field.type) {
    case 'text':
      return isSecret(field) && field.value !== '' ? hidden : field.value;
    case 'richText':
      return plainHtml(field.value);
    case 'select':
      return optionText(field.options, field.value);
    case 'multiSelect':
      return field.value.map((key) => optionText(field.options, key)).join(', ');
    case 'treeSelect':
      return pathTo(field.options, field.value)?.join(' / ') ?? field.value;
    case 'table':
      return tableText(
        field.columns.map(({ label }) => label),
        readRows(field.value).map((row) =>
          field.columns.map(({ key, options }) =>
            [row[key] ?? '']
              .flat()
              .map((cell) => optionText(options, cell))
              .join(', '),
          ),
        ),
      );
    case 'file':
      return field.value.map((id) => field.files.find((file) => file.id === id)?.name ?? id).join('\n');
    case 'customForm':
      return field.entries.map(({ label, text }) => `${label}: ${text}`).join('\n') || field.value;
    case 'member':
      return field.value.join(', ');
    case 'dateTimeRange':
      return field.value.join(' – ');
    case 'number':
    case 'date':
    case 'dateTime':
    case 'link':
    case 'unsupported':
      return field.value;
  }
}

function optionText(options: readonly FieldOption[], key: string): string {
  return options.find((option) => option.key === key)?.label ?? key;
}

/** `undefined`: there is no such option. */
function pathTo(options: readonly TreeOption[], key: string): readonly string[] | undefined {
  for (const option of options) {
    if (option.key === key) return [option.label];
    const rest = pathTo(option.children, key);
    if (rest !== undefined) return [option.label, ...rest];
  }
  return undefined;
}

function tableText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((cell, index) => `${columns[index] ?? ''}: ${cell}`).join(' · ')).join('\n');
}
