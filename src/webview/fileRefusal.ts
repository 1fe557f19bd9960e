import type { AttachmentLimits } from '../domain/attachments.ts';

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
