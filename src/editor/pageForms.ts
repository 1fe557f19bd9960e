import { isSamePlace, type DraftPlace } from '../application/draftPlace.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { OperationCard, StepCard, StepModel } from '../protocol/pageForm.ts';
import type { FormMessage } from '../protocol/stepPage.ts';
import { openAsDocument } from './draftCommands.ts';
import { FormSending, type FormsPage } from './formSending.ts';
import { runAsking } from './operationCommands.ts';
import { findOffered, OperationForms, operationFormId } from './operationForms.ts';
import { operationLabel } from './operationText.ts';
import type { PageForm } from './pageForm.ts';
import { doneText, noticeId } from './pageNotices.ts';
import type { PageTimeline } from './pageTimeline.ts';
import type { FormServices } from './services.ts';
import { compareStale } from './staleComparison.ts';
import { StepForms } from './stepForms.ts';

export interface PageFormsParts {
  readonly services: FormServices;
  readonly page: FormsPage;
  readonly pageId: string;
  readonly timeline: PageTimeline;
  /** Brings a form into view. */
  readonly reveal: (formId: string) => void;
}

/** All forms of a page: those of its steps, of operations that were opened, and of the next message. */
export class PageForms {
  readonly #parts: PageFormsParts;
  readonly #sending: FormSending;
  readonly #steps: StepForms;
  readonly #operations: OperationForms;
  #ticket: Ticket | undefined;
  #isWhole = false;

  constructor(parts: PageFormsParts) {
    const { services, page, pageId } = parts;
    this.#parts = parts;
    this.#sending = new FormSending(services, page);
    this.#steps = new StepForms(services, page, this.#sending, pageId);
    this.#operations = new OperationForms(services, page, this.#sending);
  }

  /** A form was sent and has no answer yet. */
  get isBusy(): boolean {
    return this.#sending.isBusy;
  }

  get steps(): readonly StepCard[] {
    return this.#steps.cards(this.#isWhole);
  }

  get operations(): readonly OperationCard[] {
    return this.#operations.cards(this.#isWhole);
  }

  /** Reads what was typed earlier into what `take` is about to bring. */
  prepare(ticket: Ticket): Promise<void> {
    return this.#steps.prepare(ticket);
  }

  /**
   * Shows the forms of a ticket. It was prepared.
   * @param isWhole it was read with its forms just now
   * @returns as `StepForms.take`
   */
  take(ticket: Ticket, isWhole: boolean): readonly StepModel[] {
    this.#ticket = ticket;
    this.#isWhole = isWhole;
    this.#operations.take(ticket);
    return this.#steps.take(ticket);
  }

  /** `undefined`: sent or thrown away meanwhile, or not of this page. */
  find(draftId: string): PageForm | undefined {
    return this.#steps.find(draftId) ?? this.#operations.find(draftId) ?? this.#parts.timeline.find(draftId);
  }

  /** By the name that it has on the page. */
  named(formId: string): PageForm | undefined {
    return this.#all.find((form) => form.formId === formId);
  }

  get #all(): readonly PageForm[] {
    return [...this.#steps.all, ...this.#operations.all, this.#parts.timeline.form];
  }

  /** Drafts were changed: perhaps from outside of their forms. */
  async follow(places: readonly DraftPlace[]): Promise<void> {
    const changed = await Promise.all(
      this.#all.filter((form) => places.some((place) => isSamePlace(place, form.place))).map((form) => form.follow()),
    );
    if (changed.includes(true)) this.#parts.page.post();
  }

  async receive(message: FormMessage): Promise<void> {
    const { page, services } = this.#parts;
    switch (message.kind) {
      case 'draft':
        if (this.#steps.find(message.draftId) !== undefined) await this.#steps.keep(message);
        else await this.find(message.draftId)?.keep(message.draftId, message.values);
        return;
      case 'submit':
        await this.#submit(message);
        return;
      case 'settleStale':
        await this.find(message.draftId)?.settle(message.draftId, message.values);
        page.post();
        return;
      case 'compareStale':
        await compareStale(services, this.find(message.draftId), message);
        return;
      case 'discardDraft':
        await this.#discard(message.draftId);
        return;
      case 'rescueDraft':
        await this.#rescue(message.draftId);
        return;
      case 'runOperation':
        await this.runOperation(message.stepId, message.operationKey);
        return;
      case 'closeOperation':
        this.#operations.close(message.formId);
        return;
    }
  }

  /** Opens the form of an operation, or asks for what it needs and sends it. */
  async runOperation(stepId: string | undefined, operationKey: string): Promise<void> {
    const { services, page, reveal } = this.#parts;
    const ticket = this.#ticket;
    const operation = ticket === undefined ? undefined : findOffered(ticket, stepId, operationKey);
    if (ticket === undefined || operation === undefined || !this.#isWhole || this.isBusy) {
      page.post();
      return;
    }
    if (operation.hasOwnForm === true) {
      const opening = this.#operations.open(stepId, operation);
      reveal(operationFormId(stepId, operationKey));
      await opening;
      return;
    }
    const stepName = ticket.steps.find(({ id }) => id === stepId)?.name;
    const outcome = await runAsking(services, ticket, { ref: page.ref, stepId, stepName, operation });
    if (page.closed.aborted || this.isBusy) return;
    if (outcome?.kind === 'done') {
      const text = doneText(operationLabel(operation), outcome.ticket);
      // The page has begun to follow what was done here; its reading would take the place of what is said now.
      page.dropReads();
      await page.take(outcome.ticket, { severity: 'success', text });
      reveal(noticeId);
    } else await page.reload(undefined);
  }

  async #submit(message: Extract<FormMessage, { kind: 'submit' }>): Promise<void> {
    const { draftId } = message;
    const { page, timeline } = this.#parts;
    if (this.#steps.find(draftId) !== undefined) await this.#steps.submit(message);
    else if (this.#operations.find(draftId) !== undefined) await this.#operations.submit(message);
    else if (timeline.find(draftId) !== undefined) await timeline.send(message);
    // The page has locked itself with the click and waits for an answer.
    else page.post();
  }

  async #discard(draftId: string): Promise<void> {
    const form = this.find(draftId);
    if (form === undefined || form.isSending) return;
    const discarded = form.discard();
    // The page goes on at once: what is typed next must not meet a form that waits for the disk.
    this.#parts.page.post();
    await discarded;
  }

  async #rescue(draftId: string): Promise<void> {
    const form = this.#steps.find(draftId);
    const draft = form === undefined ? undefined : await this.#parts.services.drafts.read(form.place);
    if (draft !== undefined) await openAsDocument(draft);
  }
}
