import type { Field } from '../../domain/field.ts';
import { currentValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { looksSecret } from '../../domain/secretField.ts';
import { contactFields, readContact } from './contactForm.ts';
import { selectField, textField } from './forms.ts';
import type { OsmAreaCode, OsmExtraParameter, OsmProblem, OsmRegion, OsmSeverity, OsmTemplate } from './schema.ts';

/** What a form is made of. */
export interface CreationParts {
  readonly problem: OsmProblem;
  readonly templates: readonly OsmTemplate[];
  readonly severities: readonly OsmSeverity[];
  readonly regions: readonly OsmRegion[];
  readonly extras: readonly OsmExtraParameter[];
  readonly areaCodes: readonly OsmAreaCode[];
}

const descriptionKey = 'simple_description';
const severityKey = 'severity_id';
const regionKey = 'region_id';
const filesKey = 'accessory_ids';
/** In front of the keys of the questions that some problem types ask beside. */
const extra = 'extra-';
/** In characters (contract §1.4). */
const longestDescription = 2000;
/** A problem type of this kind is a fault, which has a region (contract §1.5). */
const fault = '5';

export function creationFields(parts: CreationParts, translate: (text: Message) => string): readonly Field[] {
  const { problem, templates, severities, regions, extras, areaCodes } = parts;
  const isFault = problem.case_type === fault;
  return [
    textField({
      key: descriptionKey,
      label: translate(message('Description')),
      description: translate(message('What happens, since when, and what you have tried. No passwords.')),
      value: templates[0]?.incident_template_content ?? '',
      isMultiline: true,
      maxLength: longestDescription,
      isRequired: true,
    }),
    ...(severities.length === 0
      ? []
      : [
          selectField({
            key: severityKey,
            label: translate(message('Severity')),
            options: severities.map(({ severity_id: key, severity_name: label }) => ({ key, label })),
            isRequired: isFault,
            display: 'radio',
          }),
        ]),
    selectField({
      key: regionKey,
      label: translate(message('Region')),
      options: regions.map(({ region_id: key, region_name: label }) => ({ key, label: label === '' ? key : label })),
      isRequired: isFault,
      width: 'half',
    }),
    ...extras.filter(({ is_show: isShown }) => isShown !== false).map(extraField),
    ...contactFields(areaCodes, undefined, translate),
    {
      type: 'file',
      key: filesKey,
      label: translate(message('Files')),
      description: '',
      isRequired: false,
      isReadOnly: false,
      value: [],
      rules: [],
      files: [],
      templates: [],
    },
  ];
}

/** What their types mean is not published (contract §1.6): a choice is known by its options, all else is text. */
function extraField(parameter: OsmExtraParameter): Field {
  const { param_key: key, param_name: name, tips, param_desc: hint, select_item: items } = parameter;
  const base = {
    key: `${extra}${key}`,
    label: name === '' ? key : name,
    description: tips === '' ? hint : tips,
    isRequired: parameter.required,
    value: parameter.default_value,
    width: 'half',
  } as const;
  const options = readOptions(items);
  if (options.length > 0) return selectField({ ...base, options });
  const { min_value: least, max_value: most } = parameter;
  if (least !== undefined && most !== undefined && most > least) {
    return { ...base, type: 'number', isReadOnly: false, rules: [] };
  }
  return textField({ ...base, maxLength: parameter.length, isSecret: parameter.is_sensitive || looksSecret(base) });
}

function readOptions(items: string): readonly { readonly key: string; readonly label: string }[] {
  const names = items
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return [...new Set(names)].map((item) => ({ key: item, label: item }));
}

/** What the form puts into the body of a new ticket. */
export function readCreationValues(fields: readonly Field[], values: FormValues): Readonly<Record<string, unknown>> {
  const given = new Map(fields.map((field) => [field.key, currentValue(field, values)]));
  const text = (key: string): Readonly<Record<string, string>> => {
    const value = given.get(key);
    return typeof value !== 'string' || value.trim() === '' ? {} : { [key]: value.trim() };
  };
  const extras = [...given].flatMap(([key, value]) =>
    key.startsWith(extra) && typeof value === 'string' && value.trim() !== ''
      ? [[key.slice(extra.length), value.trim()] as const]
      : [],
  );
  const files = given.get(filesKey) ?? [];
  return {
    ...text(descriptionKey),
    ...text(severityKey),
    ...text(regionKey),
    ...readContact(fields, values),
    ...(extras.length === 0 ? {} : { extends_map: Object.fromEntries(extras) }),
    ...(files.length === 0 ? {} : { accessory_ids: files }),
  };
}
