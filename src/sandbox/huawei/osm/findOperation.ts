import type { HuaweiRequest } from '../httpMessages.ts';
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
        return { status: error.status, json: { error_code: error.code, error_msg: error.message } };
      }
    },
  };
}
