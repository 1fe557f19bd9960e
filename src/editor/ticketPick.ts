import { l10n, window, type QuickPickItem } from 'vscode';
import { waitsForMe } from '../domain/changes.ts';
import type { TicketEntry } from '../application/ticketStore.ts';
import type { TicketRef } from '../domain/ticket.ts';
import type { Services } from './services.ts';
import { ticketIcon } from './statusLook.ts';
import { asTreeNode } from './treeNodes.ts';

interface TicketPickItem extends QuickPickItem {
  readonly ref: TicketRef;
}

/**
 * The tickets a command is meant for: the rows it was called on, with the rest of the selection, or, from the palette,
 * one that the user picks. Empty when the user backs out.
 * @param accepts which tickets the palette offers
 */
export async function ticketsFor(
  services: Services,
  args: readonly unknown[],
  placeholder: string,
  accepts: (entry: TicketEntry) => boolean = () => true,
): Promise<readonly TicketRef[]> {
  const [first, selection] = args;
  const nodes = (Array.isArray(selection) ? selection : [first]).map(asTreeNode);
  const refs = nodes.flatMap((node) => (node !== undefined && 'ref' in node ? [node.ref] : []));
  if (refs.length > 0) return refs;
  const picked = await pickTicket(services, services.store.entries.filter(accepts), placeholder);
  return picked === undefined ? [] : [picked];
}

/** Lets the user search tickets by number, title and status; `undefined`: backed out, or there is none. */
export async function pickTicket(
  services: Services,
  entries: readonly TicketEntry[],
  placeholder: string,
): Promise<TicketRef | undefined> {
  if (entries.length === 0) {
    await window.showInformationMessage(l10n.t('There is no watched ticket for this.'));
    return undefined;
  }
  const items = entries.map((entry) => pickItem(services, entry));
  const picked = await window.showQuickPick(items, {
    placeHolder: placeholder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.ref;
}

function pickItem({ connections }: Pick<Services, 'connections'>, { ref, ticket }: TicketEntry): TicketPickItem {
  const connection = connections.find(ref.connectionId)?.label ?? ref.connectionId;
  if (ticket === undefined) return { ref, label: ref.key, description: connection };
  const waits = waitsForMe(ticket) ? [l10n.t('waits for you')] : [];
  return {
    ref,
    label: ticket.title,
    description: ref.key,
    detail: [ticket.status.name, ...ticket.steps.map(({ name }) => name), ...waits, connection].join(' · '),
    iconPath: ticketIcon(ticket.status.category, false),
  };
}
