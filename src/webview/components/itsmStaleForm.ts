import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Field, FieldValue } from '../../domain/field.ts';
import { isSecret } from '../../domain/secretField.ts';
import type { StaleField } from '../../protocol/pageForm.ts';
import { PageActionEvent } from '../events.ts';
import { fieldText } from '../fieldText.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { controlStyles } from '../styles/controlStyles.ts';
import { isWellFormedField } from '../wellFormedField.ts';

/** The user has said what is to become of fields that somebody else has changed; or wants to see one of them better. */
export class StaleChoiceEvent extends Event {
  static readonly type = 'itsm-stale-choice';
  /** Fields of which the server's value is taken. */
  readonly taken: readonly string[];
  /** The form is to be sent now. */
  readonly goesOn: boolean;
  /** The field whose texts are to be compared; nothing was chosen then. */
  readonly compares: string | undefined;

  constructor({
    taken = [],
    goesOn = false,
    compares,
  }: Partial<Pick<StaleChoiceEvent, 'taken' | 'goesOn' | 'compares'>>) {
    super(StaleChoiceEvent.type, { bubbles: true, composed: true });
    this.taken = taken;
    this.goesOn = goesOn;
    this.compares = compares;
  }
}

type Choice = 'mine' | 'theirs';

/** What others have changed in a form before it could be sent: how it was, how it is, what the user typed, and a choice. */
export class ItsmStaleForm extends LitElement {
  static override styles = [baseStyles, buttonStyles, controlStyles, staleStyles()];
  static override properties = {
    stale: { attribute: false },
    fields: { attribute: false },
    choices: { state: true },
    wasTried: { state: true },
  };

  declare stale: readonly StaleField[];
  /** The form as the server has it now: tells how values are read. */
  declare fields: readonly Field[];
  declare choices: ReadonlyMap<string, Choice>;
  declare wasTried: boolean;

  /** What the choices are about. */
  #known = '';

  constructor() {
    super();
    this.stale = [];
    this.fields = [];
    this.choices = new Map();
    this.wasTried = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('stale')) return;
    const keys = JSON.stringify(this.stale);
    if (keys === this.#known) return;
    this.#known = keys;
    this.choices = new Map();
    this.wasTried = false;
  }

  protected override render(): TemplateResult {
    const open = this.#open;
    return html`<section class="stale" aria-labelledby="heading">
      <h3 id="heading">${icon('git-compare')}${t('Somebody has changed this meanwhile')}</h3>
      <p role="alert">
        ${
          open.length === 0
            ? t('Nothing was sent. Look at what is different now, then send it or go back to the form.')
            : t('Nothing was sent. Choose for each field what is to be sent.')
        }
      </p>
      ${this.stale.map((field, index) => this.#field(field, index))}
      <div class="buttons">
        <button class="button" type="button" @click=${() => this.#finish(true)}>${t('Send with These Values')}</button>
        <button class="button secondary" type="button" @click=${() => this.#finish(false)}>
          ${t('Back to the Form')}
        </button>
        ${
          open.length < 2
            ? nothing
            : html`<button class="button secondary" type="button" @click=${() => this.#chooseAll('mine')}>
                  ${t('Keep All Mine')}
                </button>
                <button class="button secondary" type="button" @click=${() => this.#chooseAll('theirs')}>
                  ${t('Take All Theirs')}
                </button>`
        }
      </div>
    </section>`;
  }

  /** Those that need a choice. */
  get #open(): readonly StaleField[] {
    return this.stale.filter(({ canKeepMine }) => canKeepMine);
  }

  get #isComplete(): boolean {
    return this.#open.every(({ key }) => this.choices.has(key));
  }

