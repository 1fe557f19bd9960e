import { commands, env, l10n, ProgressLocation, Uri, window } from 'vscode';
import { distinctRefs } from '../application/watchList.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import { toAbortSignal } from './cancellation.ts';
import { pickConnection } from './connectionPick.ts';
import { viewId } from './names.ts';
import type { Services } from './services.ts';
import { pickTicket, ticketsFor } from './ticketPick.ts';
import type { TicketPages } from './ticketPages.ts';
import type { TicketTree } from './ticketTree.ts';
import { asTreeNode, connectionOfNode, isTicketRef } from './treeNodes.ts';

/** Lets the user search the watched tickets, or those of `refs`, and shows the one chosen in the tree. */
export async function findTicket(services: Services, tree: TicketTree, refs: unknown): Promise<void> {
  const wanted = new Set(Array.isArray(refs) ? refs.filter(isTicketRef).map(ticketId) : []);
  const entries = services.store.entries.filter(({ ref }) => wanted.size === 0 || wanted.has(ticketId(ref)));
  const ref = await pickTicket(services, entries, l10n.t('Find a watched ticket by number, title, status or step'));
  if (ref !== undefined) await tree.reveal(ref);
}

export async function setMuted(services: Services, args: readonly unknown[], isMuted: boolean): Promise<void> {
  const { watchList } = services;
  const placeholder = isMuted ? l10n.t('Mute which ticket?') : l10n.t('Unmute which ticket?');
  const refs = await ticketsFor(services, args, placeholder, ({ ref }) => watchList.isMuted(ref) !== isMuted);
  await watchList.setMuted(refs, isMuted);
}

/** Brings the tree to the front, at the ticket that has waited longest for me. */
export async function showView({ store }: Services, tree: TicketTree): Promise<void> {
  await commands.executeCommand(`${viewId}.focus`);
  const [first] = store.waitingForMe;
  if (first !== undefined) await tree.reveal(first.ref);
}

/** Opens the page of a ticket, at the step that the command was called on. */
export async function openTicket(
  services: Services,
  pages: TicketPages,
  [argument]: readonly unknown[],
  isBeside: boolean,
): Promise<void> {
  const node = asTreeNode(argument);
  const [ref] = await ticketsFor(services, [argument], l10n.t('Open which ticket?'));
  if (ref !== undefined) await pages.open(ref, { stepId: node?.kind === 'step' ? node.stepId : undefined, isBeside });
}

export async function watchTickets(
  services: Services,
  tree: TicketTree,
  [argument]: readonly unknown[],
): Promise<void> {
  const connection = await pickConnection(
    services,
    asTreeNode(argument),
    l10n.t('Watch a ticket of which connection?'),
  );
  if (connection === undefined) return;
  const text = await window.showInputBox({
    title: l10n.t('Watch Ticket'),
    prompt: l10n.t('One or more ticket numbers, or the address of a ticket, from {0}', connection.label),
    placeHolder: 'REQ20260901000001 INC20260901000002',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? l10n.t('Enter a ticket number or paste an address.') : undefined),
  });
  if (text === undefined) return;
  const keys = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Looking for the ticket…'), cancellable: true },
    async (_progress, token) => {
      const provider = await services.connections.provider(connection.id);
      return provider.findTicketKeys(text, toAbortSignal(token));
    },
  );
  if (keys.length === 0) {
    const again = l10n.t('Try Again');
    const choice = await window.showWarningMessage(l10n.t('No ticket number was found in what you entered.'), again);
    if (choice === again) await watchTickets(services, tree, [argument]);
    return;
  }
  const refs = keys.map((key) => ({ connectionId: connection.id, key }));
  const isKnown = refs.every((ref) => services.watchList.isWatched(ref));
  await services.watchList.add(refs);
  if (!isKnown) await services.watcher.refresh(connection.id);
  const [first] = refs;
  if (first !== undefined) await tree.reveal(first);
}

export async function unwatchTickets(services: Services, args: readonly unknown[]): Promise<void> {
  const refs = distinctRefs(await ticketsFor(services, args, l10n.t('Stop watching which ticket?')));
  if (refs.length === 0) return;
  await services.watchList.remove(refs);
  const undo = l10n.t('Undo');
  const text =
    refs.length === 1
      ? l10n.t('{0} is no longer watched.', refs[0]?.key ?? '')
      : l10n.t('{0} tickets are no longer watched.', refs.length);
  if ((await window.showInformationMessage(text, undo)) === undo) await services.watchList.add(refs);
}

export async function refreshTickets({ watcher }: Services, argument: unknown): Promise<void> {
  const node = asTreeNode(argument);
  const connectionId = node === undefined ? undefined : connectionOfNode(node);
  await window.withProgress({ location: { viewId } }, () => watcher.refresh(connectionId));
}

export async function openTicketsInBrowser(services: Services, args: readonly unknown[]): Promise<void> {
  const refs = await ticketsFor(
    services,
    args,
    l10n.t('Open which ticket in the browser?'),
    ({ ticket }) => ticket?.url !== undefined,
  );
  for (const ref of distinctRefs(refs)) await openTicketInBrowser(services, ref);
}

/** Opens the system's own page of a ticket; says so when the system named none. */
export async function openTicketInBrowser({ store }: Services, ref: TicketRef, knownUrl?: string): Promise<void> {
  const url = knownUrl ?? store.find(ref)?.ticket?.url;
  if (url !== undefined) await env.openExternal(Uri.parse(url, true));
  else await window.showInformationMessage(l10n.t('The system names no web page for {0}.', ref.key));
}

export async function copyNumbers(services: Services, args: readonly unknown[]): Promise<void> {
  const refs = distinctRefs(await ticketsFor(services, args, l10n.t('Copy the number of which ticket?')));
  if (refs.length === 0) return;
  await env.clipboard.writeText(refs.map(({ key }) => key).join('\n'));
  window.setStatusBarMessage(l10n.t('$(check) Copied {0}', refs.map(({ key }) => key).join(', ')), 3_000);
}
