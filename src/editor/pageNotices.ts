import { l10n } from 'vscode';
import type { Decision } from '../domain/approval.ts';
import type { Operation } from '../domain/operation.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { PageState } from '../protocol/stepPage.ts';
import { operationLabel } from './operationText.ts';

export type Notice = Extract<PageState, { status: 'ready' }>['notice'];

/** What was done, in the words of the button. */
export function deedLabel(operation: Operation, decision: Decision | undefined): string {
  if (decision === undefined) return operationLabel(operation);
  return decision === 'approve' ? l10n.t('Approve') : l10n.t('Reject');
}

/** It was carried out: where the ticket is now. */
export function doneText(deed: string, { steps, status, isEnded }: Ticket): string {
  const place = isEnded || steps.length === 0 ? status.name : steps.map(({ name }) => name).join(', ');
  return l10n.t('{0}: done. The ticket is now at: {1}', deed, place);
}

/** It was taken, and the system has not moved on yet. */
export function acceptedText(deed: string): string {
  return l10n.t('{0}: accepted. The system is still working on it; the tree shows when it has moved on.', deed);
}

/** The step that was shown is no more. */
export function goneNotice(hasDraft: boolean): Notice {
  const text = l10n.t('This step is no longer there: somebody has handled it, or the ticket has moved on.');
  const kept = hasDraft ? ` ${l10n.t('What you typed is kept in case the ticket comes back to it.')}` : '';
  return { severity: 'warning', text: text + kept };
}
