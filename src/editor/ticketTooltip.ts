import { l10n, MarkdownString } from 'vscode';
import type { TicketEntry } from '../application/ticketStore.ts';
import { describeError } from './describeError.ts';
import { formatTime } from './timeText.ts';

/** Made when somebody points at the row. Everything of the ticket goes in as text, never as Markdown. */
export function ticketTooltip({ ticket, error, readAt, waitingSince, ref }: TicketEntry): MarkdownString {
  const tooltip = new MarkdownString('', true);
  const line = (label: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') tooltip.appendText(`${label}: ${value}`).appendMarkdown('  \n');
  };
  tooltip
    .appendMarkdown('**')
    .appendText(ticket?.title.trim() ?? ref.key)
    .appendMarkdown('**\n\n');
  line(l10n.t('Number'), ref.key);
  if (ticket !== undefined) {
    line(l10n.t('Status'), ticket.status.name);
    line(l10n.t('Created by'), ticket.creator);
    line(l10n.t('Created'), ticket.createdAt === undefined ? undefined : formatTime(ticket.createdAt));
    line(l10n.t('Updated'), ticket.updatedAt === undefined ? undefined : formatTime(ticket.updatedAt));
    line(l10n.t('Waits for you since'), waitingSince === undefined ? undefined : formatTime(waitingSince));
    for (const step of ticket.steps) line(step.name, [...step.processors, step.status.name].join(' · '));
  }
  if (error !== undefined) line(l10n.t('Problem'), describeError(error));
  line(l10n.t('As of'), readAt === undefined ? undefined : formatTime(readAt));
  return tooltip;
}
