import type { Route } from '../routes.ts';
import { downloadAttachment, uploadAttachment } from './attachments.ts';
import { actOnChange, listChangeHistory, listChangeParts } from './changes.ts';
import type { Coc, CocCall } from './coc.ts';
import { createIncidentFromAlarm, createIncidentOutside, createIssue, createIssueOutside } from './creation.ts';
import { actOnIncident, handleOutside, listTasks } from './incidentActions.ts';
import {
  listIncidentHistory,
  listIncidentHistoryOutside,
  listIncidents,
  listIncidentsSimply,
  showIncidentOutside,
} from './incidentQueries.ts';
import { actOnIssue } from './issueActions.ts';
import { listIssueHistory, listIssues, showIssue, showIssueOutside } from './issueQueries.ts';
import { createWarRoom, listWarRooms } from './warRooms.ts';

type Table = readonly (readonly [name: string, request: string, answer: Route<Coc, CocCall>['answer']])[];

/** Many reads are a POST. */
const reads: Table = [
  ['ListTickets', 'POST v1/issues_mgmt/list-tickets', listIssues],
  ['ShowTicketInfo', 'GET v1/issues_mgmt/tickets/{ticket_id}', showIssue],
  ['ShowCocIssuesDetail', 'GET v1/external/issues/{ticket_id}', showIssueOutside],
  ['ListTicketOperationHistories', 'POST v1/issues_mgmt/list-histories', listIssueHistory],
  ['ListTicketOperationHistories', 'POST v1/change/list-histories', listChangeHistory],
  ['ListCocTicketOperationHistories', 'POST v1/external/issues_mgmt/list-histories', listIssueHistory],
  ['ListCocTicketOperationHistories', 'POST v1/external/incident/list-histories', listIncidentHistoryOutside],
  ['ListIncidents', 'POST v2/incidents/list', listIncidents],
  ['ListIncidentsHistories', 'POST v2/incidents/{incident_id}/histories', listIncidentHistory],
  ['ShowIncidentTask', 'GET v2/incidents/{incident_id}/tasks', listTasks],
  ['ShowCocIncidentDetail', 'GET v1/external/incident/{incident_num}', showIncidentOutside],
  ['ListIncidentSimpleTickets', 'GET v1/incident-tickets', listIncidentsSimply],
  ['ListWarRooms', 'POST v1/external/warrooms/list', listWarRooms],
  ['ListSubTickets', 'GET v1/change/tickets/{ticket_id}/list-sub-tickets', listChangeParts],
  ['DownloadAttachment', 'GET v1/incident/attachments/{doc_id}', downloadAttachment],
];

const writes: Table = [
  ['ExecuteTicketAction', 'POST v1/issues_mgmt/actions', actOnIssue],
  ['ExecuteTicketAction', 'POST v1/change/actions', actOnChange],
  ['HandleIncident', 'POST v2/incidents/{incident_id}/actions', actOnIncident],
  ['HandleCocIncident', 'POST v1/external/incident/handle', handleOutside],
  ['CreateTicket', 'POST v1/issues_mgmt/tickets', createIssue],
  ['CreateCocIssues', 'POST v1/external/issues/create', createIssueOutside],
  ['CreateCocIncident', 'POST v1/external/incident/create', createIncidentOutside],
  ['TransferAlarmToIncident', 'POST v1/alarm-mgmt/alarms-linked-incident', createIncidentFromAlarm],
  ['CreateWarRoom', 'POST v1/external/warrooms', createWarRoom],
  ['CreateAttachment', 'POST v1/incident/attachments', uploadAttachment],
];

/** What the sandbox knows of the contract's table (§2). */
export const cocRoutes: readonly Route<Coc, CocCall>[] = [
  ...reads.map(([name, request, answer]) => ({ name, ...splitRequest(request), answer })),
  ...writes.map(([name, request, answer]) => ({ name, ...splitRequest(request), isWrite: true as const, answer })),
];

function splitRequest(request: string): { readonly method: 'GET' | 'POST'; readonly path: string } {
  const [method, path] = request.split(' ') as ['GET' | 'POST', string]; // see the tables
  return { method, path };
}
