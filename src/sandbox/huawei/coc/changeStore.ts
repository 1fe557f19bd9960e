import type { HistoryEntry } from './history.ts';

export interface ChangePart {
  readonly key: string;
  readonly ticketId: string;
  readonly number: string;
  readonly region: string;
  readonly resourceId: string;
  readonly name: string;
}

export interface StoredChange {
  readonly number: string;
  readonly ticketId: string;
  readonly title: string;
  readonly creatorId: string;
  readonly reviewerId: string;
  readonly createdAt: number;
  phase: string;
  updatedAt: number;
  readonly parts: readonly ChangePart[];
  history: readonly HistoryEntry[];
}

/** Keeps the changes. */
export class ChangeStore {
  readonly #changes = new Map<string, StoredChange>();

  add(change: StoredChange): void {
    this.#changes.set(change.number, change);
  }

  get(number: string): StoredChange | undefined {
    return this.#changes.get(number);
  }

  list(): readonly StoredChange[] {
    return [...this.#changes.values()];
  }
}
