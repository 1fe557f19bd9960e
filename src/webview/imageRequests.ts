import type { HostMessage, PageMessage } from '../protocol/stepPage.ts';
import type { AttachmentImageEvent, ImageRequestEvent } from './events.ts';

/** Asks the host for pictures and hands them to who wants to show them. */
export class ImageRequests {
  readonly #post: (message: PageMessage) => void;
  readonly #waiting = new Map<number, ImageRequestEvent['respond']>();
  #count = 0;

  constructor(post: (message: PageMessage) => void) {
    this.#post = post;
  }

  take(event: ImageRequestEvent): void {
    event.preventDefault();
    this.#ask({ source: event.source }, event.respond);
  }

  takeFile({ attachmentId, respond }: AttachmentImageEvent): void {
    this.#ask({ attachmentId }, respond);
  }

  answer({ requestId, bytes, mediaType }: Extract<HostMessage, { kind: 'image' }>): void {
    const respond = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    // A copy of its own, as what came over the border may lie in a larger buffer.
    respond?.(
      bytes === undefined ? undefined : URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType })),
    );
  }

  #ask(from: Extract<PageMessage, { kind: 'readImage' }>['from'], respond: ImageRequestEvent['respond']): void {
    this.#count += 1;
    this.#waiting.set(this.#count, respond);
    this.#post({ kind: 'readImage', requestId: this.#count, from });
  }
}
