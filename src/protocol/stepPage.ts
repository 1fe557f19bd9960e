import type { Decision } from '../domain/approval.ts';
import type { Attachment } from '../domain/attachments.ts';
import type { FieldValue } from '../domain/field.ts';
import type { Operation } from '../domain/operation.ts';
import type { RelatedTicket } from '../domain/relations.ts';
import type { StatusCategory, TicketDetail, TicketPerson, TicketPriority, TicketRef } from '../domain/ticket.ts';
import type { Workflow } from '../domain/workflow.ts';
import type { FieldFiles } from './pageFiles.ts';
import type { FieldValues, FormState, Notice, OperationCard, StepCard } from './pageForm.ts';
import type { TimelineModel } from './pageTimeline.ts';

/** What the page shows of the ticket around the forms. */
export interface TicketSummary {
  readonly key: string;
  readonly title: string;
  readonly statusName: string;
  readonly statusCategory: StatusCategory;
  /** `undefined`: the system has none, or did not say. */
  readonly priority: TicketPriority | undefined;
  readonly connectionLabel: string;
  readonly creator: string | undefined;
  /** Beside the creator and the processors of the steps. */
  readonly people: readonly TicketPerson[];
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number | undefined;
  /** As `createdAt`. */
  readonly updatedAt: number | undefined;
  /** `undefined`: not known. */
  readonly isFollowed: boolean | undefined;
  readonly canFollow: boolean;
  readonly canOpenInBrowser: boolean;
  /** Its files can be had. */
  readonly canDownload: boolean;
  /** The fields of other steps, for reading. */
  readonly details: readonly TicketDetail[];
  /** What may be done to the ticket as a whole. */
  readonly operations: readonly Operation[];
  /** What can be asked for with {@link PageMessage} `read`. */
  readonly sections: readonly TicketSection[];
}

/** A part of the page that is read when it is looked at. */
export type TicketSection = 'timeline' | 'workflow' | 'relations';

/** What has changed since the user looked last. */
export interface SeenSummary {
  /** When that was, milliseconds since 1970 UTC. */
  readonly at: number;
  /**
   * `title`, `status`, `priority`, `people`, `conversation`, `history`, `step/<step>`, `field/<step>/<field>` and
   * `detail/<key>`; a key that comes again among the details is counted (`key#2`).
   */
  readonly changed: readonly string[];
}

/** The service that a ticket is about to be made for. */
export interface ServiceSummary {
  readonly name: string;
  readonly description: string;
  readonly connectionLabel: string;
}

/** Everything the page shows; the host sends it whole, the page patches itself and never touches what is being typed. */
export type PageState =
  /** `ticketKey`: the ticket, or what else is being loaded. */
  | { readonly status: 'loading'; readonly ticketKey: string }
  /** Nothing to show yet, and why; offers to try again. `text` says what happened and what to do. */
  | { readonly status: 'failed'; readonly ticketKey: string; readonly text: string; readonly canOpenInBrowser: boolean }
  | {
      readonly status: 'ready';
      readonly ticket: TicketSummary;
      /** The current steps in the ticket's order, then those that have gone while something was typed into them. */
      readonly steps: readonly StepCard[];
      /** Those that were opened. */
      readonly operationForms: readonly OperationCard[];
      /** The next message of the conversation; `undefined`: there is no conversation, or not yet. */
      readonly composer: FormState | undefined;
      /** `undefined`: the user looks for the first time, or it is not known. */
      readonly seen: SeenSummary | undefined;
      /** About the ticket as a whole. */
      readonly notice: Notice | undefined;
      /** An operation on this ticket is under way: no other can be started, but typing may go on. */
      readonly isBusy: boolean;
      /** The ticket is being read again. */
      readonly isReading: boolean;
      /** When the server was read, milliseconds since 1970 UTC. */
      readonly readAt: number;
    }
  | { readonly status: 'creating'; readonly service: ServiceSummary; readonly card: FormState };

/** What a section of the page holds, or why it could not be read, in the user's language. */
export type SectionContent =
  | { readonly section: 'timeline'; readonly timeline: TimelineModel }
  /** `workflow`: `undefined` when the server does not tell. */
  | { readonly section: 'workflow'; readonly workflow: Workflow | undefined }
  | { readonly section: 'relations'; readonly tickets: readonly RelatedTicket[] }
  | { readonly section: TicketSection; readonly failure: string };

/** What a page is of: kept by the page, so that the editor can bring it back after its window was loaded anew. */
export type PagePlace =
  | { readonly kind: 'ticket'; readonly ref: TicketRef }
  | {
      readonly kind: 'newTicket';
      readonly connectionId: string;
      readonly service: { readonly id: string; readonly name: string; readonly description: string };
    };

