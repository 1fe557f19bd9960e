import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Decision } from '../../domain/approval.ts';
import { findRemarkProblem } from '../../domain/decision.ts';
import type { Field } from '../../domain/field.ts';
import type { Operation } from '../../domain/operation.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import type { FormModel, FormState } from '../../protocol/pageForm.ts';
import type { PageMessage } from '../../protocol/stepPage.ts';
import { DraftReporter } from '../draftReporter.ts';
import {
  FieldEditEvent,
  FieldLeaveEvent,
  PageActionEvent,
  type FileUploadActionEvent,
  type FileUploadRequestEvent,
} from '../events.ts';
import { FormSession, type Demand } from '../formSession.ts';
import { FormUploads, type UploadingForm } from '../formUploads.ts';
import { t, translateMessage } from '../l10n.ts';
import type { PageMemory } from '../pageMemory.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { formCardStyles } from '../styles/formCardStyles.ts';
import './itsmActionBar.ts';
import type { ItsmForm } from './itsmForm.ts';
import './itsmForm.ts';
import './itsmNotice.ts';
import { StaleChoiceEvent } from './itsmStaleForm.ts';
import './itsmStaleForm.ts';

/** How long another operation keeps the buttons locked when the host has nothing new to say, as after a cancelled dialog. */
const operationLock = 1000;

/** A form of the page with its buttons: holds what is being typed and sends what the user asks for. */
export class ItsmFormCard extends LitElement implements UploadingForm {
  static override styles = [baseStyles, buttonStyles, formCardStyles];
  static override properties = {
    card: { attribute: false },
    operations: { attribute: false },
    memory: { attribute: false },
    post: { attribute: false },
    files: { attribute: false },
    newsKeys: { attribute: false },
    isBusy: { type: Boolean },
    canOpenInBrowser: { type: Boolean },
    canClose: { type: Boolean },
    hasNoForm: { type: Boolean },
    waitsFor: { state: true },
  };

  declare card: FormState;
  /** Other operations than the form's own. */
  declare operations: readonly Operation[];
  declare memory: PageMemory;
  /** Reaches the host also when this is no longer on the page. */
  declare post: (message: PageMessage) => void;
  /** By field key, of file fields. */
  declare files: ReadonlyMap<string, FieldFiles>;
  /** Fields that have changed since the user looked last. */
  declare newsKeys: ReadonlySet<string>;
  /** Something else on this ticket is being sent. */
  declare isBusy: boolean;
  declare canOpenInBrowser: boolean;
  declare canClose: boolean;
  /** Nothing is to be filled in, and that is no news: only the buttons are shown. */
  declare hasNoForm: boolean;
  /** What was sent and not answered yet: until then nothing can be sent again. */
  declare waitsFor: 'nothing' | 'submit' | 'operation';

  readonly #session = new FormSession();
  readonly #drafts = new DraftReporter(() => this.#reportDraft());
  #unlockTimer: ReturnType<typeof setTimeout> | undefined;
  #focusBeforeLock: string | undefined;
  #wasLocked = false;
  /** What the submit was that was held back. */
  #lastDecision: Decision | undefined;

