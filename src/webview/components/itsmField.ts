import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Field, FieldValue } from '../../domain/field.ts';
import { toDateControl, toDateTimeControl } from '../dateTimeValue.ts';
import { FieldEditEvent, FieldLeaveEvent, PageActionEvent } from '../events.ts';
import { fieldText, linkIn } from '../fieldText.ts';
import type { FieldFiles } from '../fileUpload.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { controlStyles } from '../styles/controlStyles.ts';
import { fileStyles } from '../styles/fileStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { linkButton, valueText } from '../valueText.ts';
import { isWellFormedField } from '../wellFormedField.ts';
import { fieldControl, isLabelable } from './fieldControl.ts';
import './itsmTableView.ts';

const controlId = 'control';

/**
 * One field of a form: label, control, hint and problem. It is its own error boundary: a field that cannot be drawn
 * is shown raw, and the page around it lives on.
 */
export class ItsmField extends LitElement {
  static override styles = [baseStyles, buttonStyles, controlStyles, chipStyles, fileStyles, newsStyles, fieldStyles()];
  static override properties = {
    field: { attribute: false },
    value: { attribute: false },
    files: { attribute: false },
    problem: {},
    isReadOnly: { type: Boolean },
    isLocked: { type: Boolean },
    isChanged: { type: Boolean },
    isNews: { type: Boolean },
    canOpenInBrowser: { type: Boolean },
  };

  declare field: Field;
  declare value: FieldValue;
  /** Of a file field; `undefined`: nothing is known beyond the field. */
  declare files: FieldFiles | undefined;
  /** In the user's language; `''`: none is shown. */
  declare problem: string;
  /** The whole form is for reading. */
  declare isReadOnly: boolean;
  /** A write is under way. */
  declare isLocked: boolean;
  /** Differs from the server's value. */
  declare isChanged: boolean;
  /** The server's value has changed since the user looked last. */
  declare isNews: boolean;
  declare canOpenInBrowser: boolean;

  /** What this element said last: tells a value from outside from the echo of its own. */
  #reported: FieldValue | undefined;
  #isTypedDate = false;

  constructor() {
    super();
    this.files = undefined;
    this.problem = '';
    this.isReadOnly = false;
    this.isLocked = false;
    this.isChanged = false;
    this.isNews = false;
    this.canOpenInBrowser = false;
    this.addEventListener('focusout', (event) => {
      const next = event.relatedTarget;
      if (next instanceof Node && this.shadowRoot?.contains(next) === true) return;
      if (isWellFormedField(this.field)) this.dispatchEvent(new FieldLeaveEvent(this.field.key));
    });
  }

  /** Puts the focus on what can be edited, or on the field itself. */
  focusControl(): void {
    const checked = this.renderRoot.querySelector<HTMLElement>('.choice input:checked');
    const control = checked ?? this.renderRoot.querySelector<HTMLElement>(`#${controlId}`);
    control?.focus({ preventScroll: true });
    this.scrollIntoView({ block: 'center', behavior: 'instant' });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('value') && !changed.has('field')) return;
    // A date that the browser's control cannot show is edited as text; it does not change into a control under the
    // user's fingers when the text becomes a date.
    if (changed.has('value') && this.value === this.#reported && this.value !== '') return;
    const { field, value } = this;
    if (!isWellFormedField(field) || typeof value !== 'string') return;
    if (field.type === 'date') this.#isTypedDate = toDateControl(value) === undefined;
    if (field.type === 'dateTime') this.#isTypedDate = toDateTimeControl(value) === undefined;
  }

  protected override render(): TemplateResult {
    try {
      return isWellFormedField(this.field) ? this.#whole(this.field) : this.#raw();
    } catch {
      return this.#raw();
    }
  }

