import type { Attachment, AttachmentLimits } from '../domain/attachments.ts';

/** A file on its way to the system. */
export interface FileUpload {
  /** Unique in the page. */
  readonly id: string;
  readonly name: string;
  /** Bytes sent so far. */
  readonly sent: number;
  /** In bytes. */
  readonly size: number;
  /** Why it did not get there, in the user's language; `undefined`: it is under way. */
  readonly failure?: string | undefined;
}

/** What is known about the files of one field beyond the field itself. */
export interface FieldFiles {
  /** Under way or failed, in the order they were added. */
  readonly uploads: readonly FileUpload[];
  /** Uploaded from this page: names for ids that the field itself does not know. */
  readonly uploaded: readonly Attachment[];
  /** `undefined`: not known (yet). */
  readonly limits: AttachmentLimits | undefined;
}
