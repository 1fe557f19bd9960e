import type { FieldValue } from '../../domain/field.ts';
import { areValuesEqual, canEdit } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { readForm } from './fields.ts';
import type { BkField, BkValue } from './schema.ts';
import { writeTimeRange } from './timeRange.ts';
import { isNothing, labelOf, sendable } from './values.ts';

/**
 * The form as it has to be sent. The server empties every field that is left out, so all of them are in it: a changed
 * one as the user has it, any other exactly as the server gave it, entities and all.
 */
export function encodeForm(
  fields: readonly BkField[],
  values: ReadonlyMap<string, BkValue>,
  changes: ReadonlyMap<string, FieldValue>,
): readonly { readonly key: string; readonly value: string }[] {
  // What is shown beside a field does not matter here.
  return readForm(fields, values, ({ text }) => text).map((field, index) => {
    const raw = sendable(values.get(field.key)?.value) ?? '';
    const change = changes.get(field.key);
    const isChanged = change !== undefined && canEdit(field) && !areValuesEqual(change, field.value);
    return { key: field.key, value: isChanged ? encodeValue(fields[index], change, raw) : raw };
  });
}

/**
 * What somebody has typed or chosen, as the server wants it.
 * @param stored what the server has now, where the way it is written matters
 */
export function encodeValue(design: Pick<BkField, 'type'> | undefined, value: FieldValue, stored: string): string {
  if (typeof value !== 'string') {
    return design?.type === 'DATETIMERANGE' ? writeTimeRange(value, stored) : value.join(',');
  }
  // An editor leaves a paragraph with nothing in it.
  return design?.type === 'RICHTEXT' && /^(?:\s|&nbsp;|<\/?(?:p|div|br)\s*\/?>)*$/iu.test(value) ? '' : value;
}

/** Why a form cannot be sent without doing damage; `undefined`: it can. */
export function whyNotSubmittable(
  fields: readonly BkField[],
  values: ReadonlyMap<string, BkValue>,
): Message | undefined {
  for (const field of fields) {
    const value = values.get(field.key);
    const label = labelOf(field);
    if (value === undefined) {
      // Filled in the background, right after the ticket was made.
      return message('The server has not prepared the field "{0}" of this step yet. Reload in a moment.', label);
    }
    if (isStructured(field, value.value)) {
      return message(
        'The field "{0}" holds a table or another form that can only be sent by the web page: sent from here, it would be lost. Submit this step in the browser.',
        label,
      );
    }
  }
  return undefined;
}

function isStructured(field: BkField, value: unknown): boolean {
  if (isNothing(value)) return false;
  if (typeof value === 'object') return true;
  return field.type === 'TABLE' || field.type === 'CUSTOMTABLE' || field.type === 'CUSTOM-FORM';
}
