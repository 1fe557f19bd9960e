import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { history, redo, undo } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import type { Node } from 'prosemirror-model';
import { EditorState, type Command, type Transaction } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { ControlChangeEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { cleanPaste } from '../richText/cleanPaste.ts';
import { keptView } from '../richText/keptView.ts';
import {
  blockKindAt,
  hasMark,
  isInside,
  linkAt,
  setBlockKind,
  setLink,
  toggle,
  toggleWrapper,
  type BlockKind,
  type MarkName,
  type WrapperName,
} from '../richText/richCommands.ts';
import { richKeys } from '../richText/richKeys.ts';
import { canKeep, ClipboardSerializer, readValue, writeValue } from '../richText/richValue.ts';
import { schema } from '../richText/schema.ts';
import { webAddress } from '../richText/webAddress.ts';
import { FieldPart } from './fieldPart.ts';

export { canKeep };

/** Those that the text itself shows. */
const shownProperties = ['isLocked', 'isInvalid', 'isRequired', 'describedBy'];

interface Tool {
  readonly icon: string;
  readonly label: string;
  readonly run: () => void;
  readonly isPossible: boolean;
  /** `undefined`: it is no switch. */
  readonly isOn?: boolean | undefined;
}

/** The editor of a rich text: ProseMirror with a toolbar. Comes in a chunk of its own, with all it needs. */
export class ItsmProseEditor extends FieldPart {
  static override properties = {
    value: {},
    serverValue: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    isRequired: { type: Boolean },
    describedBy: {},
    address: { state: true },
    isAddressWrong: { state: true },
  };

  /** HTML */
  declare value: string;
  declare serverValue: string;
  declare isLocked: boolean;
  declare isInvalid: boolean;
  declare isRequired: boolean;
  declare describedBy: string;
  /** What stands in the input for the address of a link; `undefined`: it is not open. */
  declare address: string | undefined;
  declare isAddressWrong: boolean;

  #view: EditorView | undefined;
  #reported: string | undefined;
  /** As the server's value is read: what has become equal to it again is no change. */
  #original: Node | undefined;

  constructor() {
    super();
    this.value = '';
    this.serverValue = '';
    this.isLocked = false;
    this.isInvalid = false;
    this.isRequired = false;
    this.describedBy = '';
    this.address = undefined;
    this.isAddressWrong = false;
  }

  override focus(options?: FocusOptions): void {
    this.#view?.dom.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.#view === undefined) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('serverValue')) this.#original = readValue(this.serverValue);
  }

  protected override updated(changed: PropertyValues): void {
    if (this.#view === undefined) this.#open();
    else if (changed.has('value') && this.value !== this.#reported) this.#view.updateState(this.#newState());
    if (this.#view === undefined) return;
    // Tells the view to ask for its attributes again; not at each keystroke, which it knows of.
    if (shownProperties.some((name) => changed.has(name))) this.#view.setProps({});
    if (changed.has('address') && this.address !== undefined && changed.get('address') === undefined) {
      this.querySelector<HTMLElement>('.link-row input')?.focus();
    }
  }

  #open(): void {
    const place = this.querySelector('.text-place');
    if (place === null) return;
    this.#view = new EditorView(place, {
      state: this.#newState(),
      editable: () => !this.isLocked,
      attributes: () => ({
        class: 'rich',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': 'label',
        'aria-describedby': this.describedBy,
        'aria-required': `${this.isRequired}`,
        'aria-invalid': `${this.isInvalid}`,
        'aria-readonly': `${this.isLocked}`,
        tabindex: '0',
      }),
      nodeViews: { keptBlock: keptView, keptPhrase: keptView },
      clipboardSerializer: new ClipboardSerializer(),
      transformPastedHTML: cleanPaste,
      dispatchTransaction: (transaction) => this.#dispatch(transaction),
      handleDOMEvents: {
        beforeinput: (view, event) => this.#onBeforeInput(view, event),
        // A file has no place in a text; without this, the browser would leave the page for it.
        drop: (_view, event) => {
          const hasFiles = event.dataTransfer?.types.includes('Files') === true;
          if (hasFiles) event.preventDefault();
          return hasFiles;
        },
        click: (_view, event) => {
          if (event.target instanceof Element && event.target.closest('a') !== null) event.preventDefault();
          return false;
        },
      },
    });
    this.requestUpdate();
  }

  #newState(): EditorState {
    const original = this.value === this.serverValue ? this.#original : undefined;
    const doc = original ?? readValue(this.value);
    this.#reported = this.value;
    // A draft comes from outside, as any HTML: what is sent of it is what was understood of it.
    if (original === undefined) this.#report(writeValue(doc));
    return EditorState.create({
      doc,
      plugins: [history(), keymap({ ...richKeys, 'Mod-k': () => this.#openLink() })],
    });
  }

  #dispatch(transaction: Transaction): void {
    const view = this.#view;
    if (view === undefined) return;
    view.updateState(view.state.apply(transaction));
    // The toolbar shows what the caret stands in.
    this.requestUpdate();
    if (!transaction.docChanged) return;
    const { doc } = view.state;
    const isBack = this.#original !== undefined && doc.eq(this.#original);
    this.#report(isBack ? this.serverValue : writeValue(doc));
  }

  #report(value: string): void {
    if (value === this.#reported) return;
    this.#reported = value;
    this.dispatchEvent(new ControlChangeEvent(value));
  }

  /** The editor's menu undoes through the browser, which knows nothing of our history. */
  #onBeforeInput(view: EditorView, event: InputEvent): boolean {
    const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
    if (command === undefined) return false;
    event.preventDefault();
    command(view.state, view.dispatch);
    return true;
  }

  protected override render(): TemplateResult {
    return html`<div
      class="box rich-editor ${this.isInvalid ? 'invalid' : ''} ${this.isLocked ? 'locked' : ''}"
      @keydown=${keepKeys}
    >
      ${this.#view === undefined ? nothing : this.#toolbar(this.#view.state)}
      ${this.address === undefined ? nothing : this.#linkRow(this.address)}
      <div class="text-place"></div>
    </div>`;
  }

  #toolbar(state: EditorState): TemplateResult {
    const groups: readonly (readonly Tool[])[] = [
      [
        this.#markTool(state, 'bold', t('Bold'), 'B', 'strong'),
        this.#markTool(state, 'italic', t('Italic'), 'I', 'em'),
        this.#markTool(state, 'strikethrough', t('Strikethrough'), '', 'strike'),
        this.#markTool(state, 'code', t('Code'), '`', 'code'),
      ],
      [
        this.#wrapperTool(state, 'list-unordered', t('Bulleted list'), 'Shift+8', 'bulletList'),
        this.#wrapperTool(state, 'list-ordered', t('Numbered list'), 'Shift+7', 'orderedList'),
        this.#wrapperTool(state, 'quote', t('Quote'), 'Shift+9', 'blockquote'),
        {
          icon: 'link',
          label: withKey(t('Link'), 'K'),
          run: () => void this.#openLink(),
          isPossible: state.selection.$from.parent.type !== schema.nodes.codeBlock,
          isOn: linkAt(state) !== undefined,
        },
      ],
      [
        this.#tool(state, 'discard', withKey(t('Undo'), 'Z'), undo),
        this.#tool(state, 'redo', withKey(t('Redo'), 'Y'), redo),
      ],
    ];
    return html`<div class="toolbar" role="toolbar" aria-label=${t('Formatting')} @keydown=${this.#onToolbarKey}>
      ${this.#kindSelect(blockKindAt(state))}
      ${groups.map(
        (tools) => html`<span class="gap" role="presentation"></span>${tools.map((tool) => this.#button(tool))}`,
      )}
    </div>`;
  }

  #tool(state: EditorState, iconName: string, label: string, command: Command, isOn?: boolean): Tool {
    return { icon: iconName, label, run: () => this.#run(command), isPossible: isOn === true || command(state), isOn };
  }

  #markTool(state: EditorState, iconName: string, label: string, key: string, name: MarkName): Tool {
    return this.#tool(state, iconName, withKey(label, key), toggle(name), hasMark(state, schema.marks[name]));
  }

  #wrapperTool(state: EditorState, iconName: string, label: string, key: string, name: WrapperName): Tool {
    return this.#tool(state, iconName, withKey(label, key), toggleWrapper(name), isInside(state, schema.nodes[name]));
  }

  #button({ icon: iconName, label, run, isPossible, isOn }: Tool): TemplateResult {
    const isDisabled = this.isLocked || !isPossible;
    return html`<button
      class="icon-button"
      type="button"
      tabindex="-1"
      title=${label}
      aria-label=${label}
      aria-pressed=${isOn ?? nothing}
      aria-disabled=${isDisabled}
      @pointerdown=${keepFocus}
      @click=${() => {
        if (!isDisabled) run();
      }}
    >
      ${icon(iconName)}
    </button>`;
  }

  #kindSelect(kind: BlockKind): TemplateResult {
    const kinds: readonly (readonly [BlockKind, string])[] = [
      ['paragraph', t('Paragraph')],
      ['heading1', t('Heading 1')],
      ['heading2', t('Heading 2')],
      ['heading3', t('Heading 3')],
      ['code', t('Code block')],
      ['other', t('Other')],
    ];
    return html`<select
      class="box"
      aria-label=${t('Kind of paragraph')}
      .value=${live(kind)}
      ?disabled=${this.isLocked}
      @change=${(event: Event) => {
        const chosen = event.target instanceof HTMLSelectElement ? event.target.value : '';
        const found = kinds.find(([name]) => name === chosen)?.[0];
        if (found !== undefined && found !== 'other') this.#run(setBlockKind(found));
      }}
    >
      ${kinds
        .filter(([name]) => name !== 'other' || kind === 'other')
        .map(([name, text]) => html`<option value=${name} ?selected=${name === kind}>${text}</option>`)}
    </select>`;
  }

  #linkRow(address: string): TemplateResult {
    const hasLink = this.#view !== undefined && linkAt(this.#view.state) !== undefined;
    return html`<div class="link-row" @keydown=${this.#onLinkKey}>
      <input
        class="box"
        type="text"
        inputmode="url"
        autocomplete="off"
        placeholder="https://"
        aria-label=${t('Address of the link')}
        aria-invalid=${this.isAddressWrong}
        .value=${live(address)}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) this.address = event.target.value;
          this.isAddressWrong = false;
        }}
      />
      <button class="button secondary" type="button" @click=${this.#applyLink}>${t('Apply')}</button>
      ${
        hasLink
          ? html`<button class="button secondary" type="button" @click=${() => this.#closeLink(setLink(undefined))}>
              ${t('Remove Link')}
            </button>`
          : nothing
      }
      <button class="button secondary" type="button" @click=${() => this.#closeLink()}>${t('Cancel')}</button>
      <span class="wrong" role="alert" ?hidden=${!this.isAddressWrong}
        >${t('Enter an address, like https://example.com/page.')}</span
      >
    </div>`;
  }

  #run(command: Command): void {
    const view = this.#view;
    if (view === undefined || this.isLocked) return;
    command(view.state, view.dispatch, view);
    if (this.address === undefined) view.focus();
  }

  #openLink(): boolean {
    if (this.#view === undefined || this.isLocked) return false;
    this.isAddressWrong = false;
    this.address = linkAt(this.#view.state) ?? '';
    return true;
  }

  readonly #applyLink = (): void => {
    const typed = (this.address ?? '').trim();
    // What people leave out of an address.
    const address = webAddress(typed) ?? webAddress(/^[\w-]+(?:\.[\w-]+)+/u.test(typed) ? `https://${typed}` : '');
    this.isAddressWrong = address === undefined;
    if (address !== undefined) this.#closeLink(setLink(address));
  };

  #closeLink(command?: Command): void {
    this.address = undefined;
    if (command !== undefined) this.#run(command);
    this.#view?.focus();
  }

  readonly #onLinkKey = (event: KeyboardEvent): void => {
    if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)))
      return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') this.#applyLink();
    else this.#closeLink();
  };

  /** The buttons are one stop of the Tab key, with the list before them; the arrow keys go from one to the next. */
  readonly #onToolbarKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || !(event.currentTarget instanceof Element)) return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('select, button')];
    const at = stops.findIndex((stop) => stop === event.target);
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    stops.at((at + (isRightToLeft ? -step : step)) % stops.length)?.focus();
    event.preventDefault();
  };
}

/** What a key has done here, it must not do to the editor around the page as well (Ctrl+B there hides the side bar). */
function keepKeys(event: KeyboardEvent): void {
  const isCommand = event.ctrlKey || event.metaKey;
  // Sends the form.
  if (isCommand && event.key === 'Enter') return;
  const isOurs = isCommand && /^[biukyz`7-9[\]]$/iu.test(event.key);
  if (event.defaultPrevented || isOurs) event.stopPropagation();
}

/** A press on a button must not take the focus, and with it the selection, from the text. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

function withKey(label: string, key: string): string {
  if (key === '') return label;
  const modifier = /Mac|iPhone|iPad/u.test(navigator.platform) ? '⌘' : 'Ctrl+';
  return `${label} (${modifier}${key})`;
}

customElements.define('itsm-prose-editor', ItsmProseEditor);
