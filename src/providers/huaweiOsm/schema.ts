import * as z from 'zod/mini';

// Strict where a wrong guess does harm: a ticket without a status is not an open ticket. Decoration may be missing: the
// official clients declare every field as optional.

const nonEmpty = z.string().check(z.minLength(1));
const idLike = z.pipe(z.union([nonEmpty, z.number().check(z.int())]), z.transform(String));
const whole = z.pipe(z.union([z.number(), z.string().check(z.regex(/^\d+$/u))]), z.transform(Number));

// What may be missing is read by hand: a schema that fails, to be caught right away, costs more than all the others.
const tolerant = <T>(read: (value: unknown) => T): z.ZodMiniType<T> =>
  z.pipe(z.optional(z.unknown()), z.transform(read));
/** Decoration: whatever is not text is nothing. */
const decoration = tolerant((value) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '',
);
/** Whatever is no number is nothing. */
const optionalWhole = tolerant(readWhole);
/** `1`, `"1"` or `true`. */
const flag = tolerant((value) => value === true || value === 1 || value === '1' || value === 'true');
/** As `idLike`; whatever is none is nothing. */
const optionalId = tolerant((value) =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined,
);

function readWhole(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/u.test(value) ? Number(value) : undefined;
}

/** Entries one by one, so that a bad one does not hide the others. */
function readEach<T>(all: unknown, schema: z.ZodMiniType<T>): readonly T[] {
  if (!Array.isArray(all)) return [];
  return all.flatMap((entry: unknown) => {
    const result = schema.safeParse(entry);
    return result.success ? [result.data] : [];
  });
}

function eachOf<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  return tolerant((all) => readEach(all, schema));
}

/** A part of a list. */
export interface OsmPage<T> {
  /** Those that can be read. */
  readonly items: readonly T[];
  /** Rows that the service sent: where the next page begins counts them all. */
  readonly rowCount: number;
  /** Entries of the list as a whole; `undefined`: not told. */
  readonly total: number | undefined;
}

/** The list in an answer. It may be left out where there is nothing, but then something else must tell so. */
function pageOf<T>(name: string, schema: z.ZodMiniType<T>): z.ZodMiniType<OsmPage<T>> {
  return z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((answer, context) => {
      const list = answer[name];
      // An older page calls it `count` (contract §1.3).
      const total = readWhole(answer['total_count'] ?? answer['count']);
      if (Array.isArray(list)) return { items: readEach(list, schema), rowCount: list.length, total };
      if (name in answer || total !== undefined) return { items: [], rowCount: 0, total };
      context.issues.push({ code: 'custom', input: answer, message: `no ${name}` });
      return z.NEVER;
    }),
  );
}

function listOf<T>(name: string, schema: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  return z.pipe(
    pageOf(name, schema),
    z.transform(({ items }) => items),
  );
}

/** A label; its id is a number here and a text there (contract §1.4). */
export const OsmLabel = z.object({ label_id: idLike, name: decoration, color: decoration });
export type OsmLabel = z.infer<typeof OsmLabel>;

export const OsmAccessory = z.object({ accessory_id: idLike, file_actual_name: decoration });
export type OsmAccessory = z.infer<typeof OsmAccessory>;

/** A message of any of the shapes; only the detail of a ticket tells ids (contract §1.4). */
export const OsmMessage = z.object({
  message_id: optionalId,
  type: optionalWhole,
  replier_type: optionalWhole,
  replier: decoration,
  replier_name: decoration,
  content: decoration,
  create_time: decoration,
  is_first_message: flag,
  accessory_list: eachOf(OsmAccessory),
});
export type OsmMessage = z.infer<typeof OsmMessage>;

const head = {
  incident_id: idLike,
  status: whole,
  simple_description: decoration,
  business_type_name: decoration,
  incident_type_name: decoration,
  dc_name: decoration,
  /** One underscore less than the parameter has. */
  xcustomer_name: decoration,
  create_time: decoration,
};

/** A row of the list. */
export const OsmRow = z.object({
  ...head,
  product_category_name: decoration,
  root_cause: decoration,
  resolution: decoration,
  confirmed_time: decoration,
  label_list: eachOf(OsmLabel),
});
export type OsmRow = z.infer<typeof OsmRow>;

export const OsmSatisfaction = z.object({
  satisfaction_id: idLike,
  satisfaction_name: decoration,
  satisfaction_value: optionalWhole,
  /** The highest score. */
  value: optionalWhole,
});
export type OsmSatisfaction = z.infer<typeof OsmSatisfaction>;

export const OsmContact = z.object({
  area_code: decoration,
  remind_mobile: decoration,
  remind_mail: decoration,
  remind_time: decoration,
  cc_email: decoration,
});
export type OsmContact = z.infer<typeof OsmContact>;

