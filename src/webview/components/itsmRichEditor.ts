import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { PageActionEvent } from '../events.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { FieldPart } from './fieldPart.ts';
import './itsmRichText.ts';

/**
 * Edits a rich text, or shows it for reading where an editor would lose something of it. The editor itself is large and
 * is loaded only when a field needs it.
 */
export class ItsmRichEditor extends FieldPart {
  static override properties = {
    value: {},
    serverValue: {},
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    isRequired: { type: Boolean },
    describedBy: {},
    canOpenInBrowser: { type: Boolean },
    standing: { state: true },
  };

  /** HTML */
  declare value: string;
  /** HTML as the server has it: given back as it is where nothing was changed. */
  declare serverValue: string;
  declare isLocked: boolean;
  declare isInvalid: boolean;
  declare isRequired: boolean;
  declare describedBy: string;
  declare canOpenInBrowser: boolean;
  /** `unkept`: its HTML says what the editor has no words for. */
  declare standing: 'loading' | 'ready' | 'unkept' | 'failed';

  constructor() {
    super();
    this.value = '';
    this.serverValue = '';
    this.isLocked = false;
    this.isInvalid = false;
    this.isRequired = false;
    this.describedBy = '';
    this.canOpenInBrowser = false;
    this.standing = 'loading';
  }

  override focus(options?: FocusOptions): void {
    this.querySelector<HTMLElement>('itsm-prose-editor, [tabindex]')?.focus(options);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('serverValue')) void this.#look();
  }

  async #look(): Promise<void> {
    const { serverValue } = this;
    try {
      const { canKeep } = await import('./itsmProseEditor.ts');
      if (serverValue === this.serverValue) this.standing = canKeep(serverValue) ? 'ready' : 'unkept';
    } catch {
      this.standing = 'failed';
    }
  }

  protected override render(): TemplateResult {
    switch (this.standing) {
      case 'loading':
        return html`<div class="box" aria-busy="true"><span class="muted">${t('Loading…')}</span></div>`;
      case 'ready':
        return html`<itsm-prose-editor
          .value=${this.value}
          .serverValue=${this.serverValue}
          .isLocked=${this.isLocked}
          .isInvalid=${this.isInvalid}
          .isRequired=${this.isRequired}
          .describedBy=${this.describedBy}
        ></itsm-prose-editor>`;
      case 'unkept':
        return this.#reading(t('This text has parts that an editor here would lose. It can be read here only.'));
      case 'failed':
        return this.#reading(t('The editor for this text could not be loaded. It can be read here only.'));
    }
  }

  #reading(reason: string): TemplateResult {
    return html`<div class="value long" role="group" aria-labelledby="label" tabindex="0">
        <itsm-rich-text .content=${{ format: 'html', text: this.serverValue }}></itsm-rich-text>
      </div>
      <p class="hint note">
        ${icon('info')}<span
          >${reason}
          ${
            this.canOpenInBrowser
              ? html`<button class="link" type="button" @click=${this.#onOpen}>${t('Edit in Browser')}</button>`
              : nothing
          }</span
        >
      </p>`;
  }

  readonly #onOpen = (): void => {
    this.dispatchEvent(new PageActionEvent({ kind: 'openInBrowser' }));
  };
}

customElements.define('itsm-rich-editor', ItsmRichEditor);
