import type { JsonObject } from '../httpMessages.ts';
import type { Coc } from './coc.ts';
import type { StoredIncident } from './incidentModel.ts';
import { incidentStatus, nameOf } from './names.ts';

type Who = 'assignee' | 'creator' | 'reviewer' | 'anybody';

const { triggered, acknowledged, rejected, resolved, pauseApproval, paused, levelApproval, ofTenant } = incidentStatus;

/** What each status offers, and to whom. */
const operations: Readonly<Record<string, readonly (readonly [key: string, who: Who])[]>> = {
  [triggered]: [
    ['accepted', 'assignee'],
    ['rejected', 'assignee'],
    ['unAcceptedForward', 'assignee'],
    ['changeLevel', 'assignee'],
    ['addRemark', 'anybody'],
  ],
  [acknowledged]: [
    ['commitSolution', 'assignee'],
    ['acceptedForward', 'assignee'],
    ['incidentPause', 'assignee'],
    ['changeLevel', 'assignee'],
    ['addRemark', 'anybody'],
  ],
  [resolved]: [
    ['confirm', 'creator'],
    ['addRemark', 'anybody'],
  ],
  [rejected]: [
    ['ReOpen', 'creator'],
    ['agreed', 'creator'],
  ],
  [pauseApproval]: [
    ['agreed', 'reviewer'],
    ['rejected', 'reviewer'],
  ],
  [paused]: [
    ['recovery', 'assignee'],
    ['addRemark', 'anybody'],
  ],
  [levelApproval]: [
    ['agreed', 'reviewer'],
    ['rejected', 'reviewer'],
  ],
  [ofTenant]: [['addRemark', 'anybody']],
};

/** An operation that is shown; one with an empty task id cannot be run by this caller (contract §2.6). */
export interface OfferedOperation {
  readonly key: string;
  readonly taskId: string;
}

export function offeredOperations(coc: Coc, incident: StoredIncident, callerId: string): readonly OfferedOperation[] {
  if (!incident.hasStarted) return [];
  return (operations[incident.status] ?? []).map(([key, who]) => ({
    key: key === 'ReOpen' ? coc.quirks.reopenKey : key,
    taskId: isMeant(incident, who, callerId) ? incident.taskId : '',
  }));
}

/** The nodes of the process that are running, the current one first. */
export function viewTasks(coc: Coc, incident: StoredIncident, callerId: string): readonly JsonObject[] {
  const offered = offeredOperations(coc, incident, callerId);
  if (offered.length === 0) return [];
  const waits = [pauseApproval, paused].some((status) => status === incident.status);
  return [
    {
      type: 'userTask',
      key: incident.status,
      name: nameOf(incident.status)?.zh ?? incident.status,
      state: waits ? 'suspended' : 'running',
      operations: offered.map(({ key, taskId }) => ({ task_id: taskId, key })),
    },
  ];
}

function isMeant(incident: StoredIncident, who: Who, callerId: string): boolean {
  switch (who) {
    case 'assignee':
      return incident.assigneeId === callerId;
    case 'creator':
      return incident.creatorId === callerId;
    case 'reviewer':
      return incident.reviewerId === callerId;
    case 'anybody':
      return true;
  }
}
