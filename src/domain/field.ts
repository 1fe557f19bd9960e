import type { Attachment } from './attachments.ts';
import type { Message } from './message.ts';
import type { VisibilityRule } from './visibility.ts';

/** Empty is `''` or `[]`, never `undefined`. A list only for fields that take several values. */
export type FieldValue = string | readonly string[];

export interface FieldOption {
  readonly key: string;
  readonly label: string;
}

/** A rule beyond `isRequired`. */
export interface PatternRule {
  /** Source of a JavaScript regular expression, applied with flag `u`, matching from wherever it says. */
  readonly pattern: string;
  /** `value`: the whole value must match; `piece`: each non-empty piece after splitting at newline, `;` and `,`. */
  readonly appliesTo: 'value' | 'piece';
  readonly message: Message;
}

interface FieldBase<V extends FieldValue> {
  /** Unique within its step. */
  readonly key: string;
  readonly label: string;
  /** A hint in the system's words; `''` when there is none. */
  readonly description: string;
  readonly isRequired: boolean;
  readonly isReadOnly: boolean;
  /** As the server has it. */
  readonly value: V;
  readonly rules: readonly PatternRule[];
  /** How much of the form's width its designer gave it; `undefined`: not told. */
  readonly width?: 'half' | 'full' | undefined;
  /** Why it cannot be edited here though the system lets people edit it; `undefined`: nothing to say. */
  readonly readOnlyReason?: Message | undefined;
  /** See `isVisible`; `undefined`: always in the form, or it is not known when. */
  readonly visibleWhen?: VisibilityRule | undefined;
}

export interface TextField extends FieldBase<string> {
  readonly type: 'text';
  readonly isMultiline: boolean;
  /** In characters; `undefined`: no limit is known. */
  readonly maxLength: number | undefined;
  /** A password and the like: shown as dots, never kept as a draft. */
  readonly isSecret?: boolean | undefined;
}

/** An http(s) address. */
export interface LinkField extends FieldBase<string> {
  readonly type: 'link';
  /** In characters; `undefined`: no limit is known. */
  readonly maxLength: number | undefined;
}

/** HTML, not trusted. What an editor cannot keep must not be edited: then the provider makes it read-only. */
export interface RichTextField extends FieldBase<string> {
  readonly type: 'richText';
}

/** Decimal number, kept as the text that was typed: "5", "-3", "2.5". */
export interface NumberField extends FieldBase<string> {
  readonly type: 'number';
}

/** `YYYY-MM-DD` */
export interface DateField extends FieldBase<string> {
  readonly type: 'date';
}

/** `YYYY-MM-DD HH:mm:ss`, a wall-clock time without zone: shown and sent as it stands, never converted. */
export interface DateTimeField extends FieldBase<string> {
  readonly type: 'dateTime';
  /** IANA name of the zone that the system reads it in; shown beside the control. */
  readonly timeZone: string;
}

/** Start and end, each as in {@link DateTimeField}; `[]`: empty. The end is not before the start. */
export interface DateTimeRangeField extends FieldBase<readonly string[]> {
  readonly type: 'dateTimeRange';
  readonly timeZone: string;
}

/** One of `options`; the value is an option's key. */
export interface SelectField extends FieldBase<string> {
  readonly type: 'select';
  readonly options: readonly FieldOption[];
  readonly display: 'list' | 'radio';
  /** A value that is no option's key is right, too. */
  readonly allowsFreeText?: boolean | undefined;
}

/** Several of `options`; the value is a list of keys. */
export interface MultiSelectField extends FieldBase<readonly string[]> {
  readonly type: 'multiSelect';
  readonly options: readonly FieldOption[];
  readonly display: 'list' | 'checkbox';
}

/** A node of a tree of options. */
export interface TreeOption extends FieldOption {
  readonly children: readonly TreeOption[];
}

/** One node of a tree; the value is its key. Keys are unique in the whole tree. */
export interface TreeSelectField extends FieldBase<string> {
  readonly type: 'treeSelect';
  readonly options: readonly TreeOption[];
  /** `tree`: any node may be chosen; `cascade`: only one without children. */
  readonly display: 'tree' | 'cascade';
}

/** User names. */
export interface MemberField extends FieldBase<readonly string[]> {
  readonly type: 'member';
  readonly isMultiple: boolean;
}

export interface TableColumn {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'select' | 'multiSelect' | 'date' | 'dateTime';
  readonly isRequired: boolean;
  /** Empty but for `select` and `multiSelect`. */
  readonly options: readonly FieldOption[];
}

/** Rows with cells of `columns`. The value is text that `readRows` and `writeRows` understand; `''`: no rows. */
export interface TableField extends FieldBase<string> {
  readonly type: 'table';
  readonly columns: readonly TableColumn[];
}

/** Files; the value is the ids of those that hang on it. Can be edited only where the system takes uploads. */
export interface FileField extends FieldBase<readonly string[]> {
  readonly type: 'file';
  /** Those that are named in `value`, as far as they are known. */
  readonly files: readonly Attachment[];
  /** Files to start from, for reading only. */
  readonly templates: readonly Attachment[];
}

/** A form of the system's own making: always read-only. The value is as the server has it. */
export interface CustomFormField extends FieldBase<string> {
  readonly type: 'customForm';
  /** What it says, as far as it can be read; empty: nothing of it can. */
  readonly entries: readonly { readonly label: string; readonly text: string }[];
}

/** A type without an editor here: shown read-only as `value`, never sent as a change. */
export interface UnsupportedField extends FieldBase<string> {
  readonly type: 'unsupported';
  /** The system's own name of the type. */
  readonly systemType: string;
}

/** A field of a step's form: closed on `type`, so that a new member breaks the build where it must be handled. */
export type Field =
  | TextField
  | NumberField
  | DateField
  | DateTimeField
  | SelectField
  | MultiSelectField
  | MemberField
  | TableField
  | LinkField
  | RichTextField
  | DateTimeRangeField
  | TreeSelectField
  | FileField
  | CustomFormField
  | UnsupportedField;
