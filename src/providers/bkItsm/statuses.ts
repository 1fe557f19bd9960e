import type { StepCategory, StepStatus } from '../../domain/step.ts';
import type { StatusCategory, TicketStatus } from '../../domain/ticket.ts';
import type { BkOperation, BkStep } from './schema.ts';

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

export const suspended = 'SUSPENDED';

/** No step will follow. A status of an administrator's making does not say so itself. */
export function hasEnded(
  code: string,
  head: { readonly end_at?: string | undefined },
  status: { readonly operations: readonly BkOperation[]; readonly current_steps: readonly BkStep[] } | undefined,
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

export function readStepStatus({ status: code, action_type }: BkStep): StepStatus {
  const [name, category] = (Object.hasOwn(stepStatuses, code) ? stepStatuses[code] : undefined) ?? [code, 'unknown'];
  // Nobody is asked anything: a machine is at it.
  return { code, name, category: category === 'active' && action_type === 'AUTOMATIC' ? 'working' : category };
}
