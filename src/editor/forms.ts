import { Drafts } from '../application/drafts.ts';
import { StepService } from '../application/stepService.ts';
import { DraftFiles } from './draftFiles.ts';
import type { Forms, Services } from './services.ts';

/** @param folder where drafts are kept */
export function createForms(
  { connections, store, log }: Pick<Services, 'connections' | 'store' | 'log'>,
  folder: string,
): Forms {
  return { steps: new StepService(connections, store), drafts: new Drafts(new DraftFiles(folder), log) };
}