  #whole(field: Field): TemplateResult {
    const isForReading = this.isReadOnly || field.isReadOnly || field.type === 'unsupported';
    const isLabelFor = !isForReading && isLabelable(field);
    const text = html`${field.label.trim() === '' ? field.key : field.label}${
      field.isRequired && !isForReading
        ? html`<span class="required" aria-hidden="true">*</span
            ><span class="screen-reader-only"> ${t('required')}</span>`
        : nothing
    }`;
    return html`
      <div class="head">
        ${
          isLabelFor
            ? html`<label id="label" class="label" for=${controlId}>${text}</label>`
            : html`<span id="label" class="label">${text}</span>`
        }
        ${
          this.isChanged && isForReading
            ? html`<span class="tag">${t('Typed here, not sent')}</span>`
            : field.isReadOnly && !this.isReadOnly && field.type !== 'unsupported'
              ? html`<span class="tag">${icon('lock')}${t('Read-only')}</span>`
              : nothing
        }
        ${
          this.isChanged && !isForReading
            ? html`<span class="changed" title=${t('Changed, not sent yet')}
                ><span class="screen-reader-only">${t('Changed, not sent yet')}</span></span
              >`
            : nothing
        }
        ${newsDot(this.isNews)} ${isForReading ? nothing : this.#counter(field)}
      </div>
      ${isForReading ? this.#readOnlyValue(field) : this.#control(field)} ${isForReading ? nothing : this.#link(field)}
      <div id="problem" class="problem" ?hidden=${this.problem === ''}>
        ${icon('error')}<span class="text">${this.problem}</span>
      </div>
      ${field.description.trim() === '' ? nothing : html`<p id="hint" class="hint"><span class="text">${field.description}</span></p>`}
      ${field.type === 'unsupported' ? this.#unsupportedNote(field.systemType) : nothing}
    `;
  }

  #control(field: Field): TemplateResult {
    const describedBy = [
      this.problem === '' ? '' : 'problem',
      field.description.trim() === '' ? '' : 'hint',
      field.type === 'dateTime' ? `${controlId}-zone` : '',
      hasCounter(field) ? 'counter' : '',
    ];
    return html`<div class="control">
      ${fieldControl(field, this.value, {
        controlId,
        describedBy: describedBy.filter((id) => id !== '').join(' '),
        isLocked: this.isLocked,
        isInvalid: this.problem !== '',
        isTypedDate: this.#isTypedDate,
        files: this.files,
        onEdit: (value, how) => {
          if (this.isLocked) return;
          this.#reported = value;
          this.dispatchEvent(new FieldEditEvent(field.key, value, how));
        },
      })}
    </div>`;
  }

  #readOnlyValue(field: Field): TemplateResult {
    if (field.type === 'table' && typeof this.value === 'string' && this.value !== '') {
      return html`<itsm-table-view
        id=${controlId}
        tabindex="-1"
        .field=${field}
        .value=${this.value}
      ></itsm-table-view>`;
    }
    const text = fieldText(field, this.value);
    const zone =
      field.type === 'dateTime' && text !== '' ? html` <span class="muted">${field.timeZone}</span>` : nothing;
    const isLong = text.length > 2000 || text.split('\n').length > 20;
    return html`<div
      id=${controlId}
      class="value ${isLong ? 'long' : ''}"
      role="group"
      aria-labelledby="label"
      tabindex=${isLong ? 0 : -1}
    >
      ${text.trim() === '' ? html`<span class="muted">—</span>` : valueText(text)}${zone}
    </div>`;
  }

  /** A way to follow an address that is being edited. */
  #link(field: Field): TemplateResult | typeof nothing {
    const url = field.type === 'text' && typeof this.value === 'string' ? linkIn(this.value) : undefined;
    if (url === undefined || this.problem !== '') return nothing;
    return html`<div class="follow">${linkButton(url, html`${icon('link-external')}${t('Open link')}`)}</div>`;
  }

  #unsupportedNote(systemType: string): TemplateResult {
    return html`<p class="hint note">
      ${icon('info')}<span>${t('Fields of type "{0}" cannot be edited here.', systemType)} ${this.#openLink()}</span>
    </p>`;
  }

  #openLink(): TemplateResult | typeof nothing {
    if (!this.canOpenInBrowser) return nothing;
    return html`<button
      class="link"
      type="button"
      @click=${() => this.dispatchEvent(new PageActionEvent({ kind: 'openInBrowser' }))}
    >
      ${t('Open in Browser')}
    </button>`;
  }

  #counter(field: Field): TemplateResult | typeof nothing {
    if (!hasCounter(field) || typeof this.value !== 'string') return nothing;
    const length = this.value.trim().length;
    return html`<span class="counter ${length > field.maxLength ? 'over' : ''}">
      <span aria-hidden="true">${length} / ${field.maxLength}</span>
      <span id="counter" class="screen-reader-only">${t('{0} of {1} characters', length, field.maxLength)}</span>
    </span>`;
  }

  #raw(): TemplateResult {
    const field: unknown = this.field;
    const label = readText(field, 'label') ?? readText(field, 'key') ?? t('Unknown field');
    return html`
      <div class="head"><span id="label" class="label">${label}</span></div>
      <div class="value long raw" role="group" aria-labelledby="label" tabindex="0">
        <span class="text">${rawText(field)}</span>
      </div>
      <p class="hint note">
        ${icon('warning')}<span
          >${t('This field could not be understood; it is shown as it came.')} ${this.#openLink()}</span
        >
      </p>
    `;
  }
}