  #field(stale: StaleField, index: number): TemplateResult {
    const { key, label, base, theirs, mine, canKeepMine } = stale;
    const field = this.fields.find((each) => isWellFormedField(each) && each.key === key);
    const isWorthIt = mine !== undefined && theirs !== undefined && (isLong(theirs) || isLong(mine));
    // A secret is shown nowhere.
    const canCompare = isWorthIt && !isSecret(field);
    const isMissing = this.wasTried && canKeepMine && !this.choices.has(key);
    return html`<fieldset class=${isMissing ? 'missing' : ''}>
      <legend>${label.trim() === '' ? key : label}</legend>
      <dl>
        ${this.#value(t('Before'), field, base)} ${this.#value(t('Now'), field, theirs)}
        ${mine === undefined ? nothing : this.#value(t('Yours'), field, mine)}
      </dl>
      ${canKeepMine ? this.#choice(stale, index) : html`<p class="muted">${explain(stale)}</p>`}
      ${
        canCompare
          ? html`<button
              class="link"
              type="button"
              @click=${() => this.dispatchEvent(new StaleChoiceEvent({ compares: key }))}
            >
              ${icon('diff')}${t('Compare in the editor')}
            </button>`
          : nothing
      }
      ${isMissing ? html`<p class="problem" role="alert">${icon('error')}${t('Choose one of the two.')}</p>` : nothing}
    </fieldset>`;
  }

  #value(name: string, field: Field | undefined, value: FieldValue | undefined): TemplateResult {
    const text = value === undefined ? '' : textOf(field, value);
    return html`<dt>${name}</dt>
      <dd tabindex=${isLong(value) ? 0 : nothing}>
        ${text.trim() === '' ? html`<span class="muted">—</span>` : html`<div class="text" dir="auto">${text}</div>`}
      </dd>`;
  }

  #choice({ key }: StaleField, index: number): TemplateResult {
    const option = (choice: Choice, text: string): TemplateResult =>
      html`<label class="choice">
        <input
          type="radio"
          name="choice-${index}"
          .checked=${this.choices.get(key) === choice}
          @change=${() => this.#choose(key, choice)}
        />${text}
      </label>`;
    return html`<div class="choices">${option('mine', t('Keep mine'))} ${option('theirs', t('Take theirs'))}</div>`;
  }

  #choose(key: string, choice: Choice): void {
    this.choices = new Map([...this.choices, [key, choice]]);
  }

  #chooseAll(choice: Choice): void {
    this.choices = new Map(this.#open.map(({ key }) => [key, choice]));
  }

  #finish(goesOn: boolean): void {
    if (goesOn && !this.#isComplete) {
      this.wasTried = true;
      const text = t('Choose first what is to become of the fields that somebody else has changed.');
      this.dispatchEvent(new PageActionEvent({ kind: 'announce', text }));
      return;
    }
    // What can no longer be sent stays as it was typed: as a draft, it is not lost.
    const taken = this.#open.filter(({ key }) => this.choices.get(key) === 'theirs').map(({ key }) => key);
    this.dispatchEvent(new StaleChoiceEvent({ taken, goesOn }));
  }
}

function explain({ theirs, mine }: StaleField): string {
  if (theirs === undefined) return t('This field is no longer in the form: what you typed into it is not sent.');
  return mine === undefined
    ? t('You have not touched it: it stays as it is now.')
    : t('It can no longer be edited: it stays as it is now.');
}

function isLong(value: FieldValue | undefined): boolean {
  return typeof value === 'string' && (value.length > 80 || value.includes('\n'));
}

function textOf(field: Field | undefined, value: FieldValue): string {
  if (field === undefined) return typeof value === 'string' ? value : value.join(', ');
  if (isSecret(field)) return value.length === 0 ? '' : '•••';
  return fieldText(field, value);
}

function staleStyles() {
  return css`
    .stale {
      display: flex;
      flex-direction: column;
      gap: 12px;
      padding: 12px 16px 16px;
      border: 1px solid var(--vscode-inputValidation-warningBorder);
      border-radius: 5px;
      background: color-mix(in srgb, var(--vscode-inputValidation-warningBorder) 6%, transparent);
    }
    h3 {
      display: flex;
      align-items: center;
      gap: 6px;
      font-size: 1.05em;
      font-weight: 600;
    }
    fieldset {
      min-inline-size: 0;
      margin: 0;
      padding: 8px 12px 10px;
      border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 18%, transparent));
      border-radius: 5px;
      background: var(--vscode-editor-background);
    }
    fieldset.missing {
      border-color: var(--vscode-inputValidation-errorBorder);
    }
    legend {
      padding: 0 4px;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 4px 14px;
      margin-block-end: 6px;
    }
    dt {
      color: var(--vscode-descriptionForeground);
    }
    dd:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
    }
    dd {
      max-block-size: 9em;
      overflow: auto;
      overflow-wrap: anywhere;
      user-select: text;
    }
    .text {
      white-space: pre-wrap;
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .problem {
      display: flex;
      gap: 6px;
      margin-block-start: 6px;
      color: var(--vscode-errorForeground);
    }
    .link {
      margin-block-start: 6px;
    }
    @media (max-width: 480px) {
      dl {
        grid-template-columns: minmax(0, 1fr);
        gap: 0;
      }
      dd {
        margin-block-end: 6px;
      }
    }
  `;
}

customElements.define('itsm-stale-form', ItsmStaleForm);
