import type { JsonObject } from '../httpMessages.ts';
import type { Coc } from './coc.ts';
import { enumData, enumDataOfExternal, type NamedField } from './enumData.ts';
import { actionName, type HistoryEntry } from './history.ts';
import type { StoredIssue, SubTicket } from './issueModel.ts';
import { issueStatus } from './names.ts';

/** An issue in the shape of the vendor's sample (contract §2.4), typos and all. */
export function viewIssue(coc: Coc, issue: StoredIssue, withSubTickets = true): JsonObject {
  return {
    ticket_type: issue.category, // not the kind of ticket, which is ticket_type_id
    issue_correlation_sla: issue.number,
    level: issue.level,
    root_cause_cloud_service: issue.rootCauseServiceId,
    root_cause_type: issue.rootCauseType,
    current_cloud_service_id: issue.serviceId,
    issue_contact_person: issue.contactId,
    issue_version: issue.version,
    source: issue.sourceType,
    commit_upload_attachment: issue.attachmentIds.join(','),
    source_id: issue.sourceId,
    enterprise_project: '0',
    virtual_schedule_type: issue.scheduleType,
    title: issue.title,
    regions: issue.regions.join(','),
    description: issue.description,
    root_cause_comment: issue.rootCause,
    solution: issue.solution,
    regions_serch: issue.regions.map((region) => `${region},`).join(''),
    ...(issue.levelApproval === undefined ? {} : { level_approve_config: issue.levelApproval }),
    ...(issue.suspensionApproval === undefined ? {} : { suspension_approve_config: issue.suspensionApproval }),
    handle_time: issue.handleTime,
    fount_time: issue.foundAt,
    is_common_issue: issue.isCommon,
    is_need_change: issue.needsChange,
    is_enable_suspension: issue.status === issueStatus.suspended,
    is_start_process_async: true,
    is_update_null: false,
    creator: issue.creatorId,
    operator: issue.operatorId,
    is_return_full_info: false,
    is_start_process: !issue.isDraft,
    ticket_id: issue.number,
    real_ticket_id: issue.number,
    assignee: issue.assigneeId,
    participator: issue.participantIds.join(','),
    work_flow_status: issue.status,
    engine_error_msg: '',
    baseline_status: 'issues_mgmt_draft',
    phase: phaseOf(issue.status),
    // These two when they are looked at: a list is searched through by views of all issues, and shows a few.
    get sub_tickets() {
      return withSubTickets ? issue.subTickets.map((sub) => viewSubTicket(issue, sub)) : [];
    },
    get enum_data_list() {
      return enumData(coc, namedFields(issue), issue);
    },
    id: issue.key,
    meta_data_version: 39,
    update_time: issue.updatedAt,
    create_time: issue.createdAt,
    is_deleted: false,
    ticket_type_id: 'issues_mgmt',
    _form_info: {},
  };
}

/** GET /v1/external/issues: fewer fields, and the other shape of names (contract §2.4). */
export function viewIssueOutside(coc: Coc, issue: StoredIssue): JsonObject {
  return {
    ticket_type: issue.category,
    level: issue.level,
    impacted_cloud_services: issue.serviceId,
    root_cause_cloud_service: issue.rootCauseServiceId,
    root_cause_type: issue.rootCauseType,
    root_cause_comment: issue.rootCause,
    solution: issue.solution,
    issue_contact_person: issue.contactId,
    reproduce_probability: 'issues_reproduce_probability_1000',
    issue_version: issue.version,
    title: issue.title,
    regions: issue.regions.join(','),
    description: issue.description,
    fount_time: issue.foundAt,
    is_common_issue: issue.isCommon,
    is_need_change: issue.needsChange,
    creator: issue.creatorId,
    operator: issue.operatorId,
    ticket_id: issue.number,
    assignee: issue.assigneeId,
    work_flow_status: issue.status,
    phase: phaseOf(issue.status),
    update_time: issue.updatedAt,
    create_time: issue.createdAt,
    is_deleted: false,
    enum_data_list: enumDataOfExternal(coc, namedFields(issue)),
  };
}

