import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Field, FieldValue } from '../../domain/field.ts';
import { hasEditor } from '../../domain/form.ts';
import { isSecret } from '../../domain/secretField.ts';
import { toDateControl, toDateTimeControl } from '../dateTimeValue.ts';
import { FieldEditEvent, FieldLeaveEvent, PageActionEvent, PartFailureEvent } from '../events.ts';
import { linkIn } from '../fieldText.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import { icon } from '../icon.ts';
import { t, translateMessage } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { chipStyles } from '../styles/chipStyles.ts';
import { controlStyles } from '../styles/controlStyles.ts';
import { fieldStyles } from '../styles/fieldStyles.ts';
import { fileStyles } from '../styles/fileStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { popupStyles } from '../styles/popupStyles.ts';
import { richEditorStyles } from '../styles/richEditorStyles.ts';
import { richTextStyles } from '../styles/richTextStyles.ts';
import { linkButton } from '../valueText.ts';
import { isWellFormedField } from '../wellFormedField.ts';
import { fieldControl, isLabelable } from './fieldControl.ts';
import { fieldView } from './fieldView.ts';

const controlId = 'control';

/** How a secret is shown: says nothing of its length. */
const dots = '••••••••';

/**
 * One field of a form: label, control, hint and problem. It is its own error boundary: a field that cannot be drawn
 * is shown raw, and the page around it lives on.
 */
