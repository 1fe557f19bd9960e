import { css, html, LitElement, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Field } from '../../domain/field.ts';
import type { FieldFiles } from '../fileUpload.ts';
import type { FormSession } from '../formSession.ts';
import { isShortField } from '../fieldText.ts';
import { t, translateMessage } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { isWellFormedField } from '../wellFormedField.ts';
import type { ItsmField } from './itsmField.ts';
import './itsmField.ts';

/** The fields of a step in the system's order, which is the tab order too; short ones share a row where there is room. */
export class ItsmForm extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        container-type: inline-size;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 18px 24px;
        align-items: start;
      }
      @container (min-width: 560px) {
        .fields {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .long {
          grid-column: 1 / -1;
        }
      }
    `,
  ];
  static override properties = {
    fields: { attribute: false },
    session: { attribute: false },
    files: { attribute: false },
    newsKeys: { attribute: false },
    isReadOnly: { type: Boolean },
    isLocked: { type: Boolean },
    canOpenInBrowser: { type: Boolean },
  };

  declare fields: readonly Field[];
  /** The same object for the page's life: its owner calls `requestUpdate()` when it has changed. */
  declare session: FormSession;
  /** By field key, of file fields. */
  declare files: ReadonlyMap<string, FieldFiles>;
  /** Fields that have changed since the user looked last. */
  declare newsKeys: ReadonlySet<string>;
  declare isReadOnly: boolean;
  declare isLocked: boolean;
  declare canOpenInBrowser: boolean;

  constructor() {
    super();
    this.fields = [];
    this.files = new Map();
    this.newsKeys = new Set();
    this.isReadOnly = false;
    this.isLocked = false;
    this.canOpenInBrowser = false;
  }

  /** Puts the focus on a field; nothing happens when it is not there. */
  async focusField(key: string): Promise<void> {
    await this.updateComplete;
    const target = this.#elements.find((element) => isWellFormedField(element.field) && element.field.key === key);
    await target?.updateComplete;
    target?.focusControl();
  }

  /** The key of the field that has the focus. */
  get focusedKey(): string | undefined {
    const focused = this.shadowRoot?.activeElement;
    return this.#elements.find((element) => element === focused)?.field.key;
  }

  get #elements(): readonly ItsmField[] {
    return [...this.renderRoot.querySelectorAll<ItsmField>('itsm-field')];
  }

  protected override render(): TemplateResult {
    if (this.fields.length === 0) return html`<p class="muted">${t('This step has no form.')}</p>`;
    return html`<div class="fields">
      ${repeat(
        this.fields.filter((field) => !isWellFormedField(field) || this.session.isVisible(field)),
        (field, index) => this.#identity(field, index),
        (field) => this.#field(field),
      )}
    </div>`;
  }

  /** The field's key; a key that comes twice gets a number, as `repeat` cannot live with equal ones. */
  #identity(field: unknown, index: number): string {
    if (!isWellFormedField(field)) return `${index}`;
    const isFirst = this.fields.findIndex((other) => isWellFormedField(other) && other.key === field.key) === index;
    return isFirst ? `key ${field.key}` : `${index} ${field.key}`;
  }

  #field(field: Field): TemplateResult {
    if (!isWellFormedField(field)) {
      return html`<itsm-field class="long" .field=${field} .canOpenInBrowser=${this.canOpenInBrowser}></itsm-field>`;
    }
    const problem = this.isReadOnly ? undefined : this.session.shownProblem(field);
    return html`<itsm-field
      class=${isShortField(field) ? 'short' : 'long'}
      .field=${field}
      .value=${this.session.valueOf(field)}
      .files=${this.files.get(field.key)}
      .problem=${problem === undefined ? '' : translateMessage(problem)}
      .isReadOnly=${this.isReadOnly}
      .isLocked=${this.isLocked}
      .isChanged=${this.session.isChanged(field)}
      .isNews=${this.newsKeys.has(field.key)}
      .canOpenInBrowser=${this.canOpenInBrowser}
    ></itsm-field>`;
  }
}

customElements.define('itsm-form', ItsmForm);
