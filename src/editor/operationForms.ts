import { randomUUID } from 'node:crypto';
import { findOperation } from '../application/staleStep.ts';
import { TicketError } from '../domain/errors.ts';
import { changedValues, validateForm } from '../domain/form.ts';
import type { Operation } from '../domain/operation.ts';
import type { OperationForm } from '../domain/operationForms.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isVisible } from '../domain/visibility.ts';
import type { FieldValue } from '../domain/field.ts';
import type { OperationCard } from '../protocol/pageForm.ts';
import type { FormMessage } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import type { FormSending, FormsPage } from './formSending.ts';
import { confirm } from './operationCommands.ts';
import { operationLabel } from './operationText.ts';
import { PageForm } from './pageForm.ts';
import { toOperationModel } from './pageModel.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';

interface Opened {
  readonly form: PageForm;
  readonly stepId: string | undefined;
  operation: Operation;
  /** `undefined`: not read yet. */
  content: OperationForm | undefined;
  failure: string | undefined;
}

/** The forms of operations that have one of their own, as far as the user has opened them on a page. */
export class OperationForms {
  readonly #services: FormServices;
  readonly #page: FormsPage;
  readonly #sending: FormSending;
  readonly #opened = new Map<string, Opened>();
  #ticket: Ticket | undefined;

  constructor(services: FormServices, page: FormsPage, sending: FormSending) {
    this.#services = services;
    this.#page = page;
    this.#sending = sending;
  }

  /** Forms of operations that are offered no more are put away; what was typed into them is kept. */
  take(ticket: Ticket): void {
    this.#ticket = ticket;
    for (const [formId, opened] of this.#opened) {
      const operation = findOffered(ticket, opened.stepId, opened.operation.key);
      if (operation !== undefined) opened.operation = operation;
      else if (!opened.form.isSending && opened.form.draft.length === 0) this.#opened.delete(formId);
    }
  }

  cards(isWhole: boolean): readonly OperationCard[] {
    return [...this.#opened.values()].map(({ form, stepId, operation, content, failure }) => ({
      ...form.standing(isWhole && content !== undefined ? 'editing' : 'reading'),
      form: toOperationModel(operation, content),
      operation: { ...operation, name: operationLabel(operation) },
      stepId,
      note: content?.note ?? operation.note,
      failure,
    }));
  }

  find(draftId: string): PageForm | undefined {
    return this.#findByDraft(draftId)?.form;
  }

  get all(): readonly PageForm[] {
    return [...this.#opened.values()].map(({ form }) => form);
  }

  /** Opens a form, or reads again one that could not be read. Resolves when it is there. */
  async open(stepId: string | undefined, operation: Operation): Promise<void> {
    const formId = operationFormId(stepId, operation.key);
    let opened = this.#opened.get(formId);
    if (opened === undefined) {
      const form = new PageForm({
        // What the page keeps of an earlier opening was sent, thrown away or is in the draft.
        pageId: randomUUID(),
        formId,
        place: { kind: 'operation', ref: this.#page.ref, stepId, operationKey: operation.key },
        drafts: this.#services.drafts,
        subject: { title: this.#ticket?.title ?? '', partName: operationLabel(operation) },
      });
      opened = { form, stepId, operation, content: undefined, failure: undefined };
      this.#opened.set(formId, opened);
    } else if (opened.content !== undefined) return;
    opened.failure = undefined;
    this.#page.post();
    try {
      const [content] = await Promise.all([this.#read(stepId, operation, this.#page.closed), opened.form.open()]);
      opened.content = content;
      opened.form.show(content.fields);
    } catch (error) {
      if (this.#page.closed.aborted) return;
      opened.failure = describeError(error);
    }
    this.#page.post();
  }

  /** What was typed is kept. */
  close(formId: string): void {
    if (this.#opened.get(formId)?.form.isSending === false) this.#opened.delete(formId);
    this.#page.post();
  }

  async submit({ draftId, values }: Extract<FormMessage, { kind: 'submit' }>): Promise<void> {
    const opened = this.#findByDraft(draftId);
    const ticket = this.#ticket;
    if (opened?.content === undefined || ticket === undefined || this.#sending.isBusy || opened.form.isSending) {
      this.#page.post();
      return;
    }
    const { form, content, operation, stepId } = opened;
    const typed = new Map<string, FieldValue>(values);
    const problems = validateForm(content.fields, typed).map(toShownProblem);
    if (problems.length > 0) {
      form.clear();
      form.problems = problems;
      await form.keepToSend(draftId, values);
      this.#page.post();
      return;
    }
    const changes = changedValues(content.fields, typed);
    // What has been typed into a field that is not in the form any more stays here.
    for (const field of content.fields) if (!isVisible(field, content.fields, typed)) changes.delete(field.key);
    const { steps } = this.#services;
    const { ref, closed } = this.#page;
    await this.#sending.send(form, values, {
      deed: operationLabel(operation),
      stepId,
      confirm: () => confirm(ticket, operation),
      look: async (signal) => {
        const now = await steps.load(ref, signal);
        const offered = findOffered(now, stepId, operation.key);
        if (offered === undefined) return { ticket: now, fields: undefined };
        const fresh = await this.#read(stepId, offered, signal);
        opened.content = fresh;
        return { ticket: now, fields: fresh.fields };
      },
      send: async () => {
        const outcome = await steps.run(ref, stepId, operation, { changes }, closed);
        if (outcome.kind !== 'unknown') this.#opened.delete(form.formId);
        return outcome;
      },
    });
    // What the guard has read is what the next attempt starts from.
    if (opened.content !== content) form.show(opened.content.fields);
  }

  #findByDraft(draftId: string): Opened | undefined {
    return [...this.#opened.values()].find(({ form }) => form.draftId === draftId);
  }

  async #read(stepId: string | undefined, operation: Operation, signal: AbortSignal): Promise<OperationForm> {
    const { operationForms } = await this.#services.connections.provider(this.#page.ref.connectionId);
    if (operationForms === undefined) throw new TicketError('forbidden');
    return operationForms.read({ key: this.#page.ref.key, stepId, operation }, signal);
  }
}

/** The name of an operation's form on its page. */
export function operationFormId(stepId: string | undefined, operationKey: string): string {
  return `operation/${stepId ?? ''}/${operationKey}`;
}

/** `undefined`: it is not offered now. */
export function findOffered(ticket: Ticket, stepId: string | undefined, operationKey: string): Operation | undefined {
  const place = stepId === undefined ? ticket : ticket.steps.find(({ id }) => id === stepId);
  return place === undefined ? undefined : findOperation(place.operations, operationKey);
}
