import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { PageActionEvent } from '../events.ts';
import { spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';

const slowAfter = 10_000;

/** The page before there is anything to show. Waiting never looks endless: after ten seconds it offers a way on. */
export class ItsmLoading extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      .status {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 24px;
        color: var(--vscode-descriptionForeground);
      }
      .slow {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin-block-start: 12px;
      }
      .bones {
        display: grid;
        gap: 20px;
        max-inline-size: 760px;
        margin-block-start: 16px;
      }
      .bone {
        height: 14px;
        border-radius: 4px;
        background: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        animation: breathe 1.6s ease-in-out infinite alternate;
      }
      .title {
        height: 26px;
        width: 60%;
      }
      .short {
        width: 35%;
      }
      .control {
        height: 28px;
      }
      .large {
        height: 74px;
      }
      @keyframes breathe {
        to {
          opacity: 0.45;
        }
      }
    `,
  ];
  static override properties = { ticketKey: {}, isSlow: { state: true } };

  declare ticketKey: string;
  declare isSlow: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.ticketKey = '';
    this.isSlow = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#wait();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    return html`
      <div class="status" role="status">
        ${spinner()}
        <span>${this.ticketKey === '' ? t('Loading…') : t('Loading {0}…', this.ticketKey)}</span>
      </div>
      ${
        this.isSlow
          ? html`<div class="slow" role="status">
              <span>${t('Still loading. The ticket system is taking longer than usual.')}</span>
              <button class="button secondary" type="button" @click=${this.#reload}>${t('Reload')}</button>
            </div>`
          : nothing
      }
      <div class="bones" aria-hidden="true">
        <div class="bone title"></div>
        <div class="bone short"></div>
        <div class="bone control"></div>
        <div class="bone large"></div>
        <div class="bone control"></div>
      </div>
    `;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.isSlow = false;
    this.#timer = setTimeout(() => {
      this.isSlow = true;
    }, slowAfter);
  }

  readonly #reload = (): void => {
    this.#wait();
    this.dispatchEvent(new PageActionEvent({ kind: 'reload' }));
  };
}

customElements.define('itsm-loading', ItsmLoading);
