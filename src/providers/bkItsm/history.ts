import type { HistoryEntry, HistorySource, TicketHistory } from '../../domain/history.ts';
import type { BkItsmClient } from './client.ts';
import { readDetail } from './details.ts';
import type { BkLog } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { readTime } from './times.ts';

const sources: Readonly<Record<string, HistorySource>> = {
  WEB: 'web',
  MOBILE: 'mobile',
  API: 'interface',
  SYS: 'system',
  AUTOMATIC: 'system',
};

/** Names that stand for the server itself. */
const systemNames = new Set(['', 'system']);

export function createHistory(client: BkItsmClient): TicketHistory {
  return {
    async read(key, signal) {
      return (await client.getTicketLogs(key, signal)).map(readLog);
    },
  };
}

function readLog({ operator, operate_at: time, message: text, source, form_data: values }: BkLog): HistoryEntry {
  return {
    at: readTime(time),
    timeText: time,
    author: systemNames.has(operator) ? undefined : operator,
    // Stored as HTML text, blanks included, but only where somebody has typed it.
    text: decodeEntities(text),
    source: Object.hasOwn(sources, source) ? (sources[source] ?? 'unknown') : 'unknown',
    values: values.flatMap((value) => readDetail(value) ?? []),
  };
}
