import type { HuaweiAnswer } from '../httpMessages.ts';
import { caseStatus, type GivenScore, type StoredCase } from './caseModel.ts';
import { dimensions } from './catalog.ts';
import { findCase } from './findCase.ts';
import { done, type Osm, type OsmCall } from './osm.ts';
import { readText } from './parameters.ts';
import { osmRefusal } from './refusals.ts';

const pressPause = 30 * 60_000;
const { toProcess, processing, toConfirm, completed, cancelled, suspended, invalid, deleted, waitsForCustomer } =
  caseStatus;

type Action = (osm: Osm, call: OsmCall, ticket: StoredCase) => void;

/** There are no others: nothing confirms or reopens (contract §1.3). */
const actions: ReadonlyMap<string, { readonly statuses: readonly number[]; readonly run: Action }> = new Map(
  Object.entries({
    cancel: {
      statuses: [toProcess],
      run: (osm: Osm, { caller }: OsmCall, ticket: StoredCase): void => {
        ticket.status = cancelled;
        osm.store.log(ticket, caller.user.id, 'Cancelled the service ticket.');
      },
    },
    close: { statuses: [processing, toConfirm, suspended, waitsForCustomer], run: close },
    press: { statuses: [toProcess, processing], run: press },
    delete: {
      statuses: [completed, cancelled, invalid],
      run: (osm: Osm, { caller }: OsmCall, ticket: StoredCase): void => {
        ticket.status = deleted;
        osm.store.log(ticket, caller.user.id, 'Deleted the service ticket.');
      },
    },
  }),
);

/** POST …/action: what to do is in the query (contract §1.3). @throws Refusal */
export function operateCase(osm: Osm, call: OsmCall): HuaweiAnswer {
  const action = actions.get(call.request.query.one('action_id') ?? '');
  if (action === undefined) throw osmRefusal('01010013');
  const ticket = findCase(osm, call);
  if (!action.statuses.includes(ticket.status)) throw osmRefusal('01010002');
  action.run(osm, call, ticket);
  return done(osm);
}

/** The only way to confirm, with a score or without. @throws Refusal */
function close(osm: Osm, call: OsmCall, ticket: StoredCase): void {
  const scores = readScores(call);
  const judgement = readText(call.body, 'judgement', { longest: 400 });
  const description = readText(call.body, 'operate_desc', { longest: 1000 });
  ticket.status = completed;
  ticket.confirmedAt = osm.now();
  ticket.resolveTime = osm.now() - ticket.createdAt;
  ticket.scores = scores;
  ticket.judgement = judgement;
  osm.store.log(ticket, call.caller.user.id, `Closed the service ticket. ${description}`.trim());
}

/** @throws Refusal */
function press(osm: Osm, { caller }: OsmCall, ticket: StoredCase): void {
  const now = osm.now();
  if (ticket.lastPressedAt !== undefined && now - ticket.lastPressedAt < pressPause) throw osmRefusal('01010004');
  ticket.lastPressedAt = now;
  osm.store.log(ticket, caller.user.id, 'Asked to speed up.');
}

/** POST …/score: once, when the ticket is completed. @throws Refusal */
export function scoreCase(osm: Osm, call: OsmCall): HuaweiAnswer {
  const ticket = findCase(osm, call);
  const judgement = readText(call.body, 'judgement', { longest: 400, isNeeded: true });
  const scores = readScores(call);
  if (scores.length === 0) throw osmRefusal('01010001', 'incident_satisfaction_list');
  if (ticket.status !== completed || ticket.scores.length > 0) throw osmRefusal('01010002');
  ticket.judgement = judgement;
  ticket.scores = scores;
  osm.store.log(ticket, call.caller.user.id, 'Scored the service.');
  return done(osm);
}

/** @throws Refusal when a dimension does not exist, or its score is none of its steps */
function readScores({ body }: OsmCall): readonly GivenScore[] {
  const list: unknown = body['incident_satisfaction_list'] ?? [];
  if (!Array.isArray(list)) throw osmRefusal('01010001', 'incident_satisfaction_list');
  return list.map((entry: unknown) => {
    const given = (typeof entry === 'object' ? entry : undefined) as
      | Readonly<Record<string, unknown>>
      | null
      | undefined; // looked
    const dimension = dimensions.find(({ id }) => id === given?.['satisfaction_id']);
    const score = given?.['satisfaction_value'];
    const isScore = typeof score === 'number' && score > 0 && score <= (dimension?.total ?? 0);
    if (dimension === undefined || !isScore || score % dimension.perStep !== 0) {
      throw osmRefusal('01010001', 'incident_satisfaction_list');
    }
    return { dimensionId: dimension.id, score };
  });
}
