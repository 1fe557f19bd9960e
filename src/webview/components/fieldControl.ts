import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type {
  DateField,
  DateTimeField,
  DateTimeRangeField,
  Field,
  FieldOption,
  FieldValue,
  LinkField,
  MultiSelectField,
  NumberField,
  SelectField,
  TextField,
} from '../../domain/field.ts';
import { optionLabel, strayKeys, strayLabel, toggleKey } from '../choice.ts';
import { fromDateTimeControl, toDateControl, toDateTimeControl } from '../dateTimeValue.ts';
import type { ControlChangeEvent } from '../events.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import './itsmCombobox.ts';
import './itsmFileInput.ts';
import './itsmMemberInput.ts';
import './itsmRichEditor.ts';
import './itsmTable.ts';
import './itsmTreeSelect.ts';

/** What a control needs to know beside its field. */
export interface ControlState {
  /** Of the element that has the focus; for `<label for>`. */
  readonly controlId: string;
  /** Ids of the texts that describe it. */
  readonly describedBy: string;
  readonly isLocked: boolean;
  readonly isInvalid: boolean;
  /** A date is typed as text, because it is one that the date control cannot show. */
  readonly isTypedDate: boolean;
  /** A secret is shown as it is. */
  readonly isRevealed: boolean;
  readonly onReveal: () => void;
  /** Of a file field; `undefined`: nothing is known beyond the field. */
  readonly files: FieldFiles | undefined;
  readonly canOpenInBrowser: boolean;
  /** `isCommitted`: a choice, complete in itself, unlike a keystroke. */
  readonly onEdit: (value: FieldValue, how?: { isIncomplete?: boolean; isCommitted?: boolean }) => void;
}

/** Options up to this many are seen at one glance; more are searched. */
const mostInList = 10;

/** More buttons or boxes than this are no choice to look through, whatever the form's designer thought. */
const mostSpread = 50;

/** All options stand on the page, each with its button or box. */
function isSpread({ display, options }: SelectField | MultiSelectField): boolean {
  return display !== 'list' && options.length <= mostSpread;
}

/** Whether `<label for>` names the control; groups of controls and blocks of text are named by `aria-labelledby`. */
export function isLabelable(field: Field): boolean {
  switch (field.type) {
    case 'text':
    case 'number':
    case 'date':
    case 'dateTime':
    case 'treeSelect':
    case 'member':
    case 'link':
      return true;
    case 'select':
    case 'multiSelect':
      return !isSpread(field);
    case 'dateTimeRange':
    case 'table':
    case 'richText':
    case 'file':
    case 'customForm':
    case 'unsupported':
      return false;
  }
}

