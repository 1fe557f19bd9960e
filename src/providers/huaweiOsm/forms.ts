import type { MultiSelectField, SelectField, TextField } from '../../domain/field.ts';

const plain = { description: '', isRequired: false, isReadOnly: false, rules: [] } as const;

type Given<F extends { readonly type: string }> = Pick<F & { key: string; label: string }, 'key' | 'label'> &
  Partial<Omit<F, 'type'>>;

/** A text in one line unless told otherwise. */
export function textField(given: Given<TextField>): TextField {
  return { ...plain, type: 'text', value: '', isMultiline: false, maxLength: undefined, ...given };
}

export function selectField(given: Given<SelectField>): SelectField {
  return { ...plain, type: 'select', value: '', options: [], display: 'list', ...given };
}

export function multiSelectField(given: Given<MultiSelectField>): MultiSelectField {
  return { ...plain, type: 'multiSelect', value: [], options: [], display: 'list', ...given };
}
