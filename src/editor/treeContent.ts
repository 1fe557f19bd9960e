import { FileDecoration, l10n, window, type FileDecorationProvider, type TreeItem, type Uri } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { DraftRows } from './draftRows.ts';
import { ListRows } from './listRows.ts';
import { decorationScheme } from './names.ts';
import type { FormServices } from './services.ts';
import { ticketTooltip } from './ticketTooltip.ts';
import { connectionItem, emptyItem, problemItem, stepItem, ticketItem, type RowState } from './treeItems.ts';
import type { TreeNode, TreeNodes } from './treeNodes.ts';
import { TreeRows, type TreeRowsParts } from './treeRows.ts';

/** What is in the tree; loaded with the first connection that is shown. */
export interface TreeContent extends Disposable {
  readonly rows: TreeRows;
  readonly lists: ListRows;
  /** Adds what is shown only under a resting pointer. */
  addTooltip(item: TreeItem, node: TreeNode): TreeItem;
}

export function createTreeContent(
  services: FormServices,
  nodes: TreeNodes,
  options: Pick<TreeRowsParts, 'isFiltered' | 'onDidChange'> & { readonly isVisible: () => boolean },
): TreeContent {
  const lists = new ListRows(services, nodes);
  const drafts = new DraftRows(services, nodes, options.isVisible);
  const rows = new TreeRows({
    services,
    nodes,
    lists,
    drafts,
    makeItem: (node, isFiltered) =>
      node.kind === 'drafts' || node.kind === 'draft' ? drafts.item(node) : rowItem(services, lists, node, isFiltered),
    tooltip: (node) => {
      // A step has that of its ticket, with which it is drawn anew. When it was read makes no other ticket of it.
      const entry = node.kind === 'ticket' ? services.store.find(node.ref) : undefined;
      return entry === undefined ? '' : ticketTooltip({ ...entry, readAt: undefined }).value;
    },
    ...options,
  });
  const decorations = window.registerFileDecorationProvider(new WaitingDecorations());
  const parts = combineDisposables(lists, drafts, rows, decorations);
  return {
    rows,
    lists,
    dispose: () => parts.dispose(),
    addTooltip: (item, node) => {
      const entry = node.kind === 'ticket' || node.kind === 'step' ? services.store.find(node.ref) : undefined;
      if (entry !== undefined) item.tooltip = ticketTooltip(entry);
      return item;
    },
  };
}

function rowItem(
  services: FormServices,
  lists: ListRows,
  node: Exclude<TreeNode, { kind: 'drafts' | 'draft' }>,
  isFiltered: boolean,
): TreeItem {
  const { connections, store } = services;
  switch (node.kind) {
    case 'connection':
    case 'problem': {
      const connection = connections.find(node.connectionId);
      if (connection === undefined) return { label: node.connectionId };
      const make = node.kind === 'connection' ? connectionItem : problemItem;
      return make(node, connection, connections.state(node.connectionId));
    }
    case 'empty':
      return emptyItem(node, isFiltered);
    case 'ticket': {
      const entry = store.find(node.ref);
      return entry === undefined ? { label: node.ref.key } : ticketItem(node, entry, rowState(services, node));
    }
    case 'step': {
      const ticket = store.find(node.ref)?.ticket;
      const step = ticket?.steps.find(({ id }) => id === node.stepId);
      if (ticket === undefined || step === undefined) return { label: node.stepId };
      return stepItem(node, ticket, step, rowState(services, node));
    }
    case 'list':
    case 'listed':
    case 'listInfo':
      return lists.item(node);
  }
}

function rowState({ connections, watchList }: FormServices, { ref }: TreeNode & { kind: 'ticket' | 'step' }): RowState {
  const { kind } = connections.state(ref.connectionId);
  return { isStale: kind === 'failing' || kind === 'signInNeeded', isMuted: watchList.isMuted(ref) };
}

/** A dot beside tickets and steps that wait for me. */
class WaitingDecorations implements FileDecorationProvider {
  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (uri.scheme !== decorationScheme) return undefined;
    return new FileDecoration('●', l10n.t('Waits for you'));
  }
}
