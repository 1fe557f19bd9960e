import { l10n, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import type { ConnectionState } from '../application/connectionService.ts';
import type { TicketEntry } from '../application/ticketStore.ts';
import { waitsForMe } from '../domain/changes.ts';
import type { Connection } from '../domain/connection.ts';
import type { Operation } from '../domain/operation.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import { describeError } from './describeError.ts';
import { commandIds, decorationScheme } from './names.ts';
import { stepIcon, ticketIcon } from './statusLook.ts';
import { formatTime } from './timeText.ts';
import type { TreeNode } from './treeNodes.ts';

export function connectionItem(node: TreeNode, connection: Connection, state: ConnectionState): TreeItem {
  const item = new TreeItem(connection.label, TreeItemCollapsibleState.Expanded);
  item.id = node.id;
  item.contextValue = 'connection;';
  item.iconPath = new ThemeIcon(connectionIcon(state));
  item.tooltip = `${connection.label}\n${connection.baseUrl}`;
  const text = connectionText(state);
  if (text !== undefined) item.description = text;
  return item;
}

function connectionIcon(state: ConnectionState): string {
  switch (state.kind) {
    case 'starting':
    case 'ready':
      return 'server-environment';
    case 'signInNeeded':
      return 'key';
    case 'failing':
      return 'debug-disconnect';
  }
}

function connectionText(state: ConnectionState): string | undefined {
  switch (state.kind) {
    case 'starting':
    case 'ready':
      return undefined;
    case 'signInNeeded':
      return l10n.t('sign-in needed');
    case 'failing':
      return l10n.t('not working since {0}', formatTime(state.since));
  }
}

/** What is wrong with a connection, in full; a click does what helps. */
export function problemItem(node: TreeNode, connection: Connection, state: ConnectionState): TreeItem {
  const text = problemText(state);
  const item = new TreeItem(text);
  item.id = node.id;
  item.tooltip = text;
  item.contextValue = 'problem;';
  const isSignIn = state.kind === 'signInNeeded';
  item.iconPath = new ThemeIcon(isSignIn ? 'key' : 'warning');
  item.command = isSignIn
    ? { command: commandIds.signIn, title: l10n.t('Sign In Again'), arguments: [node] }
    : { command: commandIds.refresh, title: l10n.t('Try Again'), arguments: [node] };
  item.description = isSignIn ? l10n.t('Click to sign in.') : l10n.t('Click to try again.');
  item.accessibilityInformation = { label: `${connection.label}: ${text} ${item.description}` };
  return item;
}

function problemText(state: ConnectionState): string {
  if (state.kind === 'signInNeeded' && state.reason === 'missing') {
    return l10n.t('No credentials are stored for this connection, or the keyring of the system has lost them.');
  }
  return state.kind === 'signInNeeded' || state.kind === 'failing' ? describeError(state.error) : '';
}

export function emptyItem(node: TreeNode, isFiltered: boolean): TreeItem {
  const item = new TreeItem(
    isFiltered ? l10n.t('Nothing waits for you.') : l10n.t('No ticket is watched. Click to watch one.'),
  );
  item.id = node.id;
  item.contextValue = 'empty;';
  item.command = isFiltered
    ? { command: commandIds.showAll, title: l10n.t('Show All Tickets') }
    : { command: commandIds.watch, title: l10n.t('Watch Ticket…'), arguments: [node] };
  return item;
}

export interface RowState {
  /** The connection does not answer, so what is shown may be out of date. */
  readonly isStale: boolean;
  readonly isMuted: boolean;
}

export function ticketItem(node: TreeNode, entry: TicketEntry, { isStale, isMuted }: RowState): TreeItem {
  const { ticket, error, ref } = entry;
  const flags = isMuted ? 'muted;' : 'audible;';
  if (ticket === undefined) {
    // Expanded before it has steps: a row that begins without children stays closed when it gets some.
    const collapsible = error === undefined ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
    const item = new TreeItem(ref.key, collapsible);
    item.id = node.id;
    item.contextValue = `ticket;${flags}`;
    // Nothing spins for ever: a connection that does not answer is not being read.
    const waiting = isStale
      ? { icon: 'circle-large-outline', text: l10n.t('not read yet') }
      : { icon: 'loading~spin', text: l10n.t('reading…') };
    item.iconPath = new ThemeIcon(error === undefined ? waiting.icon : 'warning');
    item.description = error === undefined ? waiting.text : describeError(error);
    item.tooltip = error === undefined ? ref.key : `${ref.key}\n${describeError(error)}`;
    return item;
  }
  const isOpen = ticket.steps.length > 0;
  // Expanded as long as steps may come: one that was only created has none yet (see above).
  const mayHaveSteps = isOpen || !ticket.isEnded;
  const collapsible = mayHaveSteps ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
  const item = new TreeItem(ticket.title, collapsible);
  item.id = node.id;
  item.contextValue = `ticket;${flags}${operationFlags(ticket.operations)}${decisionFlag(ticket.steps)}${ticket.canBeRated === true ? 'rate;' : ''}`;
  item.iconPath = error === undefined ? ticketIcon(ticket.status.category, isStale) : new ThemeIcon('warning');
  item.description = [ref.key, ticket.status.name, ...(error === undefined ? [] : [describeError(error)])].join(' · ');
  item.accessibilityInformation = { label: ticketLabel(ticket) };
  if (waitsForMe(ticket)) item.resourceUri = decorationUri(node);
  if (!isOpen) item.command = { command: commandIds.open, title: l10n.t('Open'), arguments: [node] };
  return item;
}

function ticketLabel(ticket: Ticket): string {
  const parts = [ticket.title, ticket.ref.key, ticket.status.name];
  if (waitsForMe(ticket)) parts.push(l10n.t('waits for you'));
  return parts.join(', ');
}

export function stepItem(node: TreeNode, ticket: Ticket, step: Step, { isStale }: RowState): TreeItem {
  const item = new TreeItem(step.name);
  item.id = node.id;
  item.contextValue = `step;${operationFlags(step.operations)}${decisionFlag([step])}`;
  item.iconPath = stepIcon(step.status.category, step.waitsForMe, isStale);
  item.description = [
    ...(step.processors.length === 0 ? [] : [step.processors.join(', ')]),
    // Where a system has no steps but statuses, both have one name.
    ...(step.status.name === step.name ? [] : [step.status.name]),
  ].join(' · ');
  item.command = { command: commandIds.open, title: l10n.t('Open'), arguments: [node] };
  const waits = step.waitsForMe ? [l10n.t('waits for you')] : [];
  item.accessibilityInformation = {
    label: [step.name, item.description, ...waits, ticket.ref.key].filter((part) => part !== '').join(', '),
  };
  if (step.waitsForMe) item.resourceUri = decorationUri(node);
  return item;
}

function operationFlags(operations: readonly Operation[]): string {
  return operations.map(({ kind }) => `${kind};`).join('');
}

/** A step waits for me that can be approved without its form. */
function decisionFlag(steps: readonly Step[]): string {
  return steps.some((step) => step.waitsForMe && step.operations.some(({ approval }) => approval)) ? 'decide;' : '';
}

export function decorationUri(node: TreeNode): Uri {
  return Uri.from({ scheme: decorationScheme, path: `/${node.id}` });
}
