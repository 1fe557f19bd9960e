import { message, type Message } from '../../domain/message.ts';

/**
 * The moment of a wall-clock time in a zone.
 * @param text `YYYY-MM-DD HH:mm:ss`
 * @param timeZone IANA name
 * @returns milliseconds since 1970 UTC; `undefined`: no such time. One that a change to summer time skips is moved on by
 * as much; of one that happens twice, the first is meant.
 */
export function readWallClock(text: string, timeZone: string): number | undefined {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/u.exec(text.trim()) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const wanted = Date.parse(`${date}T${time}Z`);
  // Date.parse moves 30 February to March.
  if (Number.isNaN(wanted) || !new Date(wanted).toISOString().startsWith(date)) return undefined;
  // The zone's offset is asked for half a day before and after, on both sides of a change that may be near.
  const offsets = [wanted - 43_200_000, wanted + 43_200_000].map((moment) => offsetOf(moment, timeZone));
  const moments = offsets.map((offset) => wanted - offset);
  return moments.find((moment) => moment + offsetOf(moment, timeZone) === wanted) ?? moments[0];
}

/** The reverse of {@link readWallClock}. */
export function formatWallClock(moment: number, timeZone: string): string {
  return new Date(moment + offsetOf(moment, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** How long something took, in its two largest units. */
export function describeDuration(milliseconds: number): Message {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return message('{0} d {1} h', days, hours % 24);
  if (hours > 0) return message('{0} h {1} min', hours, minutes % 60);
  if (minutes > 0) return message('{0} min {1} s', minutes, seconds % 60);
  return message('{0} s', seconds);
}

/** By how many milliseconds the zone's clocks are ahead of UTC. */
function offsetOf(moment: number, timeZone: string): number {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(moment / 1000) * 1000;
}

/** By zone: making one takes longer than everything that it is used for. */
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(timeZone, clock);
  return clock;
}
