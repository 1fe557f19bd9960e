import type { HuaweiAnswer, HuaweiRequest } from '../httpMessages.ts';
import type { Operation } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { findRoute } from '../routes.ts';
import { osmRoutes } from './endpoints.ts';
import { readOsmCall, type Osm } from './osm.ts';

/** @returns undefined when the service ticket service has no such path */
export function findOsmOperation(osm: Osm, request: HuaweiRequest): Operation | undefined {
  const found = findRoute(osmRoutes, request);
  if (found === undefined) return undefined;
  const { route, params } = found;
  return {
    service: 'osm',
    name: route.name,
    isWrite: route.isWrite === true,
    ticket: params['case_id'] ?? '',
    run: (caller) => {
      try {
        return route.answer(osm, readOsmCall({ request, params, caller }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return refuse(osm, error);
      }
    },
  };
}

/** What became of the codes of today, before there were so many. */
const historical: Readonly<Record<string, readonly [status: number, code: string]>> = {
  'OSM.01010002': [403, 'OSM.0003'],
  'OSM.01010007': [403, 'OSM.0003'],
  'OSM.01010009': [403, 'OSM.0003'],
  'OSM.01010010': [403, 'OSM.0003'],
  'OSM.01010014': [500, 'OSM.0004'],
};

function refuse({ quirks }: Osm, { status, code, message }: Refusal): HuaweiAnswer {
  const json = { error_code: code, error_msg: message };
  if (quirks.errors === 'inside200') return { status, json };
  const [oldStatus, oldCode] = historical[code] ?? [400, 'OSM.0001'];
  return { status: oldStatus, json: { ...json, error_code: oldCode } };
}
