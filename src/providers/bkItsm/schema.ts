import * as z from 'zod/mini';

// Strict where a wrong guess does harm: a ticket without `current_steps` is not a ticket without steps, and a form
// that lacks a field would be sent without it, which empties the field. Decoration may be missing.

// Under a name of its own: oxlint takes `z.catch(…)` for that of a promise.
const orElse = z.catch;

const nonEmpty = z.string().check(z.minLength(1));
const idLike = z.pipe(z.union([nonEmpty, z.number().check(z.int())]), z.transform(String));
const text = z.pipe(z.union([z.string(), z.number(), z.boolean()]), z.transform(String));

// What may be missing is read by hand: a schema that fails, to be caught right away, costs more than all the others.
const tolerant = <T>(read: (value: unknown) => T): z.ZodMiniType<T> =>
  z.pipe(z.optional(z.unknown()), z.transform(read));
/** `undefined`: there is none. */
const optionalText = tolerant(readText);
/** Decoration: whatever is not text is nothing. */
const decoration = tolerant((value) => readText(value) ?? '');
/** Only `true` counts. */
const flag = tolerant((value) => value === true);
/** Whatever is no list is an empty one. */
const entries = tolerant((value): readonly unknown[] => (Array.isArray(value) ? value : []));
/** Whatever does not fit is nothing. */
const orUndefined = <T extends z.ZodMiniType>(schema: T) => orElse(z.optional(schema), undefined);

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Every answer of ESB, gateway and ITSM, whether it carries data or a refusal. */
export const BkEnvelope = z.object({
  result: z.optional(z.unknown()),
  code: z.union([z.string(), z.number()]),
  message: decoration,
  /** In front of what the middleware of ITSM refuses: in place of `message`. */
  detail: decoration,
  /** With `VALIDATE_ERROR`. */
  messages: z.optional(z.unknown()),
});
export type BkEnvelope = z.infer<typeof BkEnvelope>;

/** What is in an envelope that says that all went well: without that word, not even an empty answer will do. */
export function inEnvelope<T>(data: z.ZodMiniType<T>): z.ZodMiniType<T> {
  const envelope = z.object({ code: z.literal([0, '0']), data });
  return z.pipe(
    envelope,
    z.transform((answer) => answer.data),
  );
}

export const BkOperation = z.object({ key: nonEmpty, name: decoration });
export type BkOperation = z.infer<typeof BkOperation>;

/** An option, a column of a TABLE, a template of a FILE, or a node of a tree: those have an `id`, and `children` or `items` below. */
export interface BkOption {
  readonly key: string;
  readonly name: string;
  readonly children: readonly BkOption[];
  /** Of a column. */
  readonly required: boolean;
}

export const BkOption: z.ZodMiniType<BkOption> = z.pipe(
  z.object({
    key: z.optional(text),
    id: z.optional(text),
    name: decoration,
    children: entries,
    items: entries,
    required: flag,
  }),
  z.transform(({ key, id, name, children, items, required }, context) => {
    const own = key ?? id;
    if (own === undefined) {
      context.issues.push({ code: 'custom', input: context.value, message: 'neither key nor id' });
      return z.NEVER;
    }
    return { key: own, name, children: readEach([...children, ...items], BkOption), required };
  }),
);

/** Entries one by one, so that a bad one does not hide the others. */
function readEach<T>(all: readonly unknown[], schema: z.ZodMiniType<T>): readonly T[] {
  return all.flatMap((entry) => {
    const result = schema.safeParse(entry);
    return result.success ? [result.data] : [];
  });
}

function eachOf<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  return z.pipe(
    entries,
    z.transform((all) => readEach(all, schema)),
  );
}

/** A column of a CUSTOMTABLE. */
export const BkColumn = z.object({
  key: text,
  name: decoration,
  display: decoration,
  required: flag,
  choice: eachOf(BkOption),
});
export type BkColumn = z.infer<typeof BkColumn>;

/** Of a FILE it is an object of templates, by their keys. */
const choice = tolerant((value): readonly BkOption[] => {
  if (Array.isArray(value)) return readEach(value, BkOption);
  if (typeof value !== 'object' || value === null) return [];
  return readEach(
    Object.entries(value).map(([key, file]: [string, unknown]) =>
      typeof file === 'object' && file !== null ? { ...file, key } : file,
    ),
    BkOption,
  );
});

