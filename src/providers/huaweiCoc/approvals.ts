import type { DecisionRequest, DecisionResult, TicketApprovals } from '../../domain/approval.ts';
import { TicketError } from '../../domain/errors.ts';
import { isOfConnection } from '../connectionFailure.ts';
import type { CocOperations } from './operations.ts';

/** Tickets that are decided at a time. */
const parallelDecisions = 3;

export function createApprovals(operations: CocOperations): TicketApprovals {
  return {
    async decideMany(requests, signal, onResult) {
      const results = new Map<DecisionRequest, DecisionResult>();
      const queue = [...requests];
      let verdict: TicketError | undefined;
      const tell = (request: DecisionRequest, error: TicketError | undefined): void => {
        const result = { request, error };
        results.set(request, result);
        onResult(result);
      };
      const work = async (): Promise<void> => {
        for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
          if (verdict !== undefined) {
            tell(next, verdict);
            continue;
          }
          try {
            // Not the caller's signal: an abort in the middle of a write would leave its outcome unknown.
            await operations.decide(next, new AbortController().signal);
            tell(next, undefined);
          } catch (error) {
            if (!(error instanceof TicketError)) throw error;
            if (isOfConnection(error)) verdict ??= error;
            tell(next, error);
          }
        }
      };
      await Promise.all(Array.from({ length: parallelDecisions }, work));
      signal.throwIfAborted();
      return requests.flatMap((request) => results.get(request) ?? []);
    },
  };
}
