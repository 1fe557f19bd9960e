import { effectiveChoice } from './fieldChecks.ts';
import { plainText } from './plainText.ts';
import type { Choice, StoredField, TreeChoice } from './ticketModel.ts';

/** `display_value` of get_ticket_info: names instead of keys; null for the free text of an INPUTSELECT (contract §4.2). */
export function displayValue({ design, value }: StoredField): unknown {
  if (value === null || value === '') return value;
  const choice = effectiveChoice(design);
  if (!Array.isArray(choice)) return value;
  const options = choice as readonly Choice[]; // written in samples/, which nobody else fills
  const nameOf = (key: string): string | undefined => options.find((option) => option.key === key)?.name;
  switch (design.type) {
    case 'SELECT':
    case 'RADIO':
      return nameOf(plainText(value)) ?? value;
    case 'INPUTSELECT':
      return nameOf(plainText(value)) ?? null;
    case 'MULTISELECT':
    case 'CHECKBOX':
      return plainText(value)
        .split(',')
        .map((key) => nameOf(key) ?? key)
        .join(',');
    case 'TREESELECT':
      return findPath(choice as readonly TreeChoice[], plainText(value))?.join('->') ?? value; // as above
    default:
      return value;
  }
}

/** A field as the log has it, filled in (contract §1.3). */
export function viewFormValue(field: StoredField): Readonly<Record<string, unknown>> {
  const { key, type, name, desc } = field.design;
  return { id: field.id, key, type, name, desc, value: field.value, display_value: displayValue(field) };
}

function findPath(branches: readonly TreeChoice[], id: string): readonly string[] | undefined {
  for (const branch of branches) {
    if (String(branch.id) === id) return [branch.name];
    const rest = findPath(branch.children ?? [], id);
    if (rest !== undefined) return [branch.name, ...rest];
  }
  return undefined;
}
