import type { TicketStatus, StatusCategory, TicketPriority } from '../../domain/ticket.ts';
import { nameIn, type CodeTable } from './codes.ts';
import type { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';
import type { CocIncident, CocIssue } from './schema.ts';

/** Where an issue or incident is in its life: decides what is offered. `unknown`: a status that is not known. */
export type Stage =
  | 'draft'
  | 'unaccepted'
  | 'rejected'
  | 'handling'
  | 'inReview'
  | 'suspended'
  | 'implementing'
  | 'verifying'
  | 'completed'
  | 'withdrawn'
  | 'unknown';

const categories: Readonly<Record<Stage, StatusCategory>> = {
  draft: 'new',
  unaccepted: 'new',
  rejected: 'pending',
  handling: 'inProgress',
  inReview: 'pending',
  suspended: 'suspended',
  implementing: 'inProgress',
  verifying: 'pending',
  completed: 'done',
  withdrawn: 'cancelled',
  unknown: 'unknown',
};

/** Nothing follows. */
export function isEndStage(stage: Stage): boolean {
  return stage === 'completed' || stage === 'withdrawn';
}

/** @param table names of statuses that the ticket does not name itself */
export function statusOf(
  code: string,
  stage: Stage,
  table: CodeTable,
  names: EnumNames,
  locale: Pick<Locale, 'translate'>,
): TicketStatus {
  return { code, name: nameIn(table, code, names.name('work_flow_status', code), locale), category: categories[stage] };
}

/** The only code of an issue's status that is published (contract §2.7), and the one that drafts seem to begin with. */
const issueCodes: Readonly<Record<string, Stage>> = {
  issues_work_flow_status_12000: 'completed',
  issues_mgmt_draft: 'draft',
};

/** Nothing ends by a name that only resembles these. */
const endNames: ReadonlyMap<string, Stage> = new Map([
  ...['completed', 'complete', 'closed', 'finished', '已完成', '完成', '已关闭', '关闭'].map(
    (word): [string, Stage] => [word, 'completed'],
  ),
  ...['withdrawn', 'canceled', 'cancelled', 'revoked', '已撤销', '撤销', '已撤回', '已取消'].map(
    (word): [string, Stage] => [word, 'withdrawn'],
  ),
]);

/**
 * What the console calls the stages, in the words of its manuals; the first that fits counts. Codes of issues are not
 * published and tenants rename statuses, so that a name is the best there is; one that is not here is "unknown".
 */
const namedStages: readonly (readonly [pattern: RegExp, stage: Stage])[] = [
  [/review|approv|审批|评审|审核/u, 'inReview'],
  [/suspend|pause|挂起|暂停/u, 'suspended'],
  [/reject|驳回|拒绝/u, 'rejected'],
  [/draft|草稿/u, 'draft'],
  [/unaccepted|not accepted|to be accepted|未受理|待受理/u, 'unaccepted'],
  [/implement|change in progress|实施/u, 'implementing'],
  [/verif|resolved|待验证|验证中|已解决/u, 'verifying'],
  [/locat|accepted|handling|processing|in progress|定位|已受理|处理中/u, 'handling'],
];

export function issueStage({ work_flow_status: code }: Pick<CocIssue, 'work_flow_status'>, names: EnumNames): Stage {
  return (Object.hasOwn(issueCodes, code) ? issueCodes[code] : undefined) ?? stageByName(code, names);
}

const incidentCodes: Readonly<Record<string, Stage>> = {
  incident_draft: 'draft',
  INCIDENT_STATUS_TRIGGERED: 'unaccepted',
  INCIDENT_STATUS_ACKNOWLEDGED: 'handling',
  INCIDENT_STATUS_REJECTED: 'rejected',
  INCIDENT_STATUS_RESOLVED: 'verifying',
  INCIDENT_STATUS_COMPLETED: 'completed',
};

/** States of pausing and of approving a level exist without published codes: their names may tell (contract §2.7). */
export function incidentStage(
  { work_flow_status: code }: Pick<CocIncident, 'work_flow_status'>,
  names: EnumNames,
): Stage {
  return (Object.hasOwn(incidentCodes, code) ? incidentCodes[code] : undefined) ?? stageByName(code, names);
}

function stageByName(code: string, names: EnumNames): Stage {
  const both = names.bothNames('work_flow_status', code).map((name) => name.trim().toLowerCase());
  for (const name of both) {
    const stage = endNames.get(name) ?? namedStages.find(([pattern]) => pattern.test(name))?.[1];
    if (stage !== undefined) return stage;
  }
  return 'unknown';
}

const priorities: Readonly<Record<string, TicketPriority['category']>> = {
  issues_level_1000: 'critical',
  issues_level_2000: 'high',
  issues_level_3000: 'medium',
  issues_level_4000: 'low',
  level_10: 'critical',
  level_20: 'high',
  level_30: 'medium',
  level_40: 'low',
  level_50: 'low',
};

/** Tenants edit levels: one of theirs keeps its name (contract §2.4). `undefined`: there is none. */
export function priorityOf(level: string, name: string): TicketPriority | undefined {
  if (level === '') return undefined;
  return { name, category: (Object.hasOwn(priorities, level) ? priorities[level] : undefined) ?? 'unknown' };
}