/** The detail does not extend the row (contract §8.2). */
export const OsmDetail = z.object({
  ...head,
  judgement: decoration,
  source_name: decoration,
  severity_name: decoration,
  message_list: eachOf(OsmMessage),
  incident_satisfaction: eachOf(OsmSatisfaction),
  ext_info: tolerant((value) => OsmContact.safeParse(value).data),
});
export type OsmDetail = z.infer<typeof OsmDetail>;

export const OsmDetailAnswer = z.object({ incident_detail_info: OsmDetail });
export const OsmRows = pageOf('incident_info_list', OsmRow);
export const OsmMessages = pageOf('message_list', OsmMessage);

export const OsmStatusCount = z.object({ status: whole, count: whole });
export type OsmStatusCount = z.infer<typeof OsmStatusCount>;
export const OsmStatusCounts = listOf('incident_status_counts', OsmStatusCount);

/** What a poll says of one ticket. */
export const OsmState = z.object({ incident_id: idLike, status: optionalWhole, unread_num: optionalWhole });
export type OsmState = z.infer<typeof OsmState>;
export const OsmUnread = listOf('imunread', OsmState);
export const OsmStates = listOf('imstatus', OsmState);

export const OsmLog = z.object({
  operator_name: decoration,
  operate_desc: decoration,
  operate_time: decoration,
});
export type OsmLog = z.infer<typeof OsmLog>;
export const OsmLogs = pageOf('incident_operate_log_list', OsmLog);

export const OsmLabels = pageOf('label_list', OsmLabel);
export const OsmCaseLabels = listOf('case_label_list', OsmLabel);

export const OsmRelation = z.object({ case_id: idLike, simple_description: decoration });
export type OsmRelation = z.infer<typeof OsmRelation>;
export const OsmRelations = listOf('case_relation_list', OsmRelation);

/** All of them texts, the size in MB. */
export const OsmLimits = z.object({
  accessory_limit: z.object({ limit_count: decoration, limit_size: decoration, limit_file_type: decoration }),
});

export const OsmUploaded = z.object({ accessory_id: idLike });

export const OsmProduct = z.object({
  incident_product_category_id: idLike,
  incident_product_category_name: decoration,
  incident_product_category_desc: decoration,
});
export type OsmProduct = z.infer<typeof OsmProduct>;

export const OsmCategory = z.object({
  incident_sub_type_id: idLike,
  incident_sub_type_name: decoration,
  incident_product_category_list: eachOf(OsmProduct),
});
export type OsmCategory = z.infer<typeof OsmCategory>;
export const OsmCategories = listOf('incident_sub_type_list', OsmCategory);

export const OsmProblem = z.object({
  business_type_id: idLike,
  business_type_name: decoration,
  /** `0` a question, `5` a fault. */
  case_type: decoration,
});
export type OsmProblem = z.infer<typeof OsmProblem>;
export const OsmProblems = listOf('incident_business_type_list', OsmProblem);

export const OsmTemplate = z.object({ incident_template_content: decoration });
export type OsmTemplate = z.infer<typeof OsmTemplate>;
export const OsmTemplates = listOf('incident_template_list', OsmTemplate);

export const OsmSeverity = z.object({ severity_id: idLike, severity_name: decoration });
export type OsmSeverity = z.infer<typeof OsmSeverity>;
/** `show` decides whether there is anything to choose. */
export const OsmSeverities = z.object({ show: flag, severity_list: eachOf(OsmSeverity) });

export const OsmRegion = z.object({ region_id: idLike, region_name: decoration });
export type OsmRegion = z.infer<typeof OsmRegion>;
export const OsmRegions = listOf('data_center_list', OsmRegion);

/** A question that some problem types ask beside. */
export const OsmExtraParameter = z.object({
  param_key: nonEmpty,
  param_name: decoration,
  param_desc: decoration,
  tips: decoration,
  required: flag,
  /** `undefined`: not told. */
  is_show: tolerant((value) => (value === undefined || value === null ? undefined : flag.parse(value))),
  is_sensitive: flag,
  length: optionalWhole,
  min_value: optionalWhole,
  max_value: optionalWhole,
  default_value: decoration,
  /** Options with commas between. */
  select_item: decoration,
});
export type OsmExtraParameter = z.infer<typeof OsmExtraParameter>;
export const OsmExtraParameters = listOf('extends_params', OsmExtraParameter);

export const OsmAreaCode = z.object({ area_code: nonEmpty, area_name: decoration });
export type OsmAreaCode = z.infer<typeof OsmAreaCode>;
export const OsmAreaCodes = listOf('area_code_list', OsmAreaCode);

export const OsmDimension = z.object({
  satisfaction_id: idLike,
  satisfaction_name: decoration,
  satisfaction_desc: decoration,
  /** The highest score, and that of one step. */
  value: optionalWhole,
  per_value: optionalWhole,
});
export type OsmDimension = z.infer<typeof OsmDimension>;
export const OsmDimensions = listOf('satisfaction_dimension_list', OsmDimension);

export const OsmCreated = z.object({ incident_id: idLike });

/** What a write answers: nothing that is used. */
export const OsmNothing = z.unknown();