  constructor() {
    super();
    this.operations = [];
    this.files = new Map();
    this.newsKeys = new Set();
    this.isBusy = false;
    this.canOpenInBrowser = false;
    this.canClose = false;
    this.hasNoForm = false;
    this.waitsFor = 'nothing';
    void new FormUploads(this);
    this.addEventListener(FieldEditEvent.type, (event) => this.#onEdit(event));
    this.addEventListener(FieldLeaveEvent.type, (event) => this.#onLeave(event));
    this.addEventListener(PageActionEvent.type, (event) => this.#onAction(event));
    this.addEventListener(StaleChoiceEvent.type, (event) => this.#onStaleChoice(event));
  }

  /** It can be sent now, or could be once nothing else is under way. */
  get canSubmit(): boolean {
    return canSubmit(this.card.form);
  }

  get canEdit(): boolean {
    return this.canSubmit && !this.#isLocked;
  }

  /** As the user asks for it by keyboard: of a decision, which answer is meant is never guessed. */
  submitByKey(): void {
    if (this.card.form.remarkKey === undefined) this.#submit(undefined);
    else this.#announce(t('Choose Approve or Reject.'));
  }

  /** Reports what was typed and not reported yet. */
  flush(): void {
    this.#drafts.flush();
  }

  /** A file was uploaded for a field. */
  takeFile(fieldKey: string, attachmentId: string): void {
    this.#session.addFile(fieldKey, attachmentId);
    this.#changed();
    this.#save();
    this.#drafts.note();
  }

  /** Puts the focus on the first field that can be filled in; `false`: there is none. */
  async focusFirst(): Promise<boolean> {
    await this.updateComplete;
    // One bad field must not keep the others from the keyboard.
    const fields: readonly (Field | null | undefined)[] = this.card.form.fields;
    const first = fields.find((field) => field?.isReadOnly === false && this.#session.isVisible(field));
    if (first === undefined || first === null || !this.canSubmit) return false;
    await this.#formElement?.focusField(first.key);
    return true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drafts.flush();
    clearTimeout(this.#unlockTimer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('card')) this.#take();
    if (changed.has('files')) {
      const uploading = [...this.files].filter(([, { uploads }]) =>
        uploads.some(({ failure }) => failure === undefined),
      );
      this.#session.setUploading(new Set(uploading.map(([key]) => key)));
    }
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('card') || changed.has('files')) this.#formElement?.requestUpdate();
    if (changed.get('card') !== undefined && this.#wasLocked && !this.#isLocked) void this.#returnFocus();
    this.#wasLocked = this.#isLocked;
  }

  protected override render(): TemplateResult {
    const { card } = this;
    return html`
      ${this.#notices()}
      ${
        card.stale === undefined || card.phase !== 'editing'
          ? nothing
          : html`<itsm-stale-form .stale=${card.stale} .fields=${card.form.fields}></itsm-stale-form>`
      }
      ${this.hasNoForm ? nothing : this.#form()}
      ${
        this.#hasBar
          ? html`<div class="action-bar">
              <itsm-action-bar
                .form=${card.form}
                .operations=${this.operations}
                .canOpenInBrowser=${this.canOpenInBrowser}
                .canClose=${this.canClose}
                .isLocked=${this.#isLocked}
                .isBusy=${this.isBusy || card.stale !== undefined}
                .phase=${card.phase === 'editing' && this.waitsFor === 'submit' ? 'sending' : card.phase}
                .isDirty=${this.#session.isDirty}
                .canUndoDiscard=${this.#session.canUndoDiscard}
                .problemCount=${this.canSubmit ? this.#session.shownProblemKeys.length : 0}
              ></itsm-action-bar>
            </div>`
          : nothing
      }
    `;
  }

  get #hasBar(): boolean {
    const { form, phase } = this.card;
    const hasDeeds = this.operations.length > 0 || form.submit !== undefined || this.canClose;
    return hasDeeds || form.cannotSubmit !== undefined || phase === 'sending' || phase === 'working';
  }

  #form(): TemplateResult {
    const { form } = this.card;
    return html`<itsm-form
      .fields=${Array.isArray(form.fields) ? form.fields : []}
      .session=${this.#session}
      .files=${this.files}
      .newsKeys=${this.newsKeys}
      .isReadOnly=${!this.canSubmit}
      .isLocked=${this.#isLocked}
      .canOpenInBrowser=${this.canOpenInBrowser}
    ></itsm-form>`;
  }

  #notices(): TemplateResult {
    const { notice, form } = this.card;
    return html`<div class="notices">
      ${
        notice === undefined
          ? nothing
          : html`<itsm-notice class="host-notice" .severity=${notice.severity} .text=${notice.text}></itsm-notice>`
      }
      ${this.#session.formProblems.map((text) => html`<itsm-notice severity="error" .text=${text}></itsm-notice>`)}
      ${
        form.cannotSubmit === undefined
          ? nothing
          : html`<itsm-notice severity="warning" .text=${translateMessage(form.cannotSubmit)}></itsm-notice>`
      }
    </div>`;
  }

  get #isLocked(): boolean {
    return this.waitsFor !== 'nothing' || this.card.phase !== 'editing';
  }

  get #formElement(): ItsmForm | null {
    return this.renderRoot.querySelector<ItsmForm>('itsm-form');
  }

  #take(): void {
    clearTimeout(this.#unlockTimer);
    this.waitsFor = 'nothing';
    const { card } = this;
    const isFirst = this.#session.draftId === undefined;
    const saved = isFirst ? this.memory.form(card.formId) : undefined;
    const isNewDraft = card.draftId !== this.#session.draftId;
    // The last words of the form that goes; the host leaves them aside where it was sent or thrown away.
    if (isNewDraft) this.#drafts.flush();
    const isAnswer = isNewDraft && this.#session.isDiscarding;
    this.#session.take(card, saved);
    // What was sent or discarded must not come back with a page that is shown again.
    if (isNewDraft) this.#save();
    // The host has yet to hear of it.
    const hasNews = isAnswer ? this.#session.draft.length > 0 : saved?.draftId === card.draftId;
    if (hasNews) this.#drafts.note();
  }

  /** The form's element is given the same session again and again: it must be told. */
  #changed(): void {
    this.requestUpdate();
    this.#formElement?.requestUpdate();
  }

  async #returnFocus(): Promise<void> {
    const lastFocus = this.#focusBeforeLock;
    this.#focusBeforeLock = undefined;
    const { problems, notice } = this.card;
    const [bad] = this.#session.shownProblemKeys;
    if (bad !== undefined && problems.length > 0) {
      await this.#formElement?.focusField(bad);
      return;
    }
    const seen = this.renderRoot.querySelector('itsm-stale-form, .host-notice');
    if (notice !== undefined || this.card.stale !== undefined) {
      seen?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    }
    // A locked control gives up the focus; it gets it back unless the user has gone elsewhere.
    const isFocusLost = document.activeElement === document.body || document.activeElement === null;
    if (isFocusLost && lastFocus !== undefined) await this.#formElement?.focusField(lastFocus);
  }

  #onEdit(event: FieldEditEvent): void {
    event.stopPropagation();
    if (this.#isLocked) return;
    this.#session.edit(event.fieldKey, event.value, event.isIncomplete);
    if (event.isCommitted) this.#session.visit(event.fieldKey);
    this.#changed();
    this.#save();
    this.#drafts.note();
  }

  #onLeave(event: FieldLeaveEvent): void {
    event.stopPropagation();
    this.#drafts.flush();
    this.#session.leave(event.fieldKey);
    this.#changed();
  }

  /** Takes what is about this form; the rest is the page's. */
  #onAction(event: PageActionEvent): void {
    const { action } = event;
    switch (action.kind) {
      case 'submit':
        this.#submit(undefined);
        break;
      case 'decide':
        this.#submit(action.decision);
        break;
      case 'discard':
        this.#discard();
        break;
      case 'undoDiscard':
        this.#session.undoDiscard();
        this.#save();
        this.#reportDraft();
        this.#changed();
        break;
      case 'showProblem': {
        const [key] = this.#session.shownProblemKeys;
        if (key !== undefined) void this.#formElement?.focusField(key);
        break;
      }
      case 'runOperation':
        // Where it leads is told by the card around this form.
        this.#lockForOperation();
        return;
      case 'close':
        this.#drafts.flush();
        this.post({ kind: 'closeOperation', formId: this.card.formId });
        break;
      case 'openInBrowser':
      case 'reload':
        this.#drafts.flush();
        return;
      case 'openLink':
      case 'read':
      case 'toggle':
      case 'filter':
      case 'announce':
        return;
    }
    event.stopPropagation();
  }

  #submit(decision: Decision | undefined): void {
    const { draftId } = this.#session;
    if (this.#isLocked || this.isBusy || draftId === undefined || !this.canSubmit) return;
    if (this.card.stale !== undefined) {
      this.renderRoot.querySelector('itsm-stale-form')?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      this.#announce(t('Choose first what is to become of the fields that somebody else has changed.'));
      return;
    }
    const bad = this.#session.trySubmit(demandOf(this.card.form, decision));
    this.#changed();
    const [first] = bad;
    if (first !== undefined) {
      this.#announce(
        bad.length === 1
          ? t('Nothing was sent: 1 field needs your attention.')
          : t('Nothing was sent: {0} fields need your attention.', bad.length),
      );
      void this.#formElement?.focusField(first);
      return;
    }
    this.#drafts.flush();
    this.#focusBeforeLock = this.#formElement?.focusedKey;
    this.#sendForm(draftId, decision);
  }

