import type { TableColumn } from '../../domain/field.ts';
import type { TicketDetail } from '../../domain/ticket.ts';
import { readCustomForm } from './customForms.ts';
import { readFiles } from './files.ts';
import type { BkField, BkValue } from './schema.ts';
import { decodeEntities, htmlToText } from './serverText.ts';
import { describeTable, isTable, readColumns, tableText } from './tables.ts';
import { describeUnknown, isNothing, labelOf, readStructure, sendable } from './values.ts';

/** What the design of a field tells about its values; `undefined`: the field is not known. */
type Design = Pick<BkField, 'type' | 'choice' | 'meta'> | undefined;

/** A value of a ticket for reading; `undefined`: it holds nothing. */
export function readDetail(value: BkValue, design?: Design, group?: string): TicketDetail | undefined {
  const text = describeValue(value, design).trim();
  if (text === '') return undefined;
  const { key, name, value: raw } = value;
  const html = value.type === 'RICHTEXT' ? sendable(raw) : undefined;
  const files = value.type === 'FILE' ? readFiles(raw) : undefined;
  return {
    key,
    label: labelOf({ key, name }),
    text,
    ...(html === undefined ? {} : { content: { format: 'html', text: html } }),
    ...(files === undefined || files.length === 0 ? {} : { attachments: files }),
    ...(isTable(value) ? { table: describeTable(raw, columnsOf(design)) } : {}),
    ...(group === undefined ? {} : { group }),
  };
}

/** A value in plain words, whatever its type; `''`: it holds nothing. */
export function describeValue(value: Pick<BkValue, 'type' | 'value' | 'display_value'>, design?: Design): string {
  const { type, value: raw, display_value: display } = value;
  switch (type) {
    case 'FILE':
      return (
        readFiles(raw)
          ?.map(({ name }) => name)
          .join('\n') ?? describeUnknown(raw)
      );
    case 'TABLE':
    case 'CUSTOMTABLE': {
      const table = describeTable(raw, columnsOf(design));
      return table === undefined ? describeUnknown(readStructure(raw) ?? raw) : tableText(table);
    }
    case 'RICHTEXT':
      return htmlToText(sendable(raw) ?? '');
    case 'CUSTOM-FORM': {
      if (isNothing(raw)) return '';
      const entries = readCustomForm(raw);
      return entries.length === 0
        ? describeUnknown(raw)
        : entries.map(({ label, text }) => `${label}: ${text}`).join('\n');
    }
    default: {
      const shown = sendable(display);
      return decodeEntities(shown === undefined || shown === '' ? describeUnknown(raw) : shown);
    }
  }
}

function columnsOf(design: Design): readonly TableColumn[] {
  return design === undefined ? [] : readColumns(design);
}
