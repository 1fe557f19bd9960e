import { html, LitElement, nothing, type CSSResultGroup, type PropertyDeclarations, type TemplateResult } from 'lit';
import { PageActionEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { sectionStyles } from '../styles/sectionStyles.ts';

/** A part of the page behind a heading that opens and closes it, whose content is there with the page. */
export abstract class ItsmPanel extends LitElement {
  static override styles: CSSResultGroup = [baseStyles, buttonStyles, sectionStyles];
  static override properties: PropertyDeclarations = { isOpen: { type: Boolean } };

  declare isOpen: boolean;

  constructor() {
    super();
    this.isOpen = true;
  }

  /** For the memory of the page. */
  protected abstract readonly panel: string;
  protected abstract readonly heading: string;
  /** Beside the heading. */
  protected abstract readonly count: number;
  protected abstract body(): TemplateResult;

  protected override render(): TemplateResult {
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
          <span class="count">${this.count}</span>
        </button>
      </h2>
      <div id="content" ?hidden=${!this.isOpen}>${this.isOpen ? this.body() : nothing}</div>
    `;
  }

  readonly #toggle = (): void => {
    this.dispatchEvent(new PageActionEvent({ kind: 'toggle', part: this.panel, isOpen: !this.isOpen }));
  };
}
