import type { JsonObject } from '../httpMessages.ts';

export interface StoredLabel {
  readonly id: number;
  name: string;
  /** `#RRGGBB` */
  color: string;
}

/** The labels of the account. */
export class LabelStore {
  readonly #labels = new Map<number, StoredLabel>();
  #nextId = 1001;

  add(name: string, color: string): StoredLabel {
    const label = { id: this.#nextId++, name, color };
    this.#labels.set(label.id, label);
    return label;
  }

  get(id: number): StoredLabel | undefined {
    return this.#labels.get(id);
  }

  list(): readonly StoredLabel[] {
    return [...this.#labels.values()];
  }

  delete(id: number): void {
    this.#labels.delete(id);
  }

  /** As answers have it, in a list; empty for a label that has been deleted. */
  view(id: number): readonly JsonObject[] {
    const label = this.#labels.get(id);
    return label === undefined ? [] : [{ label_id: label.id, name: label.name, color: label.color }];
  }
}