/** What else there is about a field. */
const meta = z.pipe(
  tolerant((value) => (typeof value === 'object' && value !== null ? value : {})),
  z.object({ code: optionalText, columns: eachOf(BkColumn) }),
);

/** A field of a step's form: from the workflow, without a value. */
export const BkField = z.object({
  key: nonEmpty,
  type: nonEmpty,
  name: decoration,
  desc: decoration,
  choice,
  validate_type: decoration,
  regex: decoration,
  custom_regex: decoration,
  is_readonly: flag,
  source_type: decoration,
  meta,
});
export type BkField = z.infer<typeof BkField>;

/** A step as the watch needs it. */
export const BkStep = z.object({
  state_id: idLike,
  name: decoration,
  status: nonEmpty,
  action_type: decoration,
  processors_type: decoration,
  processors: z.nullable(
    z.union([
      z.string(),
      z.pipe(
        z.array(z.string()),
        z.transform((names) => names.join(',')),
      ),
    ]),
  ),
  operations: z.array(BkOperation),
  /** To tell an approval from other steps: whoever sends the form reads it with {@link BkStepWithForm}. */
  fields: orElse(z.array(BkField), []),
});
export type BkStep = z.infer<typeof BkStep>;

export const BkStepWithForm = z.extend(BkStep, { fields: z.array(BkField) });
export type BkStepWithForm = z.infer<typeof BkStepWithForm>;

const ticketStatus = {
  current_status: z.string(),
  ticket_url: optionalText,
  operations: z.array(BkOperation),
};

/** `get_ticket_status`, without forms. */
export const BkTicketStatus = z.object({ ...ticketStatus, current_steps: z.array(BkStep) });
export type BkTicketStatus = z.infer<typeof BkTicketStatus>;

export const BkTicketStatusWithForms = z.object({ ...ticketStatus, current_steps: z.array(BkStepWithForm) });
export type BkTicketStatusWithForms = z.infer<typeof BkTicketStatusWithForms>;

/** What `get_ticket_info` and `get_tickets` have in common. */
const ticketHead = {
  sn: idLike,
  title: decoration,
  current_status: z.string(),
  creator: optionalText,
  create_at: optionalText,
  update_at: optionalText,
  end_at: optionalText,
  ticket_url: optionalText,
  service_id: orUndefined(idLike),
  /** The version of the workflow. */
  flow_id: orUndefined(idLike),
  /** Those who have done something to it; with commas. */
  updated_by: decoration,
  is_commented: orUndefined(z.boolean()),
};

/** A value of a ticket, whichever step it belongs to. */
export const BkValue = z.object({
  key: z.string(),
  type: decoration,
  name: decoration,
  value: z.unknown(),
  display_value: z.optional(z.unknown()),
});
export type BkValue = z.infer<typeof BkValue>;

/** `get_ticket_info` */
export const BkTicketInfo = z.object({
  ...ticketHead,
  fields: z.array(BkValue),
});
export type BkTicketInfo = z.infer<typeof BkTicketInfo>;

/** An entry of `get_tickets`. */
export const BkTicketItem = z.object({ ...ticketHead, id: z.optional(idLike) });
export type BkTicketItem = z.infer<typeof BkTicketItem>;

/** What an entry of any list has. */
export const BkTicketNumber = z.object({ sn: idLike });

/** An entry of `get_tickets_by_user`. */
export const BkUserTicketItem = z.extend(BkTicketItem, {
  service_name: optionalText,
  current_status_display: decoration,
  current_steps: orUndefined(z.array(z.object({ name: decoration }))),
  /** Cut off after 255 characters. */
  current_processors: decoration,
  followers: orUndefined(
    z.union([
      z.array(z.string()),
      z.pipe(
        text,
        z.transform((names) => names.split(',')),
      ),
    ]),
  ),
});
export type BkUserTicketItem = z.infer<typeof BkUserTicketItem>;

export interface BkTicketPage {
  readonly items: readonly unknown[];
  readonly total_page: number;
  readonly count?: number | undefined;
}

const count = z.number().check(z.int(), z.nonnegative());

/** `get_tickets`: entries are read one by one, so that a bad one does not hide the others. */
export const BkTicketPage: z.ZodMiniType<BkTicketPage> = z.union([
  z.object({
    items: z.array(z.unknown()),
    total_page: orElse(count, 1),
    count: orUndefined(count),
  }),
  // With paging off, the bare list.
  z.pipe(
    z.array(z.unknown()),
    z.transform((items) => ({ items, total_page: 1 })),
  ),
]);

