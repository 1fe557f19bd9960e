import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Attachment, AttachmentLimits } from '../../domain/attachments.ts';
import type { FileField } from '../../domain/field.ts';
import { fileRefusalMessage, findFileRefusal } from '../../domain/fileRefusal.ts';
import type { FieldFiles, FileUpload } from '../../protocol/pageFiles.ts';
import { ControlChangeEvent, FileUploadActionEvent, FileUploadRequestEvent } from '../events.ts';
import { fileList, filesOf, templateList } from '../fileList.ts';
import { icon } from '../icon.ts';
import { t, translateMessage } from '../l10n.ts';
import { sizeText } from '../sizeText.ts';
import { FieldPart } from './fieldPart.ts';

const noFiles: FieldFiles = { uploads: [], uploaded: [], limits: undefined };

/**
 * The files of a file field: open and remove those that are there, add others with a button, by dropping or by pasting.
 * The bytes go to the system through the host; this shows how far they are.
 */
export class ItsmFileInput extends FieldPart {
  static override properties = {
    inputId: {},
    field: { attribute: false },
    ids: { attribute: false },
    files: { attribute: false },
    isLocked: { type: Boolean },
    isInvalid: { type: Boolean },
    describedBy: {},
    isOver: { state: true },
    refusals: { state: true },
  };

  declare inputId: string;
  declare field: FileField;
  /** The value: ids of the files that hang on the field. */
  declare ids: readonly string[];
  declare files: FieldFiles | undefined;
  declare isLocked: boolean;
  declare isInvalid: boolean;
  declare describedBy: string;
  /** Something is being dragged over it. */
  declare isOver: boolean;
  /** Why files that were added last were left out. */
  declare refusals: readonly string[];

  constructor() {
    super();
    this.inputId = '';
    this.ids = [];
    this.files = undefined;
    this.isLocked = false;
    this.isInvalid = false;
    this.describedBy = '';
    this.isOver = false;
    this.refusals = [];
  }

  protected override render(): TemplateResult {
    const { uploads, uploaded, limits } = this.files ?? noFiles;
    const present = filesOf(this.ids, this.field.files, uploaded);
    const limitsId = `${this.inputId}-limits`;
    return html`<div
      @dragenter=${this.#onDrag}
      @dragover=${this.#onDrag}
      @dragleave=${this.#onDragLeave}
      @drop=${this.#onDrop}
      @paste=${this.#onPaste}
    >
      ${templateList(this.field.templates)}
      ${present.length === 0 ? nothing : fileList(present, t('Files'), (file) => this.#removeButton(file))}
      ${uploads.length === 0 ? nothing : this.#uploads(uploads)}
      <div class="drop ${this.isOver ? 'over' : ''} ${this.isInvalid ? 'invalid' : ''}">
        <button
          id=${this.inputId}
          class="button secondary"
          type="button"
          aria-labelledby="label ${this.inputId}"
          aria-describedby="${this.describedBy} ${limitsId}"
          aria-disabled=${this.isLocked}
          @click=${this.#onPick}
        >
          ${icon('add')}${t('Add Files…')}
        </button>
        <span class="muted">${t('or drop or paste them here')}</span>
        <span id=${limitsId} class="muted limits" ?hidden=${limits === undefined}>${limitsText(limits)}</span>
      </div>
      <div role="alert">
        ${
          this.refusals.length === 0
            ? nothing
            : html`<ul class="refused">
                ${this.refusals.map((text) => html`<li>${text}</li>`)}
              </ul>`
        }
      </div>
    </div>`;
  }

  #removeButton(file: Attachment): TemplateResult | typeof nothing {
    return this.#smallButton('close', t('Remove {0}', file.name), () => {
      this.ids = this.ids.filter((id) => id !== file.id);
      this.dispatchEvent(new ControlChangeEvent(this.ids));
      this.querySelector<HTMLElement>(`.drop button`)?.focus();
    });
  }

  #uploads(uploads: readonly FileUpload[]): TemplateResult {
    return html`<ul class="files" aria-label=${t('Uploads')}>
      ${repeat(
        uploads,
        ({ id }) => id,
        (upload) => this.#upload(upload),
      )}
    </ul>`;
  }

  #upload({ id, name, sent, size, failure }: FileUpload): TemplateResult {
    const act = (action: FileUploadActionEvent['action']) => (): void => {
      this.dispatchEvent(new FileUploadActionEvent(this.field.key, id, action));
      this.querySelector<HTMLElement>(`.drop button`)?.focus();
    };
    if (failure !== undefined) {
      return html`<li class="file failed">
        ${icon('error')} <span class="name">${name}</span>
        ${this.#smallButton('refresh', t('Upload {0} again', name), act('retry'))}
        ${this.#smallButton('close', t('Remove {0}', name), act('dismiss'))}
        <span class="failure">${failure}</span>
      </li>`;
    }
    const percent = size > 0 ? Math.min(100, Math.floor((100 * sent) / size)) : 0;
    return html`<li class="file">
      ${icon('cloud-upload')} <span class="name">${name}</span>
      <span class="size">${t('{0}% of {1}', percent, sizeText(size))}</span>
      ${this.#smallButton('close', t('Cancel the upload of {0}', name), act('cancel'))}
      <progress max="100" .value=${percent} aria-label=${t('Upload of {0}', name)}></progress>
    </li>`;
  }

  #smallButton(iconName: string, label: string, run: () => void): TemplateResult | typeof nothing {
    if (this.isLocked) return nothing;
    return html`<button class="icon-button" type="button" title=${label} aria-label=${label} @click=${run}>
      ${icon(iconName)}
    </button>`;
  }

  readonly #onPick = (): void => {
    if (this.isLocked) return;
    this.refusals = [];
    this.dispatchEvent(new FileUploadRequestEvent(this.field.key, undefined));
  };

  readonly #onDrag = (event: DragEvent): void => {
    if (this.isLocked || event.dataTransfer?.types.includes('Files') !== true) return;
    // Without it, the browser would leave the page for the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.isOver = true;
  };

  readonly #onDragLeave = (event: DragEvent): void => {
    const next = event.relatedTarget;
    if (!(next instanceof Node) || !this.contains(next)) this.isOver = false;
  };

  readonly #onDrop = (event: DragEvent): void => {
    this.isOver = false;
    this.#take(event, event.dataTransfer);
  };

  readonly #onPaste = (event: ClipboardEvent): void => this.#take(event, event.clipboardData);

  #take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (this.isLocked || files.length === 0) return;
    event.preventDefault();
    const { uploads, limits } = this.files ?? noFiles;
    const taken: File[] = [];
    const refusals: string[] = [];
    for (const file of files) {
      const refusal = findFileRefusal(file, this.ids.length + uploads.length + taken.length, limits);
      if (refusal === undefined) taken.push(file);
      else refusals.push(translateMessage(fileRefusalMessage(refusal, file.name, limits)));
    }
    this.refusals = refusals;
    if (taken.length > 0) this.dispatchEvent(new FileUploadRequestEvent(this.field.key, taken));
  }
}

function limitsText(limits: AttachmentLimits | undefined): string {
  if (limits === undefined) return '';
  const { maxCount, maxBytes, extensions } = limits;
  return [
    maxCount === undefined ? '' : maxCount === 1 ? t('one file') : t('up to {0} files', maxCount),
    maxBytes === undefined ? '' : t('{0} each at most', sizeText(maxBytes)),
    extensions === undefined ? '' : extensions.join(', '),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

customElements.define('itsm-file-input', ItsmFileInput);
