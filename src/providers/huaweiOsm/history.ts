import type { TicketHistory } from '../../domain/history.ts';
import type { Cases } from './cases.ts';
import { readPlain } from './caseText.ts';
import type { OsmClient } from './client.ts';
import type { OsmLog } from './schema.ts';
import { readTime } from './times.ts';

/** @param offset of the zone that times were asked for in, minutes */
export function createHistory(client: OsmClient, cases: Cases, offset: number): TicketHistory {
  return {
    async read(key, signal) {
      const group = await cases.groupOf(key, signal);
      const logs: OsmLog[] = [];
      for (let start = 0; ;) {
        const { items, rowCount, total = 0 } = await client.listLogs(key, start, group, signal);
        logs.push(...items);
        start += rowCount;
        if (rowCount === 0 || start >= total) break;
      }
      const entries = logs.map(({ operator_name: name, operate_desc: text, operate_time: time }) => ({
        at: readTime(time, offset),
        timeText: time,
        author: name === '' ? undefined : name,
        text: readPlain(text),
        source: 'unknown' as const,
        values: [],
      }));
      // Which end is new is not published.
      return entries.toSorted((left, right) => (left.at ?? 0) - (right.at ?? 0));
    },
  };
}
