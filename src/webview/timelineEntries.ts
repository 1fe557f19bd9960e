import type { TicketMessage } from '../domain/conversation.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { TimelineModel } from '../protocol/pageTimeline.ts';

/** What of a timeline is shown. */
export type TimelineFilter = 'all' | 'messages' | 'changes';

/** Something in a timeline, in the order to show it. */
export type TimelineEntry =
  /** A new day begins; `at`: some moment of it, milliseconds since 1970 UTC. */
  | { readonly kind: 'day'; readonly id: string; readonly at: number }
  /** What comes below it was not seen before. */
  | { readonly kind: 'unread'; readonly id: string; readonly count: number }
  | {
      readonly kind: 'message';
      readonly id: string;
      readonly message: TicketMessage;
      readonly isUnread: boolean;
    }
  | { readonly kind: 'change'; readonly id: string; readonly entry: HistoryEntry };

type Item = Extract<TimelineEntry, { kind: 'message' | 'change' }>;

/** How many messages and changes there are to show. */
export function countEntries(timeline: TimelineModel, filter: TimelineFilter): number {
  return itemsOf(timeline, filter).length;
}

/**
 * Messages and changes as one list, the oldest first, with a line for each day and one where the unseen begins.
 * @param most of the newest messages and changes
 */
export function timelineEntries(
  timeline: TimelineModel,
  filter: TimelineFilter,
  most: number,
): readonly TimelineEntry[] {
  const items = itemsOf(timeline, filter).slice(-most);
  const unread = items.filter((item) => item.kind === 'message' && item.isUnread).length;
  const entries: TimelineEntry[] = [];
  let day = '';
  let hasMark = false;
  for (const item of items) {
    const at = timeOf(item);
    const itemDay = at === undefined ? day : new Date(at).toDateString();
    if (at !== undefined && itemDay !== day) {
      entries.push({ kind: 'day', id: `day ${itemDay}`, at });
      day = itemDay;
    }
    if (!hasMark && item.kind === 'message' && item.isUnread) {
      entries.push({ kind: 'unread', id: 'unread', count: unread });
      hasMark = true;
    }
    entries.push(item);
  }
  return entries;
}

function itemsOf(
  { history = [], messages = [], hasOlder, unread }: TimelineModel,
  filter: TimelineFilter,
): readonly Item[] {
  const isUnread = new Set(unread);
  const said = messages.map((message): Item => ({
    kind: 'message',
    id: `message ${message.id}`,
    message,
    isUnread: isUnread.has(message.id),
  }));
  const done = history.map((entry, index): Item => ({ kind: 'change', id: `change ${index}`, entry }));
  if (filter === 'messages') return said;
  if (filter === 'changes') return done;
  // What happened before the first message that was read stands between messages that are not there yet.
  const [first] = said;
  const from = hasOlder && first !== undefined ? timeOf(first) : undefined;
  const since = from === undefined ? done : done.filter((item) => (timeOf(item) ?? from) >= from);
  return merge(said, since);
}

/** Both keep their own order; one without a time stays behind the one before it. */
function merge(left: readonly Item[], right: readonly Item[]): readonly Item[] {
  const result: Item[] = [];
  let at = 0;
  for (const item of left) {
    const time = timeOf(item);
    while (at < right.length) {
      const other = right[at];
      const otherTime = other === undefined ? undefined : timeOf(other);
      if (other === undefined || (time !== undefined && otherTime !== undefined && otherTime > time)) break;
      if (time === undefined && otherTime !== undefined) break;
      result.push(other);
      at += 1;
    }
    result.push(item);
  }
  return [...result, ...right.slice(at)];
}

function timeOf(item: Item): number | undefined {
  return item.kind === 'message' ? item.message.at : item.entry.at;
}