/** Not every coded field is here: phase, baseline_status, operator and participator have no names (contract §2.4). */
function namedFields(issue: StoredIssue): readonly NamedField[] {
  return [
    { field: 'ticket_type', match: 'enum', values: [issue.category] },
    { field: 'virtual_schedule_type', match: 'enum', values: [issue.scheduleType] },
    { field: 'creator', match: 'reference__base_config.User', values: [issue.creatorId] },
    { field: 'regions', match: 'reference__base_config.Location', values: issue.regions },
    { field: 'issue_contact_person', match: 'reference__base_config.User', values: [issue.contactId] },
    { field: 'assignee', match: 'reference__base_config.User', values: [issue.assigneeId] },
    { field: 'current_cloud_service_id', match: 'reference__base_config.Resource', values: [issue.serviceId] },
    { field: 'work_flow_status', match: 'enum', values: [issue.status] },
    { field: 'root_cause_cloud_service', match: 'reference__base_config.Resource', values: [issue.rootCauseServiceId] },
    { field: 'commit_upload_attachment', match: 'reference__app.attachment', values: issue.attachmentIds },
    { field: 'source', match: 'enum', values: [issue.sourceType] },
    { field: 'level', match: 'enum', values: [issue.level] },
    { field: 'root_cause_type', match: 'enum', values: [issue.rootCauseType] },
  ];
}

/** Without the change_* fields of the vendor's table, and nested (contract §2.4). */
function viewSubTicket(issue: StoredIssue, sub: SubTicket): JsonObject {
  return {
    id: sub.key,
    main_ticket_id: issue.ticketId,
    parent_ticket_id: issue.ticketId,
    ticket_id: sub.ticketId,
    real_ticket_id: sub.number,
    ticket_path: `${issue.ticketId}:${sub.targetType}:${sub.targetValue}`,
    target_value: sub.targetValue,
    target_type: sub.targetType,
    create_time: sub.createdAt,
    update_time: sub.updatedAt,
    operator: issue.operatorId,
    creator: issue.creatorId,
    is_deleted: false,
    sub_tickets: [],
  };
}

/** A row of list-histories: times are numbers here, and one more typo (contract §2.4). */
export function viewHistory(coc: Coc, number: string, entry: HistoryEntry): JsonObject {
  const { zh, en } = actionName(entry.action);
  return {
    id: entry.id,
    ticket_id: number,
    action_id: entry.id,
    action: entry.action,
    sub_action: entry.subAction,
    final_sub_action: entry.subAction,
    action_name_zh: zh,
    action_name_en: en,
    action_template_zh: `{operator} ${zh}`,
    action_template_en: `{operator} ${en}`,
    operator: entry.operatorId,
    comment: entry.comment,
    status: entry.status,
    start_time: entry.startedAt,
    stop_time: entry.stoppedAt,
    update_time: entry.stoppedAt,
    target_type: '',
    target_value: '',
    is_deteted: false,
    enum_data_list: enumData(coc, historyFields(entry), { ticketId: entry.id, number }),
  };
}

export function historyFields(entry: HistoryEntry): readonly NamedField[] {
  return [
    { field: 'operator', match: 'reference__base_config.User', values: [entry.operatorId] },
    { field: 'status', match: 'enum', values: [entry.status] },
  ];
}

function phaseOf(status: string): string {
  switch (status) {
    case issueStatus.draft:
    case issueStatus.unaccepted:
    case issueStatus.rejected:
      return 'issues_phase_1000';
    case issueStatus.changing:
      return 'issues_phase_3000';
    case issueStatus.completed:
    case issueStatus.withdrawn:
      return 'issues_phase_4000';
    default:
      return 'issues_phase_2000';
  }
}
