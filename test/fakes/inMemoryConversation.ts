import type { MessageDraft, MessagePage, TicketConversation, TicketMessage } from '../../src/domain/conversation.ts';
import type { RichText } from '../../src/domain/richText.ts';
import { TicketError } from '../../src/domain/errors.ts';

/** Something that somebody else has said, `at` minutes after the beginning of time. */
export function makeMessage(id: string, changes: Partial<TicketMessage> = {}): TicketMessage {
  return {
    id,
    author: 'li.wei',
    side: 'theirs',
    at: Number(id.replaceAll(/\D/gu, '')) * 60_000,
    timeText: '',
    content: { format: 'plain', text: `message ${id}` },
    attachments: [],
    canWithdraw: false,
    ...changes,
  };
}

/** The conversation about one ticket, in pages of `pageSize`. */
export class InMemoryConversation implements TicketConversation {
  readonly format: RichText['format'] = 'plain';
  readonly maxLength: number | undefined = 100;
  readonly pageSize = 3;
  messages: readonly TicketMessage[];
  unread: number | undefined;
  readonly posted: MessageDraft[] = [];
  readonly deeds: string[] = [];
  /** Thrown by each method. */
  failure: unknown;
  /** What the server does with a message; throws to refuse, or to leave its outcome unknown. */
  onPost: (draft: MessageDraft) => void = () => {};
  /** The same with a message that is taken back. */
  onWithdraw: () => void = () => {};

  constructor(messages: readonly TicketMessage[] = []) {
    this.messages = messages;
  }

  async read(_key: string, older: string | undefined, signal: AbortSignal): Promise<MessagePage> {
    signal.throwIfAborted();
    this.#check();
    this.deeds.push(`read ${older ?? 'newest'}`);
    const end = older === undefined ? this.messages.length : Number(older);
    const start = Math.max(0, end - this.pageSize);
    return {
      messages: this.messages.slice(start, end),
      older: start === 0 ? undefined : `${start}`,
      unread: older === undefined ? this.unread : undefined,
    };
  }

  async post(_key: string, draft: MessageDraft): Promise<void> {
    this.#check();
    this.posted.push(draft);
    this.onPost(draft);
    this.say(`m${this.messages.length + 1}`, { side: 'mine', content: { format: this.format, text: draft.text } });
  }

  async withdraw(_key: string, messageId: string): Promise<void> {
    this.#check();
    this.deeds.push(`withdraw ${messageId}`);
    this.onWithdraw();
    this.messages = this.messages.filter(({ id }) => id !== messageId);
  }

  async markRead(): Promise<void> {
    this.#check();
    this.deeds.push('markRead');
    this.unread = 0;
  }

  say(id: string, changes: Partial<TicketMessage> = {}): void {
    this.messages = [...this.messages, makeMessage(id, changes)];
  }

  #check(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

export const noAnswer = new TicketError('outcomeUnknown');
