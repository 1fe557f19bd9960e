import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { answerWith, findPerson, invalid, type Coc, type CocCall } from './coc.ts';
import type { IncidentDesign } from './incidentStore.ts';
import type { StoredIncident } from './incidentModel.ts';
import type { StoredIssue } from './issueModel.ts';
import type { IssueDesign } from './issueStore.ts';
import { viewIssue } from './issueViews.ts';
import { incidentStatus, isKnown, issueStatus } from './names.ts';

/** POST /v1/issues_mgmt/tickets; `is_start_process: false` leaves a draft (contract §2.6). @throws Refusal */
export function createIssue(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const category = neededText(body, 'ticket_type');
  const scheduleType = neededText(body, 'virtual_schedule_type');
  if (!isKnown(category, 'issues_type_')) throw invalid('ticket_type');
  if (!isKnown(scheduleType, 'issues_mgmt_virtual_schedule_type_')) throw invalid('virtual_schedule_type');
  neededText(body, 'enterprise_project');
  const isDraft = body['is_start_process'] === false;
  const issue = addIssue(coc, {
    ...readIssue(coc, body, caller.user.id),
    category,
    scheduleType,
    sourceType: text(body, 'source'),
    attachmentIds: readAttachments(coc, text(body, 'commit_upload_attachment')),
    regions: text(body, 'regions').split(',').filter(Boolean),
    rootCauseServiceId: text(body, 'root_cause_cloud_service'),
    serviceId: text(body, 'root_cause_cloud_service'),
    isDraft,
  });
  return answerWith(coc, viewIssue(coc, issue));
}

/** POST /v1/external/issues/create: lists where the other door has texts with commas. @throws Refusal */
export function createIssueOutside(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const [service] = texts(body, 'root_cause_cloud_service');
  if (service === undefined) throw invalid('root_cause_cloud_service');
  const issue = addIssue(coc, {
    ...readIssue(coc, body, caller.user.id),
    regions: texts(body, 'regions'),
    rootCauseServiceId: service,
    serviceId: service,
  });
  return answerWith(coc, { ticket_id: issue.number });
}

function readIssue(coc: Coc, body: JsonObject, creatorId: string): IssueDesign {
  const level = text(body, 'level');
  if (level !== '' && !isKnown(level, 'issues_level_')) throw invalid('level');
  const contactId = text(body, 'issue_contact_person');
  if (contactId !== '' && findPerson(coc, contactId) === undefined) throw invalid('issue_contact_person');
  const { fount_time: foundAt = 0 } = body;
  if (typeof foundAt !== 'number') throw invalid('fount_time');
  return {
    title: neededText(body, 'title', 200),
    description: neededText(body, 'description', 10_000),
    creatorId,
    contactId: contactId === '' ? creatorId : contactId,
    hoursAgo: 0,
    foundAt,
    sourceId: text(body, 'source_id'),
    ...(level === '' ? {} : { level }),
    levelApproval: '',
    suspensionApproval: '',
  };
}

/** The process begins later than the answer comes (contract §2.6). */
function addIssue(coc: Coc, design: IssueDesign): StoredIssue {
  const issue = coc.issues.add({ ...design, hasStarted: false });
  coc.queue.add(() => {
    issue.hasStarted = true;
    if (issue.isDraft) return;
    issue.status = issueStatus.unaccepted;
    issue.assigneeId = issue.contactId;
    issue.updatedAt = coc.now();
  });
  return issue;
}

/** POST /v1/external/incident/create. @throws Refusal */
export function createIncidentOutside(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  const level = neededText(body, 'incident_level');
  const category = neededText(body, 'incident_type');
  if (!isKnown(level, 'level_')) throw invalid('incident_level');
  if (!isKnown(category, 'inc_type_')) throw invalid('incident_type');
  const [assigneeId] = texts(body, 'incident_assignee');
  const isPerson = findPerson(coc, assigneeId) !== undefined;
  const hasRole = text(body, 'assignee_scene') !== '' && text(body, 'assignee_role') !== '';
  if (assigneeId === undefined ? !hasRole : !isPerson) throw invalid('incident_assignee');
  const { start_time: startedAt } = body;
  if (startedAt !== undefined && typeof startedAt !== 'number') throw invalid('start_time');
  const incident = addIncident(
    coc,
    {
      title: neededText(body, 'incident_title', 200),
      description: text(body, 'incident_description', 600),
      creatorId: caller.user.id,
      hoursAgo: 0,
      level,
      category,
      sourceType: neededText(body, 'incident_source'),
      region: texts(body, 'region')[0] ?? '',
      serviceId: texts(body, 'current_cloud_service')[0] ?? '',
      isInterrupted: String(body['is_service_interrupt']) === 'true',
      ownership: text(body, 'incident_ownership'),
    },
    assigneeId ?? caller.user.id,
  );
  incident.startedAt = startedAt;
  return answerWith(coc, { incident_num: incident.number });
}

/** POST /v1/alarm-mgmt/alarms-linked-incident: the answer is bare, without the envelope (contract §2.3). @throws Refusal */
export function createIncidentFromAlarm(coc: Coc, { body, caller }: CocCall): HuaweiAnswer {
  neededText(body, 'alarm_ids');
  const level = neededText(body, 'level_id');
  if (!isKnown(level, 'level_')) throw invalid('level_id');
  const incident = addIncident(
    coc,
    {
      title: neededText(body, 'title', 200),
      description: neededText(body, 'description', 600),
      creatorId: caller.user.id,
      hoursAgo: 0,
      level,
      category: text(body, 'mtm_type'),
      region: text(body, 'mtm_region'),
      sourceType: 'incident_source_alarm',
    },
    text(body, 'assignee') || caller.user.id,
  );
  return { status: 200, json: { data: [incident.number] } };
}

function addIncident(coc: Coc, design: IncidentDesign, assigneeId: string): StoredIncident {
  const incident = coc.incidents.add({ ...design, hasStarted: false });
  coc.queue.add(() => {
    incident.hasStarted = true;
    incident.status = incidentStatus.triggered;
    incident.assigneeId = assigneeId;
    incident.updatedAt = coc.now();
  });
  return incident;
}

function readAttachments({ attachments }: Coc, list: string): readonly string[] {
  const ids = list.split(',').filter((id) => id !== '');
  if (!ids.every((id) => attachments.get(id) !== undefined)) throw invalid('commit_upload_attachment');
  return ids;
}

function text(body: JsonObject, name: string, longest = 1000): string {
  const value = body[name] ?? '';
  if (typeof value !== 'string' || value.length > longest) throw invalid(name);
  return value;
}

function neededText(body: JsonObject, name: string, longest?: number): string {
  const value = text(body, name, longest);
  if (value.trim() === '') throw invalid(name);
  return value;
}

function texts(body: JsonObject, name: string): readonly string[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw invalid(name);
  return value;
}
