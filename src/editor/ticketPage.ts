import { randomUUID } from 'node:crypto';
import { l10n, type Uri } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { ticketId, type Ticket, type TicketRef } from '../domain/ticket.ts';
import type { FormState, Notice } from '../protocol/pageForm.ts';
import type { PageMessage, PageState } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import type { FormsPage } from './formSending.ts';
import type { MemoryFiles } from './memoryFiles.ts';
import { PageFiles } from './pageFiles.ts';
import { PageForms } from './pageForms.ts';
import { abilitiesOf, noAbilities, toTicketSummary, type PageAbilities } from './pageModel.ts';
import { stepLeftNotice } from './pageNotices.ts';
import { PagePanel, type PageSpot } from './pagePanel.ts';
import { PageSections } from './pageSections.ts';
import { PageSeen } from './pageSeen.ts';
import { composerFormId, PageTimeline } from './pageTimeline.ts';
import type { FormServices } from './services.ts';
import { stepFormId } from './stepForms.ts';
import { openTicketInBrowser } from './ticketCommands.ts';
import { setFollowing } from './ticketFollowing.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;

/** What of a page is to be shown. */
export interface PageTarget {
  /** `undefined`: the first step that waits for me. */
  readonly stepId?: string | undefined;
  /** An operation with a form of its own, of the step or of the ticket: it is opened. */
  readonly operationKey?: string | undefined;
  /** The message that is being written. */
  readonly isMessage?: boolean | undefined;
  readonly isBeside?: boolean | undefined;
}

export interface TicketPageParts {
  readonly services: FormServices;
  readonly extensionUri: Uri;
  readonly memory: MemoryFiles;
  readonly spot: PageSpot;
  readonly openTicket: (ref: TicketRef) => Promise<void>;
  readonly onDidClose: () => void;
}

/** The webview page of one ticket: its steps with their forms, what was said and has happened, and what it holds. */
export class TicketPage implements Disposable, FormsPage {
  readonly ref: TicketRef;
  readonly #parts: TicketPageParts;
  readonly #services: FormServices;
  readonly #panel: PagePanel;
  readonly #subscription: Disposable;
  readonly #forms: PageForms;
  readonly #files: PageFiles;
  readonly #timeline: PageTimeline;
  readonly #sections: PageSections;
  readonly #seen: PageSeen;
  #ticket: Ticket | undefined;
  /** `#ticket` was read with its forms, for this page. */
  #isWhole = false;
  #readAt = 0;
  #abilities: PageAbilities = noAbilities;
  #notice: Notice | undefined;
  /** Why nothing can be shown. */
  #failure: string | undefined;
  /** To be brought into view once the page is there. */
  #toReveal: string | undefined;
  /** A read that began before the latest one must not overwrite it. */
  #loadNumber = 0;
  /** Nor must what was taken before overwrite it. */
  #takeNumber = 0;
  /** A read of our own is under way; the change it brings to the store is no news. */
  #isLoading = false;
  /** The store has changed while that could not be followed. */
  #isBehind = false;
  /** It was hidden: what was seen until then is what the next look is compared with. */
  #wasLeft = false;

