// oxlint-disable-next-line no-restricted-imports -- oxlint takes `* as z` for the name `z`, which the rule is about
import * as z from 'zod';

// Strict where a wrong guess does harm: a ticket without `current_steps` is not a ticket without steps, and a form
// that lacks a field would be sent without it, which empties the field. Decoration may be missing.

const idLike = z.union([z.string().min(1), z.number().int()]).transform(String);
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** Decoration: whatever is not text is nothing. */
const decoration = text.catch('');
const optionalText = text
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined);

/** Every answer of ESB, gateway and ITSM, whether it carries data or a refusal. */
export const BkEnvelope = z.object({
  result: z.unknown().optional(),
  code: z.union([z.string(), z.number()]),
  message: decoration,
  /** In front of what the middleware of ITSM refuses: in place of `message`. */
  detail: decoration,
  /** With `VALIDATE_ERROR`. */
  messages: z.unknown().optional(),
});
export type BkEnvelope = z.infer<typeof BkEnvelope>;

/** What is in an envelope that says that all went well: without that word, not even an empty answer will do. */
export function inEnvelope<T>(data: z.ZodType<T>): z.ZodType<T> {
  const envelope = z.object({ code: z.literal([0, '0']), data });
  return envelope.transform((answer) => answer.data);
}

export const BkOperation = z.object({ key: z.string().min(1), name: decoration });
export type BkOperation = z.infer<typeof BkOperation>;

export const BkOption = z.object({ key: text, name: decoration });

const choices = z
  .array(z.unknown())
  // FILE has an object of templates here.
  .catch([])
  .transform((entries) =>
    entries.flatMap((entry) => {
      const option = BkOption.safeParse(entry);
      return option.success ? [option.data] : [];
    }),
  );

/** A field of a step's form: from the workflow, without a value. */
export const BkField = z.object({
  key: z.string().min(1),
  type: z.string().min(1),
  name: decoration,
  desc: decoration,
  choice: choices,
  validate_type: decoration,
  regex: decoration,
  custom_regex: decoration,
  is_readonly: z.boolean().catch(false),
  source_type: decoration,
  meta: z
    .object({
      code: optionalText,
      columns: z.array(BkOption).catch([]),
    })
    .catch({ code: undefined, columns: [] }),
});
export type BkField = z.infer<typeof BkField>;

/** A step as the watch needs it. */
export const BkStep = z.object({
  state_id: idLike,
  name: decoration,
  status: z.string().min(1),
  action_type: decoration,
  processors_type: decoration,
  processors: z.union([z.string(), z.array(z.string()).transform((names) => names.join(','))]).nullable(),
  operations: z.array(BkOperation),
});
export type BkStep = z.infer<typeof BkStep>;

export const BkStepWithForm = BkStep.extend({ fields: z.array(BkField) });
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
};

/** A value of a ticket, whichever step it belongs to. */
export const BkValue = z.object({
  key: z.string(),
  type: decoration,
  name: decoration,
  value: z.unknown(),
  display_value: z.unknown().optional(),
});
export type BkValue = z.infer<typeof BkValue>;

/** `get_ticket_info` */
export const BkTicketInfo = z.object({ ...ticketHead, fields: z.array(BkValue) });
export type BkTicketInfo = z.infer<typeof BkTicketInfo>;

/** An entry of `get_tickets`. */
export const BkTicketItem = z.object({ ...ticketHead, id: idLike.optional() });
export type BkTicketItem = z.infer<typeof BkTicketItem>;

export interface BkTicketPage {
  readonly items: readonly unknown[];
  readonly total_page: number;
}

/** `get_tickets`: entries are read one by one, so that a bad one does not hide the others. */
export const BkTicketPage: z.ZodType<BkTicketPage> = z.union([
  z.object({ items: z.array(z.unknown()), total_page: z.number().int().nonnegative().catch(1) }),
  // With paging off, the bare list.
  z.array(z.unknown()).transform((items) => ({ items, total_page: 1 })),
]);

/** What a write answers: nothing that is used. */
export const BkNothing = z.unknown().optional();
