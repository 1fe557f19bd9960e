import type { Field } from '../src/domain/field.ts';
import { services } from '../test/webview/fieldSamples.ts';
import { formState, allFields, plain, textField, type ReadyState } from '../test/webview/samples.ts';

/** A step as most are: 30 fields of the usual types. */
export function usualForm(): ReadyState {
  const fields = Array.from({ length: 30 }, (_, index): Field => {
    const field = allFields[index % allFields.length] ?? textField('a');
    return { ...field, key: `${field.key}-${index}` };
  });
  return formState(fields);
}

/** 300 fields, one of them with 5,000 options, some that depend on others. */
export function bigForm(): ReadyState {
  const fields = Array.from({ length: 299 }, (_, index): Field => {
    switch (index % 5) {
      case 0:
        return textField(`text-${index}`, { label: `Text ${index}`, maxLength: 200 });
      case 1:
        return { ...plain, key: `day-${index}`, label: `Day ${index}`, type: 'date', value: '2026-11-25' };
      case 2:
        return textField(`lines-${index}`, { label: `Lines ${index}`, isMultiline: true, value: 'one\ntwo' });
      case 3: {
        const options = ['low', 'medium', 'high'].map((key) => ({ key, label: key }));
        return {
          ...plain,
          key: `risk-${index}`,
          label: `Risk ${index}`,
          type: 'select',
          display: 'radio',
          value: 'low',
          options,
        };
      }
      default:
        return textField(`more-${index}`, {
          label: `More ${index}`,
          visibleWhen: { kind: 'not', rule: { kind: 'equal', fieldKey: 'text-0', compareAs: 'text', value: 'x' } },
        });
    }
  });
  return formState([services, ...fields]);
}
