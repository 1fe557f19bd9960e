import type { TicketMessage } from '../domain/conversation.ts';
import type { HistoryEntry } from '../domain/history.ts';
import type { TicketView, ViewedStep, ViewedValue } from './ticketView.ts';

/** A part of a ticket that people look at. Closed on `kind`. */
export type TicketPart =
  | { readonly kind: 'title' | 'status' | 'priority' | 'people' | 'conversation' | 'history' }
  /** As a whole: it came, it left, or its status or processors are others. */
  | { readonly kind: 'step'; readonly stepId: string }
  | { readonly kind: 'field'; readonly stepId: string; readonly key: string }
  /** `key`: as in `ViewedValue`. */
  | { readonly kind: 'detail'; readonly key: string };

/** A part that says something else than when the user looked last. */
export interface SeenChange {
  readonly part: TicketPart;
  /** What the user saw; `undefined`: it was not there, or it is not of a kind that has a text. */
  readonly before: string | undefined;
  /** As it is now, likewise. */
  readonly after: string | undefined;
}

/** What else was on the page; `undefined`: it was not, or the system has none; `''`: it was empty. */
export interface SeenActivity {
  readonly newestMessage: string | undefined;
  readonly newestEntry: string | undefined;
}

/**
 * @param messages of the conversation, oldest first, up to the newest one; `undefined`: they are not shown
 * @param entries of the history, likewise
 */
export function seenActivity(
  messages: readonly TicketMessage[] | undefined,
  entries: readonly HistoryEntry[] | undefined,
): SeenActivity {
  const entry = entries?.at(-1);
  // Entries have no ids.
  const mark = entry === undefined ? '' : JSON.stringify([entry.at ?? entry.timeText, entry.author, entry.text]);
  return {
    newestMessage: messages && (messages.at(-1)?.id ?? ''),
    newestEntry: entries && mark,
  };
}

/** What the user saw of a ticket when they looked at it last. */
export interface SeenTicket extends SeenActivity {
  readonly view: TicketView;
  /** Milliseconds since 1970 UTC. */
  readonly seenAt: number;
}

/**
 * What has changed since the user looked, in the order of the page. Parts that one of the two reads did not ask for are
 * not compared.
 */
export function changesSince(seen: SeenTicket, now: TicketView, activity: SeenActivity): readonly SeenChange[] {
  const { view: was } = seen;
  const own = [
    compare({ kind: 'title' }, was.title, now.title),
    compare({ kind: 'status' }, was.status, now.status),
    compare({ kind: 'priority' }, was.priority, now.priority),
    compare({ kind: 'people' }, peopleText(was), peopleText(now)),
  ];
  const steps = merged(was.steps, now.steps, ({ id }) => id).flatMap(([stepWas, stepNow]) =>
    compareSteps(stepWas, stepNow),
  );
  const details = compareValues(was.details, now.details, (key) => ({ kind: 'detail', key }));
  const news = [
    moved({ kind: 'conversation' }, seen.newestMessage, activity.newestMessage),
    moved({ kind: 'history' }, seen.newestEntry, activity.newestEntry),
  ];
  return [...own.flat(), ...steps, ...details, ...news.flat()];
}

function peopleText({ people }: TicketView): string {
  return people.map(({ role, name }) => `${role}: ${name}`).join('\n');
}

function compare(part: TicketPart, before: string | undefined, after: string | undefined): readonly SeenChange[] {
  return before === after ? [] : [{ part, before, after }];
}

/** Where one of the two is not known there is nothing to compare. */
function moved(part: TicketPart, before: string | undefined, after: string | undefined): readonly SeenChange[] {
  if (before === undefined || after === undefined || before === after) return [];
  return [{ part, before: undefined, after: undefined }];
}

function compareSteps(was: ViewedStep | undefined, now: ViewedStep | undefined): readonly SeenChange[] {
  const stepId = (now ?? was)?.id ?? '';
  const whole = compare({ kind: 'step', stepId }, stepText(was), stepText(now));
  // The fields of a step that came or left say no more than that.
  if (was === undefined || now === undefined) return whole;
  return [...whole, ...compareValues(was.fields, now.fields, (key) => ({ kind: 'field', stepId, key }))];
}

function stepText(step: ViewedStep | undefined): string | undefined {
  return step === undefined ? undefined : [step.name, step.status, step.processors.join(', ')].join(' · ');
}

function compareValues(
  was: readonly ViewedValue[] | undefined,
  now: readonly ViewedValue[] | undefined,
  toPart: (key: string) => TicketPart,
): readonly SeenChange[] {
  if (was === undefined || now === undefined) return [];
  return merged(was, now, ({ key }) => key).flatMap(([before, after]) =>
    compare(toPart((after ?? before)?.key ?? ''), before?.text, after?.text),
  );
}

/** Both lists by key: those that are there now in their order, then those that are gone. */
function merged<T>(
  was: readonly T[],
  now: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [was: T | undefined, now: T | undefined])[] {
  const before = new Map(was.map((item) => [keyOf(item), item]));
  const there = now.map((item) => {
    const match = before.get(keyOf(item));
    before.delete(keyOf(item));
    return [match, item] as const;
  });
  return [...there, ...Array.from(before.values(), (item) => [item, undefined] as const)];
}
