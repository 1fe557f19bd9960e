import type { Itsm, Parameters } from './itsm.ts';
import { badParameter, fieldProblems, refusedWith } from './refusal.ts';
import { checkText, requireTexts } from './textSerializer.ts';

/** comment and comment_ticket: the rating of a finished ticket (contract §1.7). @throws Refusal */
export function comment({ store }: Itsm, parameters: Parameters): readonly never[] {
  const stars = Number(parameters['stars']);
  const given = requireTexts({
    operator: checkText(parameters['operator'], { isRequired: true, mayBeBlank: false, limit: 16 }),
    sn: checkText(parameters['sn'], { isRequired: true, mayBeBlank: false }),
    stars: checkText(parameters['stars'], { isRequired: true, mayBeBlank: false }),
    comments: checkText(parameters['comments'] ?? undefined, { isRequired: false, mayBeBlank: true, limit: 255 }),
  });
  if (!Number.isInteger(stars)) throw refusedWith({ stars: fieldProblems.notANumber() });
  if (stars < 1) throw refusedWith({ stars: fieldProblems.tooSmall(1) });
  if (stars > 6) throw refusedWith({ stars: fieldProblems.tooGreat(6) });
  const { operator = '', sn = '', comments } = given;
  const ticket = store.get(sn);
  if (ticket === undefined) throw badParameter(`sn=${sn}对应的单据不存在!`);
  if (ticket.status !== 'FINISHED') throw badParameter('单据未结束，不允许评价!');
  if (ticket.isCommented) throw badParameter('该单据已经被评论，请勿重复评论');
  ticket.rating = { operator, stars, comments: comments ?? '' };
  ticket.isCommented = true;
  return [];
}
