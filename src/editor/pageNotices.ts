import { env, l10n } from 'vscode';
import type { Decision } from '../domain/approval.ts';
import type { Operation } from '../domain/operation.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { Notice } from '../protocol/pageForm.ts';
import { ageText } from './ageText.ts';
import { operationLabel } from './operationText.ts';

/** What the page says of the ticket as a whole, among the forms that can be brought into view. */
export const noticeId = 'notice';

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

/** It was sent before, by a window that was not there any more when the answer came, or by one that still waits. */
export function sentBeforeNotice(sentAt: number): Notice {
  const age = ageText(Date.now() - sentAt, env.language);
  const text = l10n.t(
    'This was sent before ({0}), and what came of it was not seen. Look whether it has arrived before you send it again.',
    age,
  );
  return { severity: 'warning', text };
}

/** A step is no more that waited for the user, or that they asked for. */
export function stepLeftNotice(name: string | undefined): Notice {
  const text =
    name === undefined
      ? l10n.t('This step is no longer there: somebody has handled it, or the ticket has moved on.')
      : l10n.t('“{0}” is no longer there: somebody has handled it, or the ticket has moved on.', name);
  return { severity: 'warning', text };
}

/** A step is no more into which something was typed. */
export function goneNotice(): Notice {
  const { severity, text } = stepLeftNotice(undefined);
  return {
    severity,
    text: `${text} ${l10n.t('What you typed was not sent; it is kept in case the ticket comes back to it.')}`,
  };
}
