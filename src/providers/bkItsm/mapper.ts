import { message } from '../../domain/message.ts';
import type { Step } from '../../domain/step.ts';
import type { Ticket, TicketDetail, TicketPerson, TicketRef } from '../../domain/ticket.ts';
import { readApprovalForm } from './approvalForm.ts';
import { readDetail } from './details.ts';
import { whyNotSubmittable } from './encoding.ts';
import { readForm, type Translate } from './fields.ts';
import { readPriority } from './priority.ts';
import { readProcessors } from './processors.ts';
import type {
  BkStep,
  BkStepWithForm,
  BkTicketInfo,
  BkTicketItem,
  BkTicketStatus,
  BkTicketStatusWithForms,
  BkValue,
  BkWorkflow,
} from './schema.ts';
import { decodeEntities } from './serverText.ts';
import type { Signing } from './signing.ts';
import { hasEnded, readTicketStatus, suspended } from './statuses.ts';
import { readStep } from './steps.ts';
import { readTicketOperations, type TicketOperator } from './ticketOperations.ts';
import { readTime } from './times.ts';
import { splitList, valuesByKey } from './values.ts';
import { findAhead } from './workflow.ts';

/** For whom a ticket is read. */
export interface Reader extends TicketOperator {
  readonly translate: Translate;
  /** How far its steps have come that several people sign; missing ones are none of those, or it is not known. */
  readonly signings: ReadonlyMap<string, Signing>;
}

/** What is known of a ticket beyond its status and its values. */
export interface TicketBackground {
  /** The workflow it was made with; `undefined`: not known. */
  readonly flow: BkWorkflow | undefined;
  /** Keys of results (see {@link doubtfulResults}) that somebody has given. */
  readonly givenResults: ReadonlySet<string>;
}

/** The two answers that make a ticket, put together. */
export interface TicketAnswers {
  readonly info: BkTicketInfo;
  readonly status: BkTicketStatusWithForms;
  readonly values: ReadonlyMap<string, BkValue>;
  /** Keys of the forms of the steps at hand. */
  readonly inForms: ReadonlySet<string>;
}

export function combine(info: BkTicketInfo, status: BkTicketStatusWithForms): TicketAnswers {
  const steps = hasEnded(status.current_status, info, status) ? [] : status.current_steps;
  const inForms = new Set(steps.flatMap((step) => step.fields.map((field) => field.key)));
  return { info, status, values: valuesByKey(info.fields), inForms };
}

/** A ticket of the watch list: without forms and details. `status`: `undefined` for a ticket that has ended. */
export function readWatchedTicket(
  ref: TicketRef,
  item: BkTicketItem,
  status: BkTicketStatus | undefined,
  reader: Reader,
): Ticket {
  return readTicketParts(ref, item, status, reader, (_step, base) => base);
}

/** The whole ticket. */
export function readWholeTicket(
  ref: TicketRef,
  answers: TicketAnswers,
  reader: Reader,
  { flow, givenResults }: TicketBackground,
): Ticket {
  const { info, status, values, inForms } = answers;
  const ticket = readTicketParts(ref, info, status, reader, (step: BkStepWithForm, base) => ({
    ...base,
    fields: readForm(withoutDecision(step, base), values, reader.translate),
    cannotSubmit: whyNotSubmittable(step.fields, values),
  }));
  const unknown = doubtfulResults(answers, flow).filter((key) => !givenResults.has(key));
  const shown = [...values.values()].filter(
    // The values of the steps at hand are proposals still.
    ({ key }) => !inForms.has(key) && !shownElsewhere.has(key) && !unknown.includes(key),
  );
  const current = new Set(ticket.steps.map(({ id }) => id));
  // Nothing is ahead of a ticket that has ended.
  const unsorted = ticket.isEnded ? undefined : reader.translate(message('Filled in, or the default of a later step'));
  const details = readDetails(shown, flow, { current, unsorted }, reader.translate);
  return { ...ticket, priority: readPriority(values.get('priority')), details };
}

/** What the ticket itself says already. */
const shownElsewhere = new Set(['title', 'current_status']);

/**
 * The form of an approval says nothing to those who do not decide it now: it holds defaults, as if somebody had approved
 * already. What else is in it stays.
 */
function withoutDecision({ fields }: BkStepWithForm, { operations }: Step): BkStepWithForm['fields'] {
  if (operations.some(({ kind }) => kind === 'submit')) return fields;
  const isDecision = readApprovalForm(fields) !== undefined;
  return fields.filter(({ meta, is_readonly: isReadOnly }) => {
    return isDecision ? isReadOnly : meta.code !== 'APPROVE_RESULT';
  });
}

