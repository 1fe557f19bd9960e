import type { Decision } from '../domain/approval.ts';
import type { Field, FieldValue } from '../domain/field.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { Message } from '../domain/message.ts';
import type { Operation } from '../domain/operation.ts';
import type { StatusCategory, TicketDetail } from '../domain/ticket.ts';
import type { StepCategory } from '../domain/step.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Workflow } from '../domain/workflow.ts';

/** Field values as they cross the border: `structuredClone` safe and JSON safe, unlike a Map. */
export type FieldValues = readonly (readonly [fieldKey: string, value: FieldValue])[];

/** What the page shows of the ticket around the form. */
export interface TicketSummary {
  readonly key: string;
  readonly title: string;
  readonly statusName: string;
  readonly statusCategory: StatusCategory;
  readonly connectionLabel: string;
  readonly creator: string | undefined;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number | undefined;
  readonly canOpenInBrowser: boolean;
  /** The fields of other steps, for reading; those of steps still to come hold their default. */
  readonly details: readonly TicketDetail[];
  /** What can be asked for with {@link PageMessage} `read`. */
  readonly sections: readonly TicketSection[];
}

/** A part of the page that is read when it is opened. */
export type TicketSection = 'history' | 'workflow';

/** The service that a ticket is about to be made for. */
export interface ServiceSummary {
  readonly name: string;
  readonly description: string;
  readonly connectionLabel: string;
}

/** What the page shows of the step: its header, its form and its buttons. */
export interface StepModel {
  readonly id: string;
  readonly name: string;
  readonly statusName: string;
  readonly category: StepCategory;
  readonly processors: readonly string[];
  readonly waitsForMe: boolean;
  readonly fields: readonly Field[];
  /** Sends the form. `undefined`: this step has no form to send now. */
  readonly submit: Operation | undefined;
  /**
   * Where `submit` is a decision: the key of the field for its remark, which is among `fields`. The page offers the two
   * answers in place of one button.
   */
  readonly remarkKey: string | undefined;
  /** All other operations of the step, then those of the ticket. */
  readonly otherOperations: readonly Operation[];
  /** Why the form can be read but not sent from here. */
  readonly cannotSubmit: Message | undefined;
  /** Who has signed, where several people do. `undefined`: not known, or nobody signs. */
  readonly signers: StepSigners | undefined;
}

/** A problem as the page shows it. Already in the user's language. */
export interface ShownProblem {
  /** `undefined`: about the form as a whole. */
  readonly fieldKey: string | undefined;
  readonly text: string;
}

/** How a form that can be filled in stands. */
interface FormStanding {
  /**
   * - `editing`: the form can be edited and sent
   * - `sending`: a write is under way; everything is locked
   * - `working`: the system accepted it and is busy; locked
   */
  readonly phase: 'editing' | 'sending' | 'working';
  /** About the form as a whole: an error, a warning or a result, in the user's language. */
  readonly notice: { readonly severity: 'error' | 'warning' | 'info' | 'success'; readonly text: string } | undefined;
  /** The server's words on fields, from the last refused submit. */
  readonly problems: readonly ShownProblem[];
  /** What the user typed earlier and has not sent; applied once per `draftId`. */
  readonly draft: FieldValues;
  /** Changes when the page must drop its own values and take `draft` over the fields' values: another step, or after a success. */
  readonly draftId: string;
}

/** Everything the page shows; the host sends it whole, the page patches itself and never touches what is being typed. */
export type PageState =
  /** `ticketKey`: the ticket, or what else is being loaded. */
  | { readonly status: 'loading'; readonly ticketKey: string }
  /** Nothing to show yet, and why; offers to try again. `text` says what happened and what to do. */
  | { readonly status: 'failed'; readonly ticketKey: string; readonly text: string; readonly canOpenInBrowser: boolean }
  | (FormStanding & {
      readonly status: 'ready';
      readonly ticket: TicketSummary;
      /** `undefined`: the step has gone (done, or the ticket has ended); `notice` says so, and the ticket stays readable. */
      readonly step: StepModel | undefined;
      /** When the server was read, milliseconds since 1970 UTC. */
      readonly readAt: number;
    })
  | (FormStanding & {
      readonly status: 'creating';
      readonly service: ServiceSummary;
      /** The form of the service, as a step that has not begun. */
      readonly step: StepModel;
    });

/** What a section of the page holds, or why it could not be read, in the user's language. */
export type SectionContent =
  | { readonly section: 'history'; readonly entries: readonly HistoryEntry[] }
  /** `workflow`: `undefined` when the server does not tell. */
  | { readonly section: 'workflow'; readonly workflow: Workflow | undefined }
  | { readonly section: TicketSection; readonly failure: string };

/** Host to page. */
export type HostMessage =
  /** First message after `ready`: the l10n bundle of the display language (English text → translation) and its BCP 47 tag. */
  | { readonly kind: 'init'; readonly language: string; readonly bundle: Readonly<Record<string, string>> }
  | { readonly kind: 'state'; readonly state: PageState }
  /** Answers `read`; `ticketKey` names the ticket it is about. */
  | { readonly kind: 'section'; readonly ticketKey: string; readonly content: SectionContent };

/** Page to host. The host checks each one: a page is not trusted. */
export type PageMessage =
  | { readonly kind: 'ready' }
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
  /** Of the step that the draft is of: the host may have gone on to another one meanwhile. */
  | {
      readonly kind: 'runOperation';
      readonly draftId: string;
      readonly scope: 'ticket' | 'step';
      readonly operationKey: string;
    }
  | { readonly kind: 'discardDraft'; readonly draftId: string }
  | { readonly kind: 'reload' }
  /** A section was opened. */
  | { readonly kind: 'read'; readonly section: TicketSection }
  /** An address in a value was clicked; the host opens it if it is safe. */
  | { readonly kind: 'openLink'; readonly url: string }
  | { readonly kind: 'openInBrowser' };
