import { userIds } from '../../identity/account.ts';

/** How a level or a suspension is reviewed, as JSON in a text with as many keys as the vendor's sample (contract §2.4). */
export function approvalConfig(
  kind: 'issue_level_approve' | 'issue_suspend_approve',
  people: readonly string[],
  isOn = true,
): string {
  return JSON.stringify({
    approve_role_type: 'issue_persenal_approve',
    issue_approve_type: kind,
    level: kind === 'issue_level_approve' ? 'issues_level_3000,issues_level_4000,issues_level_2000' : '',
    approve_rule: 'issue_or_sign',
    approve_personal: people.join(','),
    approve_oncall_role: '27256d8934b94a88b16c00954287e0b0',
    approve_oncall_scene: '7213a392df4c4099a3a3dbf17be3e0cd',
    status: isOn,
    is_start_process_async: true,
    is_update_null: false,
    creator: userIds.lisi,
    operator: userIds.lisi,
    is_return_full_info: false,
    is_start_process: true,
    ticket_id: '04ebd8cb-2734-4076-b78c-213b7d391cc8',
    real_ticket_id: '20250614104911010600790085',
    participator: userIds.lisi,
    work_flow_status: 'issue_process_control_draft',
    engine_error_msg: '',
    baseline_status: 'issue_process_control_draft',
    sub_tickets: [],
    enum_data_list: [],
    id: '61534cd9b4b5283104ce9c04add7be2c',
    meta_data_version: 0,
    update_time: 1_751_879_098_336,
    create_time: 1_751_879_098_336,
    is_deleted: false,
    ticket_type_id: 'issue_process_control',
    _form_info: {},
  });
}
