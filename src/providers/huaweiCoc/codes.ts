import type { FieldOption } from '../../domain/field.ts';
import { message, type Message } from '../../domain/message.ts';
import type { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';

/** Codes with a meaning that is published (contract §2.7). Tenants have others beside, which a ticket may name. */
export type CodeTable = readonly (readonly [code: string, name: Message])[];

export const issueLevels: CodeTable = [
  ['issues_level_1000', message('Fatal')],
  ['issues_level_2000', message('Severe')],
  ['issues_level_3000', message('General')],
  ['issues_level_4000', message('Hint')],
];

export const incidentLevels: CodeTable = [
  ['level_10', message('P1')],
  ['level_20', message('P2')],
  ['level_30', message('P3')],
  ['level_40', message('P4')],
  ['level_50', message('P5')],
];

export const issueCategories: CodeTable = [
  ['issues_type_1000', message('Functional issue')],
  ['issues_type_2000', message('Performance issue')],
  ['issues_type_3000', message('Reliability issue')],
  ['issues_type_4000', message('Compatibility issue')],
  ['issues_type_5000', message('Experience issue')],
  ['issues_type_6000', message('Maintainability issue')],
  ['issues_type_7000', message('Change issue')],
  ['issues_type_8000', message('Security issue')],
  ['issues_type_9000', message('Engineering issue')],
  ['issues_type_10000', message('Delivery issue')],
  ['issues_type_11000', message('LLD planning issue')],
  ['issues_type_12000', message('Supplier issue')],
  ['issues_type_13000', message('Consulting')],
  ['issues_type_14000', message('Requirement')],
  ['issues_type_15000', message('Other')],
];

export const incidentTypes: CodeTable = [
  ['inc_type_p_security_issues', message('Security issue')],
  ['inc_type_p_function_issues', message('Functional issue')],
  ['inc_type_p_reliability_issues', message('Reliability issue')],
  ['inc_type_p_config_issues', message('Configuration issue')],
  ['inc_type_p_change_issues', message('Change issue')],
];

export const issueSources: CodeTable = [
  ['issues_mgmt_associated_type_1000', message('Incident')],
  ['issues_mgmt_associated_type_2000', message('Alarm')],
  ['issues_mgmt_associated_type_3000', message('War room')],
  ['issues_mgmt_associated_type_4000', message('Found by O&M')],
];

export const incidentSources: CodeTable = [
  ['incident_source_manual', message('Created by hand')],
  ['incident_source_forwarding', message('Forwarded')],
  ['incident_source_alarm', message('Alarm')],
];

export const warRoomStatuses: CodeTable = [
  ['1', message('War room started')],
  ['3', message('Fault delimited')],
  ['7', message('Fault recovered')],
  ['20', message('War room closed')],
];

export const issueStatuses: CodeTable = [['issues_work_flow_status_12000', message('Completed')]];

export const incidentStatuses: CodeTable = [
  ['incident_draft', message('Draft')],
  ['INCIDENT_STATUS_TRIGGERED', message('Unaccepted')],
  ['INCIDENT_STATUS_ACKNOWLEDGED', message('Accepted')],
  ['INCIDENT_STATUS_REJECTED', message('Rejected')],
  ['INCIDENT_STATUS_RESOLVED', message('To be verified')],
  ['INCIDENT_STATUS_COMPLETED', message('Completed')],
];

export const shift = 'issues_mgmt_virtual_schedule_type_1000';
export const individual = 'issues_mgmt_virtual_schedule_type_2000';

/**
 * The name of a code that the ticket itself does not name.
 * @param name as the ticket has it: the code again where it has none
 */
export function nameIn(table: CodeTable, code: string, name: string, { translate }: Pick<Locale, 'translate'>): string {
  const known = name === code ? table.find(([each]) => each === code)?.[1] : undefined;
  return known === undefined ? name : translate(known);
}

/** A table's codes to choose from: what the ticket calls one of them, or has besides, comes from its own names. */
export function optionsOf(
  table: CodeTable,
  { translate }: Pick<Locale, 'translate'>,
  names?: EnumNames,
  ...properties: readonly string[]
): readonly FieldOption[] {
  const known = table.map(([key, name]): [string, FieldOption] => [key, { key, label: translate(name) }]);
  const own = (names?.options(...properties) ?? []).map((option): [string, FieldOption] => [option.key, option]);
  return [...new Map([...known, ...own]).values()];
}
