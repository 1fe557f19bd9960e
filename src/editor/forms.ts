import { l10n, window } from 'vscode';
import { Drafts } from '../application/drafts.ts';
import { StepService } from '../application/stepService.ts';
import type { Disposable } from '../base/disposable.ts';
import { DraftFiles } from './draftFiles.ts';
import type { Forms, Services } from './services.ts';

/**
 * @param folder where drafts are kept
 * @param own takes what must be disposed in the end
 */
export function createForms(
  { connections, store, log }: Pick<Services, 'connections' | 'store' | 'log'>,
  folder: string,
  own: (part: Disposable) => void,
): Forms {
  const storage = new DraftFiles(folder, log);
  const drafts = new Drafts({
    storage,
    log,
    accountOf: (connectionId) => connections.account(connectionId),
    isSessionOnly: (connectionId) => connections.isSessionOnly(connectionId),
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
  return { steps: new StepService(connections, store), drafts };
}
