import type { Attachment } from '../../domain/attachments.ts';
import { message, type Message } from '../../domain/message.ts';
import type { TicketDetail } from '../../domain/ticket.ts';
import { readApprovalConfig } from './approvalConfig.ts';
import { incidentSources, incidentTypes, issueCategories, issueSources, nameIn, type CodeTable } from './codes.ts';
import { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';
import { toIncident } from './mapper.ts';
import type { CocIncident, CocIncidentDetail, CocIssue, CocWarRoom } from './schema.ts';
import { describeDuration, formatWallClock } from './times.ts';

/** @param hasSolutionForm the cause and the solution are in the form of the step */
export function issueDetails(issue: CocIssue, locale: Locale, hasSolutionForm: boolean): readonly TicketDetail[] {
  const names = new EnumNames(issue.enum_data_list, locale.language);
  const say = new DetailMaker(names, locale);
  const details = [
    say.text('description', message('Description'), issue.description),
    say.code('ticket_type', message('Category'), issue.ticket_type, issueCategories),
    say.code('phase', message('Phase'), issue.phase),
    say.code('source', message('Source'), issue.source, issueSources),
    say.text('source_id', message('Source ticket'), issue.source_id),
    say.code('current_cloud_service_id', message('Application'), issue.current_cloud_service_id),
    say.codes('regions', message('Regions'), issue.regions),
    say.text('issue_version', message('Version'), issue.issue_version),
    say.code('enterprise_project', message('Enterprise project'), issue.enterprise_project),
    say.code('virtual_schedule_type', message('Kind of owner'), issue.virtual_schedule_type),
    say.moment('fount_time', message('Found'), issue.fount_time),
    say.duration('handle_time', message('Handling time'), issue.handle_time),
    say.person('operator', message('Last operator'), issue.operator),
    say.files('commit_upload_attachment', message('Attachments'), issue.commit_upload_attachment),
    say.text('engine_error_msg', message('Error of the process'), issue.engine_error_msg),
  ];
  const solution = [
    say.code('root_cause_type', message('Root cause category'), issue.root_cause_type),
    say.code('root_cause_cloud_service', message('Responsible service'), issue.root_cause_cloud_service),
    say.text('root_cause_comment', message('Root cause'), issue.root_cause_comment),
    say.text('solution', message('Solution'), issue.solution),
    say.yesOrNo('is_common_issue', message('Common issue'), issue.is_common_issue),
    say.yesOrNo('is_need_change', message('Change needed'), issue.is_need_change),
  ];
  const reviews = [
    say.reviewers('level_approve_config', message('Changes of level'), issue.level_approve_config),
    say.reviewers('suspension_approve_config', message('Suspensions'), issue.suspension_approve_config),
  ];
  return [
    ...details.flat(),
    ...(hasSolutionForm || issue.root_cause_type === '' ? [] : say.group(message('Cause and solution'), solution)),
    ...say.group(message('Reviewers'), reviews),
  ];
}

/** @param detail what the external interface of v1 adds; `undefined`: it did not answer */
export function incidentDetails(
  incident: CocIncident,
  detail: CocIncidentDetail | undefined,
  locale: Locale,
): readonly TicketDetail[] {
  const more = detail === undefined ? [] : [...toIncident(detail).enum_data_list, ...detail.enum_data_list];
  const say = new DetailMaker(new EnumNames([...incident.enum_data_list, ...more], locale.language), locale);
  return [
    say.text('description', message('Description'), incident.description || (detail?.incident_description ?? '')),
    say.code('mtm_type', message('Incident type'), incident.mtm_type, incidentTypes),
    say.code('phase', message('Phase'), incident.phase),
    say.code('source_id', message('Source'), incident.source_id, incidentSources),
    say.code('incident_ownership', message('Ownership'), incident.incident_ownership),
    say.code('current_cloud_service_id', message('Application'), incident.current_cloud_service_id),
    say.codes('mtm_region', message('Regions'), incident.mtm_region),
    say.code('enterprise_project_id', message('Enterprise project'), incident.enterprise_project_id),
    say.yesOrNo('is_service_interrupt', message('Service interrupted'), incident.is_service_interrupt),
    say.moment('start_time', message('Start of the fault'), incident.start_time),
    say.moment('fault_delineation_time', message('Fault delimited'), detail?.fault_delineation_time),
    say.moment('fault_recovery_time', message('Recovery'), detail?.fault_recovery_time),
    say.moment('handle_time', message('Last solution'), incident.handle_time),
    say.code('assignee_scene', message('Shift scenario'), detail?.assignee_scene ?? ''),
    say.code('assignee_role', message('Shift role'), detail?.assignee_role ?? ''),
    say.person('operator', message('Last operator'), incident.operator),
  ].flat();
}

export function warRoomDetails(room: CocWarRoom, locale: Locale): readonly TicketDetail[] {
  const say = new DetailMaker(new EnumNames([], locale.language), locale);
  return [
    say.text('description', message('Description'), room.description),
    say.text('incident', message('Incident'), room.incident.incident_id),
    say.text('source', message('Source'), room.source),
    say.text('impacted_application', message('Affected applications'), listNames(room.impacted_application)),
    say.text('regions', message('Regions'), listNames(room.regions)),
    say.text('recover_leader', message('Leads the recovery'), room.recover_leader.join(', ')),
    say.text('recover_member', message('Recovery members'), room.recover_member.join(', ')),
    say.text('fault_cause', message('Cause'), room.fault_cause),
    say.text('fault_impact', message('Impact'), room.fault_impact),
    say.text('change_num', message('Change'), room.change_num),
    say.moment('occur_time', message('Start of the fault'), room.occur_time),
    say.moment('recover_time', message('Recovery'), room.recover_time),
    say.moment('first_report_time', message('First report'), room.first_report_time),
    say.moment('recovery_notification_time', message('Recovery reported'), room.recovery_notification_time),
    say.duration('processing_duration', message('Handling time'), inMilliseconds(room.processing_duration)),
    say.duration('restoration_duration', message('Time to recovery'), inMilliseconds(room.restoration_duration)),
  ].flat();
}

function listNames(all: CocWarRoom['regions']): string {
  return all.map(({ name, code, id }) => name || code || id).join(', ');
}

/** Durations of war rooms are in minutes (contract §2.4). */
function inMilliseconds(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes * 60_000;
}

/** Each gives no detail for no value. */
class DetailMaker {
  readonly #names: EnumNames;
  readonly #locale: Locale;

  constructor(names: EnumNames, locale: Locale) {
    this.#names = names;
    this.#locale = locale;
  }

  text(key: string, label: Message, text: string): readonly TicketDetail[] {
    const shown = text.trim();
    return shown === '' ? [] : [{ key, label: this.#locale.translate(label), text: shown }];
  }

  /** @param table what codes mean that the ticket itself does not name */
  code(key: string, label: Message, value: string, table: CodeTable = []): readonly TicketDetail[] {
    return this.text(key, label, nameIn(table, value, this.#names.name(key, value), this.#locale));
  }

  codes(key: string, label: Message, values: readonly string[]): readonly TicketDetail[] {
    return this.text(key, label, values.map((value) => this.#names.name(key, value)).join(', '));
  }

  person(key: string, label: Message, id: string): readonly TicketDetail[] {
    return this.text(key, label, this.#names.person(key, id));
  }

  moment(key: string, label: Message, moment: number | undefined): readonly TicketDetail[] {
    return this.text(key, label, moment === undefined ? '' : formatWallClock(moment, this.#locale.timeZone));
  }

  /** @param milliseconds 0: none yet */
  duration(key: string, label: Message, milliseconds: number | undefined): readonly TicketDetail[] {
    const isNone = milliseconds === undefined || milliseconds <= 0;
    return this.text(key, label, isNone ? '' : this.#locale.translate(describeDuration(milliseconds)));
  }

  yesOrNo(key: string, label: Message, value: boolean | undefined): readonly TicketDetail[] {
    const word = value === undefined ? undefined : value ? message('Yes') : message('No');
    return this.text(key, label, word === undefined ? '' : this.#locale.translate(word));
  }

  files(key: string, label: Message, ids: readonly string[]): readonly TicketDetail[] {
    const attachments = ids.map((id): Attachment => ({ id, name: this.#names.name(key, id), size: undefined }));
    return this.text(key, label, attachments.map(({ name }) => name).join(', ')).map((detail) => ({
      ...detail,
      attachments,
    }));
  }

  reviewers(key: string, label: Message, config: string): readonly TicketDetail[] {
    const { approvers = [], rule } = readApprovalConfig(config) ?? {};
    const people = approvers.map((id) => this.#names.person('assignee', id)).join(', ');
    if (people === '') return [];
    const sentence =
      rule === 'any' ? message('One of {0}', people) : rule === 'all' ? message('All of {0}', people) : undefined;
    return this.text(key, label, sentence === undefined ? people : this.#locale.translate(sentence));
  }

  group(name: Message, details: readonly (readonly TicketDetail[])[]): readonly TicketDetail[] {
    const group = this.#locale.translate(name);
    return details.flat().map((detail) => ({ ...detail, group }));
  }
}
