import type { JsonObject } from '../httpMessages.ts';
import type { Coc } from './coc.ts';
import { enumData, enumDataOfExternal, type NamedField } from './enumData.ts';
import { actionName, type HistoryEntry } from './history.ts';
import type { StoredIncident } from './incidentModel.ts';
import { historyFields } from './issueViews.ts';
import { incidentStatus } from './names.ts';

/** A row of the newer list: names of its own, a boolean as text, times as texts (contract §2.4, §2.5). */
export function viewIncident(coc: Coc, incident: StoredIncident): JsonObject {
  const { startedAt, handledAt } = incident;
  return {
    ticket_id: incident.number,
    title: incident.title,
    description: incident.description,
    level_id: incident.level,
    mtm_region: incident.region,
    mtm_type: incident.category,
    source_id: incident.sourceType,
    forward_rule_id: incident.forwardRuleId,
    enterprise_project_id: '0',
    current_cloud_service_id: incident.serviceId,
    is_service_interrupt: String(incident.isInterrupted),
    work_flow_status: incident.status,
    phase: phaseOf(incident.status),
    assignee: incident.assigneeId,
    creator: incident.creatorId,
    operator: incident.operatorId,
    update_time: String(incident.updatedAt),
    create_time: String(incident.createdAt),
    start_time: startedAt === undefined ? '' : String(startedAt),
    handle_time: handledAt === undefined ? '' : String(handledAt),
    incident_ownership: incident.ownership,
    // When it is looked at: a list is searched through by views of all incidents, and shows a few.
    get enum_data_list() {
      return enumData(coc, namedFields(incident, newerNames), incident);
    },
  };
}

const newerNames: FieldNames = {
  level: 'level_id',
  category: 'mtm_type',
  source: 'source_id',
  status: 'work_flow_status',
  region: 'mtm_region',
  service: 'current_cloud_service_id',
  project: 'enterprise_project_id',
  assignee: 'assignee',
  creator: 'creator',
};

/** GET /v1/external/incident: lists where the newer door has texts, and the other shape of names (contract §2.4). */
export function viewIncidentOutside(coc: Coc, incident: StoredIncident): JsonObject {
  return {
    incident_num: incident.number,
    region: listOf(incident.region),
    enterprise_project: ['0'],
    current_cloud_service: listOf(incident.serviceId),
    incident_level: incident.level,
    is_service_interrupt: incident.isInterrupted,
    start_time: incident.startedAt ?? null,
    fault_recovery_time: incident.recoveredAt ?? null,
    fault_delineation_time: null,
    incident_ownership: incident.ownership,
    incident_type: incident.category,
    incident_title: incident.title,
    incident_description: incident.description,
    incident_source: incident.sourceType,
    incident_assignee: listOf(incident.assigneeId),
    assignee_scene: '',
    assignee_role: '',
    warroom_id: incident.warRoomId,
    handle_time: incident.handledAt ?? null,
    status: incident.status,
    create_time: incident.createdAt,
    creator: incident.creatorId,
    enum_data_list: enumDataOfExternal(
      coc,
      namedFields(incident, {
        level: 'incident_level',
        category: 'incident_type',
        source: 'incident_source',
        status: 'status',
        region: 'region',
        service: 'current_cloud_service',
        project: 'enterprise_project',
        assignee: 'incident_assignee',
        creator: 'creator',
      }),
    ),
  };
}

/** A row of the simple list, whose assignee is a list (contract §2.4). */
export function viewIncidentSimply(incident: StoredIncident): JsonObject {
  return {
    ticket_id: incident.number,
    title: incident.title,
    description: incident.description,
    status: incident.status,
    level: incident.level,
    enterprise_project: '0',
    source: incident.sourceType,
    creator: incident.creatorId,
    assignee: listOf(incident.assigneeId),
  };
}

/** A row of the newer history: times are texts, and fields of the older one are missing (contract §8). */
export function viewIncidentHistory(coc: Coc, { number }: StoredIncident, entry: HistoryEntry): JsonObject {
  const { zh, en } = actionName(entry.action);
  return {
    action: entry.action,
    action_name_zh: zh,
    action_name_en: en,
    operator: entry.operatorId,
    status: entry.status,
    start_time: String(entry.startedAt),
    stop_time: String(entry.stoppedAt),
    comment: entry.comment,
    enum_data_list: enumData(coc, historyFields(entry), { ticketId: entry.id, number }).map((one) => {
      return { prop_id: one['prop_id'], biz_id: one['biz_id'], name_zh: one['name_zh'], name_en: one['name_en'] };
    }),
  };
}

type FieldNames = Readonly<
  Record<'level' | 'category' | 'source' | 'status' | 'region' | 'service' | 'project' | 'assignee' | 'creator', string>
>;

function namedFields(incident: StoredIncident, names: FieldNames): readonly NamedField[] {
  return [
    { field: names.level, match: 'enum', values: [incident.level] },
    { field: names.category, match: 'enum', values: [incident.category] },
    { field: names.source, match: 'enum', values: [incident.sourceType] },
    { field: names.status, match: 'enum', values: [incident.status] },
    { field: names.region, match: 'reference__base_config.Location', values: [incident.region] },
    { field: names.service, match: 'reference__base_config.Resource', values: [incident.serviceId] },
    { field: names.project, match: 'enum', values: ['0'] },
    { field: names.assignee, match: 'reference__base_config.User', values: [incident.assigneeId] },
    { field: names.creator, match: 'reference__base_config.User', values: [incident.creatorId] },
  ];
}

function listOf(text: string): readonly string[] {
  return text === '' ? [] : [text];
}

function phaseOf(status: string): string {
  switch (status) {
    case incidentStatus.draft:
    case incidentStatus.triggered:
    case incidentStatus.rejected:
      return 'incident_phase_1000';
    case incidentStatus.resolved:
      return 'incident_phase_3000';
    case incidentStatus.completed:
      return 'incident_phase_4000';
    default:
      return 'incident_phase_2000';
  }
}
