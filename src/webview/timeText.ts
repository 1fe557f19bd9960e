import { displayLanguage } from './l10n.ts';

/** A moment in the user's zone and language. */
export function dateTimeText(time: number): string {
  return format(time, { dateStyle: 'medium', timeStyle: 'short' });
}

/** A moment with its seconds and its zone, for a tooltip. */
export function exactTimeText(time: number): string {
  return format(time, { dateStyle: 'full', timeStyle: 'long' });
}

/** The time of day, for what stands below its day. */
export function clockText(time: number): string {
  return format(time, { timeStyle: 'short' });
}

/** A day, for a line between what was said on it and before it. */
export function dayText(time: number): string {
  return format(time, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
}

/** The time of day for today, date and time for other days. */
export function shortTimeText(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString();
  return isToday ? format(time, { timeStyle: 'short' }) : dateTimeText(time);
}

/** By language and options: to make one takes some milliseconds, and a page shows dozens of times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(time: number, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(time);
  // A moment outside of what Date can hold must not take the page with it.
  if (Number.isNaN(date.getTime())) return '';
  const language = displayLanguage();
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, options);
  formats.set(key, known);
  return known.format(date);
}