/** How an approval's result looks where its workflow is not known: its key is generated, or its name says so. */
const generatedKey = /^[0-9a-f]{32}$/u;
const resultName = /审批|审核|意见|结果|approv|result/iu;

/**
 * Results of approvals among the values, by key, that nobody may have given: each is filled in with its default as soon
 * as there is a ticket. Only the log tells. Those of the steps at hand are not among them.
 */
export function doubtfulResults({ values, inForms }: TicketAnswers, flow: BkWorkflow | undefined): readonly string[] {
  return [...values.values()].flatMap(({ key, type, name, value }) => {
    if (inForms.has(key) || type !== 'RADIO' || (value !== 'true' && value !== 'false')) return [];
    const design = flow?.fields.find((field) => field.key === key);
    const isResult =
      design === undefined ? generatedKey.test(key) || resultName.test(name) : design.meta.code === 'APPROVE_RESULT';
    return isResult ? [key] : [];
  });
}

/**
 * By steps, in their order, where it is known which step they were filled in at.
 * @param unsorted the group of all of them where it is not
 */
function readDetails(
  values: readonly BkValue[],
  flow: BkWorkflow | undefined,
  { current, unsorted }: { readonly current: ReadonlySet<string>; readonly unsorted: string | undefined },
  translate: Translate,
): readonly TicketDetail[] {
  if (flow === undefined) return values.flatMap((value) => readDetail(value, undefined, unsorted) ?? []);
  const designs = new Map(flow.fields.map((field) => [field.key, field]));
  const ahead = findAhead(flow, current);
  const steps = new Map(
    flow.states.map(({ id, name }, index) => {
      const label = decodeEntities(name);
      // What is there is its default.
      return [id, { name: ahead.has(id) ? translate(message('{0} (still to come)', label)) : label, index }];
    }),
  );
  const found = values.flatMap((value) => {
    const design = designs.get(value.key);
    const step = steps.get(design?.state_id ?? '');
    const detail = readDetail(value, design, step?.name === '' ? undefined : step?.name);
    return detail === undefined ? [] : [{ detail, index: step?.index ?? -1 }];
  });
  return found.toSorted((left, right) => left.index - right.index).map(({ detail }) => detail);
}

/** `get_ticket_status`, with or without forms. */
type StatusWith<S extends BkStep> = Omit<BkTicketStatus, 'current_steps'> & { readonly current_steps: readonly S[] };

function readTicketParts<S extends BkStep>(
  ref: TicketRef,
  head: BkTicketItem | BkTicketInfo,
  status: StatusWith<S> | undefined,
  reader: Reader,
  complete: (step: S, base: Step) => Step,
): Ticket {
  const code = status?.current_status ?? head.current_status;
  const isEnded = hasEnded(code, head, status);
  const isSuspended = code === suspended;
  // By id, as a step that is listed twice would be one row too many with the same name.
  const bkSteps = isEnded || status === undefined ? [] : distinctSteps(status.current_steps);
  return {
    ref,
    title: decodeEntities(head.title),
    status: readTicketStatus(code),
    isEnded,
    url: readWebUrl(status?.ticket_url) ?? readWebUrl(head.ticket_url),
    creator: head.creator === '' ? undefined : head.creator,
    createdAt: readTime(head.create_at),
    updatedAt: readTime(head.update_at),
    steps: bkSteps.map((step) => {
      const signing = reader.signings.get(step.state_id);
      return complete(step, readStep(step, { operator: reader.operator, isSuspended, signing }));
    }),
    operations: isEnded || status === undefined ? [] : readTicketOperations(status, reader, head.creator),
    details: undefined,
    people: readPeople(head, bkSteps, reader.translate),
    canBeRated: head.is_commented === undefined ? undefined : code === 'FINISHED' && !head.is_commented,
  };
}

/** Those who have done something to it, beside those whom it names anyway. */
function readPeople(
  { creator, updated_by: names }: BkTicketItem | BkTicketInfo,
  steps: readonly BkStep[],
  translate: Translate,
): readonly TicketPerson[] {
  const named = new Set([creator, ...steps.flatMap(readProcessors)]);
  return splitList(names)
    .filter((name) => !named.has(name))
    .map((name) => ({ role: translate(message('Took part')), name }));
}

function distinctSteps<S extends BkStep>(steps: readonly S[]): readonly S[] {
  return [...new Map(steps.map((step) => [step.state_id, step])).values()];
}

export function readWebUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  return /^https?:$/u.test(URL.parse(url)?.protocol ?? '') ? url : undefined;
}
