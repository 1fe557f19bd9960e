import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ListAbilities, ListState } from '../application/ticketLists.ts';
import type { ListedTicket } from '../domain/lists.ts';
import { describeFailure } from './describeFailure.ts';
import type { ListRow } from './listRows.ts';
import { commandIds, listCommandId } from './names.ts';
import { ticketIcon } from './statusLook.ts';
import { formatTime } from './timeText.ts';
import { translate } from './translate.ts';
import { decorationUri } from './treeItems.ts';
import type { ListedNode, ListInfoNode } from './treeNodes.ts';

const icons: Readonly<Record<ListRow['kind'], string>> = {
  toDo: 'inbox',
  toApprove: 'checklist',
  created: 'account',
  followed: 'star-empty',
  handled: 'history',
  all: 'list-unordered',
  search: 'search',
  query: 'bookmark',
};

/** @param choice what it is narrowed by, part by part */
export function listItem(row: ListRow, state: ListState, choice: readonly string[]): TreeItem {
  const { node, label, kind, definition } = row;
  const reason = definition?.unavailable;
  const isFiltered = choice.length > 0 && kind !== 'query';
  const item = new TreeItem(
    label,
    reason === undefined ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None,
  );
  item.id = node.id;
  const group = kind === 'search' || kind === 'query' ? `${kind};` : 'defined;';
  const narrowed = isFiltered ? 'filtered;' : '';
  const flags = reason === undefined ? narrowed : 'unavailable;';
  const filters = (definition?.filters ?? []).length > 0 && reason === undefined && kind !== 'query' ? 'filters;' : '';
  item.contextValue = `list;${group}${flags}${filters}`;
  item.iconPath = new ThemeIcon(
    reason !== undefined ? 'circle-slash' : state.error === undefined ? icons[kind] : 'warning',
  );
  if (reason !== undefined) {
    const text = translate(reason);
    item.description = text;
    item.tooltip = `${label}\n${text}`;
    item.accessibilityInformation = { label: `${label}, ${text}` };
    return item;
  }
  const count = countText(state);
  item.description = [...choice, ...(count === undefined ? [] : [count])].join(' · ');
  item.tooltip = [
    label,
    ...(definition !== undefined && (kind === 'search' || kind === 'query')
      ? [l10n.t('In: {0}', translate(definition.label))]
      : []),
    ...(choice.length === 0 ? [] : [l10n.t('Filter: {0}', choice.join(' · '))]),
    ...(count === undefined ? [] : [l10n.t('Tickets: {0}', count)]),
    ...(state.note === undefined ? [] : [translate(state.note)]),
    ...(state.error === undefined ? [] : [describeFailure(state.error)]),
    ...(state.readAt === undefined ? [] : [`${l10n.t('As of')}: ${formatTime(state.readAt)}`]),
  ].join('\n');
  item.accessibilityInformation = { label: [label, item.description].filter((text) => text !== '').join(', ') };
  return item;
}

/** `undefined`: not read yet. */
function countText({ readAt, total, tickets, hasMore }: ListState): string | undefined {
  if (readAt === undefined) return undefined;
  return total === undefined ? `${tickets.length}${hasMore ? '+' : ''}` : String(total);
}

export function listInfoItem(node: ListInfoNode, row: ListRow, state: ListState): TreeItem {
  switch (node.info) {
    case 'note':
      return infoItem(node, state.note === undefined ? '' : translate(state.note), 'info');
    case 'problem': {
      const item = infoItem(node, state.error === undefined ? '' : describeFailure(state.error), 'warning');
      const isSignIn = state.error?.code === 'unauthorized';
      item.command = isSignIn
        ? { command: commandIds.signIn, title: l10n.t('Sign In Again'), arguments: [node] }
        : { command: commandIds.refresh, title: l10n.t('Try Again'), arguments: [node] };
      item.description = isSignIn ? l10n.t('Click to sign in.') : l10n.t('Click to try again.');
      item.accessibilityInformation = { label: `${row.label}: ${item.label as string}`, role: 'button' }; // set above
      return item;
    }
    case 'more': {
      const item = infoItem(node, l10n.t('Load More…'), 'ellipsis');
      item.command = { command: listCommandId('loadMore'), title: l10n.t('Load More…'), arguments: [node] };
      if (state.total !== undefined) item.description = l10n.t('{0} of {1}', state.tickets.length, state.total);
      return item;
    }
    case 'empty':
      return infoItem(
        node,
        Object.keys(row.list.choice).length > 0 ? l10n.t('No ticket matches.') : l10n.t('There is no ticket here.'),
        'pass',
      );
  }
}

function infoItem(node: ListInfoNode, text: string, icon: string): TreeItem {
  const item = new TreeItem(text);
  item.id = node.id;
  item.tooltip = text;
  item.contextValue = `listInfo;${node.info};`;
  item.iconPath = new ThemeIcon(icon);
  return item;
}

export interface ListedRowState extends Pick<ListAbilities, 'canDecide' | 'canFollow' | 'canRate'> {
  readonly isStale: boolean;
  readonly isWatched: boolean;
}

export function listedItem(
  node: ListedNode,
  ticket: ListedTicket,
  listKind: ListRow['kind'],
  { isStale, isWatched, canDecide, canFollow, canRate }: ListedRowState,
): TreeItem {
  const { ref, title, status, isEnded, waitsForMe, isFollowed, currentSteps } = ticket;
  const item = new TreeItem(title === '' ? ref.key : title);
  item.id = node.id;
  const mayDecide = canDecide && !isEnded && (listKind === 'toApprove' ? waitsForMe !== false : waitsForMe === true);
  item.contextValue = [
    'listed',
    isWatched ? 'watched' : 'unwatched',
    ...(mayDecide ? ['decide'] : []),
    ...(canFollow && isFollowed !== true ? ['follow'] : []),
    ...(canFollow && isFollowed !== false ? ['unfollow'] : []),
    ...(canRate && isEnded ? ['rate'] : []),
    '',
  ].join(';');
  item.iconPath = ticketIcon(status.category, isStale);
  item.description = [ref.key, ...(currentSteps?.length ? [currentSteps.join(', ')] : [status.name])].join(' · ');
  const lines = [
    [l10n.t('Number'), ref.key],
    [l10n.t('Status'), status.name],
    [l10n.t('Step'), currentSteps?.join(', ')],
    [l10n.t('Service'), ticket.serviceName],
    [l10n.t('Created by'), ticket.creator],
    [l10n.t('Created'), ticket.createdAt === undefined ? undefined : formatTime(ticket.createdAt)],
  ].filter(([, text]) => text !== undefined && text !== '');
  const more = [
    ...(waitsForMe === true ? [l10n.t('Waits for you')] : []),
    ...(isWatched ? [l10n.t('Watched')] : []),
    ...(isFollowed === true ? [l10n.t('Followed in the system')] : []),
  ];
  item.tooltip = [title, ...lines.map((line) => line.join(': ')), ...more].join('\n');
  const waits = waitsForMe === true ? [l10n.t('waits for you')] : [];
  item.accessibilityInformation = { label: [title, ref.key, status.name, ...waits].join(', ') };
  if (waitsForMe === true) item.resourceUri = decorationUri(node);
  item.command = { command: commandIds.open, title: l10n.t('Open'), arguments: [node] };
  return item;
}
