import type { JsonObject } from '../httpMessages.ts';
import type { Osm, OsmCall } from './osm.ts';
import { osmRefusal } from './refusals.ts';

/** A whole number of the query within its bounds. @throws Refusal */
export function readInteger(
  { request }: OsmCall,
  name: string,
  { min = 0, max, fallback }: { readonly min?: number; readonly max: number; readonly fallback: number },
): number {
  const text = request.query.one(name) ?? '';
  if (text === '') return fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw osmRefusal('01010001', name);
  return value;
}

/** A list of the query: with commas, as repeated keys, or either (contract §1.8). */
export function readList({ quirks }: Osm, { request }: OsmCall, name: string): readonly string[] {
  const given = request.query.all(name);
  if (quirks.arrayForm === 'repeated') return given;
  const texts = quirks.arrayForm === 'csv' ? given.slice(0, 1) : given;
  return texts.flatMap((text) => text.split(',')).filter((text) => text !== '');
}

/** The slice of rows that `offset` and `limit` ask for; offset counts rows. @throws Refusal */
export function pageOf<Row>(call: OsmCall, rows: readonly Row[]): readonly Row[] {
  const offset = readInteger(call, 'offset', { max: 65_535, fallback: 0 });
  const limit = readInteger(call, 'limit', { max: 100, fallback: 10 });
  return rows.slice(offset, offset + limit);
}

/** A text of the body; '' where there is none. @throws Refusal when it is longer, or empty though it is needed */
export function readText(
  body: JsonObject,
  name: string,
  { longest, isNeeded = false }: { readonly longest: number; readonly isNeeded?: boolean },
): string {
  const value = body[name] ?? '';
  if (typeof value !== 'string' || value.length > longest || (isNeeded && value.trim() === '')) {
    throw osmRefusal('01010001', name);
  }
  return value;
}

/** A list of texts in the body; empty where there is none. @throws Refusal */
export function readTexts(body: JsonObject, name: string): readonly string[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw osmRefusal('01010001', name);
  return value;
}

/** An object in the body; empty where there is none. @throws Refusal */
export function readObject(body: JsonObject, name: string): JsonObject {
  const value = body[name] ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw osmRefusal('01010001', name);
  return value as JsonObject; // just looked
}
