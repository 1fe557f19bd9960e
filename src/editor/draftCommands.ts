import { l10n, ProgressLocation, ThemeIcon, window, workspace, type QuickPickItem } from 'vscode';
import type { Draft } from '../application/draft.ts';
import { connectionOfPlace } from '../application/draftPlace.ts';
import { draftText, titleOf } from '../application/draftText.ts';
import { TicketError } from '../domain/errors.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import { toAbortSignal } from './cancellation.ts';
import { descriptionOf } from './draftRows.ts';
import type { DraftCommandName } from './names.ts';
import { offeredOperations, runAsking } from './operationCommands.ts';
import { plainText, shortTitle } from './plainText.ts';
import type { FormServices, Services } from './services.ts';
import type { TicketPages } from './ticketPages.ts';
import { asTreeNode } from './treeNodes.ts';

type Run = (services: Services, pages: TicketPages, args: readonly unknown[]) => Promise<void>;

/** What the commands about drafts do, by their names. From the palette, the user picks one. */
export const draftCommands: Readonly<Record<DraftCommandName, Run>> = {
  async openDraft(services, pages, args) {
    const all = await withForms(services);
    const [draft] = await draftsFor(all, args.slice(0, 1), l10n.t('Open which draft?'));
    if (draft !== undefined) await openDraft(all, pages, draft);
  },
  async openDraftAsDocument(services, _pages, args) {
    const drafts = await draftsFor(await withForms(services), args, l10n.t('Open which draft as a document?'));
    for (const draft of drafts) await openAsDocument(draft);
  },
  async discardDraft(services, _pages, args) {
    const all = await withForms(services);
    await discard(all, await draftsFor(all, args, l10n.t('Discard which draft?')));
  },
};

async function withForms(services: Services): Promise<FormServices> {
  return { ...services, ...(await services.loadForms()) };
}

/** The drafts a command was called on; from the palette one that the user picks. Empty: backed out, or they are gone. */
async function draftsFor(
  { drafts }: FormServices,
  [first, selection]: readonly unknown[],
  placeHolder: string,
): Promise<readonly Draft[]> {
  const all = await drafts.list();
  const nodes = (Array.isArray(selection) ? selection : [first]).map(asTreeNode);
  const ids = nodes.flatMap((node) => (node?.kind === 'draft' ? [JSON.stringify(node.place)] : []));
  if (ids.length > 0) return all.filter(({ place }) => ids.includes(JSON.stringify(place)));
  if (all.length === 0) {
    await window.showInformationMessage(l10n.t('There is no draft: everything you typed was sent.'));
    return [];
  }
  const items = all.map((draft): QuickPickItem & { readonly draft: Draft } => ({
    draft,
    label: shortTitle(titleOf(draft)),
    description: descriptionOf(draft),
    detail: shortTitle(
      draft.fields.map(({ value }) => (typeof value === 'string' ? value : value.join(', '))).join(' · '),
    ),
    iconPath: new ThemeIcon('edit'),
  }));
  const picked = await window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
  return picked === undefined ? [] : [picked.draft];
}

/** Opens the form that it was typed into; where there is none any more, offers the text. */
async function openDraft(services: FormServices, pages: TicketPages, draft: Draft): Promise<void> {
  const { place } = draft;
  if (services.connections.find(connectionOfPlace(place)) === undefined) {
    await offerText(services, draft, l10n.t('The connection of this draft was removed.'));
    return;
  }
  switch (place.kind) {
    case 'newTicket':
      await pages.create(place.connectionId, { id: place.serviceId, name: titleOf(draft), description: '' });
      return;
    case 'message':
      await pages.open(place.ref, { isMessage: true });
      return;
    case 'step': {
      const ticket = await readTicket(services, place.ref);
      const isThere = ticket === 'unknown' || (ticket?.steps.some(({ id }) => id === place.stepId) ?? false);
      if (isThere) await pages.open(place.ref, { stepId: place.stepId });
      else await offerText(services, draft, goneText(draft, ticket));
      return;
    }
    case 'operation': {
      const ticket = await readTicket(services, place.ref);
      if (ticket === 'unknown') {
        await pages.open(place.ref, { stepId: place.stepId });
        return;
      }
      const offered = (ticket === undefined ? [] : offeredOperations(ticket)).find(
        ({ stepId, operation }) => stepId === place.stepId && operation.key === place.operationKey,
      );
      if (ticket === undefined || offered === undefined) await offerText(services, draft, goneText(draft, ticket));
      else if (offered.operation.hasOwnForm === true) {
        await pages.open(place.ref, { stepId: place.stepId, operationKey: place.operationKey });
      } else await runAsking(services, ticket, offered);
    }
  }
}

/** As the server has it now. `undefined`: it is gone; `unknown`: it cannot be read now, as its page will tell. */
async function readTicket({ steps }: FormServices, ref: TicketRef): Promise<Ticket | undefined | 'unknown'> {
  try {
    return await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Reading {0}…', ref.key), cancellable: true },
      (_progress, token) => steps.load(ref, toAbortSignal(token)),
    );
  } catch (error) {
    if (!(error instanceof TicketError)) throw error;
    return error.code === 'notFound' ? undefined : 'unknown';
  }
}

function goneText({ partName }: Draft, ticket: Ticket | undefined): string {
  if (ticket === undefined) return l10n.t('The ticket is gone.');
  return partName === ''
    ? l10n.t('The step that you typed this into has gone.')
    : l10n.t('The ticket is not at “{0}” any more.', shortTitle(partName));
}

/** @param reason why it cannot be opened where it was typed */
async function offerText(services: FormServices, draft: Draft, reason: string): Promise<void> {
  const open = l10n.t('Open as Untitled Document');
  const drop = l10n.t('Discard');
  const text = plainText(l10n.t('{0} What you typed is kept and can be opened as a document.', reason));
  const choice = await window.showWarningMessage(text, open, drop);
  if (choice === open) await openAsDocument(draft);
  else if (choice === drop) await discard(services, [draft]);
}

export async function openAsDocument(draft: Draft): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'markdown', content: draftText(draft) });
  await window.showTextDocument(document, { preview: false });
}

/** At once, and for as long as the message stands it can be taken back. */
async function discard({ drafts }: FormServices, discarded: readonly Draft[]): Promise<void> {
  const [first, ...more] = discarded;
  if (first === undefined) return;
  for (const { place } of discarded) await drafts.discard(place);
  const undo = l10n.t('Undo');
  const text =
    more.length === 0
      ? l10n.t('The draft of “{0}” was discarded.', shortTitle(titleOf(first)))
      : l10n.t('{0} drafts were discarded.', discarded.length);
  if ((await window.showInformationMessage(plainText(text), undo)) !== undo) return;
  for (const draft of discarded) await drafts.restore(draft);
}
