import type { HuaweiRequest } from '../httpMessages.ts';
import type { Operation } from '../operation.ts';
import { Refusal } from '../refusal.ts';
import { findRoute } from '../routes.ts';
import { answerRefusal, readCocCall, type Coc } from './coc.ts';
import { cocRoutes } from './endpoints.ts';

/** @returns undefined when the operations center has no such path */
export function findCocOperation(coc: Coc, request: HuaweiRequest): Operation | undefined {
  const found = findRoute(cocRoutes, request);
  if (found === undefined) return undefined;
  const { route, params } = found;
  const ticket =
    params['ticket_id'] ??
    params['incident_id'] ??
    params['incident_num'] ??
    request.body?.['ticket_id'] ??
    request.body?.['incident_num'];
  return {
    service: 'coc',
    name: route.name,
    isWrite: route.isWrite === true,
    ticket: typeof ticket === 'string' ? ticket : '',
    run: (caller) => {
      try {
        return route.answer(coc, readCocCall({ request, params, caller }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return answerRefusal(coc, error);
      }
    },
  };
}
