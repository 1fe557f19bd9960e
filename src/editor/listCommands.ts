import { l10n, window, type QuickPickItem } from 'vscode';
import { isSameQuery, parseQueries, toQueryEntry, withoutQuery } from '../application/savedQueries.ts';
import { distinctRefs } from '../application/watchList.ts';
import type { ListKind } from '../domain/lists.ts';
import { decideSelected } from './bulkCommands.ts';
import { pickConnection } from './connectionPick.ts';
import { follow, rate } from './followCommands.ts';
import { askFilter } from './listFilter.ts';
import type { ListRow, ListRows } from './listRows.ts';
import { viewId, type ListCommandName } from './names.ts';
import type { Services } from './services.ts';
import { savedQueries, setSavedQueries, setShownListKinds, shownListKinds } from './settings.ts';
import * as ticketCommands from './ticketCommands.ts';
import { ticketsFor } from './ticketPick.ts';
import type { TicketTree } from './ticketTree.ts';
import { translate } from './translate.ts';
import { asTreeNode, connectionOfNode, type ListNode, type TreeNode } from './treeNodes.ts';

type Run = (services: Services, tree: TicketTree, args: readonly unknown[]) => Promise<unknown>;

/** What the commands about lists do, by their names. */
export const listCommands: Readonly<Record<ListCommandName, Run>> = {
  chooseLists,
  search,
  filterList,
  clearFilter,
  saveQuery,
  removeList,
  loadMore,
  watchListed,
  approveSelected: (services, tree, args) => decideSelected(services, tree, args, 'approve'),
  rejectSelected: (services, tree, args) => decideSelected(services, tree, args, 'reject'),
  follow: (services, tree, args) => follow(services, tree, args, true),
  unfollow: (services, tree, args) => follow(services, tree, args, false),
  rate,
};

/** Reads the list of the row again; elsewhere, the watched tickets and every list that was opened. */
export async function refresh(services: Services, tree: TicketTree, argument: unknown): Promise<void> {
  const node = asTreeNode(argument);
  const rows = await tree.lists;
  const own = node === undefined ? undefined : listNodeOf(node);
  if (own !== undefined) {
    const row = rows.find(own);
    if (row !== undefined) await inView(() => rows.lists.refresh(row.list));
    return;
  }
  const connectionId = node === undefined ? undefined : connectionOfNode(node);
  const isTicket = node !== undefined && 'ref' in node;
  const opened = isTicket ? [] : rows.lists.opened(connectionId);
  await Promise.all([
    ticketCommands.refreshTickets(services, argument),
    ...opened.map((list) => rows.lists.refresh(list)),
  ]);
}

export async function openInBrowser(services: Services, tree: TicketTree, args: readonly unknown[]): Promise<void> {
  const listed = selectedNodes(args).filter((node) => node.kind === 'listed');
  if (listed.length === 0) {
    await ticketCommands.openTicketsInBrowser(services, args);
    return;
  }
  const rows = await tree.lists;
  for (const node of listed) {
    await ticketCommands.openTicketInBrowser(services, node.ref, rows.ticketOf(node)?.url);
  }
}

async function chooseLists(services: Services, tree: TicketTree): Promise<void> {
  const { lists } = await tree.lists;
  const { connections } = services.connections;
  await Promise.all(connections.map(({ id }) => lists.learnAbilities(id)));
  const definitions = connections.flatMap(({ id }) => lists.abilities(id).definitions);
  const kinds = [...new Set(definitions.map(({ kind }) => kind))];
  if (kinds.length === 0) {
    await window.showInformationMessage(l10n.t('No connection has lists, or none is signed in.'));
    return;
  }
  const shown = shownListKinds();
  const items = kinds.map((kind): QuickPickItem & { readonly kindOfList: ListKind } => {
    const ofKind = definitions.filter((definition) => definition.kind === kind);
    const reason = ofKind.every(({ unavailable }) => unavailable !== undefined) ? ofKind[0]?.unavailable : undefined;
    return {
      kindOfList: kind,
      label: [...new Set(ofKind.map(({ label }) => translate(label)))].join(' / '),
      ...(reason === undefined ? {} : { detail: translate(reason) }),
      picked: shown.includes(kind),
    };
  });
  const picked = await window.showQuickPick(items, {
    canPickMany: true,
    title: l10n.t('Choose Lists'),
    placeHolder: l10n.t('Lists to show below each connection'),
  });
  if (picked === undefined) return;
  // Kinds that no connection has now are not ours to drop.
  const others = shown.filter((kind: ListKind) => !kinds.includes(kind));
  await setShownListKinds([...picked.map(({ kindOfList }) => kindOfList), ...others]);
}

async function search(services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const connection = await pickConnection(
    services,
    asTreeNode(argument),
    l10n.t('Search the tickets of which connection?'),
  );
  if (connection === undefined) return;
  const rows = await tree.lists;
  await rows.lists.learnAbilities(connection.id);
  const searchable = rows.lists
    .abilities(connection.id)
    .definitions.filter(({ unavailable, filters }) => unavailable === undefined && filters.includes('text'));
  const definition = searchable.find(({ kind }) => kind === 'all') ?? searchable[0];
  if (definition === undefined) {
    await window.showInformationMessage(l10n.t('{0} has no list that can be searched now.', connection.label));
    return;
  }
  const text = await window.showInputBox({
    title: l10n.t('Search Tickets: {0}', connection.label),
    prompt: l10n.t('A ticket number, or a part of the title. Searched in: {0}', translate(definition.label)),
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? l10n.t('This must not be empty.') : undefined),
  });
  if (text === undefined) return;
  await tree.revealNode(rows.addSearch(connection.id, definition.key, text.trim()));
}

