import type { Field, FieldOption } from '../../domain/field.ts';
import { message, type Message } from '../../domain/message.ts';
import type { ProviderEnvironment } from '../../domain/provider.ts';
import { looksSecret } from '../../domain/secretField.ts';
import { readCustomForm } from './customForms.ts';
import { describeValue } from './details.ts';
import { isEditableHtml } from './editableHtml.ts';
import { readFiles, readTemplates } from './files.ts';
import { isFetched, readOptions, readTree } from './options.ts';
import { readRules } from './regexRules.ts';
import type { BkCreationField, BkField, BkValue } from './schema.ts';
import { readColumns, readTableValue } from './tables.ts';
import { readTimeRange } from './timeRange.ts';
import { decodeStored, describeUnknown, isNothing, labelOf, sendable, splitList } from './values.ts';
import { isVisibilityUnknown, readVisibility } from './visibility.ts';

/** For hints that the system does not give. */
export type Translate = ProviderEnvironment['translate'];

/** The zone of every time that the system gives or takes. */
const timeZone = 'Asia/Shanghai';

/** The server says 120 and refuses from 129 on. */
const maxTitleLength = 120;

const noUpload = message('Files can only be added and opened on the web page.');
const noTable = message('A table can only be filled in on the web page: sent from here, it would be lost.');
const noTimes = message('This does not hold two times, so it cannot be edited here. It is sent back as it is.');
const tooRich = message(
  'This text has tables, pictures or colours in it that would be lost here. Edit it on the web page; it is sent back as it is.',
);
const unlisted = message('The choices cannot be listed here. Enter the key of one: the server checks it.');
const unlistedSeveral = message(
  'The choices cannot be listed here. Enter the keys with commas between them: the server checks them.',
);
const maybeOutdated = message('There may be newer choices. The key of one can be entered, too: the server checks it.');

/** Fields of a form with their values. */
export function readForm(
  fields: readonly BkField[],
  values: ReadonlyMap<string, BkValue>,
  translate: Translate,
): readonly Field[] {
  // The form of an approval asks for the reason to refuse also where it is approved; which of them is hidden is not
  // told, so only the server can say which one is missing.
  const isApproval = fields.some((field) => field.meta.code === 'APPROVE_RESULT');
  return fields.map((field) => readField(field, values.get(field.key), isRequiredField(field, isApproval), translate));
}

function isRequiredField({ type, validate_type: rule }: BkField, isApproval: boolean): boolean {
  // An empty INT makes the whole submission fail, even where the field is optional.
  if (type === 'INT') return true;
  return rule === 'REQUIRE' && !(isApproval && (type === 'TEXT' || type === 'STRING'));
}

type Base = Omit<Extract<Field, { readonly type: 'unsupported' }>, 'type' | 'value' | 'systemType'>;

function readField(field: BkField, value: BkValue | undefined, isRequired: boolean, translate: Translate): Field {
  const text = decodeStored(field, sendable(value?.value) ?? '');
  const base: Base = {
    key: field.key,
    label: labelOf(field),
    description: field.desc,
    isRequired,
    isReadOnly: field.is_readonly,
    rules: readRules(field),
  };
  switch (field.type) {
    case 'STRING':
    case 'TEXT': {
      const maxLength = field.key === 'title' ? maxTitleLength : undefined;
      const isMultiline = field.type === 'TEXT';
      const isSecret = !isMultiline && looksSecret(base);
      return { ...base, type: 'text', value: text, isMultiline, maxLength, ...(isSecret ? { isSecret } : {}) };
    }
    case 'INT':
      return { ...base, type: 'number', value: text };
    case 'DATE':
      return { ...base, type: 'date', value: text };
    case 'DATETIME':
      return { ...base, type: 'dateTime', value: text, timeZone };
    case 'DATETIMERANGE': {
      const range = readTimeRange(text);
      if (range !== undefined) return { ...base, type: 'dateTimeRange', value: range, timeZone };
      return { ...lock(base, noTimes), type: 'text', value: text, isMultiline: false, maxLength: undefined };
    }
    case 'SELECT':
    case 'RADIO':
    case 'INPUTSELECT':
    case 'MULTISELECT':
    case 'CHECKBOX':
    case 'TREESELECT':
    case 'CASCADE':
      return readChoice(field, value, text, base, translate) ?? unsupported(field, value, base);
    case 'LINK':
      // The server takes anything: what it has already is not blamed.
      return text === '' || /^https?:\/\/\S+$/iu.test(text.trim())
        ? { ...base, type: 'link', value: text, maxLength: undefined }
        : { ...base, type: 'text', value: text, isMultiline: false, maxLength: undefined };
    case 'RICHTEXT':
      return { ...(isEditableHtml(text) ? base : lock(base, tooRich)), type: 'richText', value: text };
    case 'MEMBER':
    case 'MEMBERS':
      return { ...base, type: 'member', value: splitList(text), isMultiple: field.type === 'MEMBERS' };
    case 'FILE': {
      const files = readFiles(value?.value);
      if (files === undefined) break;
      const templates = readTemplates(field);
      return { ...lock(base, noUpload), type: 'file', value: files.map(({ id }) => id), files, templates };
    }
    case 'TABLE':
    case 'CUSTOMTABLE': {
      const columns = readColumns(field);
      const rows = readTableValue(value?.value);
      // What is no table is shown as it is.
      if (rows === '' && !isNothing(value?.value)) break;
      return { ...lock(base, noTable), type: 'table', value: rows, columns };
    }
    case 'CUSTOM-FORM': {
      const raw = value?.value;
      const entries = isNothing(raw) ? [] : readCustomForm(raw);
      return { ...base, isReadOnly: true, rules: [], type: 'customForm', value: describeUnknown(raw), entries };
    }
  }
  return unsupported(field, value, base);
}

