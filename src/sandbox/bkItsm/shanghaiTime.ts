const shanghaiOffset = 8 * 3_600_000; // no daylight saving time since 1991

/** `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai, as every answer has it (contract §0). */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds + shanghaiOffset).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads `YYYY-MM-DD` (at 00:00) or `YYYY-MM-DD HH:MM:SS`. @returns undefined when it is neither */
export function parseTime(text: string, shape: 'date' | 'time' | 'either' = 'either'): number | undefined {
  const parts = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (parts === null) return undefined;
  if ((shape === 'date' && parts[2] !== undefined) || (shape === 'time' && parts[2] === undefined)) return undefined;
  const milliseconds = Date.parse(`${parts[1]}T${parts[2] ?? '00:00:00'}+08:00`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
