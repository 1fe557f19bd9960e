import type { MessagePage, TicketConversation } from '../../domain/conversation.ts';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { Cases } from './cases.ts';
import type { Group, OsmClient } from './client.ts';
import { findUnlisted, isWithdrawable, readMessages } from './messages.ts';
import type { OsmDetail, OsmMessage, OsmPage } from './schema.ts';
import { hasEnded } from './statuses.ts';
import { readTime } from './times.ts';

const pageSize = 50;

/** Where an older page is; rows are counted from one end or the other. */
interface Cursor {
  readonly isNewestFirst: boolean;
  readonly offset: number;
  readonly limit: number;
}

export class OsmConversation implements TicketConversation {
  readonly format = 'plain';
  readonly maxLength = undefined;
  readonly #client: OsmClient;
  readonly #cases: Cases;
  readonly #offset: number;

  constructor(client: OsmClient, cases: Cases, offset: number) {
    this.#client = client;
    this.#cases = cases;
    this.#offset = offset;
  }

  async read(key: string, older: string | undefined, signal: AbortSignal): Promise<MessagePage> {
    const cursor = older === undefined ? undefined : readCursor(older);
    if (cursor !== undefined) {
      const [{ detail: before }, { items, rowCount }] = await this.#cases.showWith(
        key,
        (group) => this.#client.listMessages(key, cursor, group, signal),
        signal,
      );
      return this.#toPage(before, items, nextCursor(cursor, rowCount), undefined);
    }
    const [{ detail }, [newest, unread]] = await this.#cases.showWith(
      key,
      (group) => Promise.all([this.#readNewest(key, group, signal), this.#countUnread(key, group, signal)]),
      signal,
    );
    // What has just been said may be in one answer and not yet in the other.
    const unlisted = newest.older === undefined ? findUnlisted(newest.items, detail.message_list) : [];
    return this.#toPage(detail, [...newest.items, ...unlisted], newest.older, unread);
  }

  async post(
    key: string,
    draft: { readonly text: string; readonly attachmentIds: readonly string[] },
    signal: AbortSignal,
  ): Promise<void> {
    const group = await this.#cases.groupOf(key, signal);
    await this.#client.postMessage(key, draft.text, draft.attachmentIds, group, signal);
  }

  async withdraw(key: string, messageId: string, signal: AbortSignal): Promise<void> {
    if (!isWithdrawable(messageId)) {
      throw new TicketError('rejected', {
        detail: 'no message id',
        hint: message('The service does not tell the ID of this message, so it cannot be withdrawn from here.'),
      });
    }
    await this.#client.withdrawMessage(key, messageId, signal);
  }

  async markRead(key: string, signal: AbortSignal): Promise<void> {
    await this.#client.markRead(key, await this.#cases.groupOf(key, signal), signal);
  }

  /** Which end of the list is new is not published: the times tell. */
  async #readNewest(
    key: string,
    group: Group,
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly OsmMessage[]; readonly older: Cursor | undefined }> {
    const first = await this.#client.listMessages(key, { offset: 0, limit: pageSize }, group, signal);
    const total = first.total ?? first.rowCount;
    if (total <= pageSize) return { items: first.items, older: undefined };
    if (this.#isNewestFirst(first)) {
      const here = { isNewestFirst: true, offset: 0, limit: pageSize };
      return { items: first.items, older: nextCursor(here, first.rowCount) };
    }
    const here = { isNewestFirst: false, offset: total - pageSize, limit: pageSize };
    const last = await this.#client.listMessages(key, here, group, signal);
    return { items: last.items, older: nextCursor(here, last.rowCount) };
  }

  #isNewestFirst({ items }: OsmPage<OsmMessage>): boolean {
    const [first, last] = [items[0], items.at(-1)].map((each) => readTime(each?.create_time ?? '', this.#offset));
    return first !== undefined && last !== undefined && first > last;
  }

  /** Decoration: a conversation is shown without it. */
  async #countUnread(key: string, group: Group, signal: AbortSignal): Promise<number | undefined> {
    try {
      const states = await this.#client.countUnread([key], group, signal);
      return states.find(({ incident_id: id }) => id === key)?.unread_num;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TicketError) return undefined;
      throw error;
    }
  }

  #toPage(
    detail: OsmDetail,
    items: readonly OsmMessage[],
    older: Cursor | undefined,
    unread: number | undefined,
  ): MessagePage {
    return {
      messages: readMessages(items, detail.message_list, !hasEnded(detail.status), this.#offset),
      older: older === undefined ? undefined : JSON.stringify(older),
      unread,
    };
  }
}

/**
 * @param count rows that the page had
 * @returns `undefined`: there is nothing older
 */
function nextCursor({ isNewestFirst, offset, limit }: Cursor, count: number): Cursor | undefined {
  if (isNewestFirst) return count < limit ? undefined : { isNewestFirst, offset: offset + limit, limit: pageSize };
  const start = Math.max(0, offset - pageSize);
  return offset === 0 ? undefined : { isNewestFirst, offset: start, limit: offset - start };
}

function readCursor(text: string): Cursor {
  const cursor = JSON.parse(text) as Cursor; // made by #toPage
  return cursor;
}
