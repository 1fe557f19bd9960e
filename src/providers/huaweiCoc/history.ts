import type { HistoryEntry, TicketHistory } from '../../domain/history.ts';
import { message } from '../../domain/message.ts';
import type { CocClient } from './client.ts';
import { EnumNames } from './enumNames.ts';
import type { Locale } from './fields.ts';
import type { CocHistoryEntry } from './schema.ts';
import { kindOf } from './ticketNumbers.ts';
import { formatWallClock } from './times.ts';

export function createHistory(client: CocClient, locale: Locale): TicketHistory {
  return {
    async read(key, signal) {
      const kind = kindOf(key);
      // Those of war rooms are not published.
      if (kind !== 'issue' && kind !== 'incident') return [];
      const entries = await (kind === 'issue'
        ? client.listIssueHistories(key, signal)
        : client.listIncidentHistories(key, signal));
      // Each ticket has at least its creation: without any, there may be no such ticket, which the list does not say.
      if (entries.length === 0)
        await (kind === 'issue' ? client.getIssue(key, signal) : client.getIncidentDetail(key, signal));
      return entries
        .filter(({ is_deteted: isDeleted }) => isDeleted !== true)
        .map((entry) => readEntry(entry, locale))
        .toSorted((left, right) => (left.at ?? 0) - (right.at ?? 0));
    },
  };
}

function readEntry(entry: CocHistoryEntry, { language, timeZone, translate }: Locale): HistoryEntry {
  const names = new EnumNames(entry.enum_data_list, language);
  const { action_name_zh: zh, action_name_en: en, action, operator, comment, status } = entry;
  const statusName =
    names.name('status', status) === status ? names.name('work_flow_status', status) : names.name('status', status);
  const at = entry.start_time ?? entry.stop_time;
  return {
    at,
    timeText: at === undefined ? '' : formatWallClock(at, timeZone),
    author: operator === '' ? undefined : names.person('operator', operator),
    text: (language.startsWith('zh') ? zh || en : en || zh) || action,
    source: 'unknown',
    values: [
      ...(comment.trim() === ''
        ? []
        : [{ key: 'comment', label: translate(message('Comment')), text: comment.trim() }]),
      ...(statusName === '' ? [] : [{ key: 'status', label: translate(message('Status')), text: statusName }]),
    ],
  };
}
