/** Minutes that clocks in a zone are ahead of UTC now. */
export function offsetOf(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})/u.exec(name) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -size : size;
}

/** As `X-Time-Zone` takes it: `GMT+8`, `GMT-3:30`. */
export function formatOffset(offset: number): string {
  const size = Math.abs(offset);
  const minutes = size % 60 === 0 ? '' : `:${pad(size % 60)}`;
  return `GMT${offset < 0 ? '-' : '+'}${Math.floor(size / 60)}${minutes}`;
}

/**
 * Any of the six layouts that the official client knows (contract §1.4), and milliseconds since 1970.
 * @param offset in minutes: of the zone that was asked for; a time without zone is meant in it
 * @returns milliseconds since 1970 UTC; `undefined`: there is none, or it cannot be read
 */
export function readTime(text: string, offset: number): number | undefined {
  if (/^\d{13}$/u.test(text)) return Number(text);
  const [, date, time, fraction = '', zone] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d+)? ?(Z|[+-]\d{2}:?\d{2})?$/iu.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const value = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${zone ?? 'Z'}`);
  if (Number.isNaN(value)) return undefined;
  return zone === undefined ? value - offset * 60_000 : value;
}

/** For queries, whose layout is not published: that of the first version. */
export function formatTime(time: number, offset: number): string {
  return new Date(time + offset * 60_000).toISOString().slice(0, 19).replace('T', ' ');
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
