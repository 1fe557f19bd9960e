import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { FieldValue, TableColumn } from '../../domain/field.ts';
import { optionLabel, strayKeys, strayLabel } from '../choice.ts';
import { fromDateTimeControl, toDateControl, toDateTimeControl } from '../dateTimeValue.ts';
import type { ControlChangeEvent } from '../events.ts';
import { t } from '../l10n.ts';
import './itsmCombobox.ts';

export interface CellState {
  /** Names the control. */
  readonly label: string;
  readonly inputId: string;
  readonly isWrong: boolean;
  readonly onEdit: (value: FieldValue) => void;
}

/** The control that edits one cell of a table. */
export function tableCell(column: TableColumn, cell: FieldValue, state: CellState): TemplateResult {
  const text = typeof cell === 'string' ? cell : cell.join(', ');
  switch (column.type) {
    case 'text':
      return cellInput('text', text, state, state.onEdit);
    case 'date': {
      const date = toDateControl(text);
      return date === undefined
        ? cellInput('text', text, state, state.onEdit)
        : cellInput('date', date, state, state.onEdit);
    }
    case 'dateTime': {
      const time = toDateTimeControl(text);
      return time === undefined
        ? cellInput('text', text, state, state.onEdit)
        : cellInput('datetime-local', time, state, (value) => state.onEdit(fromDateTimeControl(value)));
    }
    case 'select':
      return cellSelect(column, text, state);
    case 'multiSelect':
      return html`<itsm-combobox
        .inputId=${state.inputId}
        .label=${state.label}
        .options=${column.options}
        .chosen=${typeof cell === 'string' ? (cell === '' ? [] : [cell]) : cell}
        .isMultiple=${true}
        .isInvalid=${state.isWrong}
        .isRequired=${column.isRequired}
        @itsm-control-change=${(event: ControlChangeEvent) => {
          event.stopPropagation();
          state.onEdit(event.value);
        }}
      ></itsm-combobox>`;
  }
}

function cellInput(
  type: 'text' | 'date' | 'datetime-local',
  value: string,
  { label, isWrong }: CellState,
  edit: (value: string) => void,
): TemplateResult {
  return html`<input
    class="box"
    type=${type}
    size="1"
    step=${type === 'datetime-local' ? '1' : nothing}
    max=${type === 'date' ? '9999-12-31' : type === 'text' ? nothing : '9999-12-31T23:59:59'}
    autocomplete="off"
    dir=${type === 'text' ? 'auto' : nothing}
    aria-label=${label}
    aria-invalid=${isWrong}
    .value=${live(value)}
    @input=${({ target }: Event) => {
      // Half a date is no reason to lose the whole one that was there.
      if (target instanceof HTMLInputElement && !target.validity.badInput) edit(target.value);
    }}
  />`;
}

function cellSelect(column: TableColumn, value: string, { label, isWrong, onEdit }: CellState): TemplateResult {
  const stray = strayKeys(column.options, [value]).map((key) => ({ key, label: strayLabel(key) }));
  const options = [{ key: '', label: column.isRequired ? t('Choose…') : t('(none)') }, ...column.options, ...stray];
  return html`<select
    class="box"
    aria-label=${label}
    aria-invalid=${isWrong}
    .value=${live(value)}
    @change=${(event: Event) => {
      if (event.target instanceof HTMLSelectElement) onEdit(event.target.value);
    }}
  >
    ${options.map(
      (option) => html`<option value=${option.key} ?selected=${option.key === value}>${optionLabel(option)}</option>`,
    )}
  </select>`;
}
