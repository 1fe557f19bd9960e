import { message } from '../../domain/message.ts';
import type { Operation, OperationNeeds } from '../../domain/operation.ts';
import type { Step, StepCategory, StepStatus } from '../../domain/step.ts';
import type { StatusCategory, Ticket, TicketDetail, TicketRef, TicketStatus } from '../../domain/ticket.ts';
import { readApprovalForm } from './approvalForm.ts';
import { describeValue, readForm, valuesByKey, whyNotSubmittable } from './fields.ts';
import type {
  BkOperation,
  BkStep,
  BkStepWithForm,
  BkTicketInfo,
  BkTicketItem,
  BkTicketStatus,
  BkTicketStatusWithForms,
} from './schema.ts';
import { decodeEntities } from './serverText.ts';

/** The built-in statuses in the words of the system's own pages; administrators add others. */
const ticketStatuses: Readonly<Record<string, readonly [name: string, category: StatusCategory]>> = {
  NEW: ['新', 'new'],
  RUNNING: ['处理中', 'inProgress'],
  RESOLVED: ['已解决', 'pending'],
  CONFIRMED: ['已确认', 'inProgress'],
  SUSPENDED: ['被挂起', 'suspended'],
  FINISHED: ['已结束', 'done'],
  TERMINATED: ['被终止', 'cancelled'],
  REVOKED: ['被撤销', 'cancelled'],
};

/** To filter by. */
export const builtInStatuses: readonly TicketStatus[] = Object.entries(ticketStatuses).map(
  ([code, [name, category]]) => ({ code, name, category }),
);

const stepStatuses: Readonly<Record<string, readonly [name: string, category: StepCategory]>> = {
  WAIT: ['待处理', 'unknown'],
  RUNNING: ['处理中', 'active'],
  QUEUEING: ['后台处理中', 'working'],
  RECEIVING: ['待认领', 'toClaim'],
  DISTRIBUTING: ['待派单', 'toAssign'],
  TERMINATED: ['被终止', 'unknown'],
  FINISHED: ['已结束', 'unknown'],
  FAILED: ['执行失败', 'failed'],
  SUSPEND: ['被挂起', 'suspended'],
};

const suspended = 'SUSPENDED';

/** In place of user names where the system itself works. */
const systemProcessor = '系统自动处理';

/** The server refuses a longer remark. */
export const maxRemarkLength = 255;

const needsNothing: OperationNeeds = { form: false, remark: 'none', remarkMaxLength: undefined, assignee: false };
const needsRemark: OperationNeeds = { ...needsNothing, remark: 'required', remarkMaxLength: maxRemarkLength };

type OperationMeaning = Pick<Operation, 'kind' | 'needs' | 'isIrreversible' | 'note'>;

const remarkIsLost = message('The server wants a remark, but does not keep it.');
const endsWholeTicket = message(
  'This ends the whole ticket, not only a step. The server wants a remark, but does not keep it.',
);

/** What a step can be told, by the step status that allows it. Others are for the ticket, or nothing a client can do. */
const stepOperations: Readonly<Record<string, OperationMeaning & { readonly status: string }>> = {
  TRANSITION: { kind: 'submit', status: 'RUNNING', needs: { ...needsNothing, form: true }, isIrreversible: false },
  CLAIM: { kind: 'claim', status: 'RECEIVING', needs: needsNothing, isIrreversible: false },
  DISTRIBUTE: {
    kind: 'assign',
    status: 'DISTRIBUTING',
    needs: { ...needsNothing, remark: 'optional', remarkMaxLength: maxRemarkLength, assignee: true },
    isIrreversible: false,
  },
  DELIVER: { kind: 'transfer', status: 'RUNNING', needs: { ...needsRemark, assignee: true }, isIrreversible: false },
};

