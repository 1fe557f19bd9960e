import type { Attachment, AttachmentLimits } from '../domain/attachments.ts';

/** A file on its way to the system, for one file field. */
export interface FileUpload {
  /** Unique in the page; the host gives it. */
  readonly id: string;
  readonly name: string;
  /** Bytes sent so far. */
  readonly sent: number;
  /** In bytes. */
  readonly size: number;
  /** Why it did not get there, in the user's language; `undefined`: it is under way. */
  readonly failure?: string | undefined;
}

/**
 * What the page knows about the files of one field beyond the field itself.
 *
 * An upload that has ended well leaves `uploads`, its attachment joins `uploaded`, and its id the field's value
 * (`FormSession.addFile`).
 */
export interface FieldFiles {
  /** Under way or failed, in the order they were added. */
  readonly uploads: readonly FileUpload[];
  /** Uploaded from here: names for ids in the field's value that `FileField.files` does not know. */
  readonly uploaded: readonly Attachment[];
  /** `undefined`: not known (yet). */
  readonly limits: AttachmentLimits | undefined;
}

/** Why a file cannot be uploaded. */
export type FileRefusal = 'tooLarge' | 'type' | 'count' | 'empty';

/** @param count of the files that the field has already, those on their way included */
export function findFileRefusal(
  file: { readonly name: string; readonly size: number },
  count: number,
  limits: AttachmentLimits | undefined,
): FileRefusal | undefined {
  // A folder that is dropped is told as a file of no bytes, too.
  if (file.size === 0) return 'empty';
  if (limits === undefined) return undefined;
  const { maxCount, maxBytes, extensions } = limits;
  if (extensions !== undefined && !extensions.includes(extensionOf(file.name))) return 'type';
  if (maxBytes !== undefined && file.size > maxBytes) return 'tooLarge';
  return maxCount !== undefined && count >= maxCount ? 'count' : undefined;
}

function extensionOf(name: string): string {
  return /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}
