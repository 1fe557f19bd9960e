import { l10n } from 'vscode';
import type { TicketHistory } from '../domain/history.ts';
import { formatTime } from './timeText.ts';

/** What was done to a ticket last, by whom and when, as its history tells. `undefined`: it does not tell. */
export async function describeLastDeed(
  history: TicketHistory | undefined,
  key: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const last = (await history?.read(key, signal))?.at(-1);
  if (last === undefined) return undefined;
  const time = last.at === undefined ? last.timeText : formatTime(last.at);
  return l10n.t('Last in its history: {0}, {1}: {2}', last.author ?? l10n.t('System'), time, last.text);
}
