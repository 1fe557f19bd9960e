import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FieldOption } from '../../domain/field.ts';
import { optionLabel, strayKeys, strayLabel, toggleKey } from '../choice.ts';
import { ControlChangeEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { mostDrawn } from '../listWindow.ts';
import { ItsmPicker } from './itsmPicker.ts';

const noOption: FieldOption = { key: '', label: '' };

/**
 * One or several of many options. `vscode-single-select` and `vscode-multi-select` speak English only and cannot be
 * described by a problem's text.
 */
export class ItsmCombobox extends ItsmPicker<FieldOption> {
  static override properties: PropertyDeclarations = {
    ...ItsmPicker.properties,
    options: { attribute: false },
    chosen: { attribute: false },
    serverValue: { attribute: false },
    isMultiple: { type: Boolean },
    allowsFreeText: { type: Boolean },
  };

  declare options: readonly FieldOption[];
  /** Keys; at most one unless `isMultiple`. */
  declare chosen: readonly string[];
  declare serverValue: readonly string[];
  declare isMultiple: boolean;
  /** What is typed is a value, too. For one value only. */
  declare allowsFreeText: boolean;

  protected readonly popupRole = 'listbox';
  /** The options as they are searched: thousands are not made lower case again at each keystroke. */
  #searched: { readonly options: readonly FieldOption[]; readonly texts: readonly string[] } | undefined;
  #matches:
    | { readonly key: string; readonly options: readonly FieldOption[]; readonly found: readonly FieldOption[] }
    | undefined;

  constructor() {
    super();
    this.options = [];
    this.chosen = [];
    this.serverValue = [];
    this.isMultiple = false;
    this.allowsFreeText = false;
  }

  protected get rows(): readonly FieldOption[] {
    const needle = (this.filter ?? '').trim().toLocaleLowerCase();
    const offersNothing = !this.isMultiple && !this.isRequired;
    const key = `${offersNothing} ${needle}`;
    if (this.#matches?.key !== key || this.#matches.options !== this.options) {
      this.#matches = { key, options: this.options, found: this.#find(needle, offersNothing) };
    }
    return this.#matches.found;
  }

  #find(needle: string, offersNothing: boolean): readonly FieldOption[] {
    if (needle === '') {
      const hasNothing = !offersNothing || this.options.some((option) => option.key === '');
      return hasNothing ? this.options : [noOption, ...this.options];
    }
    if (this.#searched?.options !== this.options) {
      const texts = this.options.map(({ key, label }) => `${label}\n${key}`.toLocaleLowerCase());
      this.#searched = { options: this.options, texts };
    }
    const { texts } = this.#searched;
    const found = this.options.filter(({ key }, index) => key !== '' && texts[index]?.includes(needle) === true);
    const typed = this.#typedText;
    return typed === undefined ? found : [{ key: typed, label: typed }, ...found];
  }

  protected get firstActive(): number {
    const chosen = new Set(this.chosen);
    return Math.max(
      0,
      this.rows.findIndex((option) => chosen.has(option.key)),
    );
  }

  protected row(option: FieldOption, index: number): TemplateResult {
    const isChosen = this.chosen.includes(option.key);
    const text = this.#optionText(option);
    const isCut = this.rows.length > mostDrawn;
    return html`<li
      id=${this.rowId(index)}
      class="option ${index === this.activeIndex ? 'active' : ''}"
      role="option"
      aria-selected=${isChosen}
      aria-setsize=${isCut ? this.rows.length : nothing}
      aria-posinset=${isCut ? index + 1 : nothing}
      title=${isCut && text.length > 30 ? text : nothing}
      @click=${() => this.accept(option)}
    >
      <span class="mark">${isChosen ? icon('check') : nothing}</span>
      <span class="text">${text}</span>
    </li>`;
  }

  #optionText(option: FieldOption): string {
    if (option.key === '' && option.label === '') return t('(none)');
    return option.key === this.#typedText ? t('Use "{0}"', option.key) : optionLabel(option);
  }

  protected leading(): TemplateResult | typeof nothing {
    if (!this.isMultiple) return nothing;
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

  protected get placeholder(): string {
    if (this.chosen.length > 0) return '';
    return this.allowsFreeText ? t('Choose or type') : t('Type to search');
  }

  protected get restingText(): string {
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

  /** Each keystroke counts, as in any text field: what is typed is never lost by going elsewhere. */
  protected typed(filter: string): void {
    if (!this.allowsFreeText) return;
    const text = filter.trim();
    this.dispatchEvent(new ControlChangeEvent(this.#optionNamed(text)?.key ?? text));
  }

  protected handleKey({ key }: KeyboardEvent): boolean {
    const last = this.chosen.at(-1);
    if (key !== 'Backspace' || !this.isMultiple || (this.filter ?? '') !== '' || last === undefined) return false;
    this.#toggle(last);
    return true;
  }

  protected accept(option: FieldOption): void {
    if (this.isMultiple) {
      this.filter = undefined;
      this.#toggle(option.key);
      this.activeIndex = this.rows.findIndex(({ key }) => key === option.key);
      return;
    }
    this.close();
    this.#change(option.key === '' ? [] : [option.key]);
  }

  #toggle(key: string): void {
    this.#change(toggleKey(this.chosen, key, this.options, this.serverValue));
    this.input?.focus();
  }

  #change(chosen: readonly string[]): void {
    this.chosen = chosen;
    this.dispatchEvent(new ControlChangeEvent(this.isMultiple ? chosen : (chosen[0] ?? '')));
  }
}

customElements.define('itsm-combobox', ItsmCombobox);
