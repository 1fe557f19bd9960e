import { TicketError } from '../../domain/errors.ts';
import type { CocClient } from './client.ts';
import type { CocIncident, CocTask } from './schema.ts';
import { isEndStage, type Stage } from './statuses.ts';

/** Milliseconds that tasks are believed although nothing seems to have happened. */
const lifetime = 10 * 60_000;
/** Incidents whose tasks are remembered. */
const maxRemembered = 5_000;

interface Remembered {
  /** What the incident was like then. */
  readonly version: string;
  /** `Date.now()` */
  readonly at: number;
  readonly tasks: readonly CocTask[];
}

/**
 * What may be done to incidents. There is no list of it for several incidents, so that a poll would cost one request for
 * each: tasks are read again only once their incident has changed.
 */
export class IncidentTasks {
  readonly #client: CocClient;
  readonly #remembered = new Map<string, Remembered>();

  constructor(client: CocClient) {
    this.#client = client;
  }

  /** As they were when the incident last changed. */
  async readKnown(incident: CocIncident, stage: Stage, signal: AbortSignal): Promise<readonly CocTask[]> {
    if (isEndStage(stage)) return [];
    const known = this.#remembered.get(incident.ticket_id);
    const isGood = known !== undefined && known.version === versionOf(incident) && Date.now() - known.at < lifetime;
    return isGood ? known.tasks : this.remember(incident, await this.read(incident.ticket_id, signal));
  }

  /** As they are now; empty, too, for a user who may read incidents but not what may be done to them. */
  async read(id: string, signal: AbortSignal): Promise<readonly CocTask[]> {
    try {
      return await this.#client.listIncidentTasks(id, signal);
    } catch (error) {
      if (error instanceof TicketError && error.code === 'forbidden') return [];
      throw error;
    }
  }

  remember(incident: CocIncident, tasks: readonly CocTask[]): readonly CocTask[] {
    const { ticket_id: id } = incident;
    this.#remembered.delete(id);
    this.#remembered.set(id, { version: versionOf(incident), at: Date.now(), tasks });
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > maxRemembered && oldest !== undefined) this.#remembered.delete(oldest);
    return tasks;
  }

  /** It was changed from here. */
  forget(id: string): void {
    this.#remembered.delete(id);
  }
}

function versionOf(incident: CocIncident): string {
  const { update_time: time, work_flow_status: status, phase, assignee, operator } = incident;
  return JSON.stringify([time, status, phase, assignee, operator]);
}
