import { createHash } from 'node:crypto';
import type { Attachment } from '../../domain/attachments.ts';
import type { TicketMessage } from '../../domain/conversation.ts';
import { readRichText } from './caseText.ts';
import type { OsmMessage } from './schema.ts';
import { readTime } from './times.ts';

/** In front of the id of a message that the service gave none for. */
const ownId = 'hash:';

/** The service knows it by its id, so it can be taken back. */
export function isWithdrawable(id: string): boolean {
  return !id.startsWith(ownId);
}

export function readAttachments({ accessory_list: files }: OsmMessage): readonly Attachment[] {
  // Neither size nor type is told (contract §1.4).
  return files.map(({ accessory_id: id, file_actual_name: name }) => ({
    id,
    name: name === '' ? id : name,
    size: undefined,
  }));
}

/**
 * Messages of a page, oldest first, with the ids that only the detail of the ticket tells (contract §1.4).
 * @param detailed those of the detail, all or some of the ticket's
 * @param isOpen messages can be taken back
 * @param offset of the zone that times were asked for in, minutes
 */
export function readMessages(
  listed: readonly OsmMessage[],
  detailed: readonly OsmMessage[],
  isOpen: boolean,
  offset: number,
): readonly TicketMessage[] {
  const known = groupByPrint(detailed);
  const seen = new Map<string, number>();
  return listed
    .map((message) => {
      const print = fingerprint(message);
      // Who says the same twice within a second has two messages.
      const count = seen.get(print) ?? 0;
      seen.set(print, count + 1);
      const same = known.get(print)?.[count];
      const id = message.message_id ?? same?.message_id ?? `${ownId}${print}${count === 0 ? '' : `-${count}`}`;
      return readMessage(message, id, isOpen, offset);
    })
    .toSorted(byTime);
}

/** Those of the detail that the list does not have. */
export function findUnlisted(listed: readonly OsmMessage[], detailed: readonly OsmMessage[]): readonly OsmMessage[] {
  const known = groupByPrint(listed);
  return [...groupByPrint(detailed)].flatMap(([print, same]) => same.slice(known.get(print)?.length ?? 0));
}

function groupByPrint(messages: readonly OsmMessage[]): ReadonlyMap<string, readonly OsmMessage[]> {
  return Map.groupBy(messages, fingerprint);
}

function readMessage(message: OsmMessage, id: string, isOpen: boolean, offset: number): TicketMessage {
  const { type, replier_type: replierType, replier, replier_name: name, content, create_time: time } = message;
  // 0 is the customer, whoever of the account that is; 2 a third party (contract §1.6).
  const isMine = (replierType ?? type) === 0;
  const author = name === '' ? replier : name;
  return {
    id,
    author: author === '' ? undefined : author,
    side: isMine ? 'mine' : 'theirs',
    at: readTime(time, offset),
    timeText: time,
    content: readRichText(content),
    attachments: readAttachments(message),
    canWithdraw: isMine && isOpen && isWithdrawable(id) && !message.is_first_message,
  };
}

/** Equal for the same message in both of its shapes. */
function fingerprint({ replier, content, create_time: time }: OsmMessage): string {
  return createHash('sha256')
    .update(JSON.stringify([replier, content, time]))
    .digest('hex')
    .slice(0, 32);
}

/** Those whose times cannot be read stay where they are. */
function byTime({ at: left }: TicketMessage, { at: right }: TicketMessage): number {
  return left === undefined || right === undefined ? 0 : left - right;
}
