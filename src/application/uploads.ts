import type { Attachment, AttachmentLimits, TicketAttachments, UploadRequest } from '../domain/attachments.ts';
import { asTicketError, type TicketError } from '../domain/errors.ts';

/** A file on its way to the system, for one field of one form. */
export interface Upload {
  readonly id: string;
  readonly formId: string;
  readonly fieldKey: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Bytes sent so far. */
  readonly sent: number;
  /** Why it did not get there; `undefined`: it is under way. */
  readonly error: TicketError | undefined;
}

interface Running {
  upload: Upload;
  readonly request: UploadRequest;
  end: AbortController;
}

export interface UploadsParts {
  /** @throws TicketError where the system takes no files */
  readonly attachments: () => Promise<TicketAttachments>;
  /** The uploads of a field have changed. */
  readonly onDidChange: (formId: string, fieldKey: string) => void;
  readonly onDidUpload: (upload: Upload, attachment: Attachment) => void;
}

/** The uploads of one page. Each file is sent once; one that failed is sent again only when it is asked for. */
export class Uploads {
  readonly #parts: UploadsParts;
  readonly #running = new Map<string, Running>();
  #count = 0;

  constructor(parts: UploadsParts) {
    this.#parts = parts;
  }

  /** Under way or failed, in the order they were added. */
  of(formId: string, fieldKey: string): readonly Upload[] {
    return [...this.#running.values()]
      .map(({ upload }) => upload)
      .filter((upload) => upload.formId === formId && upload.fieldKey === fieldKey);
  }

  async readLimits(signal: AbortSignal): Promise<AttachmentLimits> {
    return (await this.#parts.attachments()).readLimits(signal);
  }

  /** Resolves when it has ended, well or not. */
  async start(formId: string, fieldKey: string, request: UploadRequest): Promise<void> {
    this.#count += 1;
    const id = `${this.#count}`;
    const { name, bytes } = request;
    const running: Running = {
      upload: { id, formId, fieldKey, name, size: bytes.length, sent: 0, error: undefined },
      request,
      end: new AbortController(),
    };
    this.#running.set(id, running);
    await this.#run(running);
  }

  /** Sends the same bytes again. */
  async retry(id: string): Promise<void> {
    const running = this.#running.get(id);
    if (running?.upload.error === undefined) return;
    running.upload = { ...running.upload, sent: 0, error: undefined };
    running.end = new AbortController();
    await this.#run(running);
  }

  /** Ends one that is under way, or forgets one that failed. */
  drop(id: string): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    running.end.abort();
    this.#tell(running);
  }

  dropAll(): void {
    for (const id of this.#running.keys()) this.drop(id);
  }

  async #run(running: Running): Promise<void> {
    const { id } = running.upload;
    const { signal } = running.end;
    this.#tell(running);
    try {
      const attachments = await this.#parts.attachments();
      const attachment = await attachments.upload(running.request, signal, (sent) => {
        running.upload = { ...running.upload, sent };
        if (this.#running.has(id)) this.#tell(running);
      });
      if (!this.#running.delete(id)) return;
      this.#parts.onDidUpload(running.upload, attachment);
    } catch (error) {
      // Ended by its user: it has gone already.
      if (signal.aborted) return;
      running.upload = { ...running.upload, error: asTicketError(error) };
    }
    this.#tell(running);
  }

  #tell({ upload: { formId, fieldKey } }: Running): void {
    this.#parts.onDidChange(formId, fieldKey);
  }
}
