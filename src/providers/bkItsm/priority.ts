import type { TicketPriority } from '../../domain/ticket.ts';
import type { BkOption, BkValue } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { sendable } from './values.ts';

type Category = TicketPriority['category'];

/** Those that each server has from the start, for impact and urgency, too; administrators can name and add others. */
export const builtInPriorities: readonly BkOption[] = ['低', '中', '高'].map((name, index) => ({
  key: String(index + 1),
  name,
  children: [],
  required: false,
}));

/** By words, as the keys of others say nothing. */
const words: readonly (readonly [pattern: RegExp, category: Category])[] = [
  [/紧急|严重|致命|特急|critical|urgent|emergency|^p0$/iu, 'critical'],
  [/高|high|^p1$/iu, 'high'],
  [/中|普通|一般|medium|normal|^p2$/iu, 'medium'],
  [/低|low|^p[34]$/iu, 'low'],
];

/** `undefined`: the ticket has none. */
export function readPriority(value: BkValue | undefined): TicketPriority | undefined {
  const key = sendable(value?.value) ?? '';
  if (key === '') return undefined;
  const display = decodeEntities(sendable(value?.display_value) ?? '').trim();
  // Where the options are fetched from elsewhere, the key is all there is to show.
  const isNamed = display !== '' && display !== key;
  const name = isNamed ? display : (builtInPriorities.find((one) => one.key === key)?.name ?? decodeEntities(key));
  return { name, category: words.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown' };
}
