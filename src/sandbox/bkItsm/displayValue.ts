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

function findPath(branches: readonly TreeChoice[], id: string): readonly string[] | undefined {
  for (const branch of branches) {
    if (String(branch.id) === id) return [branch.name];
    const rest = findPath(branch.children ?? [], id);
    if (rest !== undefined) return [branch.name, ...rest];
  }
  return undefined;
}
