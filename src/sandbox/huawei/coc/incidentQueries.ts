import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { answerWith, invalid, type Coc, type CocCall } from './coc.ts';
import { applyQuery, pageOf, readListQuery } from './filters.ts';
import { findIncident } from './incidentActions.ts';
import { viewIncident, viewIncidentHistory, viewIncidentOutside, viewIncidentSimply } from './incidentViews.ts';
import { totalOf } from './issueQueries.ts';
import { viewHistory } from './issueViews.ts';

/** POST /v2/incidents/list: knows conditions and lets fields be chosen (contract §2.5). @throws Refusal */
export function listIncidents(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const all = coc.incidents.list().map((incident) => viewIncident(coc, incident));
  const found = applyQuery(readListQuery(body), all, true);
  const tickets = pageOf(body, found).map((row) => pickFields(row, body['fields']));
  return answerWith(coc, { tickets, ...totalOf(coc, body, found.length) });
}

/** @throws Refusal */
export function showIncidentOutside(coc: Coc, { params }: CocCall): HuaweiAnswer {
  return answerWith(coc, viewIncidentOutside(coc, findIncident(coc, params['incident_num'])));
}

/** GET /v1/incident-tickets: its offset is the number of a page, from 1 (contract §2.5). @throws Refusal */
export function listIncidentsSimply(coc: Coc, { request }: CocCall): HuaweiAnswer {
  const [offset, limit] = ['offset', 'limit'].map((name) => {
    const text = request.query.one(name) ?? '';
    if (!/^[1-9]\d*$/.test(text)) throw invalid(name);
    return Number(text);
  }) as [number, number]; // two names, two numbers
  const all = coc.incidents.list();
  const tickets = all.slice((offset - 1) * limit, offset * limit).map(viewIncidentSimply);
  return answerWith(coc, { tickets, ...totalOf(coc, {}, all.length) });
}

/** POST /v2/incidents/{id}/histories. @throws Refusal */
export function listIncidentHistory(coc: Coc, { params, body }: CocCall): HuaweiAnswer {
  const incident = findIncident(coc, params['incident_id']);
  const all = incident.history.map((entry) => viewIncidentHistory(coc, incident, entry));
  const found = applyQuery(readListQuery(body), all, true);
  return answerWith(coc, { total: found.length, info: pageOf(body, found) });
}

/** POST /v1/external/incident/list-histories: the older shape. @throws Refusal */
export function listIncidentHistoryOutside(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const all = coc.incidents.list().flatMap(({ number, history }) => {
    return history.map((entry) => viewHistory(coc, number, entry));
  });
  const found = applyQuery(readListQuery(body), all, false);
  return answerWith(coc, { total: found.length, info: pageOf(body, found) });
}

function pickFields(row: JsonObject, fields: unknown): JsonObject {
  if (!Array.isArray(fields) || fields.length === 0) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name)));
}
