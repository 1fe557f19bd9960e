import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '../../domain/attachments.ts';
import type { FieldFiles } from '../../protocol/pageFiles.ts';
import type { HostMessage, PageMessage, PageState, SectionContent, TicketSection } from '../../protocol/stepPage.ts';
import { openHow } from '../attachmentAction.ts';
import {
  AttachmentImageEvent,
  FileOpenEvent,
  ImageRequestEvent,
  PageActionEvent,
  PageMessageEvent,
  type PeopleRequestEvent,
  type PageAction,
} from '../events.ts';
import type { HostChannel } from '../hostChannel.ts';
import { ImageRequests } from '../imageRequests.ts';
import { setLanguage, t } from '../l10n.ts';
import { PageMemory } from '../pageMemory.ts';
import { ScrollKeeper } from '../scrollKeeper.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { pageStyles } from '../styles/pageStyles.ts';
import './itsmCreationHeader.ts';
import './itsmFailure.ts';
import { formCardsIn } from './formCards.ts';
import { ItsmFormCard } from './itsmFormCard.ts';
import './itsmLoading.ts';
import type { ItsmTicketView } from './itsmTicketView.ts';
import './itsmTicketView.ts';

type ReadyState = Extract<PageState, { status: 'ready' }>;
type CreatingState = Extract<PageState, { status: 'creating' }>;
type FilesByField = ReadonlyMap<string, FieldFiles>;

/** How long the page stays empty before it speaks English. */
const languageWait = 1000;

const noFiles: FilesByField = new Map();

/** The whole page: shows the host's state, and hands on what its parts ask for. */
export class ItsmStepPage extends LitElement {
  static override styles = [baseStyles, buttonStyles, pageStyles];
  static override properties = {
    state: { state: true },
    announcement: { state: true },
    isReloading: { state: true },
    hasLanguage: { state: true },
    sections: { state: true },
    reading: { state: true },
    files: { state: true },
    parts: { state: true },
  };

  /** `undefined`: the host has not spoken yet. */
  declare state: PageState | undefined;
  declare announcement: string;
  declare isReloading: boolean;
  /** Texts can be shown: the language is known, or the host is so slow that English is better than nothing. */
  declare hasLanguage: boolean;
  /** What was read of the sections. */
  declare sections: ReadonlyMap<TicketSection, SectionContent>;
  declare reading: ReadonlySet<TicketSection>;
  /** What is known of the files of file fields, by form and field. */
  declare files: ReadonlyMap<string, FilesByField>;
  /** Grows when a part is opened or closed. */
  declare parts: number;

  #channel: HostChannel | undefined;
  #memory = new PageMemory(undefined, () => {});
  readonly #images = new ImageRequests((message) => this.#post(message));
  readonly #scroll = new ScrollKeeper();
  #lifetime = new AbortController();
  #languageTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #post = (message: PageMessage): void => this.#channel?.post(message);

  constructor() {
    super();
    this.announcement = '';
    this.isReloading = false;
    this.hasLanguage = false;
    this.sections = new Map();
    this.reading = new Set();
    this.files = new Map();
    this.parts = 0;
  }

  /** Starts the conversation with the host. */
  connect(channel: HostChannel): void {
    this.#channel = channel;
    this.#memory = new PageMemory(channel.saved(), (page) => channel.save(page));
    this.#scroll.start(this.#memory, this.#lifetime.signal);
    channel.listen((message) => this.#receive(message), this.#lifetime.signal);
    channel.post({ kind: 'ready' });
    this.#languageTimer = setTimeout(() => {
      this.hasLanguage = true;
    }, languageWait);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const flush = (): void => this.#flush();
    document.addEventListener('visibilitychange', flush, { signal });
    window.addEventListener('pagehide', flush, { signal });
    window.addEventListener('blur', flush, { signal });
    window.addEventListener('keydown', (event) => this.#onKeyDown(event), { signal });
    this.addEventListener(PageActionEvent.type, (event) => this.#onAction(event.action), { signal });
    this.addEventListener(PageMessageEvent.type, (event) => this.#post(event.message), { signal });
    this.addEventListener(FileOpenEvent.type, (event) => this.#onFileOpen(event.attachment), { signal });
    this.addEventListener(ImageRequestEvent.type, (event) => this.#images.take(event), { signal });
    this.addEventListener(AttachmentImageEvent.type, (event) => this.#images.takeFile(event), { signal });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lifetime.abort();
    clearTimeout(this.#languageTimer);
  }

  protected override updated(): void {
    this.#scroll.restore();
  }

  protected override render(): TemplateResult {
    return html`
      <main class="page">
        ${this.#safeContent()}
        <div class="screen-reader-only" role="status" aria-live="polite">${this.announcement}</div>
      </main>
    `;
  }

  /** The last boundary: whatever cannot be drawn, the user is told and has a way on. */
  #safeContent(): TemplateResult | typeof nothing {
    try {
      return this.#content();
    } catch {
      return html`<itsm-failure
        .heading=${t('This page could not be shown')}
        .text=${t('The ticket has a form that this page does not understand. Open it in the browser, or try again.')}
        .canOpenInBrowser=${true}
        .isReloading=${this.isReloading}
      ></itsm-failure>`;
    }
  }

  #content(): TemplateResult | typeof nothing {
    const state = this.state;
    switch (state?.status) {
      case undefined:
        return this.hasLanguage ? html`<itsm-loading></itsm-loading>` : nothing;
      case 'loading':
        return html`<h1 class="screen-reader-only">${state.ticketKey}</h1>
          <itsm-loading .ticketKey=${state.ticketKey}></itsm-loading>`;
      case 'failed':
        return html`<itsm-failure
          .heading=${t('{0} could not be loaded', state.ticketKey)}
          .text=${state.text}
          .canOpenInBrowser=${state.canOpenInBrowser}
          .isReloading=${this.isReloading}
        ></itsm-failure>`;
      case 'ready':
        return this.#ready(state);
      case 'creating':
        return this.#creating(state);
    }
  }

  #ready(state: ReadyState): TemplateResult {
    return html`<itsm-ticket-view
      .state=${state}
      .sections=${this.sections}
      .reading=${this.reading}
      .files=${this.files}
      .memory=${this.#memory}
      .post=${this.#post}
      .parts=${this.parts}
      .isReloading=${this.isReloading}
    ></itsm-ticket-view>`;
  }

  #creating({ service, card }: CreatingState): TemplateResult {
    return html`
      <header><itsm-creation-header .service=${service}></itsm-creation-header></header>
      <section class="card creation" aria-label=${service.name}>
        <itsm-form-card
          .card=${card}
          .memory=${this.#memory}
          .post=${this.#post}
          .files=${this.files.get(card.formId) ?? noFiles}
          .canOpenInBrowser=${true}
        ></itsm-form-card>
      </section>
    `;
  }

  #receive(message: HostMessage): void {
    switch (message.kind) {
      case 'init':
        setLanguage(message.language, message.bundle);
        document.documentElement.lang = message.language;
        this.#memory.keepPlace(message.place);
        this.hasLanguage = true;
        this.requestUpdate();
        return;
      case 'state':
        this.#takeState(message.state);
        return;
      case 'section':
        this.#takeSection(message);
        return;
      case 'reveal':
        void this.#reveal(message.formId);
        return;
      case 'files': {
        const ofForm = new Map([...(this.files.get(message.formId) ?? []), [message.fieldKey, message.files]]);
        this.files = new Map([...this.files, [message.formId, ofForm]]);
        return;
      }
      case 'uploaded':
        void this.#takeUploaded(message);
        return;
      case 'image':
        this.#images.answer(message);
        return;
    }
  }

  #takeState(state: PageState): void {
    this.isReloading = false;
    this.state = state;
  }

