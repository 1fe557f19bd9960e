import type { AttachmentLimits, DownloadedFile, TicketAttachments } from '../../domain/attachments.ts';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { CocClient } from './client.ts';

/** As documented; no interface tells (contract §2.6). */
const limits: AttachmentLimits = {
  maxCount: undefined,
  maxBytes: 10_000_000,
  extensions: ['jpg', 'png', 'docx', 'txt', 'pdf'],
};

export function createAttachments(client: CocClient): TicketAttachments {
  return {
    async readLimits(signal) {
      signal.throwIfAborted();
      return limits;
    },
    async upload(request, signal, onProgress) {
      if (request.bytes.length > (limits.maxBytes ?? Infinity)) {
        throw new TicketError('rejected', { hint: message('The file is larger than the 10 MB that COC takes.') });
      }
      const { id, name } = await client.upload(request, onProgress, signal);
      return { id, name: name === '' ? request.name : name, size: request.bytes.length };
    },
    async download(_ticketKey, attachmentId, signal) {
      return unwrap(await client.download(attachmentId, signal));
    },
  };
}

/**
 * The text of the interface promises the file, its SDK an envelope (contract §2.6): where there is an envelope with a file
 * in it, the file is taken out.
 */
function unwrap(file: DownloadedFile): DownloadedFile {
  if (file.name !== undefined || !/json/iu.test(file.mediaType ?? '')) return file;
  const content = readContent(new TextDecoder().decode(file.bytes));
  return content === undefined
    ? file
    : { name: undefined, mediaType: undefined, bytes: Buffer.from(content, 'base64') };
}

/** Base64 in `data`, or in a field of it: the longest, as an id looks the same. */
function readContent(text: string): string | undefined {
  const { data } = parseObject(text);
  const candidates: readonly unknown[] = typeof data === 'object' && data !== null ? Object.values(data) : [data];
  return candidates
    .filter((value) => typeof value === 'string')
    .filter((value) => /^[A-Za-z0-9+/\s]{4,}={0,2}$/u.test(value))
    .toSorted((left, right) => right.length - left.length)[0];
}

function parseObject(text: string): { readonly data?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
