import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldOption } from '../../domain/field.ts';
import { optionLabel, strayKeys, strayLabel, toggleKey } from '../choice.ts';
import { ControlChangeEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';

/** More than this is not drawn; typing narrows it down. */
const mostShown = 200;

/**
 * One or several of many options: a text input that filters a list (the ARIA combobox pattern).
 * `vscode-single-select` and `vscode-multi-select` speak English only and cannot be described by a problem's text.
 *
 * Renders into its parent's tree, so that `<label for>` and `aria-describedby` of the field reach the input.
 */
export class ItsmCombobox extends LitElement {
  static override properties = {
    inputId: {},
    options: { attribute: false },
    chosen: { attribute: false },
    serverValue: { attribute: false },
    isMultiple: { type: Boolean },
    allowsFreeText: { type: Boolean },
    label: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    isRequired: { type: Boolean },
    describedBy: {},
    isOpen: { state: true },
    filter: { state: true },
    activeIndex: { state: true },
  };

  declare inputId: string;
  declare options: readonly FieldOption[];
  /** Keys; at most one unless `isMultiple`. */
  declare chosen: readonly string[];
  declare serverValue: readonly string[];
  declare isMultiple: boolean;
  /** What is typed is a value, too. For one value only. */
  declare allowsFreeText: boolean;
  /** Names the input where no `<label for>` does; `''`: one does. */
  declare label: string;
  declare isLocked: boolean;
  declare isInvalid: boolean;
  declare isRequired: boolean;
  declare describedBy: string;
  declare isOpen: boolean;
  /** `undefined`: the user is not typing, the input shows what is chosen. */
  declare filter: string | undefined;
  declare activeIndex: number;

  constructor() {
    super();
    this.inputId = '';
    this.options = [];
    this.chosen = [];
    this.serverValue = [];
    this.isMultiple = false;
    this.allowsFreeText = false;
    this.label = '';
    this.isLocked = false;
    this.isInvalid = false;
    this.isRequired = false;
    this.describedBy = '';
    this.isOpen = false;
    this.filter = undefined;
    this.activeIndex = -1;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(): void {
    if (this.isLocked) this.isOpen = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('isOpen')) this.querySelector<HTMLElement>('.listbox')?.togglePopover(this.isOpen);
    if (this.isOpen) this.querySelector('.option.active')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const matches = this.#matches;
    const active = this.isOpen ? matches[this.activeIndex] : undefined;
    return html`
      <div
        class="box chip-box anchor ${this.isInvalid ? 'invalid' : ''} ${this.isLocked ? 'locked' : ''}"
        @click=${this.#onBoxClick}
      >
        ${this.isMultiple ? this.#chips() : nothing}
        <input
          id=${this.inputId}
          class="inner-input"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-label=${this.label === '' ? nothing : this.label}
          placeholder=${this.#placeholder}
          aria-autocomplete="list"
          aria-controls="${this.inputId}-list"
          aria-expanded=${this.isOpen}
          aria-activedescendant=${active === undefined ? nothing : this.#optionId(this.activeIndex)}
          aria-required=${this.isRequired}
          aria-invalid=${this.isInvalid}
          aria-describedby=${this.describedBy}
          ?disabled=${this.isLocked}
          .value=${live(this.filter ?? this.#restingText)}
          @keydown=${this.#onKeyDown}
          @input=${this.#onInput}
          @blur=${this.#close}
        />
        <button
          class="opener"
          type="button"
          tabindex="-1"
          aria-hidden="true"
          ?disabled=${this.isLocked}
          @pointerdown=${keepFocus}
          @click=${this.#onOpenerClick}
        >
          ${icon('chevron-down')}
        </button>
      </div>
      <ul
        id="${this.inputId}-list"
        class="listbox"
        popover="manual"
        role="listbox"
        aria-label=${t('Options')}
        aria-multiselectable=${this.isMultiple}
        @pointerdown=${keepFocus}
      >
        ${this.isOpen ? this.#list(matches) : nothing}
      </ul>
    `;
  }

  #list(matches: readonly FieldOption[]): TemplateResult {
    if (matches.length === 0) {
      return html`<li class="option-note" role="option" aria-disabled="true" aria-selected="false">
        ${t('No matching options')}
      </li>`;
    }
    const hidden = matches.length - mostShown;
    return html`${matches.slice(0, mostShown).map((option, index) => this.#option(option, index))}
    ${
      hidden > 0
        ? html`<li class="option-note" role="presentation">${t('{0} more: type to narrow the list', hidden)}</li>`
        : nothing
    }`;
  }

  #option(option: FieldOption, index: number): TemplateResult {
    const isChosen = this.chosen.includes(option.key);
    return html`<li
      id=${this.#optionId(index)}
      class="option ${index === this.activeIndex ? 'active' : ''}"
      role="option"
      aria-selected=${isChosen}
      @click=${() => this.#choose(option)}
    >
      <span class="mark">${isChosen ? icon('check') : nothing}</span>
      <span>${this.#optionText(option)}</span>
    </li>`;
  }

  #optionText(option: FieldOption): string {
    if (option.key === '' && option.label === '') return t('(none)');
    return option.key === this.#typedText ? t('Use "{0}"', option.key) : optionLabel(option);
  }

  #chips(): TemplateResult {
    const stray = new Set(strayKeys(this.options, this.chosen));
    return html`<ul class="chip-list">
      ${repeat(
        this.chosen,
        (key) => key,
        (key) => {
          const label = stray.has(key) ? strayLabel(key) : this.#labelOf(key);
          return html`<li class="chip ${stray.has(key) ? 'stray' : ''}">
            <span>${label}</span>
            ${
              this.isLocked
                ? nothing
                : html`<button type="button" aria-label=${t('Remove {0}', label)} @click=${() => this.#toggle(key)}>
                    ${icon('close')}
                  </button>`
            }
          </li>`;
        },
      )}
    </ul>`;
  }

  get #matches(): readonly FieldOption[] {
    const needle = (this.filter ?? '').trim().toLocaleLowerCase();
    const offered =
      this.isMultiple || this.isRequired || this.options.some((option) => option.key === '')
        ? this.options
        : [{ key: '', label: '' }, ...this.options];
    if (needle === '') return offered;
    const found = offered.filter(({ key, label }) =>
      key === '' ? false : `${label}\n${key}`.toLocaleLowerCase().includes(needle),
    );
    const typed = this.#typedText;
    return typed === undefined ? found : [{ key: typed, label: typed }, ...found];
  }

  get #placeholder(): string {
    if (this.chosen.length > 0) return '';
    return this.allowsFreeText ? t('Choose or type') : t('Type to search');
  }

  get #restingText(): string {
    const [key] = this.chosen;
    if (this.isMultiple || key === undefined || key === '') return '';
    if (this.allowsFreeText) return this.#labelOf(key);
    return strayKeys(this.options, this.chosen).length > 0 ? strayLabel(key) : this.#labelOf(key);
  }

  /** A free text that is being typed and is not one of the options. */
  get #typedText(): string | undefined {
    const typed = (this.filter ?? '').trim();
    if (!this.allowsFreeText || typed === '') return undefined;
    return this.#optionNamed(typed) === undefined ? typed : undefined;
  }

  #optionNamed(text: string): FieldOption | undefined {
    return this.options.find((option) => option.key === text || optionLabel(option) === text);
  }

  #labelOf(key: string): string {
    const option = this.options.find((candidate) => candidate.key === key);
    return option === undefined ? key : optionLabel(option);
  }

  #optionId(index: number): string {
    return `${this.inputId}-option-${index}`;
  }

  readonly #onBoxClick = (event: Event): void => {
    const input = this.querySelector('input');
    if (event.target !== event.currentTarget && event.target !== input) return;
    input?.focus();
    this.#open();
  };

  readonly #onOpenerClick = (): void => {
    this.querySelector('input')?.focus();
    if (this.isOpen) this.#close();
    else this.#open();
  };

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.filter = event.target.value;
    this.isOpen = true;
    this.activeIndex = 0;
    if (this.allowsFreeText) this.#takeTyped(this.filter);
  };

  /** Each keystroke counts, as in any text field: what is typed is never lost by going elsewhere. */
  #takeTyped(typed: string): void {
    const text = typed.trim();
    const key = this.#optionNamed(text)?.key ?? text;
    this.dispatchEvent(new ControlChangeEvent(key));
  }

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowDown':
        event.preventDefault();
        if (this.isOpen) this.#move(1);
        else this.#open();
        break;
      case 'ArrowUp':
        event.preventDefault();
        if (this.isOpen) this.#move(-1);
        else this.#open();
        break;
      case 'Enter': {
        event.preventDefault();
        const option = this.isOpen ? this.#matches[this.activeIndex] : undefined;
        if (option !== undefined) this.#choose(option);
        else this.#open();
        break;
      }
      case 'Escape':
        if (!this.isOpen && this.filter === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        this.#close();
        break;
      case 'Backspace':
        if (this.isMultiple && (this.filter ?? '') === '') {
          const last = this.chosen.at(-1);
          if (last !== undefined) this.#toggle(last);
        }
        break;
    }
  };

  #move(by: number): void {
    const count = Math.min(this.#matches.length, mostShown);
    if (count > 0) this.activeIndex = (this.activeIndex + by + count) % count;
  }

  #open(): void {
    if (this.isLocked || this.isOpen) return;
    this.isOpen = true;
    this.activeIndex = Math.max(
      0,
      this.#matches.findIndex((option) => this.chosen.includes(option.key)),
    );
    // Typing then replaces the shown label instead of adding to it.
    if (!this.isMultiple) this.querySelector('input')?.select();
  }

  readonly #close = (): void => {
    this.isOpen = false;
    this.filter = undefined;
    this.activeIndex = -1;
  };

  #choose(option: FieldOption): void {
    if (this.isMultiple) {
      this.filter = undefined;
      this.#toggle(option.key);
      return;
    }
    this.#close();
    this.#change(option.key === '' ? [] : [option.key]);
  }

  #toggle(key: string): void {
    this.#change(toggleKey(this.chosen, key, this.options, this.serverValue));
    this.querySelector('input')?.focus();
  }

  #change(chosen: readonly string[]): void {
    this.chosen = chosen;
    this.dispatchEvent(new ControlChangeEvent(this.isMultiple ? chosen : (chosen[0] ?? '')));
  }
}

/** A press on the list must not take the focus from the input, or the list closes before the click arrives. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

customElements.define('itsm-combobox', ItsmCombobox);
