import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Field } from '../../domain/field.ts';
import type { Message } from '../../domain/message.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
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

  #entries: readonly FormEntry[] = [];

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

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('fields')) this.#entries = formEntries(this.fields);
  }

  protected override render(): TemplateResult {
    if (this.fields.length === 0) return html`<p class="muted">${t('This step has no form.')}</p>`;
    return html`<div class="fields">
      ${repeat(
        this.#entries.filter(({ field, isWellFormed }) => !isWellFormed || this.session.isVisible(field)),
        ({ identity }) => identity,
        (entry) => this.#field(entry),
      )}
    </div>`;
  }

  #field({ field, isWellFormed }: FormEntry): TemplateResult {
    if (!isWellFormed) {
      return html`<itsm-field class="long" .field=${field} .canOpenInBrowser=${this.canOpenInBrowser}></itsm-field>`;
    }
    const problem = this.isReadOnly ? undefined : this.session.shownProblem(field);
    return html`<itsm-field
      class=${isShortField(field) ? 'short' : 'long'}
      .field=${field}
      .value=${this.session.valueOf(field)}
      .files=${this.files.get(field.key)}
      .problem=${problemText(problem)}
      .isReadOnly=${this.isReadOnly}
      .isLocked=${this.isLocked}
      .isChanged=${this.session.isChanged(field)}
      .isNews=${this.newsKeys.has(field.key)}
      .canOpenInBrowser=${this.canOpenInBrowser}
    ></itsm-field>`;
  }
}

/** A rule that comes without a proper message has nothing to say, and takes nothing with it. */
function problemText(problem: string | Message | undefined): string {
  try {
    return problem === undefined ? '' : translateMessage(problem);
  } catch {
    return '';
  }
}

interface FormEntry {
  readonly field: Field;
  /** Looked at once: a form may have hundreds of fields, and one of them thousands of options. */
  readonly isWellFormed: boolean;
  /** The field's key; a key that comes twice gets a number, as `repeat` cannot live with equal ones. */
  readonly identity: string;
}

function formEntries(fields: readonly Field[]): readonly FormEntry[] {
  const seen = new Set<string>();
  return fields.map((field, index) => {
    const isWellFormed = isWellFormedField(field);
    if (!isWellFormed) return { field, isWellFormed, identity: `${index}` };
    const identity = seen.has(field.key) ? `${index} ${field.key}` : `key ${field.key}`;
    seen.add(field.key);
    return { field, isWellFormed, identity };
  });
}

customElements.define('itsm-form', ItsmForm);
