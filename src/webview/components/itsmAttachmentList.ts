import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '../../domain/attachments.ts';
import { isPictureName, openHow } from '../attachmentAction.ts';
import { AttachmentImageEvent, PageMessageEvent, type ImageRequestEvent } from '../events.ts';
import { fileList } from '../fileList.ts';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { fileStyles } from '../styles/fileStyles.ts';
import type { ItsmPicture } from './itsmPicture.ts';
import './itsmPicture.ts';

/** Files to open, to save, and, where they are pictures, to look at here. */
export class ItsmAttachmentList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    fileStyles,
    css`
      .actions {
        display: inline-flex;
        gap: 2px;
      }
      itsm-picture {
        flex-basis: 100%;
      }
    `,
  ];
  static override properties = {
    files: { attribute: false },
    label: {},
    shown: { state: true },
  };

  declare files: readonly Attachment[];
  /** Of the list. */
  declare label: string;
  /** Ids of the pictures that are looked at. */
  declare shown: ReadonlySet<string>;

  constructor() {
    super();
    this.files = [];
    this.label = '';
    this.shown = new Set();
  }

  protected override updated(): void {
    // Whoever opens it wants to see it.
    for (const picture of this.renderRoot.querySelectorAll<ItsmPicture>('itsm-picture')) picture.load();
  }

  protected override render(): TemplateResult {
    return fileList(this.files, this.label, (file) => this.#actions(file));
  }

  #actions(file: Attachment): TemplateResult {
    const { id, name } = file;
    const isShown = this.shown.has(id);
    return html`<span class="actions">
        ${
          isPictureName(name)
            ? html`<button
                class="icon-button"
                type="button"
                aria-pressed=${isShown}
                title=${t('Show {0} here', name)}
                aria-label=${t('Show {0} here', name)}
                @click=${() => this.#toggle(id)}
              >
                ${icon(isShown ? 'eye-closed' : 'eye')}
              </button>`
            : nothing
        }
        ${
          openHow(file) === 'save'
            ? nothing
            : html`<button
                class="icon-button"
                type="button"
                title=${t('Save {0} as…', name)}
                aria-label=${t('Save {0} as…', name)}
                @click=${() => this.dispatchEvent(new PageMessageEvent({ kind: 'download', attachment: file, how: 'save' }))}
              >
                ${icon('desktop-download')}
              </button>`
        }
      </span>
      ${
        isShown
          ? html`<itsm-picture
              .alt=${name}
              @itsm-image=${(event: ImageRequestEvent) => this.#request(event, id)}
            ></itsm-picture>`
          : nothing
      }`;
  }

  #toggle(id: string): void {
    const shown = new Set(this.shown);
    if (!shown.delete(id)) shown.add(id);
    this.shown = shown;
  }

  /** A file of the ticket in place of an address. */
  #request(event: ImageRequestEvent, attachmentId: string): void {
    event.stopPropagation();
    event.preventDefault();
    this.dispatchEvent(new AttachmentImageEvent(attachmentId, event.respond));
  }
}

customElements.define('itsm-attachment-list', ItsmAttachmentList);
