import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { ImageRequestEvent } from '../events.ts';
import { icon, spinner } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';

/** A picture inside of a ticket's text: a button in its place until it is asked for, then what the host has got. */
export class ItsmPicture extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: inline-block;
        max-inline-size: 100%;
        vertical-align: bottom;
      }
      img {
        display: block;
        max-inline-size: 100%;
        max-block-size: 70vh;
        border-radius: 3px;
      }
      .frame {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-inline-size: 100%;
        min-height: 28px;
        padding: 4px 10px;
        border: 1px dashed var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 30%, transparent));
        border-radius: 4px;
        background: none;
        color: inherit;
        overflow-wrap: anywhere;
        text-align: start;
      }
      button.frame:hover {
        background: var(--vscode-toolbar-hoverBackground);
      }
      button.frame:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
      .failed {
        color: var(--vscode-descriptionForeground);
      }
    `,
  ];
  static override properties = {
    source: {},
    alt: {},
    url: {},
    standing: { state: true },
  };

  /** The address as it stands in the text; never given to the browser. */
  declare source: string;
  declare alt: string;
  /** A `data:` or `blob:` address; `''`: not there (yet). */
  declare url: string;
  declare standing: 'waiting' | 'loading' | 'failed';

  constructor() {
    super();
    this.source = '';
    this.alt = '';
    this.url = '';
    this.standing = 'waiting';
  }

  protected override render(): TemplateResult {
    const name = this.alt.trim();
    if (this.url !== '' && this.standing !== 'failed') {
      return html`<img src=${this.url} alt=${name === '' ? t('Picture') : name} @error=${this.#onError} />`;
    }
    switch (this.standing) {
      case 'waiting':
        return html`<button class="frame" type="button" title=${this.source} @click=${() => this.load()}>
          ${icon('file-media')}<span>${name === '' ? t('Show picture') : t('Show picture: {0}', name)}</span>
        </button>`;
      case 'loading':
        return html`<span class="frame" role="status">${spinner()}<span>${t('Loading…')}</span></span>`;
      case 'failed':
        return html`<span class="frame failed" role="status" title=${this.source === '' ? nothing : this.source}>
          ${icon('file-media')}<span
            >${name === '' ? t('This picture cannot be shown here') : t('{0}: cannot be shown here', name)}</span
          >
        </span>`;
    }
  }

  /** Asks the host for it, once. */
  load(): void {
    if (this.standing !== 'waiting' || this.url !== '') return;
    this.standing = 'loading';
    const respond = (url: string | undefined): void => {
      if (this.standing !== 'loading') return;
      const isUsable = url !== undefined && /^(?:data:image\/|blob:)/iu.test(url);
      this.url = isUsable ? url : '';
      this.standing = isUsable ? 'waiting' : 'failed';
    };
    const isUntaken = this.dispatchEvent(new ImageRequestEvent(this.source, respond));
    if (isUntaken) respond(undefined);
  }

  readonly #onError = (): void => {
    this.url = '';
    this.standing = 'failed';
  };
}

customElements.define('itsm-picture', ItsmPicture);
