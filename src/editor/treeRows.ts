import type { TreeItem } from 'vscode';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { Event } from '../base/emitter.ts';
import { waitsForMe } from '../domain/changes.ts';
import { ticketId, type TicketRef } from '../domain/ticket.ts';
import type { TicketEntry } from '../application/ticketStore.ts';
import type { Services } from './services.ts';
import { ShownRows } from './shownRows.ts';
import type { ListNode, TreeNode, TreeNodes } from './treeNodes.ts';

/** The lists of the connections, as far as the tree needs them. */
export interface ListSource {
  /** Finds out which lists a connection has; does not wait for it. */
  learn(connectionId: string): void;
  /** The lists that are shown, as far as they are known. */
  rowsOf(connectionId: string, isFiltered: boolean): readonly ListNode[];
  /** Reads it, unless that was done; never rejects. */
  open(node: ListNode): Promise<void>;
  /** What is below it now. */
  rowsIn(node: ListNode): readonly TreeNode[];
  /** Something of this connection's lists is another. */
  readonly onDidChange: Event<string>;
}

/** What was typed and not sent, as far as the tree needs it. */
export interface DraftSource {
  /** Empty: there is no group of them. */
  readonly rows: readonly TreeNode[];
  /** There are others, or one looks different. */
  readonly onDidChange: Event<void>;
}

export interface TreeRowsParts {
  readonly services: Pick<Services, 'connections' | 'store' | 'watchList'>;
  readonly nodes: TreeNodes;
  readonly lists: ListSource;
  readonly drafts: DraftSource;
  /** Makes what the editor shows of a row. */
  readonly makeItem: (node: TreeNode, isFiltered: boolean) => TreeItem;
  /** What the editor asks for only under a resting pointer, and keeps until the row is drawn anew. */
  readonly tooltip: (node: TreeNode) => string;
  /** Only tickets that wait for me are shown. */
  readonly isFiltered: boolean;
  /** Hears which rows have to be drawn anew; never of none. */
  readonly onDidChange: (changed: readonly TreeNode[] | 'all') => void;
}

/** The rows of the tree, and which of them a change makes differ from what the editor shows. */
export class TreeRows implements Disposable {
  readonly #parts: TreeRowsParts;
  readonly #shown = new ShownRows();
  readonly #subscriptions: Disposable;
  #isFiltered: boolean;

