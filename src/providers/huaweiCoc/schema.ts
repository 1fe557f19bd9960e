import * as z from 'zod/mini';

// Strict where a wrong guess does harm: a ticket without a status is not a ticket without one. Decoration may be missing,
// null or of another type: SDKs, documents and samples disagree about nearly every field (contract §2.4).

/** Milliseconds since 1970 UTC: the year 9999 is over. No calendar shows what comes later. */
const endOfTime = 253_402_300_800_000;

const nonEmpty = z.string().check(z.minLength(1));

// What may be missing is read by hand: a schema that fails, to be caught right away, costs more than all the others.
// Alone, a transformation takes whatever there is, and also what is not there.
const tolerant = <T>(read: (value: unknown) => T): z.ZodMiniType<T> => z.transform(read);
/** Decoration: whatever is not text is nothing. */
const decoration = tolerant((value) => readText(value) ?? '');
/** Milliseconds since 1970 UTC, a number or its digits; 0: unset (contract §2.4). */
const instant = tolerant((value) => {
  const number = readNumber(value) ?? 0;
  return number > 0 && number < endOfTime ? number : undefined;
});
/** A length of time; 0 is one. */
const duration = tolerant(readNumber);
const count = tolerant(readNumber);
/** `true` and `false`, in a text in v2. */
const flag = tolerant((value) => {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
});
/** A list that is a text with commas, now and then with one too many, or an array (contract §2.4). */
const list = tolerant((value): readonly string[] =>
  [value].flat().flatMap((part) => (readText(part) ?? '').split(',').flatMap((piece) => piece.trim() || [])),
);
/** Whatever is no list is an empty one. */
const entries = tolerant((value): readonly unknown[] => (Array.isArray(value) ? value : []));
/** What else there is about something. */
const object = tolerant((value) => (typeof value === 'object' && value !== null ? value : {}));

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A number or its digits. */
function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,16}(\.\d+)?$/u.test(value) ? Number(value) : undefined;
}

/** Entries one by one, so that a bad one does not hide the others. */
export function readRows<T>(rows: readonly unknown[], schema: z.ZodMiniType<T>): readonly T[] {
  return rows.flatMap((row) => {
    const result = schema.safeParse(row);
    return result.success ? [result.data] : [];
  });
}

function eachOf<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  return z.pipe(
    entries,
    z.transform((all) => readRows(all, schema)),
  );
}

/** What every answer says about itself. Attachments say it with other words (contract §2.3). */
export const CocEnvelope = z.object({
  error_code: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  code: z.optional(z.nullable(z.union([z.string(), z.number()]))),
});
export type CocEnvelope = z.infer<typeof CocEnvelope>;

/** Documents say 0, samples say GOM.00000000. */
const successCodes = new Set(['0', '00000000', 'GOM.00000000', 'COC.00000000']);

/** `undefined`: it does not say. */
export function isSuccess({ error_code: errorCode, code }: CocEnvelope): boolean | undefined {
  const told = errorCode ?? code;
  return told === undefined || told === null ? undefined : successCodes.has(String(told));
}

const saysSuccess = z.refine<CocEnvelope>((answer) => isSuccess(answer) === true, { error: 'no word of success' });

/** What is in an envelope that says that all went well: without that word, not even an empty answer will do. */
export function inEnvelope<T>(data: z.ZodMiniType<T>): z.ZodMiniType<T> {
  return z.pipe(
    z.extend(CocEnvelope, { data }).check(saysSuccess),
    z.transform((answer) => answer.data),
  );
}

/** The name of a value, in both languages (contract §2.4). */
export interface CocEnumEntry {
  /** The field that the value is of. */
  readonly property: string;
  readonly value: string;
  readonly zh: string;
  readonly en: string;
  /** `undefined`: not told. */
  readonly matchType: string | undefined;
  /** With the entries of people. */
  readonly userName: string | undefined;
}

/**
 * The entries of an `enum_data_list`, in the shape of issues and v2 or in that of the external interfaces. By hand, as
 * there are more of them than of anything else.
 */
export function readEnumEntries(all: readonly unknown[]): readonly CocEnumEntry[] {
  return all.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const read = (name: string): string => readText((entry as Readonly<Record<string, unknown>>)[name]) ?? ''; // just looked
    const property = read('prop_id') || read('filed_key');
    const value = read('biz_id') || read('enum_key');
    if (property === '' || value === '') return [];
    return {
      property,
      value,
      zh: read('name_zh'),
      en: read('name_en'),
      matchType: read('match_type') || undefined,
      userName: read('user_name') || undefined,
    };
  });
}