export class ItsmField extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    controlStyles,
    chipStyles,
    popupStyles,
    richTextStyles,
    richEditorStyles,
    fileStyles,
    newsStyles,
    fieldStyles,
  ];
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
    isRevealed: { state: true },
    isBroken: { state: true },
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
  /** A secret is shown as it is. */
  declare isRevealed: boolean;
  /** It, or a part of it, could not be drawn. */
  declare isBroken: boolean;

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
    this.isRevealed = false;
    this.isBroken = false;
    this.addEventListener('focusout', (event) => {
      const next = event.relatedTarget;
      if (next instanceof Node && this.shadowRoot?.contains(next) === true) return;
      if (!this.isBroken) this.dispatchEvent(new FieldLeaveEvent(this.field.key));
    });
    this.addEventListener(PartFailureEvent.type, (event) => {
      event.stopPropagation();
      this.isBroken = true;
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
    if (changed.has('field')) this.isBroken = !isWellFormedField(this.field);
    if (this.isBroken || (!changed.has('value') && !changed.has('field'))) return;
    // A date that the browser's control cannot show is edited as text; it does not change into a control under the
    // user's fingers when the text becomes a date.
    const isEcho = changed.has('value') && this.value === this.#reported;
    if (isEcho && this.value !== '' && this.value.length > 0) return;
    this.#isTypedDate = isDateToType(this.field, this.value);
  }

  protected override update(changed: PropertyValues): void {
    try {
      super.update(changed);
    } catch {
      this.isBroken = true;
    }
  }

  protected override render(): TemplateResult {
    if (this.isBroken) return this.#raw();
    try {
      return this.#whole(this.field);
    } catch {
      this.isBroken = true;
      return this.#raw();
    }
  }

  #whole(field: Field): TemplateResult {
    const isForReading = this.isReadOnly || field.isReadOnly || !hasEditor(field);
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
        ${this.#tag(field, isForReading)} ${newsDot(this.isNews)} ${isForReading ? nothing : this.#counter(field)}
      </div>
      ${isForReading ? this.#view(field) : this.#control(field)} ${isForReading ? nothing : this.#link(field)}
      <div id="problem" class="problem" ?hidden=${this.problem === ''}>
        ${icon('error')}<span class="text">${this.problem}</span>
      </div>
      ${field.description.trim() === '' ? nothing : html`<p id="hint" class="hint"><span class="text">${field.description}</span></p>`}
      ${this.#note(field)}
    `;
  }

  #tag(field: Field, isForReading: boolean): TemplateResult | typeof nothing {
    if (this.isChanged) {
      return isForReading
        ? html`<span class="tag">${t('Typed here, not sent')}</span>`
        : html`<span class="changed" title=${t('Changed, not sent yet')}
            ><span class="screen-reader-only">${t('Changed, not sent yet')}</span></span
          >`;
    }
    return field.isReadOnly && !this.isReadOnly && hasEditor(field)
      ? html`<span class="tag">${icon('lock')}${t('Read-only')}</span>`
      : nothing;
  }

  #control(field: Field): TemplateResult {
    const describedBy = [
      this.problem === '' ? '' : 'problem',
      field.description.trim() === '' ? '' : 'hint',
      field.type === 'dateTime' || field.type === 'dateTimeRange' ? `${controlId}-zone` : '',
      hasCounter(field) ? 'counter' : '',
    ];
    return html`<div class="control">
      ${fieldControl(field, this.value, {
        controlId,
        describedBy: describedBy.filter((id) => id !== '').join(' '),
        isLocked: this.isLocked,
        isInvalid: this.problem !== '',
        isTypedDate: this.#isTypedDate,
        isRevealed: this.isRevealed,
        onReveal: this.#onReveal,
        files: this.files,
        canOpenInBrowser: this.canOpenInBrowser,
        onEdit: (value, how) => {
          if (this.isLocked) return;
          this.#reported = value;
          this.dispatchEvent(new FieldEditEvent(field.key, value, how));
        },
      })}
    </div>`;
  }

  #view(field: Field): TemplateResult {
    if (isSecret(field) && this.value !== '') return this.#secretView();
    return fieldView(field, this.value, { viewId: controlId, files: this.files });
  }

  #secretView(): TemplateResult {
    return html`<div id=${controlId} class="value" role="group" aria-labelledby="label" tabindex="-1">
      ${
        this.isRevealed
          ? html`<span class="text">${this.value}</span>`
          : html`<span aria-hidden="true">${dots}</span><span class="screen-reader-only">${t('Hidden')}</span>`
      }
      <button class="link" type="button" aria-pressed=${this.isRevealed} @click=${this.#onReveal}>
        ${this.isRevealed ? t('Hide') : t('Show')}
      </button>
    </div>`;
  }

  readonly #onReveal = (): void => {
    this.isRevealed = !this.isRevealed;
  };

  /** A way to follow an address that is being edited. */
  #link(field: Field): TemplateResult | typeof nothing {
    const isText = field.type === 'link' || (field.type === 'text' && !isSecret(field));
    const url = isText && typeof this.value === 'string' ? linkIn(this.value) : undefined;
    if (url === undefined || this.problem !== '') return nothing;
    return html`<div class="follow">${linkButton(url, html`${icon('link-external')}${t('Open link')}`)}</div>`;
  }

  /** Why it cannot be edited here, where its user may expect that it can. */
  #note(field: Field): TemplateResult | typeof nothing {
    const text =
      field.type === 'unsupported'
        ? t('Fields of type "{0}" cannot be edited here.', field.systemType)
        : field.type === 'customForm'
          ? t('This form can be read here only.')
          : field.isReadOnly && field.readOnlyReason !== undefined
            ? translateMessage(field.readOnlyReason)
            : undefined;
    if (text === undefined) return nothing;
    return html`<p class="hint note">${icon('info')}<span>${text} ${this.#openLink()}</span></p>`;
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

function isDateToType(field: Field, value: FieldValue): boolean {
  if (typeof value !== 'string') {
    return field.type === 'dateTimeRange' && value.some((part) => toDateTimeControl(part) === undefined);
  }
  if (field.type === 'date') return toDateControl(value) === undefined;
  return field.type === 'dateTime' && toDateTimeControl(value) === undefined;
}

function hasCounter(field: Field): field is Field & { readonly maxLength: number } {
  return (field.type === 'text' || field.type === 'link') && field.maxLength !== undefined;
}

function readText(field: unknown, name: string): string | undefined {
  if (typeof field !== 'object' || field === null || !(name in field)) return undefined;
  const text: unknown = Reflect.get(field, name);
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

/** A secret stays one, even where it is not understood. */
function rawText(field: unknown): string {
  if (typeof field === 'object' && field !== null && 'isSecret' in field && field.isSecret === true) return dots;
  try {
    const value: unknown = typeof field === 'object' && field !== null && 'value' in field ? field.value : field;
    return typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? '—');
  } catch {
    return '—';
  }
}

customElements.define('itsm-field', ItsmField);
