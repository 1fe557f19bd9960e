import { env } from 'vscode';

/** A moment in the user's zone and language, short: the time for today, the date with it for other days. */
export function formatTime(milliseconds: number, now = Date.now()): string {
  const isToday = new Date(milliseconds).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(env.language, {
    ...(isToday ? {} : { year: 'numeric', month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(milliseconds);
}
