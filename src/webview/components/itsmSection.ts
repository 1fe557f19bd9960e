import { html, LitElement, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import type { SectionContent, TicketSection } from '../../protocol/stepPage.ts';
import { PageActionEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { sectionStyles } from '../styles/sectionStyles.ts';
import './itsmNotice.ts';

type FailedContent = Extract<SectionContent, { failure: string }>;

/**
 * A part of the page that is closed at first and read when it is opened. Says so while it is being read, and offers to
 * try again when that failed. What was read before stays while it is read anew.
 */
export abstract class ItsmSection<C extends Exclude<SectionContent, FailedContent>> extends LitElement {
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, sectionStyles];
  static override properties = {
    content: { attribute: false },
    isReading: { type: Boolean },
    isOpen: { type: Boolean },
  };

  /** `undefined`: it has not been read yet. */
  declare content: C | FailedContent | undefined;
  declare isReading: boolean;
  declare isOpen: boolean;

  constructor() {
    super();
    this.isReading = false;
    this.isOpen = false;
  }

  abstract readonly section: TicketSection;
  protected abstract readonly heading: string;
  /** Beside the heading; `''`: nothing. */
  protected abstract summary(content: C): string;
  protected abstract body(content: C): TemplateResult;

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
          ${icon(this.isOpen ? 'chevron-down' : 'chevron-right')}${this.heading}
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
        <button class="link" type="button" aria-disabled=${this.isReading} @click=${this.#read}>
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
    this.isOpen = !this.isOpen;
    if (this.isOpen) this.#read();
  };

  readonly #read = (): void => {
    if (this.isReading) return;
    this.isReading = true;
    this.dispatchEvent(new PageActionEvent({ kind: 'read', section: this.section }));
  };
}

function isFailed(content: SectionContent): content is FailedContent {
  return 'failure' in content;
}
