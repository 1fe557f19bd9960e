import type { Field, FieldValue } from './field.ts';
import { fitsField } from './fittingValue.ts';

/** How two values are compared. `text`: by characters; dates and times in the forms of the domain compare rightly so. */
export type ComparisonKind = 'text' | 'number';

/** Decides by the values of a form whether a field is in it. Closed on `kind`. */
export type VisibilityRule =
  | { readonly kind: 'all' | 'any'; readonly rules: readonly VisibilityRule[] }
  | { readonly kind: 'not'; readonly rule: VisibilityRule }
  /** An empty value is neither less nor greater than anything. */
  | {
      readonly kind: 'equal' | 'less' | 'greater';
      readonly fieldKey: string;
      readonly compareAs: ComparisonKind;
      readonly value: string;
    }
  /** The value, or each one of a list, is one of these. */
  | { readonly kind: 'oneOf'; readonly fieldKey: string; readonly values: readonly string[] }
  /** The value is a list with all of these in it. */
  | { readonly kind: 'containsAll'; readonly fieldKey: string; readonly values: readonly string[] };

/**
 * Whether a field is in its form now. A field that is not is neither validated nor sent with a value of its own.
 * @param fields the whole form, which the rule may ask about; a field that is not among them counts as empty
 * @param values as `FormValues`: a field that is not in it has its own value
 */
export function isVisible(field: Field, fields: readonly Field[], values: ReadonlyMap<string, FieldValue>): boolean {
  return visibilityIn(fields, values)(field);
}

/** {@link isVisible} for many fields of one form, which may have hundreds. Looks at `values` each time it is asked. */
export function visibilityIn(
  fields: readonly Field[],
  values: ReadonlyMap<string, FieldValue>,
): (field: Field) => boolean {
  const form = new Form(fields, values);
  return (field) => form.isVisible(field);
}

class Form {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #values: ReadonlyMap<string, FieldValue>;
  readonly #underWay = new Set<string>();

  constructor(fields: readonly Field[], values: ReadonlyMap<string, FieldValue>) {
    this.#fields = new Map(fields.map((field) => [field.key, field]));
    this.#values = values;
  }

  isVisible({ key, visibleWhen }: Field): boolean {
    // Two fields that ask for each other: what is typed in them counts.
    if (visibleWhen === undefined || this.#underWay.has(key)) return true;
    this.#underWay.add(key);
    try {
      return this.#holds(visibleWhen);
    } finally {
      // Also after a rule that could not be understood: the form may be asked for other fields.
      this.#underWay.delete(key);
    }
  }

  #holds(rule: VisibilityRule): boolean {
    switch (rule.kind) {
      case 'all':
        return rule.rules.every((each) => this.#holds(each));
      case 'any':
        return rule.rules.some((each) => this.#holds(each));
      case 'not':
        return !this.#holds(rule.rule);
      case 'oneOf':
        return isWithin(asList(this.#valueOf(rule.fieldKey)), rule.values);
      case 'containsAll': {
        const parts = new Set(asList(this.#valueOf(rule.fieldKey)));
        return rule.values.every((value) => parts.has(value));
      }
      case 'equal':
      case 'less':
      case 'greater':
        return compare(asText(this.#valueOf(rule.fieldKey)), rule.value, rule.compareAs) === rule.kind;
    }
  }

  /** What will be sent: nothing for a field that is not in the form itself. */
  #valueOf(key: string): FieldValue {
    const field = this.#fields.get(key);
    if (field === undefined) return this.#values.get(key) ?? '';
    if (!this.isVisible(field)) return '';
    const typed = field.type === 'unsupported' || field.type === 'customForm' ? undefined : this.#values.get(key);
    return typed === undefined || !fitsField(field, typed) ? field.value : typed;
  }
}

function compare(left: string, right: string, as: ComparisonKind): 'equal' | 'less' | 'greater' | 'neither' {
  if (left === right) return 'equal';
  if (left === '' || right === '') return 'neither';
  if (as === 'text') return left < right ? 'less' : 'greater';
  const difference = Number(left) - Number(right);
  if (Number.isNaN(difference)) return 'neither';
  return difference === 0 ? 'equal' : difference < 0 ? 'less' : 'greater';
}

function isWithin(parts: readonly string[], values: readonly string[]): boolean {
  return parts.length > 0 && parts.every((part) => values.includes(part));
}

function asText(value: FieldValue): string {
  return (typeof value === 'string' ? value : value.join(',')).trim();
}

function asList(value: FieldValue): readonly string[] {
  return typeof value === 'string' ? (value === '' ? [] : [value]) : value;
}