  #takeSection({ ticketKey, content }: Extract<HostMessage, { kind: 'section' }>): void {
    if (this.state?.status !== 'ready' || this.state.ticket.key !== ticketKey) return;
    this.reading = new Set([...this.reading].filter((section) => section !== content.section));
    this.sections = new Map([...this.sections, [content.section, content]]);
  }

  async #takeUploaded({ formId, fieldKey, attachment }: Extract<HostMessage, { kind: 'uploaded' }>): Promise<void> {
    await this.updateComplete;
    const card = this.#formCards.find((each) => each.card.formId === formId);
    if (card === undefined) return;
    card.takeFile(fieldKey, attachment.id);
    this.#post({ kind: 'tookFile', attachmentId: attachment.id });
  }

  async #reveal(formId: string): Promise<void> {
    await this.updateComplete;
    this.#scroll.stop();
    await this.renderRoot.querySelector<ItsmTicketView>('itsm-ticket-view')?.reveal(formId);
  }

  #keepOpen(part: string, isOpen: boolean): void {
    this.#memory.keepOpen(part, isOpen);
    this.parts += 1;
  }

  get #formCards(): readonly ItsmFormCard[] {
    return formCardsIn(this.renderRoot);
  }

  #flush(): void {
    for (const card of this.#formCards) card.flush();
  }

  #onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing || event.repeat) return;
    event.preventDefault();
    const within = event.composedPath().find((target) => target instanceof ItsmFormCard);
    const cards = this.#formCards.filter((card) => card.canSubmit && !card.classList.contains('composer'));
    const card = within ?? (cards.length === 1 ? cards[0] : undefined);
    if (card !== undefined) card.submitByKey();
    else if (cards.length > 1) this.#announce(t('Go to the form that you want to send first.'));
  }

  #onAction(action: PageAction): void {
    switch (action.kind) {
      case 'read':
        this.reading = new Set([...this.reading, action.section]);
        this.#post({ kind: 'read', section: action.section });
        break;
      case 'toggle':
        this.#keepOpen(action.part, action.isOpen);
        break;
      case 'filter':
        this.#memory.keepFilter(action.filter);
        this.parts += 1;
        break;
      case 'openLink':
        this.#post({ kind: 'openLink', url: action.url });
        break;
      case 'runOperation':
        this.#flush();
        this.#post({ kind: 'runOperation', stepId: undefined, operationKey: action.operation.key });
        break;
      case 'announce':
        this.#announce(action.text);
        break;
      case 'reload':
        this.#flush();
        this.isReloading = true;
        this.#post({ kind: 'reload' });
        break;
      case 'openInBrowser':
        this.#flush();
        this.#post({ kind: 'openInBrowser' });
        break;
      case 'submit':
      case 'decide':
      case 'discard':
      case 'undoDiscard':
      case 'showProblem':
      case 'close':
        // Of a form, which has taken it.
        break;
    }
  }

  #onFileOpen(attachment: Attachment): void {
    this.#post({ kind: 'download', attachment, how: openHow(attachment) });
  }

  #announce(text: string): void {
    // A text that does not change is not read again.
    this.announcement = this.announcement === text ? `${text}\u00A0` : text;
  }
}

declare global {
  interface HTMLElementEventMap {
    'itsm-message': PageMessageEvent;
    'itsm-file-open': FileOpenEvent;
    'itsm-image': ImageRequestEvent;
    'itsm-people': PeopleRequestEvent;
    'itsm-attachment-image': AttachmentImageEvent;
  }
}

customElements.define('itsm-step-page', ItsmStepPage);