const ticketOperations: Readonly<Record<string, OperationMeaning>> = {
  SUSPEND: { kind: 'suspend', needs: needsRemark, isIrreversible: false },
  UNSUSPEND: { kind: 'resume', needs: needsRemark, isIrreversible: false, note: remarkIsLost },
  WITHDRAW: { kind: 'withdraw', needs: needsRemark, isIrreversible: true, note: remarkIsLost },
  TERMINATE: { kind: 'terminate', needs: needsRemark, isIrreversible: true, note: endsWholeTicket },
};

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
  info: BkTicketInfo,
  status: BkTicketStatusWithForms,
  reader: Reader,
): Ticket {
  const values = valuesByKey(info.fields);
  const ticket = readTicketParts(ref, info, status, reader, (step: BkStepWithForm, base) => ({
    ...base,
    fields: readForm(step.fields, values),
    cannotSubmit: whyNotSubmittable(step.fields, values),
  }));
  const inForms = new Set(status.current_steps.flatMap((step) => step.fields.map((field) => field.key)));
  return {
    ...ticket,
    details: ticket.isEnded ? readDetails(info, new Set()) : readDetails(info, inForms),
  };
}

/** What the ticket itself says already. */
const shownElsewhere = new Set(['title', 'current_status']);

/** Not those of the steps at hand: their values are proposals still ("approved" before anybody has approved). */
function readDetails(info: BkTicketInfo, inForms: ReadonlySet<string>): readonly TicketDetail[] {
  return [...valuesByKey(info.fields).values()].flatMap((value) => {
    const { key, type, name } = value;
    if (inForms.has(key) || shownElsewhere.has(key)) return [];
    const text = describeValue({ type }, value).trim();
    return text === '' ? [] : [{ key, label: decodeEntities(name === '' ? key : name), text }];
  });
}

/** `get_ticket_status`, with or without forms. */
type StatusWith<S extends BkStep> = Omit<BkTicketStatus, 'current_steps'> & { readonly current_steps: readonly S[] };

function readTicketParts<S extends BkStep>(
  ref: TicketRef,
  head: BkTicketItem | BkTicketInfo,
  status: StatusWith<S> | undefined,
  { operator, signed }: Reader,
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
    steps: bkSteps.map((step) =>
      complete(step, readStep(step, { operator, isSuspended, signed: signed?.get(step.state_id) })),
    ),
    operations: isEnded || status === undefined ? [] : readTicketOperations(status, operator, head.creator),
    details: undefined,
    canBeRated: head.is_commented === undefined ? undefined : code === 'FINISHED' && !head.is_commented,
  };
}

function distinctSteps<S extends BkStep>(steps: readonly S[]): readonly S[] {
  return [...new Map(steps.map((step) => [step.state_id, step])).values()];
}

/** No step will follow. A status of an administrator's making does not say so itself. */
export function hasEnded(
  code: string,
  head: { readonly end_at?: string | undefined },
  status: Pick<StatusWith<BkStep>, 'operations' | 'current_steps'> | undefined,
): boolean {
  if (head.end_at !== undefined && head.end_at !== '') return true;
  const known = Object.hasOwn(ticketStatuses, code) ? ticketStatuses[code] : undefined;
  if (known !== undefined) return known[1] === 'done' || known[1] === 'cancelled';
  return status !== undefined && status.operations.length === 0 && status.current_steps.length === 0;
}

export function readTicketStatus(code: string): TicketStatus {
  const [name, category] = (Object.hasOwn(ticketStatuses, code) ? ticketStatuses[code] : undefined) ?? [
    code,
    'unknown',
  ];
  return { code, name, category };
}

function readStepStatus({ status: code, action_type }: BkStep): StepStatus {
  const [name, category] = (Object.hasOwn(stepStatuses, code) ? stepStatuses[code] : undefined) ?? [code, 'unknown'];
  // Nobody is asked anything: a machine is at it.
  return { code, name, category: category === 'active' && action_type === 'AUTOMATIC' ? 'working' : category };
}

/** For whom a ticket is read. */
export interface Reader {
  readonly operator: string;
  /** Who has signed, by step; `undefined` and missing steps: not known. */
  readonly signed?: ReadonlyMap<string, readonly string[]> | undefined;
}

