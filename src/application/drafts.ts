import type { FieldValue } from '../domain/field.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { DraftStorage, Log } from './ports.ts';

/** What was typed into a form and not sent, by field key. */
export type DraftValues = readonly (readonly [fieldKey: string, value: FieldValue])[];

/**
 * Keeps what is typed until it is sent or thrown away. Memory first, so a page that comes back has it at once.
 * Nothing here throws: a disk that refuses is told to the log. What was sent must not look as if it had failed.
 */
export class Drafts {
  readonly #storage: DraftStorage;
  readonly #log: Log;
  readonly #known = new Map<string, DraftValues>();

  constructor(storage: DraftStorage, log: Log) {
    this.#storage = storage;
    this.#log = log;
  }

  /** Empty when there is none, or what is stored cannot be understood. */
  async read(ref: TicketRef, stepId: string): Promise<DraftValues> {
    const id = draftId(ref, stepId);
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const values = parseRecord(await this.#storage.read(id));
    // Typing may have gone on while we read: that is newer.
    return this.#known.get(id) ?? values;
  }

  /** Nothing in `values` means there is nothing to keep. */
  async write(ref: TicketRef, stepId: string, values: DraftValues): Promise<void> {
    if (values.length === 0) {
      await this.delete(ref, stepId);
      return;
    }
    const id = draftId(ref, stepId);
    this.#known.set(id, values);
    const record = {
      version: 1,
      connectionId: ref.connectionId,
      ticket: ref.key,
      step: stepId,
      savedAt: new Date().toISOString(),
      values,
    };
    await this.#attempt('stored', () => this.#storage.write(id, JSON.stringify(record)));
  }

  async delete(ref: TicketRef, stepId: string): Promise<void> {
    const id = draftId(ref, stepId);
    this.#known.set(id, []);
    await this.#attempt('deleted', () => this.#storage.delete(id));
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.error(`A draft could not be ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function draftId(ref: TicketRef, stepId: string): string {
  return `${ticketId(ref)}/${stepId}`;
}

function parseRecord(record: string | undefined): DraftValues {
  if (record === undefined) return [];
  try {
    const { values } = JSON.parse(record) as { values?: unknown }; // checked right below
    return Array.isArray(values) ? values.filter(isDraftValue) : [];
  } catch {
    return [];
  }
}

function isDraftValue(entry: unknown): entry is readonly [string, FieldValue] {
  if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== 'string') return false;
  const value: unknown = entry[1];
  return typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string'));
}