  constructor(parts: TicketPageParts, ref: TicketRef) {
    const { services, extensionUri, spot, memory } = parts;
    this.#parts = parts;
    this.#services = services;
    this.ref = ref;
    this.#subscription = combineDisposables(
      services.store.onDidChange(({ refs }) => {
        if (refs.some((changed) => ticketId(changed) === ticketId(ref))) void this.#follow();
      }),
      services.drafts.onDidChange((places) => void this.#forms.follow(places)),
    );
    this.#panel = new PagePanel({
      extensionUri,
      log: services.log,
      spot,
      place: { kind: 'ticket', ref },
      title: services.store.find(ref)?.ticket?.title ?? ref.key,
      icon: 'tasklist',
      receive: (message) => this.#receive(message),
      onReady: () => this.#repost(),
      onDidHide: () => this.#leave(),
      onDidClose: () => {
        // What has come while it was hidden was not seen.
        if (!this.#wasLeft) this.#leave();
        this.#subscription.dispose();
        parts.onDidClose();
      },
    });
    const pageId = randomUUID();
    this.#files = new PageFiles({
      provider: () => services.connections.provider(ref.connectionId),
      ticketKey: ref.key,
      title: ref.key,
      closed: this.#panel.closed,
      post: (message) => this.#panel.post(message),
      findForm: (formId) => this.#forms.named(formId),
      messageFormId: composerFormId,
      memory,
    });
    this.#timeline = new PageTimeline(services, this, this.#files, pageId, () =>
      this.#sections.show(this.#timeline.content()),
    );
    this.#seen = new PageSeen(services, ref, this.#timeline);
    this.#sections = new PageSections(services, this, this.#timeline, (message) => this.#panel.post(message));
    this.#forms = new PageForms({
      services,
      page: this,
      pageId,
      timeline: this.#timeline,
      reveal: (formId) => this.#reveal(formId),
    });
  }

  get closed(): AbortSignal {
    return this.#panel.closed;
  }

  /** Brings the page to the front, at what is asked for. Resolves when it was read. */
  async show(target: PageTarget = {}): Promise<void> {
    this.#panel.reveal(target.isBeside);
    await this.open(target);
  }

  /** Reads the ticket; what is known of it is shown meanwhile. Resolves when it was read. */
  async open({ stepId, operationKey, isMessage = false }: PageTarget = {}): Promise<void> {
    if (this.#ticket === undefined) {
      const begun = this.#seen.begin();
      await this.#showKnown();
      await begun;
    }
    if (stepId !== undefined) this.#reveal(stepFormId(stepId));
    if (!this.#forms.isBusy) await this.#load(undefined);
    const ticket = this.#ticket;
    if (ticket === undefined || !this.#isWhole) return;
    if (stepId !== undefined && !ticket.steps.some(({ id }) => id === stepId)) {
      this.#notice ??= stepLeftNotice(undefined);
      this.post();
    }
    if (isMessage) this.#reveal(composerFormId);
    if (operationKey !== undefined) await this.#forms.runOperation(stepId, operationKey);
    await this.#catchUp();
  }

  /** Shows a ticket that was made just now: its first step may take a while. Resolves when it is there, or is too late. */
  async showCreated(): Promise<void> {
    const { key } = this.ref;
    await this.#load({ severity: 'info', text: l10n.t('{0} was created. It is being started…', key) });
    if (!hasStarted(this.#ticket)) {
      const ticket = await this.#services.steps.awaitStart(this.ref, this.closed);
      if (this.closed.aborted) return;
      if (!hasStarted(ticket)) {
        this.#notice = {
          severity: 'info',
          text: l10n.t('{0} was created and is still being started; the tree shows when it has got there.', key),
        };
        this.post();
        return;
      }
    }
    await this.#load({ severity: 'success', text: l10n.t('{0} was created. You watch it from now on.', key) });
  }

  dispose(): void {
    this.#panel.dispose();
  }

  post(): void {
    const state = this.#state();
    this.#panel.post({ kind: 'state', state });
    if (state.status === 'ready') this.#announceFiles(state);
  }

  dropReads(): void {
    this.#loadNumber += 1;
    this.#takeNumber += 1;
    this.#isLoading = false;
    this.#notice = undefined;
  }

  /** Until what was typed earlier is there, too, the page stays as it is, in every respect. */
  async take(ticket: Ticket, notice: Notice | undefined): Promise<void> {
    this.#takeNumber += 1;
    const number = this.#takeNumber;
    await this.#forms.prepare(ticket);
    if (number !== this.#takeNumber || this.closed.aborted) return;
    this.#isWhole = true;
    this.#readAt = Date.now();
    const left = this.#showTicket(ticket);
    this.#notice = notice ?? (left.length === 0 ? undefined : stepLeftNotice(left[0]?.name));
    this.post();
    this.#sections.renew();
  }

  async reload(notice: Notice | undefined): Promise<void> {
    await this.#load(notice);
  }

  async #receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case 'reload':
        if (!this.#forms.isBusy) await this.#load(undefined);
        await this.#catchUp();
        return;
      case 'read':
        await this.#sections.read(message.section);
        return;
      case 'follow':
        await this.#setFollowing(message.isFollowing);
        return;
      case 'openTicket':
        await this.#parts.openTicket({ connectionId: this.ref.connectionId, key: message.key });
        return;
      case 'compareSeen':
        if (this.#ticket !== undefined) await this.#seen.compare(this.#ticket);
        return;
      case 'openInBrowser':
        await openTicketInBrowser(this.#services, this.ref, this.#ticket?.url);
        return;
      case 'submit':
      case 'runOperation':
        await this.#forms.receive(message);
        await this.#catchUp();
        return;
      case 'draft':
      case 'settleStale':
      case 'compareStale':
      case 'discardDraft':
      case 'rescueDraft':
      case 'closeOperation':
        await this.#forms.receive(message);
        return;
      case 'pickFiles':
      case 'uploadFile':
      case 'uploadAction':
      case 'tookFile':
      case 'download':
      case 'readImage':
        await this.#files.receive(message);
        return;
      case 'readOlder':
      case 'markRead':
      case 'withdrawMessage':
        await this.#timeline.receive(message);
        return;
      case 'ready':
      case 'openLink':
        // The panel's own.
        return;
    }
  }

  async #setFollowing(isFollowing: boolean): Promise<void> {
    const isDone = await setFollowing(this.ref, isFollowing);
    if (isDone && this.#ticket !== undefined) this.#ticket = { ...this.#ticket, isFollowed: isFollowing };
    this.post();
  }

  /** What the tree knows: enough to begin with, while the whole ticket is on its way. */
  async #showKnown(): Promise<void> {
    const entry = this.#services.store.find(this.ref);
    if (entry?.ticket === undefined || entry.readAt === undefined) return;
    await this.#forms.prepare(entry.ticket);
    if (this.#ticket !== undefined || this.closed.aborted) return;
    this.#readAt = entry.readAt;
    this.#isLoading = true;
    this.#showTicket(entry.ticket);
    this.post();
  }

  async #load(notice: Notice | undefined): Promise<void> {
    this.#loadNumber += 1;
    const number = this.#loadNumber;
    this.#isLoading = true;
    this.#failure = undefined;
    this.#notice = notice;
    this.post();
    try {
      const ticket = await this.#services.steps.load(this.ref, this.closed);
      if (number !== this.#loadNumber) return;
      const provider = await this.#services.connections.provider(this.ref.connectionId);
      await this.#timeline.prepare(provider);
      if (number !== this.#loadNumber) return;
      this.#abilities = abilitiesOf(provider);
      this.#isLoading = false;
      await this.take(ticket, notice);
    } catch (error) {
      if (this.closed.aborted || number !== this.#loadNumber) return;
      this.#isLoading = false;
      const text = [...(notice === undefined ? [] : [notice.text]), describeError(error)].join(' ');
      if (this.#ticket === undefined) this.#failure = text;
      else this.#notice = { severity: 'error', text };
      this.post();
    }
  }

  /** The ticket changed elsewhere: reads it whole. What is being typed stays. */
  async #follow(): Promise<void> {
    const known = this.#services.store.find(this.ref)?.ticket;
    const shown = this.#ticket;
    if (known === undefined) return;
    if (this.#isLoading || this.#forms.isBusy) {
      this.#isBehind = true;
      return;
    }
    if (shown === undefined || stepsText(known) !== stepsText(shown)) {
      await this.#load(undefined);
      await this.#catchUp();
    } else if (known.unreadMessages !== shown.unreadMessages) {
      this.#ticket = { ...shown, unreadMessages: known.unreadMessages };
      if ((known.unreadMessages ?? 0) > (shown.unreadMessages ?? 0)) await this.#sections.readAnew('timeline');
    }
  }

  /** Looks at what has changed during a read or a write that began before: their own changes are no news by now. */
  async #catchUp(): Promise<void> {
    if (!this.#isBehind || this.#isLoading || this.#forms.isBusy || this.closed.aborted) return;
    this.#isBehind = false;
    await this.#follow();
  }

  #showTicket(ticket: Ticket) {
    this.#ticket = ticket;
    this.#panel.title = ticket.title === '' ? ticket.ref.key : ticket.title;
    return this.#forms.take(ticket, this.#isWhole);
  }

  /** To a page that is there, or there again after it was hidden. */
  async #repost(): Promise<void> {
    if (this.#wasLeft) await this.#seen.begin();
    this.#wasLeft = false;
    this.post();
    this.#files.repost();
    this.#sections.repost();
    if (this.#toReveal !== undefined) this.#reveal(this.#toReveal);
  }

  /** Its user looks at something else, and has seen what is shown. */
  #leave(): void {
    if (this.#ticket === undefined || !this.#isWhole) return;
    this.#wasLeft = true;
    void this.#seen.leave(this.#ticket);
  }

  /** @param formId brought into view now, or once the page is there */
  #reveal(formId: string): void {
    this.#toReveal = this.#panel.isReady ? undefined : formId;
    this.#panel.post({ kind: 'reveal', formId });
  }

  #announceFiles(state: ReadyState): void {
    for (const { formId, form } of formsOf(state)) {
      for (const field of form.fields) {
        if (field.type === 'file' && !field.isReadOnly) void this.#files.announce(formId, field.key);
      }
    }
  }

  #state(): PageState {
    const ticket = this.#ticket;
    const { key, connectionId } = this.ref;
    if (ticket === undefined) {
      if (this.#failure === undefined) return { status: 'loading', ticketKey: key };
      return {
        status: 'failed',
        ticketKey: key,
        text: this.#failure,
        canOpenInBrowser: this.#knownUrl() !== undefined,
      };
    }
    const label = this.#services.connections.find(connectionId)?.label ?? '';
    return {
      status: 'ready',
      ticket: toTicketSummary(ticket, label, this.#abilities),
      steps: this.#forms.steps,
      operationForms: this.#forms.operations,
      composer: this.#isWhole ? this.#timeline.composer() : undefined,
      seen: this.#isWhole ? this.#seen.summary(ticket) : undefined,
      notice: this.#notice,
      isBusy: this.#forms.isBusy || this.#services.steps.isUnderWay(this.ref),
      isReading: this.#isLoading,
      readAt: this.#readAt,
    };
  }

  #knownUrl(): string | undefined {
    return this.#services.store.find(this.ref)?.ticket?.url;
  }
}

function formsOf({ steps, operationForms, composer }: ReadyState): readonly FormState[] {
  return [...steps, ...operationForms, ...(composer === undefined ? [] : [composer])];
}

function hasStarted(ticket: Ticket | undefined): boolean {
  return ticket !== undefined && (ticket.steps.length > 0 || ticket.isEnded);
}

function stepsText({ status, steps }: Ticket): string {
  return JSON.stringify([
    status.code,
    steps.map(({ id, status: stepStatus, processors, operations }) => [
      id,
      stepStatus.code,
      processors,
      operations.map(({ key }) => key),
    ]),
  ]);
}
