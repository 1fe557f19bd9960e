import { randomUUID } from 'node:crypto';
import { historyEntry } from './history.ts';
import type { StoredIncident } from './incidentModel.ts';
import { incidentStatus } from './names.ts';

/** What an incident looks like when it comes into being in the middle of its life. */
export interface IncidentDesign {
  /** Undefined: a new one. */
  readonly number?: string;
  readonly title: string;
  readonly description: string;
  readonly creatorId: string;
  readonly reviewerId?: string;
  readonly hoursAgo: number;
  readonly updatedHoursAgo?: number;
  readonly level?: string;
  readonly category?: string;
  readonly sourceType?: string;
  readonly ownership?: string;
  readonly region?: string;
  readonly serviceId?: string;
  readonly isInterrupted?: boolean;
  readonly status?: string;
  readonly assigneeId?: string;
  readonly startedHoursAgo?: number;
  readonly recoveredHoursAgo?: number;
  readonly handledHoursAgo?: number;
  readonly warRoomId?: string;
  readonly cause?: string;
  readonly solution?: string;
  readonly pendingLevel?: string;
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

/** Keeps the incidents. */
export class IncidentStore {
  readonly #incidents = new Map<string, StoredIncident>();
  readonly #now: () => number;
  #numbers = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(number: string): StoredIncident | undefined {
    return this.#incidents.get(number);
  }

  /** Newest first. */
  list(): readonly StoredIncident[] {
    return [...this.#incidents.values()].sort((left, right) => right.createdAt - left.createdAt);
  }

  add(design: IncidentDesign): StoredIncident {
    const now = this.#now();
    const at = (hoursAgo: number): number => now - hoursAgo * hour;
    const maybe = (hoursAgo: number | undefined): number | undefined =>
      hoursAgo === undefined ? undefined : at(hoursAgo);
    const createdAt = at(design.hoursAgo);
    const status = design.status ?? incidentStatus.draft;
    const incident: StoredIncident = {
      number: design.number ?? this.#nextNumber(createdAt),
      ticketId: randomUUID(),
      creatorId: design.creatorId,
      reviewerId: design.reviewerId ?? design.creatorId,
      sourceType: design.sourceType ?? 'incident_source_manual',
      ownership: design.ownership ?? '',
      forwardRuleId: '',
      createdAt,
      title: design.title,
      description: design.description,
      category: design.category ?? 'inc_type_p_function_issues',
      level: design.level ?? 'level_40',
      region: design.region ?? '',
      serviceId: design.serviceId ?? '',
      isInterrupted: design.isInterrupted ?? false,
      status,
      assigneeId: design.assigneeId ?? '',
      operatorId: design.creatorId,
      updatedAt: at(design.updatedHoursAgo ?? design.hoursAgo),
      startedAt: maybe(design.startedHoursAgo),
      recoveredAt: maybe(design.recoveredHoursAgo),
      handledAt: maybe(design.handledHoursAgo),
      warRoomId: design.warRoomId ?? '',
      cause: design.cause ?? '',
      solution: design.solution ?? '',
      pendingLevel: design.pendingLevel,
      taskId: randomUUID(),
      hasStarted: design.hasStarted ?? true,
      history: [
        historyEntry({ action: 'create', operatorId: design.creatorId, comment: '', status }, createdAt),
        ...(design.history ?? []).map(({ hoursAgo, comment = '', ...entry }) => {
          return historyEntry({ ...entry, comment }, at(hoursAgo));
        }),
      ],
    };
    this.#incidents.set(incident.number, incident);
    return incident;
  }

  /** Changes an incident in somebody's name, and notes it. A step of the process has a task of its own. */
  act(
    incident: StoredIncident,
    { action, operatorId, comment }: { readonly action: string; readonly operatorId: string; readonly comment: string },
    change: Partial<StoredIncident>,
  ): void {
    const now = this.#now();
    const isStep = change.status !== undefined && change.status !== incident.status;
    Object.assign(incident, { operatorId, updatedAt: now, ...(isStep ? { taskId: randomUUID() } : {}), ...change });
    incident.history = [
      ...incident.history,
      historyEntry({ action, operatorId, comment, status: incident.status }, now),
    ];
  }

  #nextNumber(createdAt: number): string {
    this.#numbers += 1;
    const time = new Date(createdAt).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    return `IM${time}${String(20_416_000 + this.#numbers).padStart(9, '0')}`;
  }
}
