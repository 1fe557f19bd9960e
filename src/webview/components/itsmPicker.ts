import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { listWindow, mostDrawn, rowHeight, scrollTopFor, type ListWindow } from '../listWindow.ts';
import { FieldPart } from './fieldPart.ts';

/** In pixels; `popupStyles` says the same. */
const popupHeight = 270;

/** Rows that Page Up and Page Down go. */
const page = 9;

/**
 * A text input that filters what opens below it, after the ARIA pattern of a combobox: the focus stays in the input,
 * the keys move through the rows. However many rows there are, only those that are seen are drawn.
 */
export abstract class ItsmPicker<Row> extends FieldPart {
  static override properties: PropertyDeclarations = {
    inputId: {},
    label: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    isRequired: { type: Boolean },
    describedBy: {},
    isOpen: { state: true },
    filter: { state: true },
    activeIndex: { state: true },
    scrollPosition: { state: true },
  };

  declare inputId: string;
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
  /** How far the rows are scrolled, in pixels. */
  declare scrollPosition: number;

  constructor() {
    super();
    this.inputId = '';
    this.label = '';
    this.isLocked = false;
    this.isInvalid = false;
    this.isRequired = false;
    this.describedBy = '';
    this.isOpen = false;
    this.filter = undefined;
    this.activeIndex = -1;
    this.scrollPosition = 0;
  }

  protected abstract readonly popupRole: 'listbox' | 'tree';
  protected abstract readonly isMultiple: boolean;
  /** Those that fit the filter. Asked often: what is costly is kept. */
  protected abstract get rows(): readonly Row[];
  /** What the input shows while nobody types. */
  protected abstract get restingText(): string;
  protected abstract get placeholder(): string;
  /** The row to begin with when the list is opened. */
  protected abstract get firstActive(): number;
  /** Must have the id of {@link rowId}. */
  protected abstract row(row: Row, index: number): TemplateResult;
  /** Enter or a click on a row. */
  protected abstract accept(row: Row): void;
  /** What stands before the input, in its box. */
  protected abstract leading(): TemplateResult | typeof nothing;
  /** Something was typed; {@link filter} has it. */
  protected abstract typed(text: string): void;
  /** @returns whether the key has done something here */
  protected abstract handleKey(event: KeyboardEvent): boolean;

