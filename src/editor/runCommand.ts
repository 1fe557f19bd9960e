import { commands, l10n, window } from 'vscode';
import type { Log } from '../application/ports.ts';
import { describeError } from './describeError.ts';
import { commandIds } from './names.ts';

/**
 * Runs a command whose failure is shown as one sentence with a way to the log; never rejects.
 * @returns what it returned; `undefined`: it failed, or was cancelled
 */
export async function showingFailure(log: Log, id: string, run: () => Promise<unknown>): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    if (isAbort(error)) return undefined;
    log.error(`${id} failed: ${error instanceof Error ? `${error.name}: ${error.message}` : typeof error}`);
    await showFailure(describeError(error));
    return undefined;
  }
}

/** Shows what went wrong, with a way to the log. */
export async function showFailure(text: string): Promise<void> {
  const showLog = l10n.t('Show Log');
  if ((await window.showErrorMessage(text, showLog)) === showLog) await commands.executeCommand(commandIds.showLog);
}

/** An abort is not an error and is not shown. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
