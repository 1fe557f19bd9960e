import { asTicketError, TicketError } from '../domain/errors.ts';
import type { MessageDraft, MessagePage, TicketConversation, TicketMessage } from '../domain/conversation.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { TicketRef } from '../domain/ticket.ts';
import type { ConnectionService } from './connectionService.ts';

/** What of a timeline could not be read. */
export interface TimelineFailure {
  readonly part: 'history' | 'conversation';
  readonly error: TicketError;
}

/**
 * What has happened to one ticket and what was said about it, as far as it was read. Keeps the older messages that were
 * loaded while newer ones come in.
 */
export class TicketTimeline {
  readonly #ref: TicketRef;
  readonly #connections: ConnectionService;
  #history: readonly HistoryEntry[] | undefined;
  #messages: readonly TicketMessage[] | undefined;
  /** Where the messages before the first one are. */
  #older: string | undefined;
  #unread: ReadonlySet<string> = new Set();
  #isMarkedRead = true;
  #failures: readonly TimelineFailure[] = [];
  /** A read that began before the latest one must not overwrite it. */
  #readNumber = 0;

  constructor(connections: ConnectionService, ref: TicketRef) {
    this.#connections = connections;
    this.#ref = ref;
  }

  /** Oldest first; `undefined`: not read yet, or the system tells none. */
  get history(): readonly HistoryEntry[] | undefined {
    return this.#history;
  }

  /** Oldest first; `undefined`: not read yet, or the system has no conversation. */
  get messages(): readonly TicketMessage[] | undefined {
    return this.#messages;
  }

  get hasOlder(): boolean {
    return this.#older !== undefined;
  }

  /** Ids of messages that were new to the user when they came. They stay new until others come after they were seen. */
  get unread(): readonly string[] {
    return [...this.#unread];
  }

  /** Of the last look. */
  get failures(): readonly TimelineFailure[] {
    return this.#failures;
  }

  /** Reads the history and the newest messages. What was read before stays where that fails. */
  async refresh(signal: AbortSignal): Promise<void> {
    this.#readNumber += 1;
    const number = this.#readNumber;
    const failures: TimelineFailure[] = [];
    const note = (part: TimelineFailure['part']) => (error: unknown) => {
      signal.throwIfAborted();
      failures.push({ part, error: asTicketError(error) });
      return undefined;
    };
    const { key, connectionId } = this.#ref;
    const { history, conversation } = await this.#connections.provider(connectionId);
    const [entries, page] = await Promise.all([
      history?.read(key, signal).catch(note('history')),
      conversation?.read(key, undefined, signal).catch(note('conversation')),
    ]);
    if (number !== this.#readNumber) return;
    this.#history = entries ?? this.#history;
    if (page !== undefined) this.#takeNewest(page);
    this.#failures = failures;
  }

  /** Reads the messages before those that are known. @throws TicketError as `TicketConversation.read` */
  async readOlder(signal: AbortSignal): Promise<void> {
    const older = this.#older;
    if (older === undefined) return;
    const { conversation } = await this.#connections.provider(this.#ref.connectionId);
    if (conversation === undefined) throw new TicketError('forbidden');
    const { messages, older: before } = await conversation.read(this.#ref.key, older, signal);
    // Another read of the same, or one of the newest that found nothing of what was known, was faster.
    if (this.#older !== older) return;
    const known = new Set(this.#messages?.map(({ id }) => id));
    this.#messages = [...messages.filter(({ id }) => !known.has(id)), ...(this.#messages ?? [])];
    this.#older = before;
  }

  /**
   * Tells the system that everything was seen, once for what is new.
   * @returns whether it was told
   * @throws TicketError as `TicketConversation.markRead`
   */
  async markRead(): Promise<boolean> {
    if (this.#isMarkedRead) return false;
    this.#isMarkedRead = true;
    try {
      await this.#write((conversation, key, signal) => conversation.markRead(key, signal));
      return true;
    } catch (error) {
      this.#isMarkedRead = false;
      throw error;
    }
  }

  /** Writes once. @throws TicketError as `TicketConversation.post` */
  post(draft: MessageDraft): Promise<void> {
    return this.#write((conversation, key, signal) => conversation.post(key, draft, signal));
  }

  /** Takes a message back for everybody. @throws TicketError as `TicketConversation.withdraw` */
  async withdraw(messageId: string): Promise<void> {
    await this.#write((conversation, key, signal) => conversation.withdraw(key, messageId, signal));
    this.#messages = this.#messages?.filter(({ id }) => id !== messageId);
  }

  /** As for every write: once it has begun, nobody's signal ends it, nor a sign-in of another window. */
  async #write(
    work: (conversation: TicketConversation, key: string, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const provider = await this.#connections.provider(this.#ref.connectionId);
    const { conversation } = provider;
    if (conversation === undefined) throw new TicketError('forbidden');
    const hold = this.#connections.holdForWrite(provider);
    try {
      await work(conversation, this.#ref.key, new AbortController().signal);
    } catch (error) {
      if (error instanceof TicketError) throw error;
      // Whatever broke may have broken after the request had left.
      throw new TicketError('outcomeUnknown', { detail: asTicketError(error).detail, cause: error });
    } finally {
      hold.dispose();
    }
  }

  #takeNewest({ messages, older, unread }: MessagePage): void {
    const known = this.#messages ?? [];
    const wasKnown = new Set(known.map(({ id }) => id));
    const [first] = messages;
    const at = first === undefined ? -1 : known.findIndex(({ id }) => id === first.id);
    // What lies before the page stays. Without a message in common there may be a gap: then it is loaded again.
    const before = at >= 0 ? known.slice(0, at) : [];
    if (at < 0 || before.length === 0) this.#older = older;
    this.#messages = [...before, ...messages];
    const theirs = messages.filter(({ side }) => side !== 'mine');
    const counted = unread === undefined ? [] : theirs.slice(theirs.length - Math.min(unread, theirs.length));
    const arrived = known.length === 0 ? [] : theirs.filter(({ id }) => !wasKnown.has(id));
    this.#noteUnread([...counted, ...arrived].map(({ id }) => id));
  }

  /** What was seen stays marked until something new comes, so that it does not vanish under the eyes of its reader. */
  #noteUnread(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !this.#unread.has(id));
    if (fresh.length === 0) return;
    this.#unread = new Set([...(this.#isMarkedRead ? [] : this.#unread), ...fresh]);
    this.#isMarkedRead = false;
  }
}