  #sendForm(draftId: string, decision: Decision | undefined): void {
    this.waitsFor = 'submit';
    this.#lastDecision = decision;
    this.post({
      kind: 'submit',
      draftId,
      values: this.#session.changes,
      ...(decision === undefined ? {} : { decision }),
    });
  }

  #onStaleChoice(event: StaleChoiceEvent): void {
    event.stopPropagation();
    const { draftId } = this.#session;
    if (draftId === undefined || this.#isLocked) return;
    if (event.compares !== undefined) {
      const mine = this.card.stale?.find(({ key }) => key === event.compares)?.mine;
      if (mine !== undefined) this.post({ kind: 'compareStale', draftId, fieldKey: event.compares, mine });
      return;
    }
    for (const key of event.taken) this.#session.takeTheirs(key);
    this.#save();
    this.#drafts.cancel();
    this.post({ kind: 'settleStale', draftId, values: this.#session.draft });
    this.#changed();
    if (event.goesOn) this.#sendForm(draftId, this.#lastDecision);
  }

  #lockForOperation(): void {
    this.#drafts.flush();
    this.waitsFor = 'operation';
    clearTimeout(this.#unlockTimer);
    this.#unlockTimer = setTimeout(() => {
      this.waitsFor = 'nothing';
    }, operationLock);
  }

  #discard(): void {
    const { draftId } = this.#session;
    if (this.#isLocked || draftId === undefined) return;
    this.#drafts.cancel();
    this.#session.discard();
    this.#save();
    this.post({ kind: 'discardDraft', draftId });
    this.#announce(t('Changes discarded.'));
    this.#changed();
  }

  #reportDraft(): void {
    const { draftId, draft } = this.#session;
    if (draftId !== undefined) this.post({ kind: 'draft', draftId, values: draft });
  }

  #save(): void {
    const { draftId, draft } = this.#session;
    if (draftId !== undefined) this.memory.keepForm(this.card.formId, { draftId, values: draft });
  }

  #announce(text: string): void {
    this.dispatchEvent(new PageActionEvent({ kind: 'announce', text }));
  }
}

/** What a decision needs of its remark. */
function demandOf(form: FormModel, decision: Decision | undefined): Demand | undefined {
  const approval = form.submit?.approval;
  if (approval === undefined || form.remarkKey === undefined || decision === undefined) return undefined;
  return {
    fieldKey: form.remarkKey,
    findProblem: (value) => findRemarkProblem(approval, decision, typeof value === 'string' ? value : ''),
  };
}

function canSubmit({ submit, cannotSubmit }: FormModel): boolean {
  return submit !== undefined && cannotSubmit === undefined;
}

declare global {
  interface HTMLElementEventMap {
    'itsm-edit': FieldEditEvent;
    'itsm-leave': FieldLeaveEvent;
    'itsm-action': PageActionEvent;
    'itsm-file-upload': FileUploadRequestEvent;
    'itsm-file-upload-action': FileUploadActionEvent;
    'itsm-stale-choice': StaleChoiceEvent;
  }
}

customElements.define('itsm-form-card', ItsmFormCard);