/** The control that edits a field. Fields that cannot be edited never come here. */
export function fieldControl(field: Field, value: FieldValue, state: ControlState): TemplateResult {
  switch (field.type) {
    case 'text':
      if (field.isSecret === true) return secretInput(field, asText(value), state);
      return field.isMultiline ? textArea(field, asText(value), state) : textInput(field, asText(value), state, 'text');
    case 'number':
      return textInput(field, asText(value), state, 'decimal');
    case 'date':
      return dateInput(field, asText(value), state);
    case 'dateTime':
      return dateTimeInput(field, asText(value), state);
    case 'dateTimeRange':
      return dateTimeRange(field, asList(value), state);
    case 'select':
      if (isSpread(field)) return radioGroup(field, asText(value), state);
      return field.options.length > mostInList || field.allowsFreeText === true
        ? combobox(field, asText(value) === '' ? [] : [asText(value)], state)
        : dropDown(field, asText(value), state);
    case 'multiSelect':
      return isSpread(field) ? checkboxGroup(field, asList(value), state) : combobox(field, asList(value), state);
    case 'member':
      return html`<itsm-member-input
        .inputId=${state.controlId}
        .names=${asList(value)}
        .isMultiple=${field.isMultiple}
        .isLocked=${state.isLocked}
        .isInvalid=${state.isInvalid}
        .isRequired=${field.isRequired}
        .describedBy=${state.describedBy}
        @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value)}
      ></itsm-member-input>`;
    case 'table':
      return html`<itsm-table
        id=${state.controlId}
        .field=${field}
        .value=${asText(value)}
        .isLocked=${state.isLocked}
        .isInvalid=${state.isInvalid}
        @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value)}
      ></itsm-table>`;
    case 'link':
      return textInput(field, asText(value), state, 'url');
    case 'treeSelect':
      return html`<itsm-tree-select
        .inputId=${state.controlId}
        .options=${field.options}
        .chosen=${asText(value)}
        .takesLeavesOnly=${field.display === 'cascade'}
        .isLocked=${state.isLocked}
        .isInvalid=${state.isInvalid}
        .isRequired=${field.isRequired}
        .describedBy=${state.describedBy}
        @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value, { isCommitted: true })}
      ></itsm-tree-select>`;
    case 'richText':
      return html`<itsm-rich-editor
        id=${state.controlId}
        .value=${asText(value)}
        .serverValue=${field.value}
        .label=${field.label}
        .isLocked=${state.isLocked}
        .isInvalid=${state.isInvalid}
        .isRequired=${field.isRequired}
        .describedBy=${state.describedBy}
        .canOpenInBrowser=${state.canOpenInBrowser}
        @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value)}
      ></itsm-rich-editor>`;
    case 'file':
      return html`<itsm-file-input
        .inputId=${state.controlId}
        .field=${field}
        .ids=${asList(value)}
        .files=${state.files}
        .isLocked=${state.isLocked}
        .isInvalid=${state.isInvalid}
        .describedBy=${state.describedBy}
        @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value, { isCommitted: true })}
      ></itsm-file-input>`;
    case 'customForm':
    case 'unsupported':
      return html`${nothing}`;
  }
}

function textInput(
  field: TextField | LinkField | NumberField | DateField | DateTimeField,
  value: string,
  state: ControlState,
  inputMode: 'text' | 'decimal' | 'url',
): TemplateResult {
  return html`<input
    id=${state.controlId}
    class="box"
    type="text"
    inputmode=${inputMode}
    autocomplete="off"
    dir=${inputMode === 'text' ? 'auto' : nothing}
    .value=${live(value)}
    ?disabled=${state.isLocked}
    aria-required=${field.isRequired}
    aria-invalid=${state.isInvalid}
    aria-describedby=${state.describedBy}
    @input=${(event: Event) => state.onEdit(controlValue(event))}
  />`;
}

function textArea(field: TextField, value: string, state: ControlState): TemplateResult {
  return html`<textarea
    id=${state.controlId}
    class="box"
    rows="3"
    dir="auto"
    .value=${live(value)}
    ?disabled=${state.isLocked}
    aria-required=${field.isRequired}
    aria-invalid=${state.isInvalid}
    aria-describedby=${state.describedBy}
    @input=${(event: Event) => state.onEdit(controlValue(event))}
  ></textarea>`;
}

function dateInput(field: DateField, value: string, state: ControlState): TemplateResult {
  if (state.isTypedDate) return textInput(field, value, state, 'text');
  return html`<input
    id=${state.controlId}
    class="box"
    type="date"
    max="9999-12-31"
    .value=${live(toDateControl(value) ?? '')}
    ?disabled=${state.isLocked}
    aria-required=${field.isRequired}
    aria-invalid=${state.isInvalid}
    aria-describedby=${state.describedBy}
    @input=${(event: Event) => state.onEdit(controlValue(event), { isIncomplete: isHalfTyped(event) })}
    @blur=${(event: Event) => state.onEdit(controlValue(event), { isIncomplete: isHalfTyped(event) })}
  />`;
}

function dateTimeInput(field: DateTimeField, value: string, state: ControlState): TemplateResult {
  const report = (event: Event): void =>
    state.onEdit(fromDateTimeControl(controlValue(event)), { isIncomplete: isHalfTyped(event) });
  const control = state.isTypedDate
    ? textInput(field, value, state, 'text')
    : html`<input
        id=${state.controlId}
        class="box"
        type="datetime-local"
        step="1"
        max="9999-12-31T23:59:59"
        .value=${live(toDateTimeControl(value) ?? '')}
        ?disabled=${state.isLocked}
        aria-required=${field.isRequired}
        aria-invalid=${state.isInvalid}
        aria-describedby=${state.describedBy}
        @input=${report}
        @blur=${report}
      />`;
  return html`<div class="zoned">
    ${control}
    <span class="muted" id="${state.controlId}-zone">${field.timeZone}</span>
  </div>`;
}