const enumEntries = tolerant((value) => readEnumEntries(Array.isArray(value) ? value : []));

/** A part of an issue that is dealt with in one region. */
export interface CocSubTicket {
  readonly number: string;
  readonly targetType: string;
  readonly targetValue: string;
  /** The change that it has led to; `''`: none. */
  readonly changeNumber: string;
  readonly isDeleted: boolean;
  readonly children: readonly CocSubTicket[];
}

export const CocSubTicket: z.ZodMiniType<CocSubTicket> = z.pipe(
  z.object({
    // Three ids: only this one is what people see.
    real_ticket_id: nonEmpty,
    target_type: decoration,
    target_value: decoration,
    change_ticket_id: decoration,
    is_deleted: flag,
    sub_tickets: entries,
  }),
  z.transform((part) => ({
    number: part.real_ticket_id,
    targetType: part.target_type,
    targetValue: part.target_value,
    changeNumber: part.change_ticket_id,
    isDeleted: part.is_deleted === true,
    children: readRows(part.sub_tickets, CocSubTicket),
  })),
);

/** An issue, in a list and in detail: they have one shape. */
export const CocIssue = z.object({
  ticket_id: nonEmpty,
  title: decoration,
  description: decoration,
  work_flow_status: nonEmpty,
  phase: decoration,
  /** The category of the issue: its kind is `ticket_type_id`. */
  ticket_type: decoration,
  level: decoration,
  source: decoration,
  source_id: decoration,
  enterprise_project: decoration,
  regions: list,
  current_cloud_service_id: decoration,
  issue_contact_person: decoration,
  issue_version: decoration,
  virtual_schedule_type: decoration,
  root_cause_cloud_service: decoration,
  root_cause_type: decoration,
  root_cause_comment: decoration,
  solution: decoration,
  commit_upload_attachment: list,
  level_approve_config: decoration,
  suspension_approve_config: decoration,
  /** A length, not a moment. */
  handle_time: duration,
  fount_time: instant,
  is_common_issue: flag,
  is_need_change: flag,
  is_deleted: flag,
  is_start_process: flag,
  creator: decoration,
  operator: decoration,
  assignee: list,
  participator: list,
  engine_error_msg: decoration,
  create_time: instant,
  update_time: instant,
  sub_tickets: eachOf(CocSubTicket),
  enum_data_list: enumEntries,
});
export type CocIssue = z.infer<typeof CocIssue>;

/** An incident as lists of v2 have it. */
export const CocIncident = z.object({
  ticket_id: nonEmpty,
  title: decoration,
  description: decoration,
  work_flow_status: nonEmpty,
  phase: decoration,
  level_id: decoration,
  mtm_type: decoration,
  mtm_region: list,
  source_id: decoration,
  current_cloud_service_id: decoration,
  enterprise_project_id: decoration,
  incident_ownership: decoration,
  is_service_interrupt: flag,
  assignee: list,
  creator: decoration,
  operator: decoration,
  start_time: instant,
  /** A moment: that of the last solution. */
  handle_time: instant,
  create_time: instant,
  update_time: instant,
  enum_data_list: enumEntries,
});
export type CocIncident = z.infer<typeof CocIncident>;

/** An incident as the external interface of v1 gives it: other names, and names by `filed_key` and `enum_key`. */
export const CocIncidentDetail = z.object({
  incident_num: nonEmpty,
  status: nonEmpty,
  incident_title: decoration,
  incident_description: decoration,
  incident_level: decoration,
  incident_type: decoration,
  incident_source: decoration,
  incident_ownership: decoration,
  region: list,
  enterprise_project: list,
  current_cloud_service: list,
  incident_assignee: list,
  assignee_scene: decoration,
  assignee_role: decoration,
  is_service_interrupt: flag,
  start_time: instant,
  fault_recovery_time: instant,
  fault_delineation_time: instant,
  handle_time: instant,
  create_time: instant,
  creator: decoration,
  enum_data_list: enumEntries,
});
export type CocIncidentDetail = z.infer<typeof CocIncidentDetail>;

/** What may be done at a node of an incident's workflow. */
export const CocTaskOperation = z.object({ task_id: decoration, key: nonEmpty });
export type CocTaskOperation = z.infer<typeof CocTaskOperation>;

/** A node of an incident's workflow that somebody works at. */
export const CocTask = z.object({
  key: decoration,
  name: decoration,
  operations: eachOf(CocTaskOperation),
});
export type CocTask = z.infer<typeof CocTask>;

