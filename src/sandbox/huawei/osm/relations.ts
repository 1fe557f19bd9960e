import { findUser } from '../identity/account.ts';
import type { HuaweiAnswer } from '../httpMessages.ts';
import { findCase, findCaseById, groupOf } from './findCase.ts';
import { answerWith, done, type Osm, type OsmCall } from './osm.ts';
import { readText, readTexts } from './parameters.ts';
import { osmRefusal } from './refusals.ts';

/** @throws Refusal */
export function listRelations(osm: Osm, call: OsmCall): HuaweiAnswer {
  return answerWith({
    case_relation_list: findCase(osm, call).relatedIds.flatMap((id) => {
      const related = osm.store.get(id);
      if (related === undefined) return [];
      const user = findUser(osm.account, related.ownerId);
      return { case_id: id, simple_description: related.description, user_name: user?.name ?? '' };
    }),
  });
}

/** Three at most (contract §1.3). @throws Refusal */
export function addRelations(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const ids = readTexts(call.body, 'related_id_list');
  if (ids.length === 0 || ids.includes(ticket.id)) throw osmRefusal('01010001', 'related_id_list');
  for (const id of ids) findCaseById(osm, call, id, groupOf(call));
  const all = [...new Set([...ticket.relatedIds, ...ids])];
  if (all.length > 3) throw osmRefusal('01010001', 'related_id_list');
  ticket.relatedIds = all;
  return done(osm);
}

/** A DELETE with a JSON body (contract §1.3). @throws Refusal */
export function removeRelation(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const removed = readText(call.body, 'related_id', { longest: 64, isNeeded: true });
  if (!ticket.relatedIds.includes(removed)) throw osmRefusal('01010001', 'related_id');
  ticket.relatedIds = ticket.relatedIds.filter((id) => id !== removed);
  return done(osm);
}
