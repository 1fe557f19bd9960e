/** An operation of a ticket or a step; `can_operate` is always true and says nothing about the user (contract §1.1). */
export interface BkOperation {
  readonly key: string;
  readonly name: string;
  readonly can_operate: true;
}

/** A field of a step: no value, no default, no layout (contract §1.1). */
export interface BkStepField {
  readonly id: number;
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly desc: string;
  readonly choice: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly regex: string;
  readonly regex_config: Readonly<Record<string, unknown>>;
  readonly custom_regex: string;
  readonly validate_type: 'REQUIRE' | 'OPTION';
  readonly is_readonly: boolean;
  readonly source: 'BASE-MODEL' | 'CUSTOM';
  readonly source_type: string;
  readonly source_uri: string;
  readonly api_instance_id: number;
  readonly api_info?: unknown;
  readonly workflow_id: number;
  readonly state_id: number;
}

/** The short form of a step, as in get_ticket_info. */
export interface BkShortStep {
  readonly name: string;
  readonly state_id: number;
  readonly status: string;
  readonly action_type: string;
  readonly tag: string;
  readonly processors_type: string;
  readonly processors: string;
}

export interface BkStep extends BkShortStep {
  readonly fields: readonly BkStepField[];
  readonly operations: readonly BkOperation[];
}

/** `data` of get_ticket_status. */
export interface BkTicketStatus {
  readonly ticket_url: string;
  readonly iframe_ticket_url: string;
  readonly operations: readonly BkOperation[];
  readonly current_status: string;
  readonly is_commented: boolean;
  readonly current_steps: readonly BkStep[];
}

/** A field of get_ticket_info: has the value, not the node (contract §1.2). */
export interface BkInfoField {
  readonly id: number;
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly desc: string;
  readonly value: unknown;
  readonly display_value: unknown;
}

interface BkTicketHead {
  readonly id: number;
  readonly sn: string;
  readonly title: string;
  readonly catalog_id: number;
  readonly service_id: number;
  readonly flow_id: number;
  readonly current_status: string;
  readonly comment_id: string;
  readonly is_commented: boolean;
  readonly updated_by: string;
  readonly update_at: string;
  readonly end_at: string | null;
  readonly creator: string;
  readonly create_at: string;
  readonly is_biz_need: boolean;
  readonly bk_biz_id: number;
  readonly ticket_url: string;
  readonly iframe_ticket_url: string;
}

/** `data` of get_ticket_info. */
export interface BkTicketInfo extends BkTicketHead {
  readonly current_steps: readonly BkShortStep[];
  readonly fields: readonly BkInfoField[];
}

/** An item of get_tickets: no `current_steps`, though the vendor's page lists them (contract §1.4). */
export interface BkTicketItem extends BkTicketHead {
  readonly service_type: string;
}

/** `data` of get_ticket_logs. */
export interface BkTicketLogs {
  readonly sn: string;
  readonly title: string;
  readonly create_at: string;
  readonly creator: string;
  readonly logs: readonly {
    readonly operator: string;
    readonly operate_at: string;
    readonly message: string;
    readonly source: string;
    readonly form_data?: readonly unknown[];
    readonly from_state_type?: string;
  }[];
}

/** `data` of a paged list; a bare array when paging is off. */
export interface BkPage<T> {
  readonly page: number;
  readonly total_page: number;
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly items: readonly T[];
}

/** An item of get_services. */
export interface BkService {
  readonly id: number;
  readonly name: string;
  readonly service_type: string;
  readonly desc: string;
}

/** A field of get_service_detail: the only place where defaults and hide rules are told (contract §1.7). */
export interface BkFormField {
  readonly id: number;
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly name: string;
  readonly desc: string;
  readonly choice: unknown;
  readonly layout: 'COL_6' | 'COL_12';
  readonly source_type: string;
  readonly source_uri: string;
  readonly api_instance_id: number;
  readonly api_info: unknown;
  readonly kv_relation: Readonly<Record<string, unknown>>;
  readonly validate_type: 'REQUIRE' | 'OPTION';
  readonly regex: string;
  readonly regex_config: Readonly<Record<string, unknown>>;
  readonly custom_regex: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** 1: always shown, 0: hidden when `show_conditions` hold. */
  readonly show_type: 0 | 1;
  readonly show_conditions: unknown;
}

/** `data` of get_service_detail. */
export interface BkServiceDetail {
  readonly service_id: number;
  readonly workflow_id: number;
  readonly name: string;
  readonly service_type: string;
  readonly desc: string;
  readonly fields: readonly BkFormField[];
}

/** A branch of get_service_catalogs. */
export interface BkCatalog {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly level: number;
  readonly desc: string;
  readonly children: readonly BkCatalog[];
}

/** An item of get_service_roles. */
export interface BkServiceRole {
  readonly id: number;
  readonly name: string;
  readonly processors: string;
  readonly processors_type: string;
  readonly sign_type: 'and' | 'or';
}

export interface BkState {
  readonly id: number;
  readonly workflow: number;
  readonly name: string;
  readonly type: string;
  readonly tag: string;
  readonly is_first_state: boolean;
  readonly processors_type: string;
  readonly processors: string;
  readonly assignors_type: string;
  readonly assignors: string;
  readonly delivers_type: string;
  readonly delivers: string;
  readonly distribute_type: string;
  readonly can_deliver: boolean;
  readonly is_terminable: boolean;
  readonly is_multi: boolean;
  readonly is_sequential: boolean;
  readonly fields: readonly number[];
  readonly extras: Readonly<Record<string, unknown>>;
}

export interface BkTransition {
  readonly id: number;
  readonly workflow: number;
  readonly name: string;
  readonly from_state: number;
  readonly to_state: number;
  readonly direction: string;
  readonly condition_type: string;
  readonly condition: Readonly<Record<string, unknown>>;
}

/** `data` of get_workflow_detail. */
export interface BkWorkflow {
  readonly name: string;
  readonly flow_type: string;
  readonly desc: string;
  readonly version_number: string;
  readonly states: readonly BkState[];
  readonly transitions: readonly BkTransition[];
  readonly fields: readonly BkStepField[];
}

/** `data` of create_ticket. */
export interface BkCreated {
  readonly sn: string;
  readonly id: number;
  readonly ticket_url: string;
}

/** An item of ticket_approval_result. */
export interface BkApprovalResult {
  readonly sn: string;
  readonly title: string;
  readonly ticket_url: string;
  readonly current_status: string;
  readonly updated_by: string;
  readonly update_at: string;
  readonly approve_result: boolean;
}
