import { findStepToAct } from '../application/staleStep.ts';
import type { FieldValue } from '../domain/field.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { FormMessage } from '../protocol/stepPage.ts';
import type { StepCard, StepModel } from '../protocol/pageForm.ts';
import type { FormSending, FormsPage } from './formSending.ts';
import { describeLastDeed } from './lastDeed.ts';
import { PageForm } from './pageForm.ts';
import { formOf, submitOf, toStepModel } from './pageModel.ts';
import { deedLabel, goneNotice } from './pageNotices.ts';
import { isAbort } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { findProblems, mayBeSigned, toInput } from './stepForm.ts';

interface StepForm {
  readonly form: PageForm;
  /** As it was when it was last there. */
  model: StepModel;
  isThere: boolean;
}

/** The forms of a page's steps: of those that are there, and of those that have gone while something was typed. */
export class StepForms {
  readonly #services: FormServices;
  readonly #page: FormsPage;
  readonly #sending: FormSending;
  readonly #pageId: string;
  readonly #forms = new Map<string, StepForm>();
  #ticket: Ticket | undefined;
  readonly #signers = new Map<string, StepSigners>();

  constructor(services: FormServices, page: FormsPage, sending: FormSending, pageId: string) {
    this.#services = services;
    this.#page = page;
    this.#sending = sending;
    this.#pageId = pageId;
  }

