import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { ActionParams } from './actionParams.ts';
import type { ChangePart, StoredChange } from './changeStore.ts';
import { answerWith, invalid, notFound, parameterError, type Coc, type CocCall } from './coc.ts';
import { applyQuery, pageOf, readListQuery } from './filters.ts';
import { historyEntry } from './history.ts';
import { viewHistory } from './issueViews.ts';

const approval = 'phase_change_approve';

/** GET /v1/change/tickets/{id}/list-sub-tickets: a page begins behind a marker (contract §2.5). @throws Refusal */
export function listChangeParts(coc: Coc, { params, request }: CocCall): HuaweiAnswer {
  const change = findChange(coc, params['ticket_id']);
  if (request.query.one('type') !== 'child_ticket') throw invalid('type');
  const limit = request.query.one('limit') ?? '10';
  if (!/^[1-9]\d{0,2}$/.test(limit)) throw invalid('limit');
  const marker = request.query.one('marker') ?? '';
  const start = marker === '' ? 0 : change.parts.findIndex(({ key }) => key === marker) + 1;
  const tickets = change.parts.slice(start, start + Number(limit)).map((part) => viewPart(coc, change, part));
  return answerWith(coc, { tickets });
}

/** POST /v1/change/list-histories. @throws Refusal */
export function listChangeHistory(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const all = coc.changes.list().flatMap(({ number, history }) => {
    return history.map((entry) => viewHistory(coc, number, entry));
  });
  const found = applyQuery(readListQuery(body), all, false);
  return answerWith(coc, { total: found.length, info: pageOf(body, found) });
}

/** POST /v1/change/actions. @throws Refusal */
export function actOnChange(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const change = findChange(coc, body['ticket_id']);
  const params = new ActionParams(body['params']);
  if (change.phase !== approval) throw parameterError('The operation is not supported in the current status.');
  const { id: callerId } = caller.user;
  const act = (phase: string, comment: string, who: string): void => {
    if (who !== callerId) throw parameterError('The current user has no permission for the operation.');
    change.phase = phase;
    change.updatedAt = coc.now();
    const entry = { action: String(body['action']), operatorId: callerId, comment, status: phase };
    change.history = [...change.history, historyEntry(entry, coc.now())];
  };
  switch (body['action']) {
    case 'agreed': {
      const isAgreed = params.boolean('conclusion');
      act(isAgreed ? 'phase_change_apply' : 'phase_change_draft', params.text('approve_note'), change.reviewerId);
      break;
    }
    case 'rejected':
      act('phase_change_draft', params.neededText('comment'), change.reviewerId);
      break;
    case 'cancel_process_action':
      act('phase_change_cancel', params.neededText('comment'), change.creatorId);
      break;
    default:
      throw parameterError('action');
  }
  return answerWith(coc);
}

/** With JSON inside texts (contract §2.4). */
function viewPart(coc: Coc, change: StoredChange, part: ChangePart): JsonObject {
  return {
    ep_id: '0',
    resource_id: part.resourceId,
    type: 'child_ticket',
    name: part.name,
    provider: 'ecs',
    domain_id: coc.account.domainId,
    region_id: part.region,
    hosting_id: '',
    properties_json: JSON.stringify({ flavor: 's6.large.2', addresses: ['10.0.0.8'] }),
    tags_json: JSON.stringify([{ key: 'env', value: 'prod' }]),
    is_deleted: false,
    id: part.key,
    main_ticket_id: change.ticketId,
    parent_ticket_id: change.ticketId,
    ticket_id: part.ticketId,
    real_ticket_id: part.number,
    ticket_path: `${change.ticketId}:child_ticket:${part.region}`,
    target_value: part.region,
    target_type: 'child_ticket',
    create_time: change.createdAt,
    update_time: change.updatedAt,
    creator: change.creatorId,
    operator: change.creatorId,
  };
}

function findChange({ changes }: Coc, number: unknown): StoredChange {
  const change = typeof number === 'string' ? changes.get(number) : undefined;
  if (change === undefined) throw notFound();
  return change;
}
