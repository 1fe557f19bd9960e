import type { HuaweiAnswer } from '../httpMessages.ts';
import { attach } from './accessories.ts';
import { caseStatus, isOver, unreadMessages, type StoredCase } from './caseModel.ts';
import { viewMessage } from './caseViews.ts';
import { findCase, findCaseById, groupOf } from './findCase.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { pageOf, readInteger, readList, readObject, readText } from './parameters.ts';
import { osmRefusal } from './refusals.ts';
import { parseTime } from './times.ts';

const longestMessage = 10_000;

/** GET …/messages, oldest first. @throws Refusal */
export function listMessages(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { messages } = findCase(osm, call);
  return answerWith({
    count: messages.length,
    message_list: pageOf(call, messages).map((message) => viewMessage(osm, call, message)),
  });
}

/** POST …/message: no id comes back (contract §1.3). A customer who was asked has answered now. @throws Refusal */
export function postMessage(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const message = readObject(call.body, 'message');
  const content = readText(message, 'content', { longest: longestMessage, isNeeded: true });
  if (isOver(ticket)) throw osmRefusal('01010002');
  const accessoryIds = attach(osm, call, message, 'message');
  const { id: userId } = call.caller.user;
  osm.store.addCustomerMessage(ticket, userId, { content, accessoryIds, at: osm.now() });
  osm.store.log(ticket, userId, 'Left a message.');
  if (ticket.status === caseStatus.waitsForCustomer) ticket.status = caseStatus.processing;
  return done(osm);
}

/** GET …/instant-messages/more: those before a message, told by its time and type; newest first. @throws Refusal */
export function listMore(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const before = parseTime(call.request.query.one('create_time') ?? '', call.zone);
  if (before === undefined) throw osmRefusal('01010001', 'create_time');
  const type = call.request.query.one('type') ?? '';
  if (!/^[01]$/.test(type)) throw osmRefusal('01010012');
  const limit = readInteger(call, 'limit', { min: 1, max: 100, fallback: 0 });
  if (limit === 0) throw osmRefusal('01010001', 'limit');
  // A text has whole seconds: of what was written within one, the type tells the last seen one.
  const seen = ticket.messages.findLastIndex(({ at, replierType }) => {
    return Math.floor(at / 1000) === Math.floor(before / 1000) && (replierType === 0) === (type === '0');
  });
  const older = seen === -1 ? ticket.messages.filter(({ at }) => at < before) : ticket.messages.slice(0, seen);
  return answerWith({
    count: older.length,
    message_list: older
      .slice(-limit)
      .toReversed()
      .map((message) => viewMessage(osm, call, message)),
  });
}

/** GET …/cases/instant-messages: many tickets in one call, from a cursor on (contract §1.3, §5). @throws Refusal */
export function pollMessages(osm: Osm, call: OsmCall): HuaweiAnswer {
  const tickets = findMany(osm, call);
  const cursor = call.request.query.one('last_message_time_id') ?? '';
  const seen = cursor === '' ? undefined : Number(/^\d+_(\d+)$/.exec(cursor)?.[1] ?? Number.NaN);
  if (Number.isNaN(seen)) throw osmRefusal('01010001', 'last_message_time_id');
  const since = seen ?? (osm.quirks.firstPoll === 'everything' ? 0 : Infinity);
  const last = tickets.flatMap(({ messages }) => messages).reduce((most, { sequence }) => Math.max(most, sequence), 0);
  return answerWith({
    imstatus: tickets.map(({ id, status }) => ({ incident_id: id, status })),
    immsg: tickets.flatMap(({ id, messages }) => {
      const fresh = messages.filter(({ sequence }) => sequence > since);
      if (fresh.length === 0) return [];
      return { incident_id: id, message_list: fresh.map((message) => viewMessage(osm, call, message)) };
    }),
    last_message_time_id: `${osm.now()}_${Math.max(seen ?? 0, last)}`,
  });
}

/** GET …/cases/instant-messages/unread. @throws Refusal */
export function countUnread(osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({
    imunread: findMany(osm, call).map((ticket) => ({
      incident_id: ticket.id,
      status: ticket.status,
      unread_num: unreadMessages(ticket).length,
    })),
  });
}

/** @throws Refusal */
export function markRead(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  ticket.readUpTo = ticket.messages.at(-1)?.sequence ?? 0;
  return done(osm);
}

/** Only what one has written oneself, and not the first message, which is the ticket's description. @throws Refusal */
export function withdrawMessage(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const message = ticket.messages.find(({ id }) => id === call.params['message_id']);
  if (message === undefined) throw osmRefusal('01010001', 'message_id');
  if (message.isFirst || message.replierId !== call.caller.user.id) throw osmRefusal('01010002');
  ticket.messages = ticket.messages.filter((one) => one !== message);
  osm.store.log(ticket, call.caller.user.id, 'Withdrew a message.');
  return done(osm);
}

/** One ticket that is not there, or not the caller's, spoils the whole call. */
function findMany(osm: Osm, call: OsmCall): readonly StoredCase[] {
  const ids = readList(osm, call, 'case_ids');
  if (ids.length === 0 || ids.length > (osm.quirks.mostPolled ?? Infinity)) throw osmRefusal('01010001', 'case_ids');
  return ids.map((id) => findCaseById(osm, call, id, groupOf(call)));
}
