import type { Field, FieldValue } from '../domain/field.ts';
import { fitsField } from '../domain/fittingValue.ts';
import { areValuesEqual, changedValues, currentValue, validateForm } from '../domain/form.ts';
import { message, type Message } from '../domain/message.ts';
import { isSecret } from '../domain/secretField.ts';
import { visibilityIn } from '../domain/visibility.ts';
import type { FieldValues, FormState, ShownProblem } from '../protocol/pageForm.ts';
import { isValue, isWellFormedField } from './wellFormedField.ts';

/** A rule for one field that only counts for the button that was used. */
export interface Demand {
  readonly fieldKey: string;
  readonly findProblem: (value: FieldValue) => Message | undefined;
}

/**
 * What the user has typed into one form and how far along they are; knows nothing of the DOM.
 *
 * Keeps only values that differ from the server's, so a field that was not touched follows the server, and one that
 * was touched never changes by itself.
 */
export class FormSession {
  #draftId: string | undefined;
  #fields: readonly Field[] = [];
  #values = new Map<string, FieldValue>();
  /** `undefined`: there are other fields, or another map of values, since it was made. */
  #visibility: ((field: Field) => boolean) | undefined;
  /** Keys of fields that have ever been secret here. */
  readonly #secrets = new Set<string>();
  #serverProblems: readonly ShownProblem[] = [];
  /** Fields somebody has typed into since the form was there. */
  readonly #edited = new Set<string>();
  /** Fields whose problem may be shown: left after that, or a choice was made. */
  readonly #visited = new Set<string>();
  /** Fields whose control holds a half-typed date, which the browser reports as empty. */
  readonly #incomplete = new Set<string>();
  /** Fields edited since the server complained about them. */
  readonly #answered = new Set<string>();
  #uploading: ReadonlySet<string> = new Set();
  #wasTried = false;
  /** What the button that was used last wants of a field beyond the field's own rules. */
  #demand: Demand | undefined;
  #discarded: ReadonlyMap<string, FieldValue> | undefined;
  #isDiscarding = false;

  get draftId(): string | undefined {
    return this.#draftId;
  }

