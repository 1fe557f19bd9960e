const time = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}`;
/** Nothing tells how the two are written: what is around them is kept, as long as it is no third value. */
const rangePattern = new RegExp(String.raw`^([^\d]*)(${time})([^\d]+)(${time})([^\d]*)$`, 'u');

/** Start and end in the value of a DATETIMERANGE, `[]` for none; `undefined`: it holds something else. */
export function readTimeRange(text: string): readonly string[] | undefined {
  if (text.trim() === '') return [];
  const [, , start, , end] = rangePattern.exec(text) ?? [];
  return start === undefined || end === undefined ? undefined : [start, end];
}

/** The value in the way that `stored` is written in. */
export function writeTimeRange([start, end]: readonly string[], stored: string): string {
  if (start === undefined || end === undefined) return '';
  const [, before = '', , between = ',', , after = ''] = rangePattern.exec(stored) ?? [];
  return `${before}${start}${between}${end}${after}`;
}
