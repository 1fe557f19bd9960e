import { ThemeColor, ThemeIcon } from 'vscode';
import type { StepCategory } from '../domain/step.ts';
import type { StatusCategory } from '../domain/ticket.ts';

interface Look {
  readonly icon: string;
  readonly color: string | undefined;
}

const ticketLooks: Readonly<Record<StatusCategory, Look>> = {
  new: { icon: 'circle-large-outline', color: 'charts.blue' },
  inProgress: { icon: 'play-circle', color: 'charts.blue' },
  pending: { icon: 'clock', color: 'charts.yellow' },
  suspended: { icon: 'debug-pause', color: 'list.warningForeground' },
  done: { icon: 'pass', color: 'charts.green' },
  cancelled: { icon: 'circle-slash', color: 'disabledForeground' },
  unknown: { icon: 'question', color: undefined },
};

const stepLooks: Readonly<Record<StepCategory, Look>> = {
  active: { icon: 'edit', color: undefined },
  toClaim: { icon: 'person-add', color: undefined },
  toAssign: { icon: 'organization', color: undefined },
  working: { icon: 'loading~spin', color: undefined },
  suspended: { icon: 'debug-pause', color: 'list.warningForeground' },
  failed: { icon: 'error', color: 'charts.red' },
  unknown: { icon: 'question', color: undefined },
};

/** Icon of a ticket; grey when what we know of it may be out of date. */
export function ticketIcon(category: StatusCategory, isStale: boolean): ThemeIcon {
  const { icon, color } = ticketLooks[category];
  return themeIcon(icon, isStale ? 'disabledForeground' : color);
}

/** Icon of a step; coloured when it waits for me. */
export function stepIcon(category: StepCategory, waitsForMe: boolean, isStale: boolean): ThemeIcon {
  const { icon, color } = stepLooks[category];
  if (isStale) return themeIcon(icon, 'disabledForeground');
  return themeIcon(icon, waitsForMe ? 'charts.yellow' : color);
}

function themeIcon(icon: string, color: string | undefined): ThemeIcon {
  return color === undefined ? new ThemeIcon(icon) : new ThemeIcon(icon, new ThemeColor(color));
}
