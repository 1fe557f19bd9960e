import { findUser, type CloudUser } from '../identity/account.ts';
import type { StoredCase } from './caseModel.ts';
import type { Osm, OsmCall } from './osm.ts';
import { osmRefusal } from './refusals.ts';

/**
 * The ticket of the path: one's own, or with `group_id` a colleague's (contract §1.3).
 * @throws Refusal
 */
export function findCase(osm: Osm, call: OsmCall, groupId = groupOf(call)): StoredCase {
  return findCaseById(osm, call, call.params['case_id'] ?? '', groupId);
}

/** @throws Refusal */
export function findCaseById({ store, account }: Osm, { caller }: OsmCall, id: string, groupId: string): StoredCase {
  if (id === '' || id.length > 64) throw osmRefusal('01010001', 'case_id');
  const ticket = store.get(id);
  if (ticket === undefined) throw osmRefusal('01010015');
  const owner = findUser(account, ticket.ownerId);
  if (owner === undefined || !mayTouch(caller.user, owner, groupId)) throw osmRefusal('01010002');
  return ticket;
}

/** From the query or from the body, wherever the operation has it; '' when it has none. */
export function groupOf({ request, body }: OsmCall): string {
  const given = request.query.one('group_id') ?? body['group_id'];
  return typeof given === 'string' ? given : '';
}

/** Whether the caller and the owner are in the group that was named. */
export function mayTouch(user: CloudUser, owner: CloudUser, groupId: string): boolean {
  return user.id === owner.id || [user, owner].every(({ groupIds }) => groupIds.includes(groupId));
}