  protected override willUpdate(_changed: PropertyValues): void {
    if (this.isLocked) this.isOpen = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('isOpen')) this.#popup?.togglePopover(this.isOpen);
    if (this.isOpen && (changed.has('activeIndex') || changed.has('isOpen'))) this.#showActive();
  }

  protected override render(): TemplateResult {
    const rows = this.isOpen ? this.rows : [];
    const { start, end } = this.#drawn(rows.length);
    // A row that is scrolled away is not drawn and cannot be pointed to.
    const hasActive = this.activeIndex >= start && this.activeIndex < end;
    return html`<div class="popup-scope">
      <div
        class="box chip-box anchor ${this.isInvalid ? 'invalid' : ''} ${this.isLocked ? 'locked' : ''}"
        @click=${this.#onBoxClick}
      >
        ${this.leading()}
        <input
          id=${this.inputId}
          class="inner-input"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          aria-label=${this.label === '' ? nothing : this.label}
          placeholder=${this.placeholder}
          aria-autocomplete="list"
          aria-haspopup=${this.popupRole}
          aria-controls="${this.inputId}-list"
          aria-expanded=${this.isOpen}
          aria-activedescendant=${hasActive ? this.rowId(this.activeIndex) : nothing}
          aria-required=${this.isRequired}
          aria-invalid=${this.isInvalid}
          aria-describedby=${this.describedBy}
          ?disabled=${this.isLocked}
          .value=${live(this.filter ?? this.restingText)}
          @keydown=${this.#onKeyDown}
          @input=${this.#onInput}
          @blur=${this.close}
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
      ${this.#list(rows)}
      <div class="screen-reader-only" role="status">
        ${this.isOpen && this.filter !== undefined ? t('Options found: {0}', rows.length) : ''}
      </div>
    </div>`;
  }

  #list(rows: readonly Row[]): TemplateResult {
    const { start, end } = this.#drawn(rows.length);
    const isWindowed = rows.length > mostDrawn;
    const room = isWindowed
      ? `--rows-before: ${start * rowHeight}px; --rows-after: ${(rows.length - end) * rowHeight}px`
      : '';
    return html`<ul
      id="${this.inputId}-list"
      class="popup list ${isWindowed ? 'windowed' : ''}"
      popover="manual"
      role=${this.popupRole}
      aria-label=${t('Options')}
      aria-multiselectable=${this.isMultiple}
      .style=${room}
      @pointerdown=${keepFocus}
      @scroll=${this.#onScroll}
    >
      ${
        this.isOpen && rows.length === 0
          ? html`<li
              class="option-note"
              role=${this.popupRole === 'tree' ? 'treeitem' : 'option'}
              aria-disabled="true"
              aria-selected="false"
            >
              ${t('No matching options')}
            </li>`
          : rows.slice(start, end).map((row, index) => this.row(row, start + index))
      }
    </ul>`;
  }

  #drawn(count: number): ListWindow {
    return listWindow(count, this.scrollPosition, popupHeight);
  }

  protected rowId(index: number): string {
    return `${this.inputId}-option-${index}`;
  }

  protected get input(): HTMLInputElement | null {
    return this.querySelector('input');
  }

  get #popup(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.popup');
  }

  #showActive(): void {
    const popup = this.#popup;
    if (popup === null) return;
    if (this.rows.length > mostDrawn) {
      popup.scrollTop = scrollTopFor(this.activeIndex, popup.scrollTop, popup.clientHeight);
      this.scrollPosition = popup.scrollTop;
    } else {
      popup.querySelector('.option.active')?.scrollIntoView({ block: 'nearest' });
    }
  }

  readonly #onScroll = (event: Event): void => {
    if (event.currentTarget instanceof Element) this.scrollPosition = event.currentTarget.scrollTop;
  };

  readonly #onBoxClick = (event: Event): void => {
    if (event.target !== event.currentTarget && event.target !== this.input) return;
    this.input?.focus();
    this.open();
  };

  readonly #onOpenerClick = (): void => {
    this.input?.focus();
    if (this.isOpen) this.close();
    else this.open();
  };

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.filter = event.target.value;
    this.isOpen = true;
    this.activeIndex = 0;
    this.scrollPosition = 0;
    this.typed(this.filter);
  };

  readonly #onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (this.#move(event) || this.handleKey(event)) {
      event.preventDefault();
      // Here, a key means what it means to the list: a table around it has its own use for some.
      event.stopPropagation();
    }
  };

  #move(event: KeyboardEvent): boolean {
    const last = this.isOpen ? this.rows.length - 1 : 0;
    const at = this.activeIndex;
    if (event.altKey) {
      if (event.key === 'ArrowDown') this.open();
      else if (event.key === 'ArrowUp') this.close();
      return event.key === 'ArrowDown' || event.key === 'ArrowUp';
    }
    switch (event.key) {
      case 'ArrowDown':
        return this.#go(at >= last ? 0 : at + 1);
      case 'ArrowUp':
        return this.#go(at <= 0 ? last : at - 1);
      case 'PageDown':
        return this.isOpen && this.#go(Math.min(last, at + page));
      case 'PageUp':
        return this.isOpen && this.#go(Math.max(0, at - page));
      case 'Enter': {
        const row = this.isOpen ? this.rows[at] : undefined;
        if (row === undefined) this.open();
        else this.accept(row);
        return true;
      }
      case 'Escape': {
        const hadSomething = this.isOpen || this.filter !== undefined;
        this.close();
        return hadSomething;
      }
      default:
        return false;
    }
  }

  #go(index: number): true {
    if (this.isOpen) this.activeIndex = this.rows.length === 0 ? -1 : index;
    else this.open();
    return true;
  }

  open(): void {
    if (this.isLocked || this.isOpen) return;
    this.isOpen = true;
    this.activeIndex = this.firstActive;
    this.scrollPosition = 0;
    // Typing then replaces the shown label instead of adding to it.
    if (!this.isMultiple) this.input?.select();
  }

  readonly close = (): void => {
    this.isOpen = false;
    this.filter = undefined;
    this.activeIndex = -1;
  };
}

/** A press on the list must not take the focus from the input, or the list closes before the click arrives. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
