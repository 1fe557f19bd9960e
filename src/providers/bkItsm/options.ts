import type { FieldOption, TreeOption } from '../../domain/field.ts';
import { findTreeOption } from '../../domain/form.ts';
import type { BkField, BkOption, BkValue } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { labelOf } from './values.ts';

/**
 * The system fetches the options from elsewhere when it validates. The form has those of the day it was designed, or
 * none: a value that is not among them can be right.
 */
export function isFetched({ source_type: source }: Pick<BkField, 'source_type'>): boolean {
  return source !== 'CUSTOM' && source !== '';
}

/** Those in the form, and the values that the field has already where they may be right. */
export function readOptions(
  field: BkField,
  value: BkValue | undefined,
  current: readonly string[],
): readonly FieldOption[] {
  const options = field.choice.map(toOption);
  const strays = isFetched(field) ? current.filter((key) => key !== '' && !options.some((one) => one.key === key)) : [];
  return [...options, ...strays.map((key) => ({ key, label: strayLabel(key, value, current.length === 1) }))];
}

/**
 * The tree in the form.
 * @returns `undefined`: two nodes have one key, so that a choice would not say which
 */
export function readTree(
  field: BkField,
  value: BkValue | undefined,
  current: string,
): readonly TreeOption[] | undefined {
  const tree = field.choice.map(toTreeOption);
  const keys = flatten(tree).map(({ key }) => key);
  if (new Set(keys).size < keys.length) return undefined;
  // The server does not look at cascades, and fetches other trees anew.
  const isStray = current !== '' && findTreeOption(tree, current) === undefined;
  if (!isStray || !(isFetched(field) || field.type === 'CASCADE')) return tree;
  return [...tree, { key: current, label: strayLabel(current, value, true), children: [] }];
}

function toOption(option: BkOption): FieldOption {
  return { key: option.key, label: labelOf(option) };
}

function toTreeOption(option: BkOption): TreeOption {
  return { ...toOption(option), children: option.children.map(toTreeOption) };
}

function flatten(tree: readonly TreeOption[]): readonly TreeOption[] {
  return tree.flatMap((option) => [option, ...flatten(option.children)]);
}

/** Its name, where the server has told it. */
function strayLabel(key: string, value: BkValue | undefined, isAlone: boolean): string {
  const display = typeof value?.display_value === 'string' ? decodeEntities(value.display_value) : '';
  return isAlone && display !== '' ? display : key;
}
