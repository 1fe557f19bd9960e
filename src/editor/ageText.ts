const minute = 60_000;
const units = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const;

/**
 * How long ago something was, in words ("5 min. ago"); less than a minute is "now".
 * @param age milliseconds
 * @param language BCP 47
 */
export function ageText(age: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { style: 'short', numeric: 'auto' });
  const [unit, length] = units.find(([, size]) => age >= size) ?? ['second', Infinity];
  return format.format(-Math.floor(age / length) || 0, unit);
}
