import type { JsonObject } from '../httpMessages.ts';
import { invalid, parameterError } from './coc.ts';

interface Filter {
  readonly name: string;
  readonly test: (row: JsonObject) => boolean;
}

/** What a list is asked for (contract §2.5). */
export interface ListQuery {
  readonly filters: readonly Filter[];
  /** Only the newer door looks at it. */
  readonly condition: string;
  readonly sort: ((left: JsonObject, right: JsonObject) => number) | undefined;
}

/** @throws Refusal */
export function readListQuery(body: JsonObject): ListQuery {
  const strings = readFilters(body, 'string_filters');
  if (strings.length > 20) throw invalid('string_filters');
  const { condition = '' } = body;
  if (typeof condition !== 'string') throw invalid('condition');
  return { filters: [...strings, ...readFilters(body, 'int_filters')], condition, sort: readSort(body['sort_filter']) };
}

/** The rows that pass, in the order that was asked for. @throws Refusal when the condition is none */
export function applyQuery(
  { filters, condition, sort }: ListQuery,
  rows: readonly JsonObject[],
  knowsCondition: boolean,
): readonly JsonObject[] {
  const passes =
    knowsCondition && condition !== ''
      ? readCondition(condition, filters)
      : (row: JsonObject): boolean => filters.every(({ test }) => test(row));
  const found = rows.filter(passes);
  return sort === undefined ? found : found.toSorted(sort);
}

/** `page` counts from 1; `contain_all` switches pages off (contract §2.5). @throws Refusal */
export function pageOf<Row>(body: JsonObject, rows: readonly Row[]): readonly Row[] {
  if (body['contain_all'] === true) return rows;
  const page = readInteger(body, 'page', { max: 1_000_000, fallback: 1 });
  const size = readInteger(body, 'per_page', { max: 200, fallback: 10 });
  return rows.slice((page - 1) * size, page * size);
}

/** @throws Refusal */
export function readInteger(
  body: JsonObject,
  name: string,
  { min = 1, max, fallback }: { readonly min?: number; readonly max: number; readonly fallback: number },
): number {
  const value = body[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw invalid(name);
  return value;
}

function readFilters(body: JsonObject, key: string): readonly Filter[] {
  const list = body[key] ?? [];
  if (!Array.isArray(list)) throw invalid(key);
  return list.map((given: unknown) => {
    const { operator, field, values, name } = asObject(given);
    if (typeof field !== 'string' || typeof operator !== 'string') throw invalid(key);
    // Values are always texts, whatever the field holds (contract §2.5).
    if (!Array.isArray(values) || !values.every((value) => typeof value === 'string') || values.length === 0) {
      throw invalid(key);
    }
    const compare = comparison(operator, values);
    return { name: typeof name === 'string' ? name : field, test: (row) => compare(textOf(row[field])) };
  });
}

function comparison(operator: string, values: readonly string[]): (text: string) => boolean {
  const [first = ''] = values;
  switch (operator) {
    case 'in':
      return (text) => values.includes(text);
    case 'like':
      return (text) => text.includes(first);
    case 'startwith':
      return (text) => text.startsWith(first);
    case 'endwith':
      return (text) => text.endsWith(first);
    case '=':
      return (text) => text === first;
    case '!=':
      return (text) => text !== first;
    case '>':
      return (text) => order(text, first) > 0;
    case '<':
      return (text) => order(text, first) < 0;
    case '>=':
      return (text) => order(text, first) >= 0;
    case '<=':
      return (text) => order(text, first) <= 0;
    default:
      throw parameterError(`Unknown operator: ${operator}.`);
  }
}

/** Its values repeat the field's name (contract §2.5). */
function readSort(given: unknown): ListQuery['sort'] {
  if (given === undefined || given === null) return undefined;
  const { operator, field } = asObject(given);
  if (typeof field !== 'string' || (operator !== 'desc' && operator !== 'asc')) throw invalid('sort_filter');
  const sign = operator === 'desc' ? -1 : 1;
  return (left, right) => sign * order(textOf(left[field]), textOf(right[field]));
}

/** Numbers by their size, all else by its letters. */
function order(left: string, right: string): number {
  const areNumbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  if (areNumbers) return Number(left) - Number(right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `( a & b ) | c`, where the names are those of the filters; `&` binds more strongly. @throws Refusal */
function readCondition(condition: string, filters: readonly Filter[]): (row: JsonObject) => boolean {
  const tokens = condition.match(/[()&|]|[^()&|\s]+/g) ?? [];
  let position = 0;
  const readAny = (): ((row: JsonObject) => boolean) => {
    let left = readAll();
    while (tokens[position] === '|') {
      position += 1;
      const [before, after] = [left, readAll()];
      left = (row) => before(row) || after(row);
    }
    return left;
  };
  const readAll = (): ((row: JsonObject) => boolean) => {
    let left = readOne();
    while (tokens[position] === '&') {
      position += 1;
      const [before, after] = [left, readOne()];
      left = (row) => before(row) && after(row);
    }
    return left;
  };
  const readOne = (): ((row: JsonObject) => boolean) => {
    const token = tokens[position];
    position += 1;
    if (token === '(') {
      const inner = readAny();
      if (tokens[position] !== ')') throw parameterError('condition');
      position += 1;
      return inner;
    }
    const filter = filters.find(({ name }) => name === token);
    if (filter === undefined) throw parameterError('condition');
    return filter.test;
  };
  const result = readAny();
  if (position !== tokens.length) throw parameterError('condition');
  return result;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function asObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('filters');
  return value as JsonObject; // just looked
}