/** Host to page. */
export type HostMessage =
  /** First message after `ready`: the l10n bundle of the display language (English text → translation) and its BCP 47 tag. */
  | {
      readonly kind: 'init';
      readonly language: string;
      readonly bundle: Readonly<Record<string, string>>;
      readonly place: PagePlace;
    }
  | { readonly kind: 'state'; readonly state: PageState }
  /** Answers `read`; `ticketKey` names the ticket it is about. */
  | { readonly kind: 'section'; readonly ticketKey: string; readonly content: SectionContent }
  /**
   * The user asked for a form from elsewhere, or something came of what they did: it is opened, brought into view and
   * given the focus. `notice`: what is said about the ticket as a whole.
   */
  | { readonly kind: 'reveal'; readonly formId: string }
  | { readonly kind: 'files'; readonly formId: string; readonly fieldKey: string; readonly files: FieldFiles }
  /** A file was uploaded for a field: its id joins the field's value. Sent until it is answered by `tookFile`. */
  | { readonly kind: 'uploaded'; readonly formId: string; readonly fieldKey: string; readonly attachment: Attachment }
  /** Answers `readImage`; no bytes: there is none to be had. */
  | {
      readonly kind: 'image';
      readonly requestId: number;
      readonly bytes: Uint8Array | undefined;
      readonly mediaType: string;
    };

/** About one form of the page. */
export type FormMessage =
  /**
   * Sent at most 300 ms after a keystroke, and at once when the page is being hidden or shows another step. Only values
   * that differ from the server's; also those of fields that are not in the form now.
   */
  | { readonly kind: 'draft'; readonly draftId: string; readonly values: FieldValues }
  /** `decision`: only where the step asks for one. */
  | {
      readonly kind: 'submit';
      readonly draftId: string;
      readonly values: FieldValues;
      readonly decision?: Decision | undefined;
    }
  /** The user has chosen about each stale field: what the server had then is what the next submit is compared with. */
  | { readonly kind: 'settleStale'; readonly draftId: string; readonly values: FieldValues }
  /** Two texts of a stale field side by side, in the editor's own view of differences. */
  | { readonly kind: 'compareStale'; readonly draftId: string; readonly fieldKey: string; readonly mine: FieldValue }
  | { readonly kind: 'discardDraft'; readonly draftId: string }
  /** What was typed into a form whose step has gone, as a document of its own. */
  | { readonly kind: 'rescueDraft'; readonly draftId: string }
  | { readonly kind: 'runOperation'; readonly stepId: string | undefined; readonly operationKey: string }
  /** The form of an operation is put away; what was typed into it is kept. */
  | { readonly kind: 'closeOperation'; readonly formId: string };

/** About files and pictures. */
export type FileMessage =
  /** The host asks for files, in its own dialog, and uploads them. */
  | { readonly kind: 'pickFiles'; readonly formId: string; readonly fieldKey: string }
  /** A file that was dropped or pasted. */
  | {
      readonly kind: 'uploadFile';
      readonly formId: string;
      readonly fieldKey: string;
      readonly name: string;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'uploadAction'; readonly uploadId: string; readonly action: 'cancel' | 'retry' | 'dismiss' }
  | { readonly kind: 'tookFile'; readonly attachmentId: string }
  /** `save`: where the user wants it; `open`: in the editor. */
  | { readonly kind: 'download'; readonly attachment: Attachment; readonly how: 'save' | 'open' }
  /** A picture that a text points to, or that is a file of the ticket. */
  | {
      readonly kind: 'readImage';
      readonly requestId: number;
      readonly from: { readonly source: string } | { readonly attachmentId: string };
    };

/** About the conversation. */
export type TimelineMessage =
  | { readonly kind: 'readOlder' }
  /** The newest message was seen. */
  | { readonly kind: 'markRead' }
  | { readonly kind: 'withdrawMessage'; readonly messageId: string };

/** Page to host. The host checks each one: a page is not trusted. */
export type PageMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reload' }
  /** A section came into view, was opened, or is to be tried again. */
  | { readonly kind: 'read'; readonly section: TicketSection }
  | { readonly kind: 'follow'; readonly isFollowing: boolean }
  /** Another ticket of the same connection. */
  | { readonly kind: 'openTicket'; readonly key: string }
  /** An address in a value was clicked; the host opens it if it is safe. */
  | { readonly kind: 'openLink'; readonly url: string }
  | { readonly kind: 'openInBrowser' }
  /** What the user saw last and what is there now, in the editor's own view of differences. */
  | { readonly kind: 'compareSeen' }
  | FormMessage
  | FileMessage
  | TimelineMessage;