function unsupported(field: BkField, value: BkValue | undefined, base: Base): Field {
  const shown = value === undefined ? '' : describeValue({ ...value, type: field.type }, field);
  return { ...base, type: 'unsupported', rules: [], value: shown, systemType: field.type };
}

/** `undefined`: there is nothing to choose, and nothing that could be entered. */
function readChoice(
  field: BkField,
  value: BkValue | undefined,
  text: string,
  base: Base,
  translate: Translate,
): Field | undefined {
  const hasOptions = field.choice.length > 0;
  const isEmpty = !hasOptions && !isFetched(field);
  switch (field.type) {
    case 'TREESELECT':
    case 'CASCADE': {
      if (isEmpty) return undefined;
      const tree = hasOptions ? readTree(field, value, text) : undefined;
      if (tree === undefined) return enterKey(readOptions({ ...field, choice: [] }, value, [text]));
      return {
        ...base,
        type: 'treeSelect',
        value: text,
        options: tree,
        display: field.type === 'CASCADE' ? 'cascade' : 'tree',
      };
    }
    case 'MULTISELECT':
    case 'CHECKBOX': {
      if (isEmpty) return undefined;
      const keys = splitList(text);
      if (!hasOptions) {
        const description = explain(base, translate(unlistedSeveral));
        return { ...base, description, type: 'text', value: text, isMultiline: false, maxLength: undefined };
      }
      const display = field.type === 'CHECKBOX' ? 'checkbox' : 'list';
      return { ...base, type: 'multiSelect', value: keys, options: readOptions(field, value, keys), display };
    }
    case 'INPUTSELECT':
      return {
        ...base,
        type: 'select',
        value: text,
        options: readOptions(field, value, []),
        display: 'list',
        allowsFreeText: true,
      };
    default: {
      if (isEmpty) return undefined;
      const options = readOptions(field, value, [text]);
      if (!hasOptions) return enterKey(options);
      if (field.type === 'RADIO') return { ...base, type: 'select', value: text, options, display: 'radio' };
      if (!isFetched(field)) return { ...base, type: 'select', value: text, options, display: 'list' };
      const description = explain(base, translate(maybeOutdated));
      return { ...base, description, type: 'select', value: text, options, display: 'list', allowsFreeText: true };
    }
  }

  function enterKey(options: readonly FieldOption[]): Field {
    const description = explain(base, translate(unlisted));
    return { ...base, description, type: 'select', value: text, options, display: 'list', allowsFreeText: true };
  }
}

function explain({ description }: Base, hint: string): string {
  return description === '' ? hint : `${description}\n${hint}`;
}

/** What the system lets people edit, and we do not. */
function lock(base: Base, reason: Message): Base {
  return { ...base, isReadOnly: true, rules: [], ...(base.isReadOnly ? {} : { readOnlyReason: reason }) };
}

/** A field of the form that makes tickets: of those alone it is told when they are hidden. */
export function readDesignedField(design: BkCreationField, value: BkValue | undefined, translate: Translate): Field {
  const isRequired = isRequiredField(design, false) && !isVisibilityUnknown(design);
  const field = readField(design, value, isRequired, translate);
  return { ...field, width: readWidth(design.layout), visibleWhen: readVisibility(design) };
}

function readWidth(layout: string): 'half' | 'full' | undefined {
  return layout === 'COL_6' ? 'half' : layout === 'COL_12' ? 'full' : undefined;
}
