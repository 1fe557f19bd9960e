/**
 * `YYYY-MM-DD HH:mm:ss` as `<input type="datetime-local">` wants it.
 * @returns `undefined` for a text that the control cannot show: it must then be shown as text, or it would look empty
 */
export function toDateTimeControl(value: string): string | undefined {
  if (value === '') return '';
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/u.exec(value);
  if (match === null) return undefined;
  const [, date = '', time = ''] = match;
  // As the control itself writes it: a value that differs from its own would be set again at each keystroke.
  return isRealDate(date) && isRealTime(time) ? `${date}T${time.replace(/:00$/u, '')}` : undefined;
}

/** What `<input type="datetime-local">` holds as `YYYY-MM-DD HH:mm:ss`: it leaves out seconds that are zero. */
export function fromDateTimeControl(value: string): string {
  const match = /^(\d{4,}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?/u.exec(value);
  if (match === null) return value;
  const [, date = '', time = '', seconds = ':00'] = match;
  return `${date} ${time}${seconds}`;
}

/** As {@link toDateTimeControl}, for `<input type="date">`. */
export function toDateControl(value: string): string | undefined {
  return value === '' || isRealDate(value) ? value : undefined;
}

function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isRealTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/u.test(text);
}
