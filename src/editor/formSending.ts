import { l10n, window } from 'vscode';
import { findChangedFields } from '../application/staleStep.ts';
import type { OperationOutcome } from '../application/stepService.ts';
import { TicketError } from '../domain/errors.ts';
import type { Field } from '../domain/field.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import type { FieldValues, Notice } from '../protocol/pageForm.ts';
import { describeError } from './describeError.ts';
import type { PageForm } from './pageForm.ts';
import { acceptedText, doneText } from './pageNotices.ts';
import { plainText } from './plainText.ts';
import { showFailure } from './runCommand.ts';
import type { FormServices } from './services.ts';
import { toShownProblem } from './shownProblem.ts';

/** What a page does for its forms. */
export interface FormsPage {
  readonly ref: TicketRef;
  /** Aborted when the page is closed: ends reads and waiting, never a write. */
  readonly closed: AbortSignal;
  /** Shows how everything stands now. */
  post(): void;
  /** What is being read now is older than what comes next: it is left aside. */
  dropReads(): void;
  /** Takes a ticket that was read whole. */
  take(ticket: Ticket, notice: Notice | undefined): Promise<void>;
  /** Reads the ticket again. */
  reload(notice: Notice | undefined): Promise<void>;
}

/** How a form is sent. */
export interface FormWork {
  /** In the words of the button. */
  readonly deed: string;
  /** `undefined`: it is about the ticket as a whole. */
  readonly stepId: string | undefined;
  /** Asks once more before what cannot be taken back. */
  readonly confirm: () => Promise<boolean>;
  /** Reads again. `fields` `undefined`: the form can no longer be sent. */
  readonly look: (
    signal: AbortSignal,
  ) => Promise<{ readonly ticket: Ticket; readonly fields: readonly Field[] | undefined }>;
  readonly send: () => Promise<OperationOutcome>;
}

/** Sends the forms of one page, one at a time: looks whether anybody was faster, sends, and says how it ended. */
export class FormSending {
  readonly #services: FormServices;
  readonly #page: FormsPage;
  #isBusy = false;

  constructor(services: FormServices, page: FormsPage) {
    this.#services = services;
    this.#page = page;
  }

  /** A form was sent and has no answer yet. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Nothing is sent, and what was typed stays, where others have changed the form meanwhile. */
  async send(form: PageForm, values: FieldValues, work: FormWork): Promise<void> {
    // Locked before anything is awaited: a second message finds it so.
    this.#isBusy = true;
    form.begin();
    this.#page.dropReads();
    this.#page.post();
    try {
      await form.keepToSend(form.draftId, values);
      if ((await work.confirm()) && (await this.#isFresh(form, values, work))) {
        await this.#carryOut(form, work);
      }
    } catch (error) {
      this.#unlock(form);
      await this.#failed(form, work, error, undefined);
    } finally {
      this.#unlock(form);
      this.#page.post();
    }
  }

  #unlock(form: PageForm): void {
    this.#isBusy = false;
    form.end();
  }

  async #isFresh(form: PageForm, values: FieldValues, work: FormWork): Promise<boolean> {
    // Not the page's signal: whoever closes it after the click has sent the form.
    const { ticket, fields } = await work.look(new AbortController().signal);
    const changed = fields === undefined ? [] : findChangedFields(fields, await form.known(values));
    if (fields !== undefined && changed.length === 0) return true;
    this.#unlock(form);
    const text =
      fields === undefined
        ? l10n.t(
            'This can no longer be done here, so nothing was sent: it was done already, or the ticket has moved on.',
          )
        : l10n.t('Somebody has changed this meanwhile, so nothing was sent.');
    this.#services.log.info(`${this.#page.ref.key}: not sent, as it has changed meanwhile`);
    if (this.#page.closed.aborted) {
      void showFailure(l10n.t('{0}: {1} What you typed is kept.', this.#page.ref.key, text));
      return false;
    }
    await this.#page.take(ticket, undefined);
    if (fields === undefined) form.notice ??= { severity: 'warning', text };
    else form.holdBack(changed);
    return false;
  }

  async #carryOut(form: PageForm, work: FormWork): Promise<void> {
    const outcome = await work.send();
    if (outcome.kind === 'unknown') {
      this.#unlock(form);
      await this.#failed(form, work, outcome.error, outcome.ticket);
      return;
    }
    await form.forget();
    // With a ticket it stays locked until that is shown: the form that was sent must not look as if it could be filled in.
    if (outcome.ticket === undefined) this.#unlock(form);
    await this.#succeeded(form, work.deed, outcome);
  }

  async #succeeded(
    form: PageForm,
    deed: string,
    outcome: Extract<OperationOutcome, { kind: 'done' | 'accepted' }>,
  ): Promise<void> {
    const text = outcome.kind === 'done' ? doneText(deed, outcome.ticket) : acceptedText(deed);
    if (this.#page.closed.aborted) {
      void window.showInformationMessage(plainText(`${this.#page.ref.key} · ${text}`));
      return;
    }
    const notice: Notice = { severity: outcome.kind === 'done' ? 'success' : 'info', text };
    if (outcome.ticket !== undefined) {
      await this.#page.take(outcome.ticket, notice);
      return;
    }
    // Locked also when this read fails: the form is sent and must not look as if it could be sent again.
    form.accept();
    await this.#page.reload(notice);
  }

  /** Nothing typed is lost: the page keeps its values, and the draft is stored. */
  async #failed(form: PageForm, { stepId }: FormWork, error: unknown, ticketNow: Ticket | undefined): Promise<void> {
    const text = describeError(error);
    const code = error instanceof TicketError ? error.code : typeof error;
    this.#services.log.warn(`${this.#page.ref.key}: not carried out (${code})`);
    if (this.#page.closed.aborted) {
      void showFailure(l10n.t('{0}: {1} What you typed is kept.', this.#page.ref.key, text));
      return;
    }
    form.problems = error instanceof TicketError ? error.fieldProblems.map(toShownProblem) : [];
    const isWarning = code === 'outcomeUnknown' || code === 'conflict';
    const hasGone = ticketNow !== undefined && stepId !== undefined && !ticketNow.steps.some(({ id }) => id === stepId);
    const more = hasGone ? ` ${l10n.t('The step is no longer there, so it was most likely carried out.')}` : '';
    form.notice = { severity: isWarning ? 'warning' : 'error', text: text + more };
    if (ticketNow !== undefined) await this.#page.take(ticketNow, undefined);
    else if (code === 'conflict') await this.#page.reload(undefined);
  }
}
