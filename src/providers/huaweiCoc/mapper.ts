import { message } from '../../domain/message.ts';
import type { Step, StepCategory } from '../../domain/step.ts';
import type { Ticket, TicketPerson, TicketRef, TicketStatus } from '../../domain/ticket.ts';
import { stepFormOf, toOperation, type Action } from './actions.ts';
import { readApprovalConfig } from './approvalConfig.ts';
import { incidentLevels, incidentStatuses, issueLevels, issueStatuses, nameIn, warRoomStatuses } from './codes.ts';
import { EnumNames } from './enumNames.ts';
import { incidentActions } from './incidentActions.ts';
import { issueActions } from './issueActions.ts';
import { isMe, type Reader } from './reader.ts';
import type { CocIncident, CocIncidentDetail, CocIssue, CocTask, CocWarRoom } from './schema.ts';
import { incidentStage, isEndStage, issueStage, priorityOf, statusOf, type Stage } from './statuses.ts';

/** An issue or incident as it is read, and what can be done to it. */
export interface ReadTicket {
  /** As the watch has it: without forms and details. */
  readonly ticket: Ticket;
  readonly actions: readonly Action[];
}

export function readIssue(ref: TicketRef, issue: CocIssue, reader: Reader): ReadTicket {
  const names = new EnumNames(issue.enum_data_list, reader.language);
  const stage = issueStage(issue, names);
  const status = statusOf(issue.work_flow_status, stage, issueStatuses, names, reader);
  const isEnded = isEndStage(stage) || issue.is_deleted === true;
  const actions = isEnded ? [] : issueActions(issue, names, reader);
  const owners = issueOwners(issue, stage, names);
  const isMine = owners.some((id) => isMe(id, names, reader));
  return {
    actions,
    ticket: {
      ...frame(ref, issue, status, names),
      isEnded,
      steps:
        isEnded || isStarting(issue, stage)
          ? []
          : [readStep(status, stage, namePeople(owners, names), isMine, actions, reader)],
      operations: ofScope(actions, 'ticket', reader),
      priority: priorityOf(issue.level, nameIn(issueLevels, issue.level, names.name('level', issue.level), reader)),
      people: readPeople(issue, names, reader),
    },
  };
}

export function readIncident(
  ref: TicketRef,
  incident: CocIncident,
  tasks: readonly CocTask[],
  reader: Reader,
): ReadTicket {
  const names = new EnumNames(incident.enum_data_list, reader.language);
  const stage = incidentStage(incident, names);
  const status = statusOf(incident.work_flow_status, stage, incidentStatuses, names, reader);
  const isEnded = isEndStage(stage);
  const actions = isEnded ? [] : incidentActions(incident, tasks, names, reader);
  // Its process has not started: it was made just now, or is kept as a draft.
  const hasNoStep = isEnded || (stage === 'draft' && actions.length === 0);
  return {
    actions,
    ticket: {
      ...frame(ref, incident, status, names),
      isEnded,
      steps: hasNoStep ? [] : [readIncidentStep(incident, status, stage, actions, names, reader)],
      operations: ofScope(actions, 'ticket', reader),
      priority: priorityOf(
        incident.level_id,
        nameIn(incidentLevels, incident.level_id, names.name('level_id', incident.level_id), reader),
      ),
      people: [],
    },
  };
}

/** With the form of its step. */
export function withForms({ ticket, actions }: ReadTicket): Ticket {
  const fields = stepFormOf(actions);
  return {
    ...ticket,
    steps: ticket.steps.map((step) => ({
      ...step,
      fields,
      cannotSubmit:
        actions.length === 0 && !ticket.isEnded
          ? message('How this goes on is not published for other programs, or not up to you: see the console.')
          : undefined,
    })),
  };
}

/** For reading only. */
export function readWarRoom(ref: TicketRef, room: CocWarRoom, reader: Reader): Ticket {
  const { id: code, name_zh: zh, name_en: en } = room.war_room_status;
  const isClosed = code === '20';
  const own = reader.language.startsWith('zh') ? zh || en : en || zh;
  const isKnown = warRoomStatuses.some(([each]) => each === code);
  const level = room.incident.failure_level || room.circular_level;
  return {
    ref,
    title: room.title,
    status: {
      code,
      name: nameIn(warRoomStatuses, code, own || code, reader),
      category: isClosed ? 'done' : isKnown ? 'inProgress' : 'unknown',
    },
    isEnded: isClosed,
    url: undefined,
    // Nobody is named here but by ids.
    creator: undefined,
    createdAt: room.create_time,
    updatedAt: undefined,
    steps: [],
    operations: [],
    details: undefined,
    priority: priorityOf(level, nameIn(incidentLevels, level, level, reader)),
  };
}

/** An incident of the external interface of v1 under the names of v2, for where v2 does not answer. */
export function toIncident(detail: CocIncidentDetail): CocIncident {
  return {
    ticket_id: detail.incident_num,
    title: detail.incident_title,
    description: detail.incident_description,
    work_flow_status: detail.status,
    phase: '',
    level_id: detail.incident_level,
    mtm_type: detail.incident_type,
    mtm_region: detail.region,
    source_id: detail.incident_source,
    current_cloud_service_id: detail.current_cloud_service.join(','),
    enterprise_project_id: detail.enterprise_project.join(','),
    incident_ownership: detail.incident_ownership,
    is_service_interrupt: detail.is_service_interrupt,
    assignee: detail.incident_assignee,
    creator: detail.creator,
    operator: '',
    start_time: detail.start_time,
    handle_time: detail.handle_time,
    create_time: detail.create_time,
    update_time: undefined,
    enum_data_list: detail.enum_data_list.map((entry) => ({
      ...entry,
      property: (Object.hasOwn(v2Names, entry.property) ? v2Names[entry.property] : undefined) ?? entry.property,
    })),
  };
}

