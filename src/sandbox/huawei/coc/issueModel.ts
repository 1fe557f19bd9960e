import type { HistoryEntry } from './history.ts';

export interface SubTicket {
  readonly key: string;
  readonly ticketId: string;
  readonly number: string;
  readonly targetType: string;
  readonly targetValue: string;
  readonly createdAt: number;
  updatedAt: number;
}

export interface StoredIssue {
  /** Primary key, hexadecimal; good for the path, too (contract §2.4). */
  readonly key: string;
  /** The third id, that of sub-tickets and names (contract §2.4). */
  readonly ticketId: string;
  /** ISU… */
  readonly number: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly scheduleType: string;
  readonly creatorId: string;
  readonly contactId: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly serviceId: string;
  readonly createdAt: number;
  /** 0: not set. */
  readonly foundAt: number;
  /** JSON texts (contract §2.4): maybe junk; undefined: the field is missing. */
  readonly levelApproval: string | undefined;
  readonly suspensionApproval: string | undefined;
  level: string;
  regions: readonly string[];
  status: string;
  /** '' when nobody. */
  assigneeId: string;
  operatorId: string;
  participantIds: readonly string[];
  attachmentIds: readonly string[];
  updatedAt: number;
  /** Milliseconds of work on it; a duration here (contract §2.4). */
  handleTime: number;
  rootCauseServiceId: string;
  rootCauseType: string;
  rootCause: string;
  solution: string;
  version: string;
  isCommon: boolean;
  needsChange: boolean;
  isDraft: boolean;
  /** False until the process has begun, which is later than its creation (contract §2.6). */
  hasStarted: boolean;
  subTickets: readonly SubTicket[];
  history: readonly HistoryEntry[];
}

/** The people who review a suspension; empty: it needs no review. */
export function reviewersOf({ suspensionApproval }: StoredIssue): readonly string[] {
  try {
    const config: unknown = JSON.parse(suspensionApproval ?? '{}');
    const { status, approve_personal: people } = config as { status?: unknown; approve_personal?: unknown }; // no string has them
    return status === true && typeof people === 'string' ? people.split(',').filter((id) => id !== '') : [];
  } catch {
    return [];
  }
}