  constructor(parts: TreeRowsParts) {
    this.#parts = parts;
    this.#isFiltered = parts.isFiltered;
    const { nodes, lists } = parts;
    const { connections, store, watchList } = parts.services;
    const ofConnection = (id: string): void => this.#update((node) => connectionOf(node) === id);
    this.#subscriptions = combineDisposables(
      connections.onDidChange(() => this.#update()),
      connections.onDidChangeState((id) => {
        // Set up anew, or signed in as somebody else: it may have other lists.
        if (connections.state(id).kind === 'starting' && this.#shown.hasChildren(nodes.connection(id))) lists.learn(id);
        ofConnection(id);
      }),
      lists.onDidChange(ofConnection),
      parts.drafts.onDidChange(() => this.#update(({ kind }) => kind === 'drafts' || kind === 'draft')),
      watchList.onDidChange(() => this.#update()),
      store.onDidChange(({ refs }) => this.#update(concernedBy(refs))),
    );
  }

  /** Shows only tickets that wait for me, or all. */
  setFiltered(isFiltered: boolean): void {
    this.#isFiltered = isFiltered;
    this.#update();
  }

  /** The filter lets it through. */
  passes({ ticket }: TicketEntry): boolean {
    return !this.#isFiltered || (ticket !== undefined && waitsForMe(ticket));
  }

  /** For the editor, which shows it from then on. */
  item(node: TreeNode): TreeItem {
    const item = this.#parts.makeItem(node, this.#isFiltered);
    this.#shown.showItem(node, this.#look(node, item));
    return item;
  }

  /** For the editor, which shows them from then on. A list is read for that, if it was not. */
  async children(node: TreeNode | undefined): Promise<TreeNode[]> {
    const { lists } = this.#parts;
    // Not waited for: the watched tickets are shown at once, and the lists join them.
    if (node?.kind === 'connection') lists.learn(node.connectionId);
    if (node?.kind === 'list') await lists.open(node);
    const children = this.#childrenNow(node);
    this.#shown.showChildren(node, children);
    return [...children];
  }

  parent(node: TreeNode): TreeNode | undefined {
    const { nodes } = this.#parts;
    switch (node.kind) {
      case 'connection':
      case 'drafts':
        return undefined;
      case 'draft':
        return nodes.drafts();
      case 'problem':
      case 'empty':
      case 'list':
        return nodes.connection(node.connectionId);
      case 'ticket':
        return nodes.connection(node.ref.connectionId);
      case 'step':
        return nodes.ticket(node.ref);
      case 'listed':
      case 'listInfo':
        return node.list;
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #childrenNow(node: TreeNode | undefined): readonly TreeNode[] {
    const { services, nodes, lists, drafts } = this.#parts;
    switch (node?.kind) {
      case undefined: {
        const rows = services.connections.connections.map(({ id }) => nodes.connection(id));
        // Last, so that no other row moves when somebody begins to type.
        return rows.length === 0 || drafts.rows.length === 0 ? rows : [...rows, nodes.drafts()];
      }
      case 'drafts':
        return drafts.rows;
      case 'connection':
        return [...this.#ticketRows(node.connectionId), ...lists.rowsOf(node.connectionId, this.#isFiltered)];
      case 'ticket': {
        const { ref } = node;
        return (services.store.find(ref)?.ticket?.steps ?? []).map(({ id }) => nodes.step(ref, id));
      }
      case 'list':
        return lists.rowsIn(node);
      case 'problem':
      case 'empty':
      case 'step':
      case 'listed':
      case 'listInfo':
      case 'draft':
        return [];
    }
  }

  #ticketRows(connectionId: string): readonly TreeNode[] {
    const { services, nodes } = this.#parts;
    const { kind } = services.connections.state(connectionId);
    const problems = kind === 'signInNeeded' || kind === 'failing' ? [nodes.problem(connectionId)] : [];
    const tickets = services.store.entriesOf(connectionId).filter((entry) => this.passes(entry));
    const rows = [...problems, ...tickets.map(({ ref }) => nodes.ticket(ref))];
    return rows.length === 0 ? [nodes.empty(connectionId)] : rows;
  }

  #look(node: TreeNode, item: TreeItem): string {
    return JSON.stringify([item, this.#parts.tooltip(node)]);
  }

  #update(isConcerned: (node: TreeNode) => boolean = () => true): void {
    const now = {
      look: (node: TreeNode): string => this.#look(node, this.#parts.makeItem(node, this.#isFiltered)),
      children: (node: TreeNode | undefined): readonly TreeNode[] => this.#childrenNow(node),
    };
    const changed = this.#shown.takeChanges(now, isConcerned);
    if (changed === 'all' || changed.length > 0) this.#parts.onDidChange(changed);
  }
}

/** `undefined`: it belongs to none. */
function connectionOf(node: TreeNode): string | undefined {
  if (node.kind === 'drafts' || node.kind === 'draft') return undefined;
  return 'ref' in node ? node.ref.connectionId : node.connectionId;
}

/** Their connections, as rows may come and go there, and the tickets with their steps. */
function concernedBy(refs: readonly TicketRef[]): (node: TreeNode) => boolean {
  const connectionIds = new Set(refs.map(({ connectionId }) => connectionId));
  const ids = new Set(refs.map(ticketId));
  return (node) => {
    if (node.kind === 'connection') return connectionIds.has(node.connectionId);
    return (node.kind === 'ticket' || node.kind === 'step') && ids.has(ticketId(node.ref));
  };
}
