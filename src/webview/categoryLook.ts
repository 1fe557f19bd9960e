import type { StepCategory } from '../domain/step.ts';
import type { StatusCategory, TicketPriority } from '../domain/ticket.ts';

/** How a category looks: the codicon's name and the tone of the pill around it. */
export interface CategoryLook {
  readonly icon: string;
  readonly tone: 'blue' | 'green' | 'yellow' | 'orange' | 'red' | 'plain';
}

const plain: CategoryLook = { icon: 'question', tone: 'plain' };

const statusLooks: Readonly<Record<StatusCategory, CategoryLook>> = {
  new: { icon: 'circle-large-outline', tone: 'blue' },
  inProgress: { icon: 'play-circle', tone: 'blue' },
  pending: { icon: 'watch', tone: 'yellow' },
  suspended: { icon: 'debug-pause', tone: 'orange' },
  done: { icon: 'pass', tone: 'green' },
  cancelled: { icon: 'circle-slash', tone: 'plain' },
  unknown: plain,
};

const stepLooks: Readonly<Record<StepCategory, CategoryLook>> = {
  active: { icon: 'record', tone: 'blue' },
  toClaim: { icon: 'inbox', tone: 'yellow' },
  toAssign: { icon: 'person-add', tone: 'yellow' },
  working: { icon: 'sync', tone: 'blue' },
  suspended: { icon: 'debug-pause', tone: 'orange' },
  failed: { icon: 'error', tone: 'red' },
  unknown: plain,
};

const priorityLooks: Readonly<Record<TicketPriority['category'], CategoryLook>> = {
  critical: { icon: 'flame', tone: 'red' },
  high: { icon: 'arrow-up', tone: 'orange' },
  medium: { icon: 'dash', tone: 'yellow' },
  low: { icon: 'arrow-down', tone: 'blue' },
  unknown: { icon: 'dash', tone: 'plain' },
};

export function priorityLook(category: TicketPriority['category']): CategoryLook {
  return priorityLooks[category] ?? plain;
}

export function statusLook(category: StatusCategory): CategoryLook {
  return statusLooks[category] ?? plain;
}

export function stepLook(category: StepCategory): CategoryLook {
  return stepLooks[category] ?? plain;
}