  /** Reads what was typed earlier into the steps that `take` is about to bring. */
  async prepare({ steps, title }: Ticket): Promise<void> {
    const fresh = steps.filter(({ id }) => !this.#forms.has(id));
    await Promise.all(
      fresh.map(async (step) => {
        const form = new PageForm({
          pageId: this.#pageId,
          formId: stepFormId(step.id),
          place: { kind: 'step', ref: this.#page.ref, stepId: step.id },
          drafts: this.#services.drafts,
          subject: { title, partName: step.name },
        });
        await form.open();
        if (!this.#forms.has(step.id)) {
          this.#forms.set(step.id, { form, model: toStepModel(step, undefined), isThere: false });
        }
      }),
    );
  }

  /**
   * Shows the steps of this ticket. It was prepared.
   * @returns the steps that have gone since the last one and waited for the user, without anything typed
   */
  take(ticket: Ticket): readonly StepModel[] {
    this.#ticket = ticket;
    const left: StepModel[] = [];
    for (const [id, known] of this.#forms) {
      const step = ticket.steps.find((each) => each.id === id);
      if (step === undefined) {
        this.#signers.delete(id);
        if (known.isThere && this.#leave(known)) left.push(known.model);
        continue;
      }
      // What was said about its going is no longer true.
      if (!known.isThere) known.form.clear();
      known.isThere = true;
      this.#showStep(known, step);
    }
    void this.#readSigners(ticket);
    return left;
  }

  /** @param isWhole the ticket was read with its forms */
  cards(isWhole: boolean): readonly StepCard[] {
    const steps = this.#ticket?.steps ?? [];
    const here = steps.flatMap((step): StepCard[] => {
      const known = this.#forms.get(step.id);
      return known === undefined ? [] : [this.#card(known, isWhole ? this.#phaseOf(step) : 'reading')];
    });
    const gone = [...this.#forms.values()].filter(({ form, isThere }) => !isThere && form.draft.length > 0);
    return [...here, ...gone.map((known) => this.#card(known, 'editing'))];
  }

  /** Also of a step that is shown no more: its last words come after the state without it. */
  async keep({ draftId, values }: Extract<FormMessage, { kind: 'draft' }>): Promise<void> {
    const known = this.#findByDraft(draftId);
    const kept = known?.form.keep(draftId, values);
    if (known?.isThere === false && known.form.notice === undefined) {
      this.#noteGone(known.form);
      this.#page.post();
    }
    await kept;
  }

  find(draftId: string): PageForm | undefined {
    return this.#findByDraft(draftId)?.form;
  }

  get all(): readonly PageForm[] {
    return [...this.#forms.values()].map(({ form }) => form);
  }

  async submit({ draftId, values, decision }: Extract<FormMessage, { kind: 'submit' }>): Promise<void> {
    const known = this.#findByDraft(draftId);
    const step = this.#ticket?.steps.find(({ id }) => id === known?.model.id);
    const operation = step === undefined ? undefined : submitOf(step);
    if (
      known === undefined ||
      step?.fields === undefined ||
      operation === undefined ||
      step.cannotSubmit !== undefined ||
      this.#sending.isBusy ||
      known.form.standing(this.#phaseOf(step)).phase !== 'editing' ||
      (operation.approval !== undefined) !== (decision !== undefined)
    ) {
      // The page has locked itself with the click and waits for an answer.
      this.#page.post();
      return;
    }
    const { form } = known;
    const typed = new Map<string, FieldValue>(values);
    const problems = findProblems(step, operation, typed, decision);
    if (problems.length > 0) {
      form.clear();
      form.problems = problems;
      await form.keepToSend(draftId, values);
      this.#page.post();
      return;
    }
    const input = toInput(step, typed, decision);
    const { steps } = this.#services;
    const { ref, closed } = this.#page;
    await this.#sending.send(form, values, {
      deed: deedLabel(operation, decision),
      stepId: step.id,
      confirm: async () => true,
      look: async (signal) => {
        const ticket = await steps.load(ref, signal);
        const now = findStepToAct(ticket, step.id, operation.key);
        return { ticket, fields: now === undefined ? undefined : formOf(now) };
      },
      send: () => steps.run(ref, step.id, operation, input, closed),
    });
  }

  #findByDraft(draftId: string): StepForm | undefined {
    return [...this.#forms.values()].find(({ form }) => form.draftId === draftId);
  }

  #card({ form, model, isThere }: StepForm, phase: StepCard['phase']): StepCard {
    return { ...form.standing(phase), form: model, hasGone: !isThere };
  }

  #phaseOf({ id, status }: Step): StepCard['phase'] {
    const signers = this.#signers.get(id);
    // It is not being worked on, whatever it says: others have yet to sign.
    return status.category === 'working' && (signers?.left.length ?? 0) === 0 ? 'working' : 'editing';
  }

  #showStep(known: StepForm, step: Step): void {
    known.model = toStepModel(step, this.#signers.get(step.id));
    known.form.subject = { title: this.#ticket?.title ?? '', partName: step.name };
    // A read without forms says nothing about them.
    if (step.fields !== undefined) known.form.show(formOf(step));
  }

  /** @returns whether its user should know */
  #leave(known: StepForm): boolean {
    known.isThere = false;
    const { form, model } = known;
    if (form.draft.length > 0) {
      this.#noteGone(form);
      return false;
    }
    return model.waitsForMe && !form.isSending;
  }

  #noteGone(form: PageForm): void {
    form.notice ??= goneNotice();
    void this.#tellWho(form);
  }

  async #tellWho(form: PageForm): Promise<void> {
    const before = form.notice;
    try {
      const { history } = await this.#services.connections.provider(this.#page.ref.connectionId);
      const deed = await describeLastDeed(history, this.#page.ref.key, this.#page.closed);
      if (deed === undefined || before === undefined || form.notice !== before) return;
      form.notice = { ...before, text: `${before.text} ${deed}` };
      this.#page.post();
    } catch (error) {
      if (!isAbort(error)) this.#services.log.warn(`${this.#page.ref.key}: who has moved it on could not be read`);
    }
  }

  async #readSigners(ticket: Ticket): Promise<void> {
    // With one alone there is nothing to count.
    const steps = ticket.steps.filter((step) => step.processors.length > 1 && mayBeSigned(step));
    await Promise.all(steps.map((step) => this.#readSignersOf(ticket, step)));
  }

  /** The form does not wait for it, and is not disturbed when it cannot be read. */
  async #readSignersOf(ticket: Ticket, step: Step): Promise<void> {
    try {
      const { signers } = await this.#services.connections.provider(this.#page.ref.connectionId);
      const found = await signers?.read(this.#page.ref.key, step.id, this.#page.closed);
      if (found === undefined || ticket !== this.#ticket) return;
      // A step that is nobody's signature has none either.
      if (found.signed.length === 0 && submitOf(step)?.approval === undefined) return;
      this.#signers.set(step.id, found);
      const known = this.#forms.get(step.id);
      if (known !== undefined) known.model = toStepModel(step, found);
      this.#page.post();
    } catch (error) {
      if (!isAbort(error)) this.#services.log.warn(`${this.#page.ref.key}: who has signed could not be read`);
    }
  }
}

/** The name of a step's form on its page. */
export function stepFormId(stepId: string): string {
  return `step/${stepId}`;
}
