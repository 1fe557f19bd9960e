import type { Attachment } from './attachments.ts';
import type { RichText } from './richText.ts';

/** Something that was said. */
export interface TicketMessage {
  /** Unique within its conversation, and the same in each read. */
  readonly id: string;
  /** As people know them; `undefined`: the system does not tell. */
  readonly author: string | undefined;
  /** `mine`: of the connection's account and those it stands for; `theirs`: of those who handle the ticket. */
  readonly side: 'mine' | 'theirs' | 'system';
  /** Milliseconds since 1970 UTC; `undefined`: the time could not be read. */
  readonly at: number | undefined;
  /** The time as the system wrote it; `''`: it did not. */
  readonly timeText: string;
  readonly content: RichText;
  readonly attachments: readonly Attachment[];
  /** The user may take it back, as far as is known. */
  readonly canWithdraw: boolean;
}

export interface MessagePage {
  /** Oldest first. */
  readonly messages: readonly TicketMessage[];
  /** For {@link TicketConversation.read}: what came before; `undefined`: these are the first. */
  readonly older: string | undefined;
  /** How many of the newest the user has not seen, as the system counts; `undefined`: it does not count. */
  readonly unread: number | undefined;
}

export interface MessageDraft {
  /** Trimmed by the caller; in the format of {@link TicketConversation.format}. */
  readonly text: string;
  /** Ids of uploaded files. */
  readonly attachmentIds: readonly string[];
}

/** Talking with those who handle a ticket. */
export interface TicketConversation {
  /** What `post` takes. */
  readonly format: RichText['format'];
  /** In characters; `undefined`: no limit is known. */
  readonly maxLength: number | undefined;
  /** @param older `MessagePage.older` of the page that begins where this one ends; `undefined`: the newest messages */
  read(key: string, older: string | undefined, signal: AbortSignal): Promise<MessagePage>;
  /** Writes once. @throws TicketError `outcomeUnknown` when it was sent and no answer came: read before writing again */
  post(key: string, draft: MessageDraft, signal: AbortSignal): Promise<void>;
  /** Takes a message back for everybody. */
  withdraw(key: string, messageId: string, signal: AbortSignal): Promise<void>;
  /** Tells the system that the user has seen everything. */
  markRead(key: string, signal: AbortSignal): Promise<void>;
}
