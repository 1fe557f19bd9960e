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
