import type { ListDefinition, ListFilter, ListFilterName } from '../domain/lists.ts';
import { message, type Message } from '../domain/message.ts';

/** What a list is narrowed by, as people choose and save it. */
export interface ListChoice {
  readonly text?: string | undefined;
  readonly serviceId?: string | undefined;
  /** Codes; empty: any. */
  readonly statusCodes?: readonly string[] | undefined;
  /** Counted back from the moment of reading. */
  readonly createdWithinDays?: number | undefined;
}

const day = 86_400_000;

/** @param now milliseconds since 1970 UTC */
export function toListFilter(choice: ListChoice, now: number): ListFilter {
  const { text, serviceId, statusCodes, createdWithinDays } = choice;
  return {
    text,
    serviceId,
    statusCodes,
    createdFrom: createdWithinDays === undefined ? undefined : now - createdWithinDays * day,
  };
}

/** What the choice narrows by. */
function usedFilters(choice: ListChoice): readonly ListFilterName[] {
  return [
    ...((choice.text ?? '').trim() === '' ? [] : (['text'] as const)),
    ...(choice.serviceId === undefined ? [] : (['service'] as const)),
    ...((choice.statusCodes ?? []).length === 0 ? [] : (['status'] as const)),
    ...(choice.createdWithinDays === undefined ? [] : (['created'] as const)),
  ];
}

/** Why this list cannot be narrowed so; `undefined`: it can. */
export function findUnknownFilter({ filters }: ListDefinition, choice: ListChoice): Message | undefined {
  const unknown = usedFilters(choice).find((name) => !filters.includes(name));
  switch (unknown) {
    case undefined:
      return undefined;
    case 'text':
      return message('This list cannot be searched by number or title.');
    case 'service':
      return message('This list cannot be filtered by service.');
    case 'status':
      return message('This list cannot be filtered by status.');
    case 'created':
      return message('This list cannot be filtered by the time of creation.');
  }
}
