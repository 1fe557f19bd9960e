import type { Field, FieldValue, TreeSelectField } from '../domain/field.ts';
import { optionLabel, strayKeys, strayLabel } from './choice.ts';
import { treePath, treePathText } from './treeRows.ts';

/** A field's value as people read it; `''` when it has none. */
export function fieldText(field: Field, value: FieldValue): string {
  const parts = typeof value === 'string' ? [value] : value;
  if (field.type === 'dateTimeRange') return parts.join(' – ');
  if (field.type === 'treeSelect') return parts.map((key) => treeText(field, key)).join(', ');
  if (field.type !== 'select' && field.type !== 'multiSelect') return parts.join(', ');
  const labels = new Map(field.options.map((option) => [option.key, optionLabel(option)]));
  const isFree = field.type === 'select' && field.allowsFreeText === true;
  for (const key of isFree ? [] : strayKeys(field.options, parts)) labels.set(key, strayLabel(key));
  return parts.map((key) => labels.get(key) ?? key).join(', ');
}

function treeText({ options }: TreeSelectField, key: string): string {
  const path = treePath(options, key);
  return path === undefined ? (key === '' ? '' : strayLabel(key)) : treePathText(path);
}

/** Whether a field shares a row with another one: as its designer wants it, else where it is narrow enough. */
export function isShortField(field: Field): boolean {
  if (field.width !== undefined) return field.width === 'half' && !isBroad(field);
  switch (field.type) {
    case 'number':
    case 'date':
    case 'dateTime':
      return true;
    case 'text':
      return !field.isMultiline && !field.isReadOnly && (field.maxLength === undefined || field.maxLength <= 100);
    case 'select':
      return field.display === 'list';
    case 'member':
      return true;
    case 'treeSelect':
      return true;
    case 'multiSelect':
    case 'table':
    case 'link':
    case 'richText':
    case 'dateTimeRange':
    case 'file':
    case 'customForm':
    case 'unsupported':
      return false;
  }
}

/** Half a row is too little for it, whatever its designer wanted. */
function isBroad({ type }: Field): boolean {
  return type === 'table' || type === 'richText';
}

/** The address in a value that is nothing but one; `undefined`: it is none, or not of a web page. */
export function linkIn(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^https?:\/\/\S+$/iu.test(trimmed) || !URL.canParse(trimmed)) return undefined;
  return trimmed;
}
