/** The layouts that the official Go client is ready for (contract §1.4). */
export type TimeLayout = 'space' | 'T' | 'TZ' | '+08:00' | 'rfc3339' | 'rfc3339Nano';

/** Minutes east of Greenwich at a time. */
export type TimeZone = (milliseconds: number) => number;

const minute = 60_000;

/** X-Time-Zone: `GMT+8` and the like, or a name of the IANA; GMT+8 unless told. @returns undefined when it is none */
export function readTimeZone(header: string | undefined): TimeZone | undefined {
  if (header === undefined || header === '') return () => 480;
  const parts = /^(?:GMT|UTC)(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$/i.exec(header);
  if (parts !== null) {
    const minutes = Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
    return () => (parts[1] === '-' ? -minutes : minutes);
  }
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: header, timeZoneName: 'longOffset' });
    return (milliseconds) => {
      const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value;
      const offset = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name ?? '');
      const minutes = Number(offset?.[2] ?? 0) * 60 + Number(offset?.[3] ?? 0);
      return offset?.[1] === '-' ? -minutes : minutes;
    };
  } catch {
    return undefined;
  }
}

/** A text without a zone is in the caller's. */
export function formatTime(milliseconds: number, zone: TimeZone, layout: TimeLayout): string {
  const offset = zone(milliseconds);
  const local = new Date(milliseconds + offset * minute).toISOString().slice(0, 19);
  switch (layout) {
    case 'space':
      return local.replace('T', ' ');
    case 'T':
      return local;
    case 'TZ':
      return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
    case '+08:00':
      return `${new Date(milliseconds + 480 * minute).toISOString().slice(0, 19)}+08:00`;
    case 'rfc3339':
      return local + offsetText(offset);
    case 'rfc3339Nano':
      return `${local}.${String(milliseconds % 1000).padStart(3, '0')}000000${offsetText(offset)}`;
  }
}

/** Reads milliseconds since 1970 or any of the layouts. @returns undefined when it is neither */
export function parseTime(text: string, zone: TimeZone): number | undefined {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (parts === null) return undefined;
  const [, date, time, fraction = '', offset] = parts;
  const milliseconds = Date.parse(`${date}T${time}${fraction.slice(0, 4)}${offset ?? 'Z'}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return offset === undefined ? milliseconds - zone(milliseconds) * minute : milliseconds;
}

function offsetText(minutes: number): string {
  return `${minutes < 0 ? '-' : '+'}${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return String(Math.trunc(Math.abs(value))).padStart(2, '0');
}
