import type { Field } from '../../domain/field.ts';
import { readRows, writeRows } from '../../domain/table.ts';
import { readDesignedField, type Translate } from './fields.ts';
import type { BkCreationField } from './schema.ts';
import { isTable, readColumns } from './tables.ts';

/** Fields of the form that makes a ticket, with their defaults. Nothing but making a ticket takes tables. */
export function readCreationFields(designs: readonly BkCreationField[], translate: Translate): readonly Field[] {
  return designs.map((design) => {
    const { key, type, name, default: value } = design;
    const field = readDesignedField(design, { key, type, name, value }, translate);
    return isTable(design) ? { ...field, ...readTable(design) } : field;
  });
}

function readTable(
  design: BkCreationField,
): Pick<Extract<Field, { readonly type: 'table' }>, 'type' | 'columns' | 'value' | 'isReadOnly' | 'readOnlyReason'> {
  const given: unknown = design.default;
  const rows = readRows(typeof given === 'string' ? given : JSON.stringify(given ?? []));
  return {
    type: 'table',
    columns: readColumns(design),
    value: writeRows(rows),
    isReadOnly: design.is_readonly,
    readOnlyReason: undefined,
  };
}