  /** Only what differs from the server's values. */
  get changes(): FieldValues {
    return [...changedValues(this.#fields, this.#values)];
  }

  /**
   * Everything that was typed and must be kept, also for fields that are not there now: the step may come back; or that
   * take another kind of value now. But for secrets, which are kept nowhere.
   */
  get draft(): FieldValues {
    return [...this.#values].filter(([key]) => !this.#secrets.has(key));
  }

  get isDirty(): boolean {
    return this.#incomplete.size > 0 || this.changes.length > 0;
  }

  /** What was typed was discarded, and the host has not given the form another draft yet. */
  get isDiscarding(): boolean {
    return this.#isDiscarding;
  }

  /** The last discard can still be taken back. */
  get canUndoDiscard(): boolean {
    return this.#discarded !== undefined && !this.isDirty;
  }

  /**
   * Takes what the server has now.
   * @param saved what this page kept for itself; newer than the host's draft where it has the same `draftId`
   */
  take(state: FormState, saved?: { readonly draftId: string; readonly values: FieldValues }): void {
    const fields: readonly unknown[] = Array.isArray(state.form.fields) ? state.form.fields : [];
    this.#fields = fields.filter(isWellFormedField);
    for (const field of this.#fields) if (isSecret(field)) this.#secrets.add(field.key);
    this.#visibility = undefined;
    this.#serverProblems = state.problems;
    const isNewDraft = state.draftId !== this.#draftId;
    const isAnswer = isNewDraft && this.#isDiscarding;
    if (isAnswer) {
      // What was typed or brought back while it was on its way is of the new draft.
      this.#draftId = state.draftId;
      this.#values = new Map([...state.draft, ...this.#values]);
      this.#isDiscarding = false;
    } else if (isNewDraft) {
      const draft = saved?.draftId === state.draftId ? saved.values.filter(([, value]) => isValue(value)) : state.draft;
      this.#draftId = state.draftId;
      this.#values = new Map(draft);
      this.#edited.clear();
      this.#visited.clear();
      this.#incomplete.clear();
      this.#answered.clear();
      this.#wasTried = false;
      this.#demand = undefined;
    }
    // What is shown may be older than what was typed: it waits until the form was read.
    if (state.phase === 'reading') return;
    for (const field of this.#fields) {
      const value = this.#values.get(field.key);
      // What was typed into a field that took another kind of value is kept, and left aside as long as it does not fit.
      if (value === undefined || !fitsField(field, value)) continue;
      if (areValuesEqual(value, field.value)) this.#values.delete(field.key);
      // A draft was typed and left before: its problems are no news.
      else if (isNewDraft && !isAnswer) this.#visited.add(field.key);
    }
  }

  valueOf(field: Field): FieldValue {
    return currentValue(field, this.#values);
  }

  isChanged(field: Field): boolean {
    return !areValuesEqual(this.valueOf(field), field.value);
  }

  edit(key: string, value: FieldValue, isIncomplete: boolean): void {
    const field = this.#fields.find((candidate) => candidate.key === key);
    if (field === undefined) return;
    if (areValuesEqual(value, this.valueOf(field)) && isIncomplete === this.#incomplete.has(key)) return;
    if (areValuesEqual(value, field.value)) this.#values.delete(key);
    else this.#values.set(key, value);
    if (isIncomplete) this.#incomplete.add(key);
    else this.#incomplete.delete(key);
    this.#edited.add(key);
    this.#answered.add(key);
    this.#discarded = undefined;
  }

  /** An upload for a file field has ended well: its file belongs to the value from now on. */
  addFile(key: string, attachmentId: string): void {
    const field = this.#fields.find((candidate) => candidate.key === key);
    const ids = field?.type === 'file' ? this.valueOf(field) : '';
    if (typeof ids !== 'string' && !ids.includes(attachmentId)) this.edit(key, [...ids, attachmentId], false);
  }

  /** Fields whose files are on their way now: the form waits for them. */
  setUploading(keys: ReadonlySet<string>): void {
    this.#uploading = keys;
  }

  /** What the server has is taken over what was typed. */
  takeTheirs(key: string): void {
    this.#values.delete(key);
    this.#incomplete.delete(key);
    this.#answered.add(key);
  }

  /** From now on the problem of this field is shown. */
  visit(key: string): void {
    this.#visited.add(key);
  }

  /** As `visit`, unless nobody has typed there: who only comes through has made no mistake yet. */
  leave(key: string): void {
    if (this.#edited.has(key)) this.visit(key);
  }

  discard(): void {
    this.#discarded = new Map(this.#values);
    this.#isDiscarding = true;
    this.#values.clear();
    this.#edited.clear();
    this.#visited.clear();
    this.#incomplete.clear();
    this.#wasTried = false;
    this.#demand = undefined;
  }

  undoDiscard(): void {
    if (this.#discarded === undefined) return;
    this.#values = new Map(this.#discarded);
    this.#visibility = undefined;
    this.#discarded = undefined;
  }

  /**
   * The user wants to send the form.
   * @param demand what the answer that was chosen needs beyond the fields' own rules
   * @returns what stands in the way, in the form's order; empty: it may be sent
   */
  trySubmit(demand?: Demand): readonly string[] {
    this.#wasTried = true;
    this.#demand = demand;
    const bad = this.#fields.filter((field) => this.#ownProblem(field) !== undefined).map((field) => field.key);
    if (bad.length === 0) this.#answered.clear();
    return bad;
  }

  /** Whether a field is in the form now; what was typed into one that is not is kept. */
  isVisible(field: Field): boolean {
    if (field.visibleWhen === undefined) return true;
    try {
      this.#visibility ??= visibilityIn(this.#fields, this.#values);
      return this.#visibility(field);
    } catch {
      // A rule that cannot be understood must not hide what may have to be filled in.
      return true;
    }
  }

  /** What is shown under a field: the server's words until it is edited, else ours once the field was left. */
  shownProblem(field: Field): string | Message | undefined {
    const key = field.key;
    if (!this.#answered.has(key)) {
      const problem = this.#serverProblems.find((candidate) => candidate.fieldKey === key);
      if (problem !== undefined) return problem.text;
    }
    return this.#wasTried || this.#visited.has(key) ? this.#ownProblem(field) : undefined;
  }

  /** Keys of the fields that show a problem now, in the form's order. */
  get shownProblemKeys(): readonly string[] {
    return this.#fields
      .filter((field) => this.isVisible(field) && this.shownProblem(field) !== undefined)
      .map((field) => field.key);
  }

  /** The server's problems that belong to no field that is seen here. */
  get formProblems(): readonly string[] {
    const keys = new Set(this.#fields.filter((field) => this.isVisible(field)).map((field) => field.key));
    return this.#serverProblems
      .filter((problem) => problem.fieldKey === undefined || !keys.has(problem.fieldKey))
      .map((problem) => problem.text);
  }

  #ownProblem(field: Field): string | Message | undefined {
    if (!this.isVisible(field)) return undefined;
    if (this.#incomplete.has(field.key)) return message('Complete the date, or clear it.');
    if (this.#uploading.has(field.key)) return message('Wait until its files are uploaded, or cancel them.');
    try {
      if (this.#demand?.fieldKey === field.key) {
        const problem = this.#demand.findProblem(this.valueOf(field));
        if (problem !== undefined) return problem;
      }
      // Whether it is in the form is known already; alone, it could not look at the others.
      return validateForm([{ ...field, visibleWhen: undefined }], this.#values)[0]?.message;
    } catch {
      // A rule that cannot be evaluated is no reason to keep the user from sending: the host checks again.
      return undefined;
    }
  }
}
