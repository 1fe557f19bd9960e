import { randomUUID } from 'node:crypto';
import { historyEntry } from './history.ts';
import type { StoredIssue, SubTicket } from './issueModel.ts';
import { issueStatus } from './names.ts';

/** What an issue looks like when it comes into being in the middle of its life. */
export interface IssueDesign {
  /** Undefined: a new one. */
  readonly number?: string;
  readonly title: string;
  readonly description: string;
  readonly creatorId: string;
  readonly hoursAgo: number;
  readonly updatedHoursAgo?: number;
  readonly level?: string;
  readonly category?: string;
  readonly scheduleType?: string;
  readonly contactId?: string;
  readonly sourceType?: string;
  readonly sourceId?: string;
  readonly serviceId?: string;
  readonly foundAt?: number;
  readonly levelApproval?: string | undefined;
  readonly suspensionApproval?: string | undefined;
  readonly regions?: readonly string[];
  readonly status?: string;
  readonly assigneeId?: string;
  readonly participantIds?: readonly string[];
  readonly attachmentIds?: readonly string[];
  readonly handleTime?: number;
  readonly rootCauseServiceId?: string;
  readonly rootCauseType?: string;
  readonly rootCause?: string;
  readonly solution?: string;
  readonly version?: string;
  readonly isCommon?: boolean;
  readonly needsChange?: boolean;
  readonly isDraft?: boolean;
  readonly hasStarted?: boolean;
  readonly history?: readonly {
    readonly action: string;
    readonly operatorId: string;
    readonly hoursAgo: number;
    readonly comment?: string;
    readonly status: string;
  }[];
}

const hour = 3_600_000;

/** Keeps the issues. */
export class IssueStore {
  readonly #issues = new Map<string, StoredIssue>();
  readonly #now: () => number;
  #numbers = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** By number, or by the primary key that a creation answers with. */
  get(id: string): StoredIssue | undefined {
    return this.#issues.get(id) ?? [...this.#issues.values()].find(({ key }) => key === id);
  }

  /** Newest first. */
  list(): readonly StoredIssue[] {
    return [...this.#issues.values()].sort((left, right) => right.createdAt - left.createdAt);
  }

  add(design: IssueDesign): StoredIssue {
    const now = this.#now();
    const createdAt = now - design.hoursAgo * hour;
    const status = design.status ?? issueStatus.draft;
    const { regions = [] } = design;
    const ticketId = randomUUID();
    const number = design.number ?? this.#nextNumber(createdAt);
    const issue: StoredIssue = {
      key: randomUUID().replaceAll('-', ''),
      ticketId,
      number,
      title: design.title,
      description: design.description,
      category: design.category ?? 'issues_type_1000',
      scheduleType: design.scheduleType ?? 'issues_mgmt_virtual_schedule_type_2000',
      creatorId: design.creatorId,
      contactId: design.contactId ?? design.creatorId,
      sourceType: design.sourceType ?? 'issues_mgmt_associated_type_4000',
      sourceId: design.sourceId ?? '',
      serviceId: design.serviceId ?? '',
      createdAt,
      foundAt: design.foundAt ?? 0,
      levelApproval: design.levelApproval,
      suspensionApproval: design.suspensionApproval,
      level: design.level ?? 'issues_level_3000',
      regions,
      status,
      assigneeId: design.assigneeId ?? '',
      operatorId: design.creatorId,
      participantIds: design.participantIds ?? [design.creatorId],
      attachmentIds: design.attachmentIds ?? [],
      updatedAt: now - (design.updatedHoursAgo ?? design.hoursAgo) * hour,
      handleTime: design.handleTime ?? 0,
      rootCauseServiceId: design.rootCauseServiceId ?? '',
      rootCauseType: design.rootCauseType ?? '',
      rootCause: design.rootCause ?? '',
      solution: design.solution ?? '',
      version: design.version ?? '',
      isCommon: design.isCommon ?? false,
      needsChange: design.needsChange ?? false,
      isDraft: design.isDraft ?? false,
      hasStarted: design.hasStarted ?? true,
      subTickets: regions.map((region, index) => makeSubTicket(number, index, 'regions', region, createdAt)),
      history: [
        historyEntry({ action: 'create', operatorId: design.creatorId, comment: '', status }, createdAt),
        ...(design.history ?? []).map(({ hoursAgo, comment = '', ...entry }) => {
          return historyEntry({ ...entry, comment }, now - hoursAgo * hour);
        }),
      ],
    };
    this.#issues.set(number, issue);
    return issue;
  }

  /** Changes an issue in somebody's name, and notes it. */
  act(
    issue: StoredIssue,
    { action, operatorId, comment }: { readonly action: string; readonly operatorId: string; readonly comment: string },
    change: Partial<StoredIssue>,
  ): void {
    const now = this.#now();
    const participantIds = [...new Set([...issue.participantIds, operatorId])];
    Object.assign(issue, { operatorId, participantIds, updatedAt: now, ...change });
    issue.history = [...issue.history, historyEntry({ action, operatorId, comment, status: issue.status }, now)];
  }

  /** As in the vendor's sample: ISU, a time and nine digits. */
  #nextNumber(createdAt: number): string {
    this.#numbers += 1;
    const time = new Date(createdAt).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    return `ISU${time}${String(10_733_000 + this.#numbers).padStart(9, '0')}`;
  }
}

/** One for each region, or for each part of a change. */
export function makeSubTicket(
  number: string,
  index: number,
  targetType: string,
  targetValue: string,
  createdAt: number,
): SubTicket {
  return {
    key: randomUUID().replaceAll('-', ''),
    ticketId: randomUUID(),
    number: `${number}${String(index + 1).padStart(3, '0')}`,
    targetType,
    targetValue,
    createdAt,
    updatedAt: createdAt,
  };
}
