import { html, nothing, type TemplateResult } from 'lit';
import type { CustomFormField, Field, FieldValue, FileField } from '../../domain/field.ts';
import { fileList, filesOf, templateList } from '../fileList.ts';
import { fieldText } from '../fieldText.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import { t } from '../l10n.ts';
import { valueText } from '../valueText.ts';
import './itsmRichText.ts';
import './itsmTableView.ts';

export interface ViewState {
  /** Of the element that takes the focus. */
  readonly viewId: string;
  readonly files: FieldFiles | undefined;
}

/** A field's value, for reading. Goes inside of an element with a `label`. Secrets never come here. */
export function fieldView(field: Field, value: FieldValue, { viewId, files }: ViewState): TemplateResult {
  switch (field.type) {
    case 'table':
      if (typeof value !== 'string' || value === '') break;
      return html`<itsm-table-view id=${viewId} tabindex="-1" .field=${field} .value=${value}></itsm-table-view>`;
    case 'richText':
      if (typeof value !== 'string' || value === '') break;
      return html`<div id=${viewId} class="value long" role="group" aria-labelledby="label" tabindex="0">
        <itsm-rich-text .content=${{ format: 'html', text: value }}></itsm-rich-text>
      </div>`;
    case 'file':
      return fileView(field, value, viewId, files);
    case 'customForm':
      if (field.entries.length === 0) break;
      return customFormView(field, viewId);
    case 'text':
    case 'number':
    case 'date':
    case 'dateTime':
    case 'dateTimeRange':
    case 'select':
    case 'multiSelect':
    case 'treeSelect':
    case 'member':
    case 'link':
    case 'unsupported':
      break;
  }
  return textView(field, value, viewId);
}

function textView(field: Field, value: FieldValue, viewId: string): TemplateResult {
  const text = fieldText(field, value);
  const isEmpty = text.trim() === '';
  const zone = field.type === 'dateTime' || field.type === 'dateTimeRange' ? field.timeZone : '';
  const isLong = text.length > 2000 || text.split('\n').length > 20;
  const isRaw = field.type === 'unsupported' || field.type === 'customForm';
  return html`<div
    id=${viewId}
    class="value ${isLong ? 'long' : ''} ${isRaw && !isEmpty ? 'raw' : ''}"
    role="group"
    aria-labelledby="label"
    tabindex=${isLong ? 0 : -1}
  >
    ${isEmpty ? html`<span class="muted">—</span>` : valueText(text)}
    ${zone === '' || isEmpty ? nothing : html`<span class="muted">${zone}</span>`}
  </div>`;
}

function fileView(field: FileField, value: FieldValue, viewId: string, files: FieldFiles | undefined): TemplateResult {
  const present = filesOf(typeof value === 'string' ? [] : value, field.files, files?.uploaded ?? []);
  return html`<div id=${viewId} class="file-view" role="group" aria-labelledby="label" tabindex="-1">
    ${present.length === 0 ? html`<span class="muted">—</span>` : fileList(present, t('Files'))}
    ${templateList(field.templates)}
  </div>`;
}

function customFormView({ entries }: CustomFormField, viewId: string): TemplateResult {
  return html`<div id=${viewId} class="value long" role="group" aria-labelledby="label" tabindex="0">
    <dl class="entries">
      ${entries.map(
        ({ label, text }) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${text.trim() === '' ? '—' : valueText(text)}</dd>
          </div>`,
      )}
    </dl>
  </div>`;
}
