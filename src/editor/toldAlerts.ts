import type { Alert } from '../application/alerts.ts';
import type { Log } from '../application/ports.ts';
import { ticketId } from '../domain/ticket.ts';
import { readText, replaceText } from './textFile.ts';

/** An alert, and when this window last saw its ticket without it: milliseconds since 1970 UTC. */
export interface NewAlert {
  readonly alert: Alert;
  readonly since: number;
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
    const told = parseTold(await readText(this.#path));
    const news = alerts.filter(({ alert, since }) => (told.get(alertId(alert)) ?? -Infinity) < since);
    for (const { alert } of news) told.set(alertId(alert), now);
    const kept = [...told].filter(([, toldAt]) => toldAt > now - keptFor);
    await replaceText(this.#path, JSON.stringify(Object.fromEntries(kept)));
    return news.map(({ alert }) => alert);
  }
}

function alertId(alert: Alert): string {
  const what = alert.kind === 'stepWaitsForMe' ? [alert.step.id, alert.step.status.code] : [alert.ticket.status.code];
  return JSON.stringify([ticketId(alert.ref), alert.kind, ...what]);
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
