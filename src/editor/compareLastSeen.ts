import { env, l10n, ProgressLocation, window } from 'vscode';
import { changesSince, seenActivity } from '../application/seenChanges.ts';
import { viewTicket } from '../application/ticketView.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import { ageText } from './ageText.ts';
import { toAbortSignal } from './cancellation.ts';
import type { OpenPage } from './operationCommands.ts';
import type { FormServices, Services } from './services.ts';
import { ticketsFor } from './ticketPick.ts';

/** Compares the ticket that the command was called on, or one that the user picks. */
export async function chooseAndCompare(
  services: Services,
  openPage: OpenPage,
  args: readonly unknown[],
): Promise<void> {
  const [ref] = await ticketsFor(services, args, l10n.t('Compare which ticket with what you last saw?'));
  if (ref !== undefined) await compareLastSeen({ ...services, ...(await services.loadForms()) }, openPage, ref);
}

/**
 * Shows in a diff editor what has changed on a ticket since the user looked at its page; says so when nothing has, or
 * when they never looked.
 * @throws TicketError when the ticket cannot be read
 */
async function compareLastSeen(services: FormServices, openPage: OpenPage, ref: TicketRef): Promise<void> {
  const seen = await services.lastSeen.read(ref);
  if (seen === undefined) {
    const open = l10n.t('Open');
    const text = l10n.t('You have not looked at {0} on its page yet.', ref.key);
    if ((await window.showInformationMessage(text, open)) === open) await openPage(ref);
    return;
  }
  const ticket = await readTicket(services, ref);
  const changes = changesSince(seen, viewTicket(ticket), seenActivity(undefined, undefined));
  if (changes.length > 0) await (await services.loadDocuments()).compare(seen, ticket);
  else {
    const age = ageText(Date.now() - seen.seenAt, env.language);
    await window.showInformationMessage(l10n.t('{0} has not changed since you looked at it ({1}).', ref.key, age));
  }
}

async function readTicket({ steps }: FormServices, ref: TicketRef): Promise<Ticket> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading {0}…', ref.key), cancellable: true },
    (_progress, token) => steps.load(ref, toAbortSignal(token)),
  );
}
