import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { areValuesEqual } from '../../domain/form.ts';
import { ControlChangeEvent, PeopleRequestEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { addMemberNames, splitMemberNames } from '../memberNames.ts';
import { FieldPart } from './fieldPart.ts';

/**
 * User names as chips with a text input behind them. Enter, comma, semicolon, a space or leaving the input turns the
 * text into chips; a pasted list becomes one chip a name; Backspace in an empty input takes the last chip away.
 */
export class ItsmMemberInput extends FieldPart {
  static override properties = {
    inputId: {},
    names: { attribute: false },
    isMultiple: { type: Boolean },
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    isRequired: { type: Boolean },
    describedBy: {},
    chips: { state: true },
    known: { state: true },
  };

  declare inputId: string;
  /** All names, with what stands in the input: half-typed text is part of the value, so that it cannot be lost. */
  declare names: readonly string[];
  declare isMultiple: boolean;
  declare isLocked: boolean;
  declare isInvalid: boolean;
  declare isRequired: boolean;
  declare describedBy: string;
  /** The names that are chips already. */
  declare chips: readonly string[];
  /** Whom the page can name: offered while somebody types. */
  declare known: readonly string[];

  constructor() {
    super();
    this.inputId = '';
    this.names = [];
    this.isMultiple = true;
    this.isLocked = false;
    this.isInvalid = false;
    this.isRequired = false;
    this.describedBy = '';
    this.chips = [];
    this.known = [];
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('names') && !areValuesEqual(this.names, this.#allNames)) this.chips = this.names;
  }

  protected override render(): TemplateResult {
    const isFull = !this.isMultiple && this.chips.length > 0;
    const offered = isFull ? [] : this.known.filter((name) => !this.chips.includes(name));
    return html`
      <div
        class="box chip-box ${this.isInvalid ? 'invalid' : ''} ${this.isLocked ? 'locked' : ''}"
        @click=${this.#focusInput}
      >
        <ul class="chip-list">
          ${repeat(
            this.chips,
            (name) => name,
            (name) => this.#chip(name),
          )}
        </ul>
        <input
          id=${this.inputId}
          class="inner-input"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${this.chips.length > 0 ? '' : this.isMultiple ? t('Add user names') : t('User name')}
          aria-required=${this.isRequired}
          aria-invalid=${this.isInvalid}
          aria-describedby=${this.describedBy}
          ?readonly=${isFull}
          ?disabled=${this.isLocked}
          list=${offered.length === 0 ? nothing : `${this.inputId}-people`}
          @focus=${this.#askWho}
          @keydown=${this.#onKeyDown}
          @input=${this.#onInput}
          @paste=${this.#onPaste}
          @blur=${this.#take}
        />
        ${
          offered.length === 0
            ? nothing
            : html`<datalist id="${this.inputId}-people">
                ${offered.map((name) => html`<option value=${name}></option>`)}
              </datalist>`
        }
      </div>
    `;
  }

  #chip(name: string): TemplateResult {
    return html`<li class="chip">
      <span>${name}</span>
      ${
        this.isLocked
          ? ''
          : html`<button type="button" aria-label=${t('Remove {0}', name)} @click=${() => this.#remove(name)}>
              ${icon('close')}
            </button>`
      }
    </li>`;
  }

  get #input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  readonly #focusInput = (event: Event): void => {
    if (event.target === event.currentTarget) this.#input?.focus();
  };

  /** The chips and what stands in the input. */
  get #allNames(): readonly string[] {
    return addMemberNames(this.chips, splitMemberNames(this.#input?.value ?? ''));
  }

  readonly #askWho = (): void => {
    this.dispatchEvent(new PeopleRequestEvent((names) => (this.known = names)));
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    const input = this.#input;
    // Enter that ends the choice of an input method belongs to the input method.
    if (input === null || event.isComposing) return;
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.#take();
    } else if (event.key === 'Backspace' && input.value === '') {
      const last = this.chips.at(-1);
      if (last !== undefined) this.#remove(last);
    }
  };

  readonly #onInput = (event: Event): void => {
    const isComposing = event instanceof InputEvent && event.isComposing;
    // Chosen from those that are offered: whole, unlike what is typed.
    const isChosen = event instanceof InputEvent && event.inputType === 'insertReplacementText';
    if (!isComposing && (isChosen || /[\s,;，；、]/u.test(this.#input?.value ?? ''))) this.#take();
    else this.#report();
  };

  readonly #onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const input = this.#input;
    if (input === null || input.readOnly || splitMemberNames(text).length < 2) return;
    event.preventDefault();
    // An input drops line ends, which would join the names around them.
    input.setRangeText(text.replaceAll(/\s+/gu, ' '), input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end');
    this.#take();
  };

  /** Turns what stands in the input into chips. */
  readonly #take = (): void => {
    const input = this.#input;
    if (input === null || input.value === '') return;
    this.chips = this.#allNames;
    input.value = '';
    this.#report();
  };

  #remove(name: string): void {
    this.chips = this.chips.filter((other) => other !== name);
    this.#report();
    this.#input?.focus();
  }

  #report(): void {
    this.names = this.#allNames;
    this.dispatchEvent(new ControlChangeEvent(this.names));
  }
}

customElements.define('itsm-member-input', ItsmMemberInput);
