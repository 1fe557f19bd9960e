/** A file that hangs on a ticket, a field or a message of the conversation. */
export interface Attachment {
  /** Means something to its provider only. */
  readonly id: string;
  readonly name: string;
  /** In bytes; `undefined`: the system does not tell. */
  readonly size: number | undefined;
}

/** What may be uploaded. */
export interface AttachmentLimits {
  /** Files at one message or ticket; `undefined`: no limit is known. */
  readonly maxCount: number | undefined;
  /** Of one file, in bytes; `undefined`: no limit is known. */
  readonly maxBytes: number | undefined;
  /** In lower case, without the dot; `undefined`: any. */
  readonly extensions: readonly string[] | undefined;
}

/** A file about to be uploaded. */
export interface UploadRequest {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What it will hang on: a ticket (or a step of it) or a message. */
  readonly purpose: 'ticket' | 'message';
}

/** A file that was read. */
export interface DownloadedFile {
  /** As the server calls it; `undefined`: the attachment's own name holds. */
  readonly name: string | undefined;
  readonly bytes: Uint8Array;
  /** MIME type as the server told it; `undefined`: it did not. Never decides what is done with the file. */
  readonly mediaType: string | undefined;
}

/** Files of tickets. */
export interface TicketAttachments {
  /** May be asked before each upload: small. */
  readLimits(signal: AbortSignal): Promise<AttachmentLimits>;
  /**
   * Uploads a file; it hangs nowhere until a message or form names its id. An abort ends the upload.
   * @param onProgress bytes sent so far, of `bytes.length`
   * @throws TicketError `rejected` when the server refuses its size or type
   */
  upload(request: UploadRequest, signal: AbortSignal, onProgress?: (sent: number) => void): Promise<Attachment>;
  /** @param ticketKey the ticket it hangs on */
  download(ticketKey: string, attachmentId: string, signal: AbortSignal): Promise<DownloadedFile>;
}

/** Pictures inside of ticket texts, which only the connection's credentials open. */
export interface TicketImages {
  /**
   * @param source the address as it stands in the text, absolute or relative
   * @returns `undefined`: not one of the system's own pictures, so it is not fetched
   */
  read(ticketKey: string, source: string, signal: AbortSignal): Promise<DownloadedFile | undefined>;
}
