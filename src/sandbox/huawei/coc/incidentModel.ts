import type { HistoryEntry } from './history.ts';

export interface StoredIncident {
  /** IM… */
  readonly number: string;
  readonly ticketId: string;
  readonly creatorId: string;
  readonly sourceType: string;
  readonly ownership: string;
  readonly forwardRuleId: string;
  readonly createdAt: number;
  title: string;
  description: string;
  category: string;
  level: string;
  region: string;
  serviceId: string;
  isInterrupted: boolean;
  status: string;
  /** '' when nobody. */
  assigneeId: string;
  /** Who reviews pauses and levels. */
  readonly reviewerId: string;
  operatorId: string;
  updatedAt: number;
  startedAt: number | undefined;
  recoveredAt: number | undefined;
  /** When the last solution was handed in: a moment, where an issue has a duration (contract §2.4). */
  handledAt: number | undefined;
  warRoomId: string;
  cause: string;
  solution: string;
  pendingLevel: string | undefined;
  /** The running task of the process; another one after every step. */
  taskId: string;
  /** False until the process has begun, which is later than its creation (contract §2.6). */
  hasStarted: boolean;
  history: readonly HistoryEntry[];
}
