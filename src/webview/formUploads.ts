import type { ReactiveController } from 'lit';
import type { Field } from '../domain/field.ts';
import type { PageMessage } from '../protocol/stepPage.ts';
import { FileUploadActionEvent, FileUploadRequestEvent } from './events.ts';

/** The form whose files are uploaded. */
export interface UploadingForm extends HTMLElement {
  readonly card: { readonly formId: string; readonly form: { readonly fields: readonly Field[] } };
  readonly post: (message: PageMessage) => void;
  /** It can be filled in now. */
  readonly canEdit: boolean;
  addController(controller: ReactiveController): void;
}

/** Hands the files of a form's fields to the host: picked, dropped, or pasted wherever it has the focus. */
export class FormUploads implements ReactiveController {
  readonly #form: UploadingForm;
  #lifetime = new AbortController();

  constructor(form: UploadingForm) {
    this.#form = form;
    form.addController(this);
  }

  hostConnected(): void {
    this.#lifetime = new AbortController();
    const { signal } = this.#lifetime;
    const form = this.#form;
    form.addEventListener(FileUploadRequestEvent.type, (event) => this.#onRequest(event), { signal });
    form.addEventListener(FileUploadActionEvent.type, (event) => this.#onAction(event), { signal });
    form.addEventListener('paste', (event) => this.#onPaste(event), { signal });
  }

  hostDisconnected(): void {
    this.#lifetime.abort();
  }

  #onRequest(event: FileUploadRequestEvent): void {
    event.stopPropagation();
    const { fieldKey, files } = event;
    if (!this.#form.canEdit) return;
    if (files === undefined) this.#form.post({ kind: 'pickFiles', formId: this.#form.card.formId, fieldKey });
    else for (const file of files) void this.#upload(fieldKey, file);
  }

  #onAction(event: FileUploadActionEvent): void {
    event.stopPropagation();
    this.#form.post({ kind: 'uploadAction', uploadId: event.uploadId, action: event.action });
  }

  /** A picture that is pasted into a text belongs to the files beside it, where there is one place for them. */
  #onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    const files = [...(clipboardData?.files ?? [])];
    // What comes from a spreadsheet is a text, too, and meant as one.
    if (event.defaultPrevented || files.length === 0 || clipboardData?.types.includes('text/plain') === true) return;
    const fields = this.#form.card.form.fields.filter(({ type, isReadOnly }) => type === 'file' && !isReadOnly);
    const [field] = fields;
    if (field === undefined || fields.length > 1 || !this.#form.canEdit) return;
    event.preventDefault();
    for (const file of files) void this.#upload(field.key, file);
  }

  async #upload(fieldKey: string, file: File): Promise<void> {
    const { formId } = this.#form.card;
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.#form.post({ kind: 'uploadFile', formId, fieldKey, name: file.name, bytes });
  }
}
