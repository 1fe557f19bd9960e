import type { FieldValue } from '../domain/field.ts';
import type { Draft } from './draft.ts';

/** Where a draft belongs, as far as its place and record tell: ticket number, step or operation; the parts there are. */
export function whereaboutsOf({ place, partName }: Draft): readonly string[] {
  return [place.kind === 'newTicket' ? '' : place.ref.key, partName].filter((part) => part !== '');
}

/** What is shown for a draft whose ticket has no title that is known. */
export function titleOf({ place, title }: Draft): string {
  return title !== '' ? title : place.kind === 'newTicket' ? place.serviceId : place.ref.key;
}

/** Everything that was typed, as Markdown: to be read, copied and kept when there is no form for it any more. */
export function draftText(draft: Draft): string {
  const head = [`# ${oneLine(titleOf(draft))}`, whereaboutsOf(draft).map(oneLine).join(' · ')];
  const [only, ...more] = draft.fields;
  // One text alone, as a message or a remark, needs no heading that only says so.
  const isPlain = more.length === 0 && only?.label === only?.key;
  const parts = isPlain
    ? draft.fields.map(({ value }) => valueText(value))
    : draft.fields.flatMap(({ label, value }) => [`## ${oneLine(label)}`, valueText(value)]);
  return `${[...head, ...parts].filter((part) => part !== '').join('\n\n')}\n`;
}

function valueText(value: FieldValue): string {
  return typeof value === 'string' ? value : value.map((part) => `- ${part}`).join('\n');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
