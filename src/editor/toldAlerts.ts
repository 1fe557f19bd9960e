import type { Alert } from '../application/alerts.ts';
import type { Log } from '../application/ports.ts';
import { ticketId } from '../domain/ticket.ts';
import { readText, replaceText } from './textFile.ts';

/** An alert, and between which reads of this window it came; milliseconds since 1970 UTC. */
export interface NewAlert {
  readonly alert: Alert;
  /** When the last read without it began. */
  readonly since: number;
  /** When the first read with it ended. Not when it is told, which may be long after: what came meanwhile is another. */
  readonly seenAt: number;
}

/** No window is further behind than this; milliseconds. */
const keptFor = 7 * 24 * 60 * 60_000;

/** What was told in any window, in a file that they share: each of them looks for itself, but people are told once. */
export class ToldAlerts {
  readonly #path: string;
  readonly #log: Log;
  #last: Promise<unknown> = Promise.resolve();

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /**
   * Those that no window has told since this one saw their tickets without them; from now on they count as told.
   * When the file cannot be read or written, all of them: better told twice than never.
   */
  take(alerts: readonly NewAlert[]): Promise<readonly Alert[]> {
    const result = this.#last.then(() => this.#take(alerts));
    this.#last = result;
    return result;
  }

  async #take(alerts: readonly NewAlert[]): Promise<readonly Alert[]> {
    try {
      const { withFileLock } = await import('./fileLock.ts');
      return await withFileLock(this.#path, this.#log, () => this.#takeNews(alerts));
    } catch (error) {
      this.#log.warn(`What was told cannot be shared with other windows (${error instanceof Error ? error.name : ''})`);
      return alerts.map(({ alert }) => alert);
    }
  }

  async #takeNews(alerts: readonly NewAlert[]): Promise<readonly Alert[]> {
    const now = Date.now();
    // What was seen in time to come was seen by a clock that was wrong.
    const told = new Map([...parseTold(await readText(this.#path))].filter(([, seenAt]) => seenAt <= now));
    const news = alerts.filter((one) => !isTold(one, told));
    for (const { alert, seenAt } of news) told.set(alertId(alert), seenAt);
    const kept = [...told].filter(([, seenAt]) => seenAt > now - keptFor);
    await replaceText(this.#path, JSON.stringify(Object.fromEntries(kept)));
    return news.map(({ alert }) => alert);
  }
}

/** @param told when the alerts with these ids were seen */
function isTold({ alert, since, seenAt }: NewAlert, told: ReadonlyMap<string, number>): boolean {
  // Seen before this window saw the ticket without it: it went, and came again.
  if ((told.get(alertId(alert)) ?? -Infinity) > since) return true;
  if (alert.kind !== 'messageReceived') return false;
  // Another window looked later, and has told of these messages together with those that came after them.
  const unread = alert.ticket.unreadMessages ?? 0;
  return [...told].some(([id, toldSeenAt]) => toldSeenAt > seenAt && countMessages(id, alert) > unread);
}

/** The same for two windows that see the same, and another for whatever may follow without a read in between. */
function alertId(alert: Alert): string {
  return JSON.stringify([ticketId(alert.ref), alert.kind, ...what(alert)]);
}

function what(alert: Alert): readonly (string | number)[] {
  switch (alert.kind) {
    case 'stepWaitsForMe':
      return [alert.step.id, alert.step.status.code];
    case 'messageReceived':
      return [alert.ticket.unreadMessages ?? 0];
    case 'ticketEnded':
    case 'statusChanged':
      return [alert.ticket.status.code];
  }
}

/** How many unread messages the alert with this id was about; 0: it was not about messages of the same ticket. */
function countMessages(id: string, { ref, kind }: Alert): number {
  const start = JSON.stringify([ticketId(ref), kind]).slice(0, -1);
  return id.startsWith(`${start},`) ? Number(id.slice(start.length + 1, -1)) : 0;
}

function parseTold(text: string | undefined): Map<string, number> {
  try {
    const told: unknown = JSON.parse(text ?? '{}');
    const entries = typeof told === 'object' && told !== null ? Object.entries(told) : [];
    return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  } catch {
    return new Map();
  }
}
