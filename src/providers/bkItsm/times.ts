/** Wall-clock time of the server, which is in Shanghai. */
export function readTime(text: string | undefined): number | undefined {
  const [, date, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/u.exec(text ?? '') ?? [];
  if (date === undefined || time === undefined) return undefined;
  const value = Date.parse(`${date}T${time}+08:00`);
  return Number.isNaN(value) ? undefined : value;
}

/** The reverse of {@link readTime}. */
export function formatTime(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
