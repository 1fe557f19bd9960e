import { TicketError } from '../../domain/errors.ts';
import { BadRow, maxPerPage, type Rows } from './client.ts';
import { isOfConnection } from '../connectionFailure.ts';

/** The failure of a promise as a value; anything but a {@link TicketError} is thrown. */
export async function orError<T>(promise: Promise<T>): Promise<T | TicketError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof TicketError) return error;
    throw error;
  }
}

/**
 * Rows by key, a chunk in a request.
 * @param failures takes what is not a matter of one ticket
 */
export async function readInChunks<T>(
  keys: readonly string[],
  list: (chunk: readonly string[]) => Promise<Rows<T>>,
  numberOf: (row: T) => string,
  failures: TicketError[],
): Promise<ReadonlyMap<string, T | TicketError>> {
  const results = new Map<string, T | TicketError>();
  let verdict: TicketError | undefined;
  for (let start = 0; start < keys.length; start += maxPerPage) {
    const chunk = keys.slice(start, start + maxPerPage);
    const read = verdict ?? (await readChunk(chunk, list, numberOf));
    if (!(read instanceof TicketError)) {
      for (const [key, row] of read) results.set(key, row);
      continue;
    }
    if (isOfConnection(read)) verdict = read;
    if (!failures.includes(read)) failures.push(read);
    for (const key of chunk) results.set(key, read);
  }
  return results;
}

/**
 * An answer that makes no sense may be the fault of one ticket in it: then its half is halved until it stands alone. Where
 * both halves make no sense, it is not one ticket's fault.
 */
async function readChunk<T>(
  keys: readonly string[],
  list: (chunk: readonly string[]) => Promise<Rows<T>>,
  numberOf: (row: T) => string,
): Promise<ReadonlyMap<string, T | TicketError> | TicketError> {
  const read = async (chunk: readonly string[]) => {
    const answer = await orError(list(chunk));
    return answer instanceof TicketError ? answer : byKey(chunk, answer, numberOf);
  };
  const whole = await read(keys);
  if (!(whole instanceof TicketError) || whole.code !== 'unexpectedResponse' || keys.length === 1) return whole;
  const results = new Map<string, T | TicketError>();
  let bad = keys;
  let failure = whole;
  while (bad.length > 1) {
    const middle = Math.ceil(bad.length / 2);
    const halves = [bad.slice(0, middle), bad.slice(middle)] as const;
    const [left, right] = [await read(halves[0]), await read(halves[1])];
    if (left instanceof TicketError && right instanceof TicketError) {
      if (results.size === 0) return left;
      break;
    }
    for (const half of [left, right]) {
      if (half instanceof TicketError) failure = half;
      else for (const [key, row] of half) results.set(key, row);
    }
    if (!(left instanceof TicketError) && !(right instanceof TicketError)) return results;
    if (isOfConnection(failure)) break;
    bad = left instanceof TicketError ? halves[0] : halves[1];
  }
  for (const key of bad) results.set(key, failure);
  return results;
}

function byKey<T>(
  keys: readonly string[],
  { rows }: Rows<T>,
  numberOf: (row: T) => string,
): ReadonlyMap<string, T | TicketError> {
  const found = new Map<string, T | TicketError>();
  for (const row of rows) {
    const number = row instanceof BadRow ? row.number : numberOf(row);
    if (number !== undefined) found.set(number.toUpperCase(), row instanceof BadRow ? badRow() : row);
  }
  const hasNameless = rows.some((row) => row instanceof BadRow && row.number === undefined);
  return new Map(keys.map((key) => [key, found.get(key.toUpperCase()) ?? missing(hasNameless)]));
}

/** A row that could not be read may have been the one. */
function missing(hasBadRow: boolean): TicketError {
  return hasBadRow ? badRow() : new TicketError('notFound', { detail: 'not in the list' });
}

export function badRow(): TicketError {
  return new TicketError('unexpectedResponse', { detail: 'a row without number or status' });
}
