import type { Attachment } from '../../domain/attachments.ts';
import type {
  DateTimeField,
  Field,
  FieldOption,
  FieldValue,
  FileField,
  SelectField,
  TableField,
  TextField,
} from '../../domain/field.ts';
import { currentValue, isEmptyValue, type FormValues } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import { readRows } from '../../domain/table.ts';
import { isVisible, type VisibilityRule } from '../../domain/visibility.ts';
import { formatWallClock, readWallClock } from './times.ts';

/** The user's language and zone. */
export interface Locale {
  /** BCP 47 in lower case. */
  readonly language: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly translate: (message: Message) => string;
}

interface FieldSketch {
  readonly key: string;
  readonly label: Message;
  readonly description?: Message;
  readonly isRequired?: boolean;
  readonly visibleWhen?: VisibilityRule;
}

/** Makes the fields of actions, whose forms COC does not tell: they are written from contract §2.6. */
export class FieldMaker {
  readonly #locale: Locale;

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  text(
    sketch: FieldSketch & { readonly value?: string; readonly isMultiline?: boolean; readonly maxLength?: number },
  ): TextField {
    const { value = '', isMultiline = false, maxLength } = sketch;
    return { ...this.#base(sketch), type: 'text', value, isMultiline, maxLength };
  }

  /** @param sketch.allowsFreeText the options are those that happen to be known */
  choice(
    sketch: FieldSketch & {
      readonly value?: string;
      readonly options: readonly FieldOption[];
      readonly display?: SelectField['display'];
      readonly allowsFreeText?: boolean;
    },
  ): SelectField {
    const { value = '', options, display = 'list', allowsFreeText = false } = sketch;
    return { ...this.#base(sketch), type: 'select', value, options, display, allowsFreeText };
  }

  yesOrNo(
    sketch: FieldSketch & { readonly value: boolean; readonly yes?: Message; readonly no?: Message },
  ): SelectField {
    const { value, yes = message('Yes'), no = message('No') } = sketch;
    const options = [
      { key: 'true', label: this.#locale.translate(yes) },
      { key: 'false', label: this.#locale.translate(no) },
    ];
    return { ...this.#base(sketch), type: 'select', value: String(value), options, display: 'radio' };
  }

  /** @param sketch.value milliseconds since 1970 UTC */
  moment(sketch: FieldSketch & { readonly value?: number | undefined }): DateTimeField {
    const { timeZone } = this.#locale;
    const { value } = sketch;
    return {
      ...this.#base(sketch),
      type: 'dateTime',
      value: value === undefined ? '' : formatWallClock(value, timeZone),
      timeZone,
    };
  }

  files(sketch: FieldSketch & { readonly files?: readonly Attachment[] }): FileField {
    const { files = [] } = sketch;
    return { ...this.#base(sketch), type: 'file', value: files.map(({ id }) => id), files, templates: [] };
  }

  table(
    sketch: FieldSketch & { readonly columns: readonly { readonly key: string; readonly label: Message }[] },
  ): TableField {
    const columns = sketch.columns.map(({ key, label }) => ({
      key,
      label: this.#locale.translate(label),
      type: 'text' as const,
      isRequired: true,
      options: [],
    }));
    return { ...this.#base(sketch), type: 'table', value: '', columns };
  }

  #base({ key, label, description, isRequired = false, visibleWhen }: FieldSketch) {
    return {
      key,
      label: this.#locale.translate(label),
      description: description === undefined ? '' : this.#locale.translate(description),
      isRequired,
      isReadOnly: false,
      rules: [],
      visibleWhen,
    };
  }
}

/**
 * A form as `params` has it: what is not in the form now, or empty, is not sent, nor what only steers the form (`:key`).
 * @param timeZone of the wall-clock times in it
 */
export function encodeForm(
  fields: readonly Field[],
  values: FormValues,
  timeZone: string,
): Readonly<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.key.startsWith(':') || !isVisible(field, fields, values)) continue;
    const value = currentValue(field, values);
    if (!isEmptyValue(value)) params[field.key] = encode(field, value, timeZone);
  }
  return params;
}

function encode(field: Field, value: FieldValue, timeZone: string): unknown {
  const text = typeof value === 'string' ? value : value.join(',');
  if (field.type === 'dateTime') return readWallClock(text, timeZone);
  if (field.type === 'table') return readRows(text);
  return field.type === 'select' && isYesOrNo(field) ? text === 'true' : text.trim();
}

function isYesOrNo({ options }: SelectField): boolean {
  return options.length === 2 && options.every(({ key }) => key === 'true' || key === 'false');
}
