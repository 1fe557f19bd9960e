import { serverError, type Refusal } from './refusal.ts';
import type { Parameters } from './itsm.ts';
import type { BkPage } from './wire.ts';

/**
 * Pages as ITSM does (contract §1.4): 10 items unless told, 10000 at most; a `page_size` of 0, below 0 or not a number
 * switches paging off and answers a bare array.
 * @throws Refusal when the page does not exist
 */
export function paginate<Row, Item>(
  rows: readonly Row[],
  parameters: Parameters,
  { view, outOfRange = () => serverError('无效页面。') }: { view: (row: Row) => Item; outOfRange?: () => Refusal },
): BkPage<Item> | readonly Item[] {
  const size = Math.min(pageSize(parameters['page_size']), 10_000);
  if (!(size > 0)) return rows.map(view); // NaN too
  const total = Math.max(1, Math.ceil(rows.length / size));
  const wanted = parameters['page'] ?? 1;
  const page = wanted === 'last' ? total : integer(wanted);
  if (!(page >= 1 && page <= total)) throw outOfRange();
  return {
    page,
    total_page: total,
    count: rows.length,
    next: page < total ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    items: rows.slice((page - 1) * size, page * size).map(view),
  };
}

/** Links lead to the internal host, which a client cannot reach. */
function link(page: number): string {
  return `http://bk-itsm.internal/openapi/ticket/get_tickets/?page=${page}`;
}

function pageSize(value: unknown): number {
  return value === undefined ? 10 : integer(value);
}

/** `int()` of Python; NaN where that throws. */
function integer(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : Number.NaN;
}
