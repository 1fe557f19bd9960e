import type { VisibilityRule } from '../../domain/visibility.ts';
import type { BkCreationField, BkExpression } from './schema.ts';

/** When a field is in the form; `undefined`: always, or its rule is not understood. The system's rules say when it is hidden. */
export function readVisibility({
  show_type: showType,
  show_conditions: hide,
}: BkCreationField): VisibilityRule | undefined {
  if (showType !== 0 || hide === undefined || hide.expressions.length === 0) return undefined;
  const rules = hide.expressions.map(readExpression);
  const known = rules.filter((rule) => rule !== undefined);
  if (known.length < rules.length) return undefined;
  return { kind: 'not', rule: { kind: hide.type === 'and' ? 'all' : 'any', rules: known } };
}

/** There is a rule, and it cannot be followed here: only the server knows whether the field is in the form. */
export function isVisibilityUnknown(field: BkCreationField): boolean {
  const { show_type: showType, show_conditions: hide } = field;
  return showType === 0 && (hide?.expressions.length ?? 0) > 0 && readVisibility(field) === undefined;
}

function readExpression({ key: fieldKey, type, condition, value }: BkExpression): VisibilityRule | undefined {
  const values = readValues(value);
  if (values === undefined) return undefined;
  const compareAs = type === 'INT' ? 'number' : 'text';
  const comparison = (kind: 'equal' | 'less' | 'greater'): VisibilityRule => ({
    kind,
    fieldKey,
    compareAs,
    value: values.join(','),
  });
  switch (condition) {
    case '==':
      return comparison('equal');
    case '!=':
      return not(comparison('equal'));
    case '>':
      return comparison('greater');
    case '<':
      return comparison('less');
    case '>=':
      return either(comparison('greater'), comparison('equal'));
    case '<=':
      return either(comparison('less'), comparison('equal'));
    case 'issuperset':
      return { kind: 'containsAll', fieldKey, values };
    case 'notissuperset':
      return not({ kind: 'containsAll', fieldKey, values });
    case 'in':
      return { kind: 'oneOf', fieldKey, values };
    case 'notin':
      return not({ kind: 'oneOf', fieldKey, values });
    default:
      return undefined;
  }
}

function either(...rules: readonly VisibilityRule[]): VisibilityRule {
  return { kind: 'any', rules };
}

function not(rule: VisibilityRule): VisibilityRule {
  return { kind: 'not', rule };
}

/** A list, or text with commas. */
function readValues(value: unknown): readonly string[] | undefined {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return value.split(',').map((part) => part.trim());
  if (!Array.isArray(value)) return undefined;
  const parts = (value as readonly unknown[]).flatMap((part) =>
    typeof part === 'string' || typeof part === 'number' ? [String(part)] : [],
  );
  return parts.length === value.length ? parts : undefined;
}
