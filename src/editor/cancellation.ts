import type { CancellationToken } from 'vscode';

/** The editor's way of cancelling as the one of the platform, for everything below the editor. */
export function toAbortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