function hasCounter(field: Field): field is Field & { readonly maxLength: number } {
  return field.type === 'text' && field.maxLength !== undefined;
}

function readText(field: unknown, name: string): string | undefined {
  if (typeof field !== 'object' || field === null || !(name in field)) return undefined;
  const text: unknown = Reflect.get(field, name);
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

function rawText(field: unknown): string {
  try {
    const value: unknown = typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
    return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  } catch {
    return '—';
  }
}

function fieldStyles() {
  return css`
    /* What gets the focus must not hide behind the bar at the bottom. Not as padding of the scrolled page: that would
       scroll it whenever the bar itself gets the focus. */
    input,
    textarea,
    select,
    button,
    .value {
      scroll-margin-block: 48px 110px;
    }
    .head {
      display: flex;
      align-items: baseline;
      gap: 8px;
      margin-block-end: 4px;
    }
    .label {
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    .required {
      margin-inline-start: 3px;
      color: var(--vscode-errorForeground);
    }
    .tag {
      display: inline-flex;
      align-items: center;
      align-self: center;
      gap: 3px;
      color: var(--vscode-descriptionForeground);
      font-size: 0.9em;
    }
    .changed {
      align-self: center;
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder));
    }
    .counter {
      margin-inline-start: auto;
      color: var(--vscode-descriptionForeground);
      font-size: 0.9em;
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    .counter.over {
      color: var(--vscode-errorForeground);
    }
    .value {
      min-height: 28px;
      padding-block: 4px;
      padding-inline: 10px 0;
      border-inline-start: 2px solid
        var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 22%, transparent));
      overflow-wrap: anywhere;
      user-select: text;
    }
    .value.long {
      max-height: 400px;
      overflow: auto;
    }
    .text {
      white-space: pre-wrap;
    }
    .follow {
      margin-block-start: 4px;
      font-size: 0.95em;
    }
    .follow vscode-icon {
      margin-block-start: 1px;
    }
    .value:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    .raw {
      font-family: var(--vscode-editor-font-family, monospace);
    }
    .hint,
    .problem {
      margin-block-start: 4px;
      overflow-wrap: anywhere;
    }
    .hint {
      color: var(--vscode-descriptionForeground);
      font-size: 0.95em;
    }
    .note {
      display: flex;
      gap: 6px;
    }
    .problem {
      display: flex;
      gap: 6px;
      color: var(--vscode-errorForeground);
    }
  `;
}

customElements.define('itsm-field', ItsmField);
