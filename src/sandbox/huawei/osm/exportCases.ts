import type { HuaweiAnswer } from '../httpMessages.ts';
import { selectCases } from './caseQueries.ts';
import { viewRow } from './caseViews.ts';
import { readLanguage } from './language.ts';
import type { Osm, OsmCall } from './osm.ts';
import { pageOf } from './parameters.ts';
import { osmRefusal } from './refusals.ts';
import { readTimeZone } from './times.ts';

const columns = ['incident_id', 'incident_type_name', 'simple_description', 'status', 'create_time'];

/** GET …/cases/export: language and zone are in the query here; a table in a file. @throws Refusal */
export function exportCases(osm: Osm, call: OsmCall): HuaweiAnswer {
  const { query } = call.request;
  const zone = readTimeZone(query.one('timezone'));
  if (query.one('language') === undefined || query.one('timezone') === undefined || zone === undefined) {
    throw osmRefusal('01010001', 'language, timezone');
  }
  const own = { ...call, language: readLanguage(query.one('language')), zone };
  const rows = pageOf(call, selectCases(osm, call)).map((ticket) => viewRow(osm, own, ticket));
  const lines = [
    columns,
    ...rows.map((row) => columns.map((column) => `"${String(row[column]).replaceAll('"', '""')}"`)),
  ];
  return {
    status: 200,
    type: 'application/octet-stream',
    headers: { 'Content-Disposition': 'attachment; filename="cases.csv"' },
    bytes: Buffer.from(`\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}`),
  };
}
