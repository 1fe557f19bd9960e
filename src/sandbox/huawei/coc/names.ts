/** Codes that the contract knows (§2.7), and where it knows none, codes of our own; every tenant may add some. */
export const issueStatus = {
  draft: 'issues_work_flow_status_1000',
  unaccepted: 'issues_work_flow_status_2000',
  rejected: 'issues_work_flow_status_3000',
  handling: 'issues_work_flow_status_4000',
  suspensionApproval: 'issues_work_flow_status_5000',
  suspended: 'issues_work_flow_status_6000',
  changing: 'issues_work_flow_status_8000',
  withdrawn: 'issues_work_flow_status_11000',
  completed: 'issues_work_flow_status_12000', // the only one that is published
  ofTenant: 'issues_work_flow_status_tenant_observing',
} as const;

/** The last four are not published. */
export const incidentStatus = {
  draft: 'incident_draft',
  triggered: 'INCIDENT_STATUS_TRIGGERED',
  acknowledged: 'INCIDENT_STATUS_ACKNOWLEDGED',
  rejected: 'INCIDENT_STATUS_REJECTED',
  resolved: 'INCIDENT_STATUS_RESOLVED',
  completed: 'INCIDENT_STATUS_COMPLETED',
  pauseApproval: 'INCIDENT_STATUS_PAUSE_APPROVING',
  paused: 'INCIDENT_STATUS_PAUSED',
  levelApproval: 'INCIDENT_STATUS_LEVEL_APPROVING',
  ofTenant: 'INCIDENT_STATUS_TENANT_OBSERVING',
} as const;

/** How a value got its name. */
export type MatchType =
  | 'enum'
  | 'reference__base_config.User'
  | 'reference__base_config.Location'
  | 'reference__base_config.Resource'
  | 'reference__app.attachment';

interface Name {
  readonly zh: string;
  readonly en: string;
}

/** Chinese and English by code. Some Chinese ones are English, and some pairs differ, as in the vendor's sample. */
const names: ReadonlyMap<string, Name> = new Map(
  Object.entries({
    [issueStatus.draft]: '草稿=Draft',
    [issueStatus.unaccepted]: '待受理=Unaccepted',
    [issueStatus.rejected]: '已驳回=Rejected',
    [issueStatus.handling]: '定位解决方案=Locate the solution',
    [issueStatus.suspensionApproval]: '挂起审批中=Suspension under review',
    [issueStatus.suspended]: '已挂起=Suspended',
    [issueStatus.changing]: '变更实施中=Change in progress',
    [issueStatus.withdrawn]: '已撤销=Withdrawn',
    [issueStatus.completed]: '已完成=Completed',
    [issueStatus.ofTenant]: '观察期=Observing',
    [incidentStatus.draft]: '草稿=Draft',
    [incidentStatus.triggered]: '未受理=Unaccepted',
    [incidentStatus.acknowledged]: '已受理=Accepted',
    [incidentStatus.rejected]: '已驳回=Rejected',
    [incidentStatus.resolved]: '待验证=To be verified',
    [incidentStatus.completed]: '已完成=Completed',
    [incidentStatus.pauseApproval]: '暂停审批中=Pause under review',
    [incidentStatus.paused]: '已暂停=Paused',
    [incidentStatus.levelApproval]: '升降级审批中=Level under review',
    [incidentStatus.ofTenant]: '观察期=Observing',
    issues_level_1000: '致命=Fatal',
    issues_level_2000: '严重=Severe',
    issues_level_3000: 'General=Minor',
    issues_level_4000: '提示=Info',
    issues_type_1000: '功能问题=Functional issues',
    issues_type_2000: '性能问题=Performance issues',
    issues_type_3000: '可靠性问题=Reliability issues',
    issues_type_4000: 'Compatibility issues=Compatibility problems',
    issues_type_8000: '变更问题=Change issues',
    issues_type_9000: '安全问题=Security issues',
    issues_mgmt_associated_type_1000: '事件=Incident',
    issues_mgmt_associated_type_2000: '告警=Alarm',
    issues_mgmt_associated_type_3000: 'WarRoom=War room',
    issues_mgmt_associated_type_4000: '运维主动发现=O&M proactive discovery',
    issues_mgmt_virtual_schedule_type_1000: '排班=Schedule',
    issues_mgmt_virtual_schedule_type_2000: '个人=Individual',
    issues_root_cause_type_1000: '代码缺陷=Code defect',
    issues_root_cause_type_4000: '数据配置=Data configuration',
    level_10: 'P1=P1',
    level_20: 'P2=P2',
    level_30: 'P3=P3',
    level_40: 'P4=P4',
    level_50: 'P5=P5',
    incident_source_manual: '手工创建=Manual',
    incident_source_forwarding: '流转规则=Forwarding rule',
    incident_source_alarm: '告警=Alarm',
    inc_type_p_security_issues: '安全问题=Security issues',
    inc_type_p_function_issues: '功能问题=Functional issues',
    inc_type_p_reliability_issues: '可靠性问题=Reliability issues',
    inc_type_p_config_issues: '配置问题=Configuration issues',
    inc_type_p_change_issues: '变更问题=Change issues',
    'cn-north-4': '华北-北京四=CN North-Beijing4',
    'cn-east-3': '华东-上海一=CN East-Shanghai1',
    '657184aa20577d4c94e30054': '订单中心=Order Center',
    '657184aa20577d4c94e30055': 'cdr-test=cdr-test',
    '0': 'default=default',
  }).map(([code, text]) => {
    const [zh = '', en = ''] = text.split('=');
    return [code, { zh, en }];
  }),
);

/** @returns undefined for a code without a name */
export function nameOf(code: string): Name | undefined {
  return names.get(code);
}

/** Whether it is one of these, as `issues_level_`. */
export function isKnown(code: unknown, prefix: string): code is string {
  return typeof code === 'string' && code.startsWith(prefix) && names.has(code);
}

/** What tickets are about; ids of applications. */
export const services = { orders: '657184aa20577d4c94e30054', test: '657184aa20577d4c94e30055' } as const;
