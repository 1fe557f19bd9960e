import type {
  Attachment,
  AttachmentLimits,
  DownloadedFile,
  TicketAttachments,
  TicketImages,
  UploadRequest,
} from '../../domain/attachments.ts';
import { TicketError } from '../../domain/errors.ts';
import { fileRefusalMessage, findFileRefusal } from '../../domain/fileRefusal.ts';
import type { RequestContent } from '../httpRequest.ts';
import type { Cases } from './cases.ts';
import type { OsmClient } from './client.ts';

/** Milliseconds that limits are believed. */
const limitsLifetime = 10 * 60_000;

export class OsmAttachments implements TicketAttachments {
  readonly #client: OsmClient;
  readonly #cases: Cases;
  #limits: { readonly at: number; readonly limits: AttachmentLimits } | undefined;

  constructor(client: OsmClient, cases: Cases) {
    this.#client = client;
    this.#cases = cases;
  }

  async readLimits(signal: AbortSignal): Promise<AttachmentLimits> {
    const kept = this.#limits;
    if (kept !== undefined && Date.now() - kept.at < limitsLifetime) return kept.limits;
    const { limit_count: count, limit_size: size, limit_file_type: types } = await this.#client.showLimits(signal);
    const extensions = types
      .split(/[\s,;|]+/u)
      .map((type) => type.toLowerCase().replace(/^[*.]+/u, ''))
      .filter((type) => type !== '');
    const limits = {
      maxCount: readNumber(count),
      // Whether a MB has 1,000 or 1,024 times 1,024 bytes, the server decides.
      maxBytes: scale(readNumber(size), 1024 * 1024),
      extensions: extensions.length === 0 ? undefined : extensions,
    };
    this.#limits = { at: Date.now(), limits };
    return limits;
  }

  async upload(request: UploadRequest, signal: AbortSignal, onProgress?: (sent: number) => void): Promise<Attachment> {
    const { name, bytes } = request;
    const limits = await this.readLimits(signal);
    // Refused before it travels for nothing.
    const refusal = findFileRefusal({ name, size: bytes.length }, 0, limits);
    if (refusal !== undefined) {
      const hint = fileRefusalMessage(refusal, name, limits);
      throw new TicketError('rejected', { detail: 'against the limits', hint });
    }
    const id = await this.#client.upload(toContent(request, onProgress), signal);
    return { id, name, size: bytes.length };
  }

  async download(ticketKey: string, attachmentId: string, signal: AbortSignal): Promise<DownloadedFile> {
    return this.#client.download(attachmentId, await this.#cases.groupOf(ticketKey, signal), signal);
  }
}

/** As JSON: what a form would have to hold is published for this way only (contract §1.3). */
function toContent(
  { name, bytes, purpose }: UploadRequest,
  onProgress: ((sent: number) => void) | undefined,
): RequestContent {
  const text = JSON.stringify({
    accessory_name: name,
    accessory_from: purpose === 'ticket' ? 'incident' : 'message',
    upload_type: 0,
    accessory_data: Buffer.from(bytes).toString('base64'),
  });
  const content = Buffer.from(text);
  return {
    mediaType: 'application/json',
    bytes: content,
    onSent:
      onProgress === undefined ? undefined : (sent) => onProgress(Math.floor((sent / content.length) * bytes.length)),
  };
}

/** Pictures that stand in texts by their address. */
export function createImages(client: OsmClient, cases: Cases, baseUrl: string): TicketImages {
  return {
    async read(ticketKey, source, signal) {
      const id = findAccessory(source, baseUrl);
      if (id === undefined) return undefined;
      return client.downloadImage(id, await cases.groupOf(ticketKey, signal), signal);
    },
  };
}

/** The id in an address of this service; `undefined`: it is none. */
function findAccessory(source: string, baseUrl: string): string | undefined {
  if (!URL.canParse(source, baseUrl)) return undefined;
  const url = new URL(source, baseUrl);
  if (url.origin !== new URL(baseUrl).origin) return undefined;
  return /\/servicerequest\/accessorys\/([^/,]+)(?:\/image)?$/u.exec(url.pathname)?.[1];
}

function readNumber(text: string): number | undefined {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) || value <= 0 ? undefined : value;
}

function scale(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : Math.floor(value * factor);
}
