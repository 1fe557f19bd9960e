import { l10n, window } from 'vscode';
import { Drafts } from '../application/drafts.ts';
import { LastSeen } from '../application/lastSeen.ts';
import { StepService } from '../application/stepService.ts';
import type { Disposable } from '../base/disposable.ts';
import { once } from '../base/once.ts';
import { DraftFiles } from './draftFiles.ts';
import { SeenFiles } from './seenFiles.ts';
import type { Forms, Services } from './services.ts';

/**
 * @param folder where drafts and what was seen are kept
 * @param own takes what must be disposed in the end
 */
export function createForms(
  { connections, store, log }: Pick<Services, 'connections' | 'store' | 'log'>,
  folder: string,
  own: (part: Disposable) => void,
): Forms {
  const storage = new DraftFiles(`${folder}/drafts`, log);
  const place = {
    log,
    accountOf: (connectionId: string) => connections.account(connectionId),
    isSessionOnly: (connectionId: string) => connections.isSessionOnly(connectionId),
  };
  const drafts = new Drafts({
    ...place,
    storage,
    onCannotStore: () => {
      void window.showWarningMessage(
        l10n.t(
          'What you type cannot be stored: the disk may be full. It is kept while this window is open, and storing it is tried again.',
        ),
      );
    },
  });
  own(drafts);
  own(storage);
  return {
    steps: new StepService(connections, store),
    drafts,
    lastSeen: new LastSeen({ ...place, storage: new SeenFiles(`${folder}/seen`) }),
    loadDocuments: once(async () => {
      const documents = new (await import('./ticketDocuments.ts')).TicketDocuments();
      own(documents);
      return documents;
    }),
  };
}