/** What a write answers: nothing that is used. */
export const BkNothing = z.optional(z.unknown());

/** An entry of `get_ticket_logs`, with `show_type` `complex`. */
export const BkLog = z.object({
  operator: decoration,
  operate_at: decoration,
  message: decoration,
  source: decoration,
  /** What kind of step it was done at. */
  from_state_type: decoration,
  form_data: eachOf(BkValue),
});
export type BkLog = z.infer<typeof BkLog>;

/** `get_ticket_logs` */
export const BkTicketLogs = z.object({ logs: z.array(BkLog) });

export const BkState = z.object({
  id: idLike,
  name: decoration,
  type: decoration,
  axis: orUndefined(z.object({ x: z.number(), y: z.number() })),
  processors: decoration,
  processors_type: decoration,
  /** All of them have to sign, not only one. */
  is_multi: flag,
  /** In the order of the processors. */
  is_sequential: flag,
  delivers: decoration,
  delivers_type: decoration,
  /** Who it may be assigned to; who assigns it are its processors. */
  assignors: decoration,
  assignors_type: decoration,
});
export type BkState = z.infer<typeof BkState>;

export const BkTransition = z.object({ id: idLike, from_state: idLike, to_state: idLike, name: decoration });
export type BkTransition = z.infer<typeof BkTransition>;

/** A list, or an object of its entries by id. */
function listOf<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<readonly T[]> {
  return z.union([
    z.array(schema),
    z.pipe(
      z.record(z.string(), schema),
      z.transform((byId) => Object.values(byId)),
    ),
  ]);
}

export const BkWorkflowField = z.extend(BkField, { state_id: orUndefined(idLike) });
export type BkWorkflowField = z.infer<typeof BkWorkflowField>;

/** `get_workflow_detail` */
export const BkWorkflow = z.object({
  name: decoration,
  states: listOf(BkState),
  transitions: listOf(BkTransition),
  fields: eachOf(BkWorkflowField),
});
export type BkWorkflow = z.infer<typeof BkWorkflow>;

/** An entry of `get_services`. */
export const BkService = z.object({ id: idLike, name: decoration, desc: decoration });
export type BkService = z.infer<typeof BkService>;

export const BkServices = z.array(BkService);

export interface BkCatalog {
  readonly id: string;
  readonly name: string;
  readonly desc: string;
  readonly children: readonly BkCatalog[];
}

export const BkCatalog: z.ZodMiniType<BkCatalog> = z.pipe(
  z.object({ id: idLike, name: decoration, desc: decoration, children: entries }),
  z.transform(({ children, ...rest }) => ({ ...rest, children: readEach(children, BkCatalog) })),
);

/** `get_service_catalogs` */
export const BkCatalogs = z.array(BkCatalog);

export const BkExpression = z.object({ key: text, type: decoration, condition: text, value: z.unknown() });
export type BkExpression = z.infer<typeof BkExpression>;

/** When a field is hidden: `true` means hidden. */
export const BkHideRule = z.object({ type: z.enum(['and', 'or']), expressions: z.array(BkExpression) });
export type BkHideRule = z.infer<typeof BkHideRule>;

/** A field of the form that makes a ticket: the only one that comes with defaults and conditions. */
export const BkCreationField = z.extend(BkField, {
  default: z.optional(z.unknown()),
  layout: decoration,
  show_type: orElse(z.pipe(z.union([z.number(), z.string()]), z.transform(Number)), 1),
  show_conditions: orUndefined(BkHideRule),
});
export type BkCreationField = z.infer<typeof BkCreationField>;

/** `get_service_detail` */
export const BkServiceDetail = z.object({
  service_id: idLike,
  name: decoration,
  desc: decoration,
  fields: z.array(BkCreationField),
});
export type BkServiceDetail = z.infer<typeof BkServiceDetail>;

/** An entry of `get_service_roles`: a step of the service, and who is behind it now. */
export const BkServiceRole = z.object({
  id: idLike,
  name: decoration,
  /** User names, with commas. */
  processors: decoration,
  processors_type: decoration,
});
export type BkServiceRole = z.infer<typeof BkServiceRole>;

export const BkServiceRoles = z.array(BkServiceRole);

/** `get_approver` */
export const BkApprover = z.object({ approver: z.string() });

/** `create_ticket` */
export const BkCreatedTicket = z.object({ sn: nonEmpty });
