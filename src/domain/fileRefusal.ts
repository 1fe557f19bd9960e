import type { AttachmentLimits } from './attachments.ts';
import { message, type Message } from './message.ts';

/** Why a file cannot be uploaded. */
export type FileRefusal = 'tooLarge' | 'type' | 'count' | 'empty';

/**
 * The same in the page, before a file is handed on, and in the host, before it is read.
 * @param size in bytes
 * @param count of the files that are there already, those on their way included
 * @param limits `undefined`: not known
 */
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

/** A refusal as a sentence. Also told without limits: what is empty breaks none. */
export function fileRefusalMessage(refusal: FileRefusal, name: string, limits: AttachmentLimits | undefined): Message {
  const { maxBytes, maxCount, extensions } = limits ?? {};
  switch (refusal) {
    case 'empty':
      return message('{0} was left out: it is empty, or a folder.', name);
    case 'type':
      return message('{0} was left out: the system takes {1} only.', name, (extensions ?? []).join(', '));
    case 'tooLarge':
      return message('{0} was left out: it is larger than {1}.', name, limitText(maxBytes ?? 0));
    case 'count':
      return message('{0} was left out: there may be {1} files at most.', name, maxCount ?? 0);
  }
}

/** Rounded down: what it says is taken. */
function limitText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const { unit, size } = bytes < 1_000_000 ? { unit: 'kB', size: 1000 } : { unit: 'MB', size: 1_000_000 };
  return `${Math.floor((10 * bytes) / size) / 10} ${unit}`;
}

function extensionOf(name: string): string {
  return /\.([^.]+)$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}
