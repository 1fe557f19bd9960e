import type { ServiceCatalog } from './serviceCatalog.ts';
import type { TicketStore } from './ticketStore.ts';
import type { WorkflowEngine } from './workflowEngine.ts';

/** What the endpoints work on. */
export interface Itsm {
  readonly store: TicketStore;
  readonly engine: WorkflowEngine;
  readonly catalog: ServiceCatalog;
  readonly now: () => number;
  /** Where ticket pages are, without a slash at the end. */
  readonly origin: () => string;
  /** The user whom the door has recognised. */
  readonly user: string;
  /** What ITSM would send with its callbacks, and token/verify recognises. */
  readonly callbackToken: string;
  /** Tickets whose end somebody has asked for since the callback failed (contract §1.7). */
  readonly acknowledged: Set<string>;
}

/** What ITSM is handed once a door has let a request through. */
export type Parameters = Readonly<Record<string, unknown>>;

/** Those who may operate any ticket, as holders of IAM's ticket_management may (contract §3.3). */
export const ticketManagers: readonly string[] = ['admin'];