interface StepReader {
  readonly operator: string;
  /** Of the ticket: the server does not stop anybody from going on with a suspended one, so we do. */
  readonly isSuspended: boolean;
  /** Who has signed at a busy step that others may still sign; `undefined`: it is none, or it is not known. */
  readonly signed: readonly string[] | undefined;
}

/** A step without its form. */
export function readStep(step: BkStep, { operator, isSuspended, signed }: StepReader): Step {
  const processors = readProcessors(step);
  const isMineToSign = signed !== undefined && !signed.includes(operator);
  const status: StepStatus = { ...readStepStatus(step), ...(isMineToSign ? { category: 'active' } : {}) };
  const isOpen = isOpenToAll(step);
  const isMine = processors.includes(operator);
  const isWaiting = status.category === 'active' || status.category === 'toClaim' || status.category === 'toAssign';
  const canAct = (isMine || isOpen) && !isSuspended;
  return {
    id: step.state_id,
    name: decodeEntities(step.name),
    status,
    processors,
    waitsForMe: isMine && isWaiting && !isSuspended,
    operations:
      canAct && isWaiting
        ? step.operations.flatMap((operation) => readStepOperation(operation, step, isMineToSign))
        : [],
    fields: undefined,
    cannotSubmit: undefined,
  };
}

/** User names, or what stands for several people. */
export function readProcessors(step: BkStep): readonly string[] {
  const names = (step.processors ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '' && name !== systemProcessor);
}

function isOpenToAll(step: BkStep): boolean {
  return step.processors_type === 'OPEN';
}

function readStepOperation({ key, name }: BkOperation, step: BkStep, isMineToSign: boolean): readonly Operation[] {
  const meaning = Object.hasOwn(stepOperations, key) ? stepOperations[key] : undefined;
  if (meaning === undefined) return [];
  if (meaning.status !== step.status && !(isMineToSign && meaning.kind === 'submit')) return [];
  const { status: _status, ...rest } = meaning;
  const approval = key === 'TRANSITION' ? readApprovalForm(step.fields)?.approval : undefined;
  return [{ key, name: name === '' ? key : name, scope: 'step', ...rest, ...(approval && { approval }) }];
}

/**
 * What may be done to a ticket that has not ended. A step lists SUSPEND and TERMINATE too, but only the ticket can be
 * told so: they are lifted from there, once, for the step's processors. (Where anybody may act, nobody may do these.)
 */
export function readTicketOperations(
  status: StatusWith<BkStep>,
  operator: string,
  creator: string | undefined,
): readonly Operation[] {
  const isSuspended = status.current_status === suspended;
  const ofSteps = status.current_steps
    .filter((step) => readProcessors(step).includes(operator))
    .flatMap((step) => step.operations)
    .filter(({ key }) => key === 'SUSPEND' || key === 'TERMINATE');
  const offered = new Map<string, Operation>();
  for (const { key, name } of [...status.operations, ...ofSteps]) {
    const meaning = Object.hasOwn(ticketOperations, key) ? ticketOperations[key] : undefined;
    if (meaning === undefined || offered.has(key)) continue;
    // A second SUSPEND would make a ticket that cannot be resumed any more.
    if (key === 'SUSPEND' && isSuspended) continue;
    if (key === 'UNSUSPEND' && !isSuspended) continue;
    if (key === 'WITHDRAW' && creator !== undefined && creator !== '' && creator !== operator) continue;
    offered.set(key, { key, name: name === '' ? key : name, scope: 'ticket', ...meaning });
  }
  return [...offered.values()];
}

/** Wall-clock time of the server, which is in Shanghai. */
export function readTime(text: string | undefined): number | undefined {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/u.exec(text ?? '') ?? [];
  if (date === undefined || time === undefined) return undefined;
  const value = Date.parse(`${date}T${time}+08:00`);
  return Number.isNaN(value) ? undefined : value;
}

/** The reverse of {@link readTime}. */
export function formatTime(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

export function readWebUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return /^https?:$/u.test(new URL(url).protocol) ? url : undefined;
}