function dateTimeRange(field: DateTimeRangeField, value: readonly string[], state: ControlState): TemplateResult {
  const [start = '', end = '', ...rest] = value;
  const report = (event: Event): void => {
    const group = event.target instanceof Element ? event.target.closest('.range') : null;
    const inputs = [...(group?.querySelectorAll('input') ?? [])];
    const times = inputs.map((input) => (input.type === 'text' ? input.value : fromDateTimeControl(input.value)));
    state.onEdit(times.every((time) => time === '') ? [] : [...times, ...rest], {
      isIncomplete: inputs.some((input) => input.validity.badInput),
    });
  };
  const part = (text: string, label: string, id: string): TemplateResult =>
    html`<label class="part">
      <span class="muted">${label}</span>
      <input
        id=${id}
        class="box"
        type=${state.isTypedDate ? 'text' : 'datetime-local'}
        step="1"
        max="9999-12-31T23:59:59"
        autocomplete="off"
        .value=${live(state.isTypedDate ? text : (toDateTimeControl(text) ?? ''))}
        ?disabled=${state.isLocked}
        aria-required=${field.isRequired}
        aria-invalid=${state.isInvalid}
        aria-describedby=${state.describedBy}
        @input=${report}
        @blur=${report}
      />
    </label>`;
  return html`<div class="range" role="group" aria-labelledby="label" aria-describedby=${state.describedBy}>
    ${part(start, t('Start'), state.controlId)} ${part(end, t('End'), `${state.controlId}-end`)}
    <span class="muted" id="${state.controlId}-zone">${field.timeZone}</span>
  </div>`;
}

function secretInput(field: TextField, value: string, state: ControlState): TemplateResult {
  const label = state.isRevealed ? t('Hide') : t('Show');
  const report = (event: Event): void => state.onEdit(controlValue(event));
  // Of several lines, the browser has no control that hides them; the letters are drawn as dots instead.
  const control = field.isMultiline
    ? html`<textarea
        id=${state.controlId}
        class="box ${state.isRevealed ? '' : 'masked'}"
        rows="3"
        autocomplete="off"
        spellcheck="false"
        .value=${live(value)}
        ?disabled=${state.isLocked}
        aria-required=${field.isRequired}
        aria-invalid=${state.isInvalid}
        aria-describedby=${state.describedBy}
        @input=${report}
      ></textarea>`
    : html`<input
        id=${state.controlId}
        class="box"
        type=${state.isRevealed ? 'text' : 'password'}
        autocomplete="off"
        spellcheck="false"
        .value=${live(value)}
        ?disabled=${state.isLocked}
        aria-required=${field.isRequired}
        aria-invalid=${state.isInvalid}
        aria-describedby=${state.describedBy}
        @input=${report}
      />`;
  return html`<div class="secret">
    ${control}
    <button
      class="icon-button reveal"
      type="button"
      title=${label}
      aria-label=${label}
      aria-pressed=${state.isRevealed}
      @click=${state.onReveal}
    >
      ${icon(state.isRevealed ? 'eye-closed' : 'eye')}
    </button>
  </div>`;
}

function dropDown(field: SelectField, value: string, state: ControlState): TemplateResult {
  const stray = strayKeys(field.options, [value]);
  const hasEmptyOption = field.options.some((option) => option.key === '');
  // Where something must be chosen, "nothing" is only offered as long as it is the truth.
  const offersNothing = !hasEmptyOption && (!field.isRequired || value === '');
  const options: readonly FieldOption[] = [
    ...(offersNothing ? [{ key: '', label: field.isRequired ? t('Choose…') : t('(none)') }] : []),
    ...field.options,
    ...stray.map((key) => ({ key, label: strayLabel(key) })),
  ];
  return html`<select
    id=${state.controlId}
    class="box"
    .value=${live(value)}
    ?disabled=${state.isLocked}
    aria-required=${field.isRequired}
    aria-invalid=${state.isInvalid}
    aria-describedby=${state.describedBy}
    @change=${(event: Event) => state.onEdit(controlValue(event), { isCommitted: true })}
  >
    ${repeat(
      options,
      (option) => option.key,
      (option) => html`<option value=${option.key} ?selected=${option.key === value}>${optionLabel(option)}</option>`,
    )}
  </select>`;
}

