import type { ConnectionService } from '../application/connectionService.ts';
import type { Drafts } from '../application/drafts.ts';
import type { LastSeen } from '../application/lastSeen.ts';
import type { Log } from '../application/ports.ts';
import type { StepService } from '../application/stepService.ts';
import type { TicketStore } from '../application/ticketStore.ts';
import type { WatchList } from '../application/watchList.ts';
import type { Watcher } from '../application/watcher.ts';
import type { TicketDocuments } from './ticketDocuments.ts';

/** What commands and views work with; built in `extension.ts`. */
export interface Services {
  readonly connections: ConnectionService;
  readonly watchList: WatchList;
  readonly store: TicketStore;
  readonly watcher: Pick<Watcher, 'refresh'>;
  readonly log: Log;
  /** Loaded with the first form or operation, to keep activation light; the same ones each time. */
  readonly loadForms: () => Promise<Forms>;
}

/** What forms and operations work with, beyond that. */
export interface Forms {
  readonly steps: StepService;
  readonly drafts: Drafts;
  readonly lastSeen: LastSeen;
  /** Registered with the first one that is shown. */
  readonly loadDocuments: () => Promise<TicketDocuments>;
}

export type FormServices = Services & Forms;
