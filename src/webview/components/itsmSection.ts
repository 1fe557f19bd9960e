import {
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import type { SectionContent, TicketSection } from '../../protocol/stepPage.ts';
import { PageActionEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { newsDot } from '../newsDot.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { newsStyles } from '../styles/newsStyles.ts';
import { sectionStyles } from '../styles/sectionStyles.ts';
import './itsmNotice.ts';

type FailedContent = Extract<SectionContent, { failure: string }>;

/**
 * A part of the page that is read when it comes into view. Says so while it is being read, and offers to try again when
 * that failed. What was read before stays while it is read anew.
 */
export abstract class ItsmSection<C extends Exclude<SectionContent, FailedContent>> extends LitElement {
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, newsStyles, sectionStyles];
  static override properties: PropertyDeclarations = {
    content: { attribute: false },
    isReading: { type: Boolean },
    isOpen: { type: Boolean },
    isNews: { type: Boolean },
  };

  /** `undefined`: it has not been read yet. */
  declare content: C | FailedContent | undefined;
  declare isReading: boolean;
  declare isOpen: boolean;
  /** There is something in it that was not there when the user looked last. */
  declare isNews: boolean;

  // A little before it is seen: the answer takes its time.
  readonly #view = new IntersectionObserver((entries) => this.#onView(entries.at(-1)?.isIntersecting === true), {
    rootMargin: '200px 0px',
  });
  #isInView = false;

  constructor() {
    super();
    this.isReading = false;
    this.isOpen = true;
    this.isNews = false;
  }

  abstract readonly section: TicketSection;
  protected abstract readonly heading: string;
  /** Beside the heading; `''`: nothing. */
  protected abstract summary(content: C): string;
  protected abstract body(content: C): TemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#view.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view.disconnect();
  }

  /** Asks for it, unless it is on its way. */
  read(): void {
    if (this.isReading) return;
    this.isReading = true;
    this.dispatchEvent(new PageActionEvent({ kind: 'read', section: this.section }));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('isOpen')) this.#readIfNeeded();
  }

  protected override render(): TemplateResult {
    const { content } = this;
    const summary = content === undefined || isFailed(content) ? '' : this.summary(content);
    return html`
      <h2>
        <button
          class="toggle"
          type="button"
          aria-expanded=${this.isOpen}
          aria-controls="content"
          @click=${this.#toggle}
        >
          ${icon(this.isOpen ? 'chevron-down' : 'chevron-right')}${this.heading} ${newsDot(this.isNews)}
          ${summary === '' ? nothing : html`<span class="count">${summary}</span>`}
          ${this.isOpen && this.isReading ? spinner() : nothing}
        </button>
      </h2>
      <div id="content" ?hidden=${!this.isOpen} aria-busy=${this.isReading}>
        ${this.isOpen ? this.#content() : nothing}
      </div>
    `;
  }

  #content(): TemplateResult | typeof nothing {
    const { content } = this;
    if (content === undefined) return html`<p class="muted" role="status">${t('Loading…')}</p>`;
    if (isFailed(content)) {
      return html`<itsm-notice severity="error" .text=${content.failure}>
        <button class="link" type="button" aria-disabled=${this.isReading} @click=${() => this.read()}>
          ${t('Try Again')}
        </button>
      </itsm-notice>`;
    }
    try {
      return this.body(content);
    } catch {
      return html`<itsm-notice
        severity="warning"
        .text=${t('This could not be shown: the answer was not understood.')}
      ></itsm-notice>`;
    }
  }

  readonly #toggle = (): void => {
    this.dispatchEvent(new PageActionEvent({ kind: 'toggle', part: this.section, isOpen: !this.isOpen }));
  };

  #onView(isInView: boolean): void {
    this.#isInView = isInView;
    this.#readIfNeeded();
  }

  #readIfNeeded(): void {
    if (this.#isInView && this.isOpen && this.content === undefined) this.read();
  }
}

function isFailed(content: SectionContent): content is FailedContent {
  return 'failure' in content;
}