async function filterList(services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const rows = await tree.lists;
  const row = await listFor(services, rows, argument, l10n.t('Filter which list?'), isFilterable);
  if (row === undefined) return;
  const choice = await askFilter(services, rows, row);
  if (choice === undefined) return;
  rows.setChoice(row.node, choice);
  await tree.revealNode(row.node);
}

async function clearFilter(services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const rows = await tree.lists;
  const row = await listFor(
    services,
    rows,
    argument,
    l10n.t('Clear the filter of which list?'),
    (candidate) => isFilterable(candidate) && candidate.kind !== 'search' && rows.describeChoice(candidate).length > 0,
  );
  if (row !== undefined) rows.setChoice(row.node, {});
}

async function saveQuery(services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const rows = await tree.lists;
  const row = await listFor(
    services,
    rows,
    argument,
    l10n.t('Save which list as a query?'),
    (candidate) => isFilterable(candidate) && rows.describeChoice(candidate).length > 0,
  );
  if (row === undefined) return;
  const { list, label } = row;
  const { queries } = parseQueries(savedQueries());
  const name = await window.showInputBox({
    title: l10n.t('Save as Query'),
    prompt: l10n.t('A name for “{0}”', [label, ...rows.describeChoice(row)].join(' · ')),
    value: rows.describeChoice(row).join(' ').replaceAll(/[“”]/gu, ''),
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === '') return l10n.t('This must not be empty.');
      const isTaken = queries.some((query) =>
        isSameQuery(query, { name: value.trim(), connectionId: list.connectionId }),
      );
      return isTaken ? l10n.t('There is a query of this name already.') : undefined;
    },
  });
  if (name === undefined) return;
  const entry = toQueryEntry({
    name: name.trim(),
    connectionId: list.connectionId,
    list: list.listKey,
    choice: list.choice,
  });
  const before = savedQueries();
  await setSavedQueries([...(Array.isArray(before) ? (before as readonly unknown[]) : []), entry]);
  if (row.kind === 'search') rows.removeSearch(row.node);
  else rows.setChoice(row.node, {});
}

async function removeList(services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const rows = await tree.lists;
  const row = await listFor(
    services,
    rows,
    argument,
    l10n.t('Remove which search or saved query?'),
    ({ kind }) => kind === 'search' || kind === 'query',
  );
  if (row === undefined) return;
  if (row.query === undefined) {
    rows.removeSearch(row.node);
    return;
  }
  const before = savedQueries();
  await setSavedQueries(withoutQuery(before, row.query));
  rows.lists.close(row.node.id);
  const undo = l10n.t('Undo');
  const choice = await window.showInformationMessage(l10n.t('The query “{0}” was removed.', row.label), undo);
  if (choice === undo && Array.isArray(before)) await setSavedQueries(before as readonly unknown[]);
}

async function loadMore(_services: Services, tree: TicketTree, [argument]: readonly unknown[]): Promise<void> {
  const node = asTreeNode(argument);
  const list = node === undefined ? undefined : listNodeOf(node);
  if (list === undefined) return;
  const { lists } = await tree.lists;
  await inView(() => lists.readMore(list.id));
}

async function watchListed(services: Services, _tree: TicketTree, args: readonly unknown[]): Promise<void> {
  const refs = distinctRefs(await ticketsFor(services, args, l10n.t('Watch which ticket?'), () => false));
  await services.watchList.add(refs);
  const text =
    refs.length === 1
      ? l10n.t('$(check) {0} is watched now', refs[0]?.key ?? '')
      : l10n.t('$(check) {0} tickets are watched now', refs.length);
  if (refs.length > 0) window.setStatusBarMessage(text, 3_000);
}

function isFilterable({ definition, kind }: ListRow): boolean {
  return (
    kind !== 'query' &&
    definition !== undefined &&
    definition.unavailable === undefined &&
    definition.filters.length > 0
  );
}

interface ListPickItem extends QuickPickItem {
  readonly row: ListRow;
}

/** The list a command was called on, or one that the user picks; `undefined`: backed out, or there is none. */
async function listFor(
  services: Services,
  rows: ListRows,
  argument: unknown,
  placeHolder: string,
  accepts: (row: ListRow) => boolean,
): Promise<ListRow | undefined> {
  const node = asTreeNode(argument);
  const own = node === undefined ? undefined : listNodeOf(node);
  if (own !== undefined) return rows.find(own);
  await Promise.all(services.connections.connections.map(({ id }) => rows.lists.learnAbilities(id)));
  const items = rows
    .all()
    .filter(accepts)
    .map((row): ListPickItem => ({
      row,
      label: row.label,
      description: rows.describeChoice(row).join(' · '),
      detail: services.connections.find(row.list.connectionId)?.label ?? '',
    }));
  if (items.length === 0) {
    await window.showInformationMessage(l10n.t('There is no list for this.'));
    return undefined;
  }
  return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.row;
}

function listNodeOf(node: TreeNode): ListNode | undefined {
  if (node.kind === 'list') return node;
  return node.kind === 'listed' || node.kind === 'listInfo' ? node.list : undefined;
}

function selectedNodes([first, selection]: readonly unknown[]): readonly TreeNode[] {
  return (Array.isArray(selection) ? selection : [first]).flatMap((value) => asTreeNode(value) ?? []);
}

function inView(work: () => Promise<void>): Thenable<void> {
  return window.withProgress({ location: { viewId } }, work);
}