export const CocTasks: z.ZodMiniType<readonly CocTask[]> = z.union([
  z.array(CocTask),
  z.pipe(
    z.null(),
    z.transform(() => []),
  ),
]);

/** A page of a list: rows are read one by one. */
export interface CocPage {
  readonly rows: readonly unknown[];
  /** Of the whole list; `undefined`: not told. */
  readonly total: number | undefined;
}

const noRows: z.ZodMiniType<CocPage> = z.pipe(
  z.null(),
  z.transform(() => ({ rows: [], total: undefined })),
);

/** `data` of the two lists of tickets. How the total is called is not published (contract §2.5). */
export const CocTicketPage: z.ZodMiniType<CocPage> = z.union([
  z.pipe(
    z.object({
      tickets: z.nullable(z.array(z.unknown())),
      total: count,
      total_count: count,
      total_num: count,
      count,
    }),
    z.transform((page) => ({
      rows: page.tickets ?? [],
      total: page.total ?? page.total_count ?? page.total_num ?? page.count,
    })),
  ),
  noRows,
]);

/** `data` of the histories. */
export const CocHistoryPage: z.ZodMiniType<CocPage> = z.union([
  z.pipe(
    z.object({ info: z.nullable(z.array(z.unknown())), total: count }),
    z.transform(({ info, total }) => ({ rows: info ?? [], total })),
  ),
  noRows,
]);

/** Something that has happened. Incidents have the first half of it only (contract §8.6). */
export const CocHistoryEntry = z.object({
  action: decoration,
  action_name_zh: decoration,
  action_name_en: decoration,
  operator: decoration,
  comment: decoration,
  status: decoration,
  start_time: instant,
  stop_time: instant,
  is_deteted: flag,
  enum_data_list: enumEntries,
});
export type CocHistoryEntry = z.infer<typeof CocHistoryEntry>;

const named = z.object({ code: decoration, id: decoration, name: decoration });

export const CocWarRoom = z.object({
  war_room_num: nonEmpty,
  title: decoration,
  description: decoration,
  admin: decoration,
  recover_leader: list,
  recover_member: list,
  regions: eachOf(named),
  impacted_application: eachOf(named),
  change_num: decoration,
  source: decoration,
  circular_level: decoration,
  fault_cause: decoration,
  fault_impact: decoration,
  create_time: instant,
  occur_time: instant,
  recover_time: instant,
  first_report_time: instant,
  recovery_notification_time: instant,
  /** In minutes. */
  processing_duration: duration,
  /** In minutes. */
  restoration_duration: duration,
  war_room_status: z.pipe(object, z.object({ id: decoration, name_zh: decoration, name_en: decoration })),
  incident: z.pipe(object, z.object({ incident_id: decoration, failure_level: decoration, incident_url: decoration })),
});
export type CocWarRoom = z.infer<typeof CocWarRoom>;

export const CocWarRoomPage: z.ZodMiniType<CocPage> = z.union([
  z.pipe(
    z.object({ list: z.nullable(z.array(z.unknown())), total_num: count }),
    z.transform((page) => ({ rows: page.list ?? [], total: page.total_num })),
  ),
  noRows,
]);

/** A part of a change. */
export const CocChangeSubTicket = z.object({
  id: nonEmpty,
  real_ticket_id: decoration,
  name: decoration,
  region_id: decoration,
  target_value: decoration,
  is_deleted: flag,
});
export type CocChangeSubTicket = z.infer<typeof CocChangeSubTicket>;

/** What the creation of an issue answers. Either of the two serves as its id afterwards (contract §2.4). */
export const CocCreatedTicket = z.object({ ticket_id: decoration, id: decoration });
export type CocCreatedTicket = z.infer<typeof CocCreatedTicket>;

/** What the creation of an incident answers. */
export const CocCreatedIncident = z.object({ incident_num: nonEmpty });

/** What a write answers: nothing that is used. */
export const CocNothing = z.optional(z.unknown());

export interface CocUpload {
  readonly id: string;
  readonly name: string;
}

const uploaded = z.object({ doc_id: decoration, doc_name: decoration });

/** What an upload answers: an envelope of its own, with the id in one of two places (contract §2.3). */
export const CocUpload: z.ZodMiniType<CocUpload> = z.pipe(
  z.extend(CocEnvelope, { data: z.pipe(object, uploaded), id: decoration, name: decoration }).check(saysSuccess),
  z.transform((answer, context) => {
    const id = answer.data.doc_id || answer.id;
    if (id === '') {
      context.issues.push({ code: 'custom', input: answer, message: 'no id' });
      return z.NEVER;
    }
    return { id, name: answer.data.doc_name || answer.name };
  }),
);
