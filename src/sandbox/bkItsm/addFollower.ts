import type { Itsm, Parameters } from './itsm.ts';
import { isTruthy, plainText } from './plainText.ts';
import { badParameter, crashed } from './refusal.ts';

/** add_follower (contract §1.7): a falsy `attention` ends it. @throws Refusal */
export function addFollower({ store }: Itsm, parameters: Parameters): readonly never[] {
  const { sn, users, attention } = parameters;
  if (typeof users !== 'string') throw crashed("'NoneType' object has no attribute 'split'");
  const ticket = store.get(plainText(sn));
  if (ticket === undefined) throw badParameter(`sn[${plainText(sn) || 'None'}]对应的单据不存在！`);
  const names = users.split(',');
  const others = ticket.followers.filter((name) => !names.includes(name));
  ticket.followers = isTruthy(attention) ? [...others, ...names] : others;
  return [];
}
