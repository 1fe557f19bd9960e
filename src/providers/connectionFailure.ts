import type { TicketError } from '../domain/errors.ts';

/** Not a matter of one ticket. A missing ticket has no hint; a missing interface has. */
export function isOfConnection({ code, hint }: TicketError): boolean {
  if (code === 'unauthorized' || code === 'rateLimited' || code === 'unavailable') return true;
  return (code === 'forbidden' || code === 'notFound') && hint !== undefined;
}
