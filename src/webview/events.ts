import type { Decision } from '../domain/approval.ts';
import type { Attachment } from '../domain/attachments.ts';
import type { FieldValue } from '../domain/field.ts';
import type { Operation } from '../domain/operation.ts';
import type { PageMessage, TicketSection } from '../protocol/stepPage.ts';
import type { TimelineFilter } from './timelineEntries.ts';

/** A field's value changed by the user's hand. */
export class FieldEditEvent extends Event {
  static readonly type = 'itsm-edit';
  readonly fieldKey: string;
  readonly value: FieldValue;
  /** The control holds something half typed that it does not report as a value. */
  readonly isIncomplete: boolean;
  /** A choice or another deed that is complete in itself, unlike a keystroke. */
  readonly isCommitted: boolean;

  constructor(
    fieldKey: string,
    value: FieldValue,
    { isIncomplete = false, isCommitted = false }: { isIncomplete?: boolean; isCommitted?: boolean } = {},
  ) {
    super(FieldEditEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
    this.value = value;
    this.isIncomplete = isIncomplete;
    this.isCommitted = isCommitted;
  }
}

/** The focus left a field. */
export class FieldLeaveEvent extends Event {
  static readonly type = 'itsm-leave';
  readonly fieldKey: string;

  constructor(fieldKey: string) {
    super(FieldLeaveEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
  }
}

/** What the buttons of the page ask for. */
export type PageAction =
  | { readonly kind: 'decide'; readonly decision: Decision }
  | { readonly kind: 'openLink'; readonly url: string }
  | { readonly kind: 'read'; readonly section: TicketSection }
  | { readonly kind: 'submit' | 'discard' | 'undoDiscard' | 'close' | 'reload' | 'openInBrowser' | 'showProblem' }
  | { readonly kind: 'runOperation'; readonly operation: Operation }
  /** A part of the page was opened or closed: it stays so when the page is shown again. */
  | { readonly kind: 'toggle'; readonly part: string; readonly isOpen: boolean }
  /** What of the timeline is shown. */
  | { readonly kind: 'filter'; readonly filter: TimelineFilter }
  | { readonly kind: 'announce'; readonly text: string };

/** A button of the page was used. */
export class PageActionEvent extends Event {
  static readonly type = 'itsm-action';
  readonly action: PageAction;

  constructor(action: PageAction) {
    super(PageActionEvent.type, { bubbles: true, composed: true });
    this.action = action;
  }
}

/** Something for the host, as it is. */
export class PageMessageEvent extends Event {
  static readonly type = 'itsm-message';
  readonly message: PageMessage;

  constructor(message: PageMessage) {
    super(PageMessageEvent.type, { bubbles: true, composed: true });
    this.message = message;
  }
}

/**
 * Files are to be uploaded for a file field. They were checked against its limits; the host checks again. What becomes
 * of them comes back as {@link FieldFiles} of the field.
 */
export class FileUploadRequestEvent extends Event {
  static readonly type = 'itsm-file-upload';
  readonly fieldKey: string;
  /** Dropped or pasted: their bytes are in the page only. `undefined`: the host is to ask for files, in its own dialog. */
  readonly files: readonly File[] | undefined;

  constructor(fieldKey: string, files: readonly File[] | undefined) {
    super(FileUploadRequestEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
    this.files = files;
  }
}

/** Something is to be done with one upload of a file field. */
export class FileUploadActionEvent extends Event {
  static readonly type = 'itsm-file-upload-action';
  readonly fieldKey: string;
  /** {@link FileUpload.id} */
  readonly uploadId: string;
  /** `cancel`: end one that is under way; `retry`: one that failed, with the same bytes; `dismiss`: forget a failed one. */
  readonly action: 'cancel' | 'retry' | 'dismiss';

  constructor(fieldKey: string, uploadId: string, action: FileUploadActionEvent['action']) {
    super(FileUploadActionEvent.type, { bubbles: true, composed: true });
    this.fieldKey = fieldKey;
    this.uploadId = uploadId;
    this.action = action;
  }
}

/** A file of the ticket is to be downloaded and opened or kept, as the host asks its user. */
export class FileOpenEvent extends Event {
  static readonly type = 'itsm-file-open';
  readonly attachment: Attachment;

  constructor(attachment: Attachment) {
    super(FileOpenEvent.type, { bubbles: true, composed: true });
    this.attachment = attachment;
  }
}

/** Somebody is to be named: whom does the page know? */
export class PeopleRequestEvent extends Event {
  static readonly type = 'itsm-people';
  /** Takes their user names at once; where nobody calls it, there are none. */
  readonly respond: (names: readonly string[]) => void;

  constructor(respond: PeopleRequestEvent['respond']) {
    super(PeopleRequestEvent.type, { bubbles: true, composed: true });
    this.respond = respond;
  }
}

/** The user wants to see a picture inside of a ticket's text. Pictures are never loaded without being asked for. */
export class ImageRequestEvent extends Event {
  static readonly type = 'itsm-image';
  /** The address as it stands in the text, absolute or relative: not trusted. */
  readonly source: string;
  /**
   * Takes the picture as a `data:` or `blob:` address; `undefined`: there is none to be had. To be called once; until
   * then the picture is shown as loading. If nobody has taken the event in hand (`preventDefault()`), it cannot be had.
   */
  readonly respond: (url: string | undefined) => void;

  constructor(source: string, respond: ImageRequestEvent['respond']) {
    super(ImageRequestEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.source = source;
    this.respond = respond;
  }
}

/** The user wants to see a file of the ticket that is a picture. */
export class AttachmentImageEvent extends Event {
  static readonly type = 'itsm-attachment-image';
  readonly attachmentId: string;
  /** As in {@link ImageRequestEvent}. */
  readonly respond: ImageRequestEvent['respond'];

  constructor(attachmentId: string, respond: ImageRequestEvent['respond']) {
    super(AttachmentImageEvent.type, { bubbles: true, composed: true });
    this.attachmentId = attachmentId;
    this.respond = respond;
  }
}

/** A part of a field's control, such as the chips of a member field, has a new value. */
export class ControlChangeEvent extends Event {
  static readonly type = 'itsm-control-change';
  readonly value: FieldValue;

  constructor(value: FieldValue) {
    super(ControlChangeEvent.type, { bubbles: true });
    this.value = value;
  }
}

/** A part of a field could not be drawn: the field is shown raw. */
export class PartFailureEvent extends Event {
  static readonly type = 'itsm-part-failure';

  constructor() {
    super(PartFailureEvent.type, { bubbles: true, composed: true });
  }
}