const v2Names: Readonly<Record<string, string>> = {
  status: 'work_flow_status',
  incident_level: 'level_id',
  incident_type: 'mtm_type',
  region: 'mtm_region',
  incident_source: 'source_id',
  current_cloud_service: 'current_cloud_service_id',
  enterprise_project: 'enterprise_project_id',
  incident_assignee: 'assignee',
};

type Frame = Pick<Ticket, 'ref' | 'title' | 'status' | 'url' | 'creator' | 'createdAt' | 'updatedAt' | 'details'>;

function frame(
  ref: TicketRef,
  head: Pick<CocIssue, 'title' | 'creator' | 'create_time' | 'update_time'>,
  status: TicketStatus,
  names: EnumNames,
): Frame {
  return {
    ref,
    title: head.title,
    status,
    // What addresses the console has is not published.
    url: undefined,
    creator: head.creator === '' ? undefined : names.person('creator', head.creator),
    createdAt: head.create_time,
    updatedAt: head.update_time,
    details: undefined,
  };
}

/** An issue that was made just now: its process starts a while later (contract §2.6). One that is kept as a draft never does. */
function isStarting({ is_start_process: starts, assignee }: CocIssue, stage: Stage): boolean {
  return stage === 'draft' && starts === true && assignee.length === 0;
}

function readStep(
  { code, name }: TicketStatus,
  stage: Stage,
  processors: readonly string[],
  isMine: boolean,
  actions: readonly Action[],
  reader: Reader,
): Step {
  const category = stepCategory(stage);
  return {
    // Told by its status, so that a form is not sent to a ticket that has moved on.
    id: code,
    name,
    status: { code, name, category },
    processors,
    waitsForMe: isMine && category !== 'suspended',
    operations: ofScope(actions, 'step', reader),
    fields: undefined,
    cannotSubmit: undefined,
  };
}

/**
 * The owner of an incident is who handles it. Others review it, verify it or take back its rejection: whether the user is
 * one of them is told by what is offered.
 */
function readIncidentStep(
  incident: CocIncident,
  status: TicketStatus,
  stage: Stage,
  actions: readonly Action[],
  names: EnumNames,
  reader: Reader,
): Step {
  const { assignee, creator } = incident;
  const isForOthers = stage === 'inReview' || stage === 'verifying' || stage === 'rejected';
  const isMine = isForOthers
    ? actions.some(({ scope }) => scope === 'step')
    : assignee.some((id) => isMe(id, names, reader));
  const owners = !isForOthers ? assignee : stage === 'inReview' || creator === '' ? [] : [creator];
  const { me } = reader;
  const processors =
    owners.length === 0 && isMine ? [me.name || names.person('assignee', me.id)] : namePeople(owners, names);
  return readStep(status, stage, processors, isMine, actions, reader);
}

function namePeople(ids: readonly string[], names: EnumNames): readonly string[] {
  return ids.map((id) => names.person('assignee', id)).filter((name) => name !== '');
}

function stepCategory(stage: Stage): StepCategory {
  if (stage === 'unaccepted') return 'toClaim';
  return stage === 'suspended' ? 'suspended' : 'active';
}

function ofScope(actions: readonly Action[], scope: Action['scope'], reader: Reader) {
  return actions.filter((action) => action.scope === scope).map((action) => toOperation(action, reader));
}

/** By default, it is the creator who reviews and verifies (contract §2.4, and the console's manual). */
function issueOwners(issue: CocIssue, stage: Stage, names: EnumNames): readonly string[] {
  const reviewers = stage === 'inReview' ? reviewersOf(issue, names) : [];
  if (reviewers.length > 0) return reviewers;
  const isForCreator = stage === 'inReview' || stage === 'verifying' || stage === 'rejected';
  return issue.assignee.length > 0 || !isForCreator || issue.creator === '' ? issue.assignee : [issue.creator];
}

function reviewersOf(issue: CocIssue, names: EnumNames): readonly string[] {
  const words = names.bothNames('work_flow_status', issue.work_flow_status).join(' ');
  const isLevel = /level|grad|escalat|升级|降级|级别/iu.test(words);
  const config = isLevel ? issue.level_approve_config : issue.suspension_approve_config;
  return readApprovalConfig(config)?.approvers ?? [];
}

function readPeople(issue: CocIssue, names: EnumNames, { translate }: Reader): readonly TicketPerson[] {
  const { issue_contact_person: contact, participator } = issue;
  const others = participator.filter((id) => id !== issue.creator && id !== contact && !issue.assignee.includes(id));
  return [
    ...(contact === ''
      ? []
      : [{ role: translate(message('Contact')), name: names.person('issue_contact_person', contact) }]),
    ...others.map((id) => ({ role: translate(message('Participant')), name: names.person('participator', id) })),
  ];
}
