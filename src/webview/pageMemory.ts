import { isRecord } from '../base/record.ts';
import type { FieldValues } from '../protocol/pageForm.ts';
import type { PagePlace } from '../protocol/stepPage.ts';

/** What was typed into one form. */
export interface SavedForm {
  readonly draftId: string;
  readonly values: FieldValues;
}

/** What a page keeps in the editor while it is hidden, and over a reload of the window. */
export interface SavedPage {
  /** What the page is of; `undefined`: not told yet. */
  readonly place?: PagePlace | undefined;
  /** How far it is scrolled, in pixels. */
  readonly scroll?: number | undefined;
  /** By form. */
  readonly forms?: Readonly<Record<string, SavedForm>> | undefined;
  /** Which parts were opened and closed by hand. */
  readonly parts?: Readonly<Record<string, boolean>> | undefined;
  /** What of the timeline is shown. */
  readonly filter?: string | undefined;
}

/** The page's memory: nothing typed is lost when the page is, and it comes back as it was left. */
export class PageMemory {
  readonly #save: (page: SavedPage) => void;
  #page: SavedPage;

  /** @param saved what was kept last; comes from outside of this page's life */
  constructor(saved: unknown, save: (page: SavedPage) => void) {
    this.#save = save;
    this.#page = parseSavedPage(saved);
  }

  get scroll(): number {
    return this.#page.scroll ?? 0;
  }

  get filter(): string | undefined {
    return this.#page.filter;
  }

  keepPlace(place: PagePlace): void {
    this.#keep({ place });
  }

  keepScroll(scroll: number): void {
    if (scroll !== this.scroll) this.#keep({ scroll });
  }

  keepFilter(filter: string): void {
    this.#keep({ filter });
  }

  form(formId: string): SavedForm | undefined {
    return this.#page.forms?.[formId];
  }

  keepForm(formId: string, form: SavedForm): void {
    this.#keep({ forms: { ...this.#page.forms, [formId]: form } });
  }

  /** `undefined`: it was never opened or closed by hand. */
  isOpen(part: string): boolean | undefined {
    return this.#page.parts?.[part];
  }

  keepOpen(part: string, isOpen: boolean): void {
    this.#keep({ parts: { ...this.#page.parts, [part]: isOpen } });
  }

  #keep(change: SavedPage): void {
    this.#page = { ...this.#page, ...change };
    this.#save(this.#page);
  }
}

function parseSavedPage(saved: unknown): SavedPage {
  if (!isRecord(saved)) return {};
  const { place, scroll, forms, parts, filter } = saved;
  return {
    // Handed back as it is: the host looks at it.
    place: isRecord(place) ? (place as unknown as PagePlace) : undefined,
    scroll: typeof scroll === 'number' ? scroll : undefined,
    forms: isRecord(forms) ? Object.fromEntries(Object.entries(forms).filter(isFormEntry)) : undefined,
    parts: isRecord(parts)
      ? Object.fromEntries(Object.entries(parts).map(([part, isOpen]) => [part, isOpen === true]))
      : undefined,
    filter: typeof filter === 'string' ? filter : undefined,
  };
}

function isFormEntry(entry: [string, unknown]): entry is [string, SavedForm] {
  const form = entry[1];
  return (
    isRecord(form) &&
    typeof form['draftId'] === 'string' &&
    Array.isArray(form['values']) &&
    form['values'].every((value: unknown) => Array.isArray(value) && typeof value[0] === 'string')
  );
}
