import { message, type Message } from '../domain/message.ts';
import type { TicketView, ViewedValue } from './ticketView.ts';

/** How a text is made in the user's language and zone. */
export interface TextLanguage {
  readonly translate: (message: Message) => string;
  /** @param milliseconds since 1970 UTC; always with its date, as the text is compared with one of another day */
  readonly formatTime: (milliseconds: number) => string;
}

/**
 * A whole ticket as Markdown to read and to compare, one thing a line. Two reads of the same ticket differ where the
 * ticket does, and nowhere else.
 */
export function ticketText(view: TicketView, { translate, formatTime }: TextLanguage): string {
  const line = (label: Message, value: string): readonly string[] =>
    value === '' ? [] : [`- ${translate(label)}: ${oneLine(value)}`];
  const sections: (readonly string[])[] = [
    [`# ${oneLine(view.title)}`],
    [
      ...line(message('Number'), view.key),
      ...line(message('Status'), view.status),
      ...line(message('Priority'), view.priority),
      ...line(message('Created by'), view.creator),
      ...line(message('Created'), view.createdAt === undefined ? '' : formatTime(view.createdAt)),
      ...view.people.map(({ role, name }) => `- ${oneLine(role)}: ${oneLine(name)}`),
    ],
  ];
  for (const { name, status, processors, fields } of view.steps) {
    sections.push([`## ${oneLine(name)}`]);
    sections.push([...line(message('Status'), status), ...line(message('Processors'), processors.join(', '))]);
    sections.push(...valueSections(fields ?? []));
  }
  const details = view.details ?? [];
  for (const group of new Set(details.map((detail) => detail.group))) {
    const inGroup = details.filter((detail) => detail.group === group);
    sections.push([`## ${group === undefined ? translate(message('Details')) : oneLine(group)}`]);
    sections.push(...valueSections(inGroup));
  }
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function valueSections(values: readonly ViewedValue[]): readonly (readonly string[])[] {
  return values.map(({ label, text }) => [`### ${oneLine(label)}`, ...(text === '' ? [] : ['', text])]);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
