import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { PageActionEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';

/** The page when the ticket could not be read: what happened, what to do, and the ways on. */
export class ItsmFailure extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .failure {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 12px;
        max-inline-size: 520px;
        margin: 12vh auto 0;
        text-align: center;
      }
      .failure > .codicon {
        color: var(--vscode-notificationsErrorIcon-foreground, var(--vscode-errorForeground));
        scale: 2;
        margin-block-end: 8px;
      }
      h1 {
        font-size: 1.3em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      p {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        user-select: text;
      }
      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 8px;
        margin-block-start: 4px;
      }
    `,
  ];
  static override properties = {
    heading: {},
    text: {},
    canOpenInBrowser: { type: Boolean },
    isReloading: { type: Boolean },
  };

  declare heading: string;
  declare text: string;
  declare canOpenInBrowser: boolean;
  declare isReloading: boolean;

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    this.canOpenInBrowser = false;
    this.isReloading = false;
  }

  protected override render(): TemplateResult {
    return html`<div class="failure">
      ${icon('error')}
      <h1>${this.heading}</h1>
      <p role="alert">${this.text}</p>
      <div class="buttons">
        <button class="button" type="button" aria-disabled=${this.isReloading} @click=${this.#tryAgain}>
          ${this.isReloading ? spinner() : nothing}${t('Try Again')}
        </button>
        ${
          this.canOpenInBrowser
            ? html`<button class="button secondary" type="button" @click=${this.#open}>
                ${icon('link-external')}${t('Open in Browser')}
              </button>`
            : nothing
        }
      </div>
    </div>`;
  }

  readonly #tryAgain = (): void => {
    if (!this.isReloading) this.dispatchEvent(new PageActionEvent({ kind: 'reload' }));
  };

  readonly #open = (): void => {
    this.dispatchEvent(new PageActionEvent({ kind: 'openInBrowser' }));
  };
}

customElements.define('itsm-failure', ItsmFailure);
