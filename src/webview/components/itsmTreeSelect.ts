import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { TreeOption } from '../../domain/field.ts';
import { optionLabel, strayLabel } from '../choice.ts';
import { ControlChangeEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { mostDrawn } from '../listWindow.ts';
import { filteredTree, treePath, treePathText, treeRows, type TreeRow } from '../treeRows.ts';
import { ItsmPicker } from './itsmPicker.ts';

/** How far a level stands in, in pixels. */
const indent = 16;

/** One node of a tree of options, found by opening its branches or by typing; shown with its whole path. */
export class ItsmTreeSelect extends ItsmPicker<TreeRow> {
  static override properties: PropertyDeclarations = {
    ...ItsmPicker.properties,
    options: { attribute: false },
    chosen: {},
    takesLeavesOnly: { type: Boolean },
    expanded: { state: true },
  };

  declare options: readonly TreeOption[];
  /** A key; `''`: none. */
  declare chosen: string;
  /** A node with others below it cannot be chosen. */
  declare takesLeavesOnly: boolean;
  /** Keys of the branches that the user opened. */
  declare expanded: ReadonlySet<string>;

  protected readonly popupRole = 'tree';
  protected readonly isMultiple = false;
  #rows: { readonly sources: readonly unknown[]; readonly rows: readonly TreeRow[] } | undefined;

  constructor() {
    super();
    this.options = [];
    this.chosen = '';
    this.takesLeavesOnly = false;
    this.expanded = new Set();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('isOpen') || !this.isOpen) return;
    // What is chosen is seen when the list opens.
    const above = treePath(this.options, this.chosen)?.slice(0, -1) ?? [];
    this.expanded = new Set([...this.expanded, ...above.map(({ key }) => key)]);
    this.activeIndex = this.filter === undefined ? this.firstActive : 0;
  }

  protected get rows(): readonly TreeRow[] {
    const sources = [this.options, this.filter ?? '', this.expanded, this.isRequired];
    if (this.#rows?.sources.every((source, index) => source === sources[index]) !== true) {
      this.#rows = { sources, rows: this.#makeRows() };
    }
    return this.#rows.rows;
  }

  #makeRows(): readonly TreeRow[] {
    const filter = (this.filter ?? '').trim();
    if (filter !== '') return treeRows(filteredTree(this.options, filter), () => true);
    const nothingChosen: TreeOption = { key: '', label: '', children: [] };
    const options = this.isRequired ? this.options : [nothingChosen, ...this.options];
    return treeRows(options, (key) => this.expanded.has(key));
  }

  protected get firstActive(): number {
    return Math.max(
      0,
      this.rows.findIndex(({ option }) => option.key === this.chosen),
    );
  }

  protected get restingText(): string {
    if (this.chosen === '') return '';
    const path = treePath(this.options, this.chosen);
    return path === undefined ? strayLabel(this.chosen) : treePathText(path);
  }

  protected get placeholder(): string {
    return t('Type to search');
  }

  protected leading(): typeof nothing {
    return nothing;
  }

  protected row({ option, level, position, count, isExpanded }: TreeRow, index: number): TemplateResult {
    const isChosen = option.key === this.chosen;
    const text = option.key === '' && option.label === '' ? t('(none)') : optionLabel(option);
    const isCut = this.rows.length > mostDrawn;
    return html`<li
      id=${this.rowId(index)}
      class="option ${index === this.activeIndex ? 'active' : ''}"
      role="treeitem"
      aria-selected=${isChosen}
      aria-level=${level}
      aria-setsize=${count}
      aria-posinset=${position}
      aria-expanded=${isExpanded ?? nothing}
      title=${isCut && text.length > 30 ? text : nothing}
      .style=${`padding-inline-start: ${6 + (level - 1) * indent}px`}
      @click=${() => this.accept({ option, level, position, count, isExpanded, parentIndex: undefined })}
    >
      <span class="mark" @click=${(event: Event) => this.#onTwistie(event, option, isExpanded)}>
        ${isExpanded === undefined ? nothing : icon(isExpanded ? 'chevron-down' : 'chevron-right')}
      </span>
      <span class="text">${text}</span>
      ${isChosen ? html`<span class="mark">${icon('check')}</span>` : nothing}
    </li>`;
  }

  protected typed(): void {
    // Only what is chosen is a value.
  }

  protected handleKey({ key }: KeyboardEvent): boolean {
    // In a text that is being typed, these keys move the caret.
    if (!this.isOpen || (this.filter ?? '') !== '') return false;
    const row = this.rows[this.activeIndex];
    if (row === undefined) return false;
    switch (this.#direction(key)) {
      case 'in':
        if (row.isExpanded === true) this.activeIndex += 1;
        else if (row.isExpanded === false) this.#setExpanded(row.option.key, true);
        return true;
      case 'out':
        if (row.isExpanded === true) this.#setExpanded(row.option.key, false);
        else if (row.parentIndex !== undefined) this.activeIndex = row.parentIndex;
        return true;
      case undefined:
        return false;
    }
  }

  #direction(key: string): 'in' | 'out' | undefined {
    if (key !== 'ArrowRight' && key !== 'ArrowLeft') return undefined;
    const isRightToLeft = getComputedStyle(this).direction === 'rtl';
    return (key === 'ArrowRight') === isRightToLeft ? 'out' : 'in';
  }

  #setExpanded(key: string, isExpanded: boolean): void {
    const expanded = new Set(this.expanded);
    if (isExpanded) expanded.add(key);
    else expanded.delete(key);
    this.expanded = expanded;
  }

  #onTwistie(event: Event, { key }: TreeOption, isExpanded: boolean | undefined): void {
    if (isExpanded === undefined || (this.filter ?? '') !== '') return;
    event.stopPropagation();
    this.#setExpanded(key, !isExpanded);
  }

  protected accept({ option, isExpanded }: TreeRow): void {
    if (this.takesLeavesOnly && isExpanded !== undefined) {
      if ((this.filter ?? '') === '') this.#setExpanded(option.key, !isExpanded);
      return;
    }
    this.close();
    this.chosen = option.key;
    this.dispatchEvent(new ControlChangeEvent(this.chosen));
  }
}

customElements.define('itsm-tree-select', ItsmTreeSelect);