function combobox(
  field: SelectField | MultiSelectField,
  chosen: readonly string[],
  state: ControlState,
): TemplateResult {
  return html`<itsm-combobox
    .inputId=${state.controlId}
    .options=${field.options}
    .chosen=${chosen}
    .serverValue=${asList(field.value)}
    .isMultiple=${field.type === 'multiSelect'}
    .allowsFreeText=${field.type === 'select' && field.allowsFreeText === true}
    .isLocked=${state.isLocked}
    .isInvalid=${state.isInvalid}
    .isRequired=${field.isRequired}
    .describedBy=${state.describedBy}
    @itsm-control-change=${(event: ControlChangeEvent) => state.onEdit(event.value, { isCommitted: true })}
  ></itsm-combobox>`;
}

function radioGroup(field: SelectField, value: string, state: ControlState): TemplateResult {
  const stray = strayKeys(field.options, [value]);
  const options = [...field.options, ...stray.map((key) => ({ key, label: strayLabel(key) }))];
  return html`<div
    class="choices ${isLongList(options) ? 'vertical' : ''} ${state.isInvalid ? 'invalid' : ''}"
    role="radiogroup"
    aria-labelledby="label"
    aria-required=${field.isRequired}
    aria-invalid=${state.isInvalid}
    aria-describedby=${state.describedBy}
  >
    ${options.map(
      (option, index) =>
        html`<label class="choice">
          <input
            id=${index === 0 ? state.controlId : `${state.controlId}-${index}`}
            type="radio"
            name=${state.controlId}
            .checked=${live(option.key === value)}
            ?disabled=${state.isLocked}
            @change=${() => state.onEdit(option.key, { isCommitted: true })}
          />
          <span>${optionLabel(option)}</span>
        </label>`,
    )}
    ${
      field.isRequired || value === '' || state.isLocked
        ? nothing
        : html`<button class="link" type="button" @click=${() => state.onEdit('', { isCommitted: true })}>
            ${t('Clear choice')}
          </button>`
    }
  </div>`;
}

function checkboxGroup(field: MultiSelectField, value: readonly string[], state: ControlState): TemplateResult {
  const stray = strayKeys(field.options, value);
  const options = [...field.options, ...stray.map((key) => ({ key, label: strayLabel(key) }))];
  const toggle = (key: string): void =>
    state.onEdit(toggleKey(value, key, field.options, field.value), { isCommitted: true });
  return html`<div
    class="choices ${isLongList(options) ? 'vertical' : ''} ${state.isInvalid ? 'invalid' : ''}"
    role="group"
    aria-labelledby="label"
    aria-describedby=${state.describedBy}
  >
    ${options.map(
      (option, index) =>
        html`<label class="choice">
          <input
            id=${index === 0 ? state.controlId : `${state.controlId}-${index}`}
            type="checkbox"
            .checked=${live(value.includes(option.key))}
            ?disabled=${state.isLocked}
            aria-invalid=${state.isInvalid}
            aria-describedby=${state.isInvalid ? state.describedBy : nothing}
            @change=${() => toggle(option.key)}
          />
          <span>${optionLabel(option)}</span>
        </label>`,
    )}
  </div>`;
}

function isLongList(options: readonly FieldOption[]): boolean {
  return options.length > 4 || options.some((option) => option.label.length > 30);
}

function controlValue(event: Event): string {
  const control = event.target;
  return control instanceof HTMLInputElement ||
    control instanceof HTMLTextAreaElement ||
    control instanceof HTMLSelectElement
    ? control.value
    : '';
}

function isHalfTyped(event: Event): boolean {
  return event.target instanceof HTMLInputElement && event.target.validity.badInput;
}

function asText(value: FieldValue): string {
  return typeof value === 'string' ? value : value.join(', ');
}

function asList(value: FieldValue): readonly string[] {
  return typeof value === 'string' ? (value === '' ? [] : [value]) : value;
}
