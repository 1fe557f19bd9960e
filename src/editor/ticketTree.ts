import {
  commands,
  EventEmitter,
  FileDecoration,
  l10n,
  window,
  type FileDecorationProvider,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  type Uri,
} from 'vscode';
import { waitsForMe } from '../domain/changes.ts';
import type { TicketEntry } from '../application/ticketStore.ts';
import type { TicketRef } from '../domain/ticket.ts';
import type { Disposable } from '../base/disposable.ts';
import { combineDisposables } from '../base/disposable.ts';
import type { DraftRows } from './draftRows.ts';
import type { ListRows } from './listRows.ts';
import { contextKeys, decorationScheme, viewId } from './names.ts';
import type { Services } from './services.ts';
import type { RowState } from './treeItems.ts';
import { TreeNodes, type TreeNode } from './treeNodes.ts';

/**
 * The sidebar tree: connections, their watched tickets, the steps these are in, and below them the lists of the
 * connection. Refreshes only rows that changed.
 */
export class TicketTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly #services: Services;
  readonly #nodes = new TreeNodes();
  readonly #onDidChangeTreeData = new EventEmitter<TreeNode | undefined>();
  readonly #view: TreeView<TreeNode>;
  readonly #subscriptions: Disposable;
  #lists: Promise<ListRows> | undefined;
  /** `undefined`: the tree was not drawn yet, or nothing is known of them yet. */
  #drafts: DraftRows | undefined;
  #draftsLoading: Promise<DraftRows> | undefined;
  #isFiltered = false;

  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(services: Services) {
    this.#services = services;
    const { connections, store, watchList } = services;
    this.#view = window.createTreeView(viewId, { treeDataProvider: this, canSelectMany: true, showCollapseAll: true });
    this.#subscriptions = combineDisposables(
      connections.onDidChange(() => this.#onDidChangeTreeData.fire(undefined)),
      connections.onDidChangeState((id) => this.#onDidChangeTreeData.fire(this.#nodes.connection(id))),
      // Muting, adding and removing are rare; what is read changes row by row.
      watchList.onDidChange(() => this.#onDidChangeTreeData.fire(undefined)),
      store.onDidChange(({ refs, changes }) => {
        const areRowsOther =
          this.#isFiltered || changes.some(({ kind }) => kind === 'removed') || refs.some((ref) => this.#isUnread(ref));
        this.#refresh(refs, areRowsOther);
        this.#showBadge();
      }),
      window.registerFileDecorationProvider(new WaitingDecorations()),
    );
  }

  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  /** Their code is loaded with the first connection that is shown. */
  get lists(): Promise<ListRows> {
    this.#lists ??= Promise.all([import('./listRows.ts'), this.#services.loadForms()]).then(
      ([{ ListRows }, forms]) =>
        new ListRows({ ...this.#services, ...forms }, this.#nodes, (node) => this.#onDidChangeTreeData.fire(node)),
    );
    return this.#lists;
  }

  /** Shows only tickets that wait for me, or all. */
  setFiltered(isFiltered: boolean): void {
    this.#isFiltered = isFiltered;
    this.#view.message = isFiltered ? l10n.t('Only tickets that wait for you are shown.') : '';
    void commands.executeCommand('setContext', contextKeys.isFiltered, isFiltered);
    this.#onDidChangeTreeData.fire(undefined);
  }

  /** Also one that the filter hides: somebody asked for it. */
  async reveal(ref: TicketRef): Promise<void> {
    const entry = this.#services.store.find(ref);
    if (entry !== undefined && !this.#passes(entry)) this.setFiltered(false);
    await this.revealNode(this.#nodes.ticket(ref));
  }

  async revealNode(node: TreeNode): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  async getTreeItem(node: TreeNode): Promise<TreeItem> {
    // Not needed before the view is on the screen.
    const { connectionItem, emptyItem, problemItem, stepItem, ticketItem } = await import('./treeItems.ts');
    const { connections, store } = this.#services;
    switch (node.kind) {
      case 'connection':
      case 'problem': {
        const connection = connections.find(node.connectionId);
        if (connection === undefined) return { label: node.connectionId };
        const make = node.kind === 'connection' ? connectionItem : problemItem;
        return make(node, connection, connections.state(node.connectionId));
      }
      case 'empty':
        return emptyItem(node, this.#isFiltered);
      case 'ticket': {
        const entry = store.find(node.ref);
        return entry === undefined ? { label: node.ref.key } : ticketItem(node, entry, this.#rowState(node.ref));
      }
      case 'step': {
        const ticket = store.find(node.ref)?.ticket;
        const step = ticket?.steps.find(({ id }) => id === node.stepId);
        if (ticket === undefined || step === undefined) return { label: node.stepId };
        return stepItem(node, ticket, step, this.#rowState(node.ref));
      }
      case 'list':
      case 'listed':
      case 'listInfo':
        return (await this.lists).item(node);
      case 'drafts':
      case 'draft':
        return this.#drafts?.item(node) ?? {};
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'connection':
      case 'drafts':
        return undefined;
      case 'draft':
        return this.#nodes.drafts();
      case 'problem':
      case 'empty':
      case 'list':
        return this.#nodes.connection(node.connectionId);
      case 'ticket':
        return this.#nodes.connection(node.ref.connectionId);
      case 'step':
        return this.#nodes.ticket(node.ref);
      case 'listed':
      case 'listInfo':
        return node.list;
    }
  }

  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const { ticketTooltip } = await import('./ticketTooltip.ts');
    const entry = node.kind === 'ticket' || node.kind === 'step' ? this.#services.store.find(node.ref) : undefined;
    if (entry !== undefined) item.tooltip = ticketTooltip(entry);
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    void this.#lists?.then((lists) => lists.dispose());
    void this.#draftsLoading?.then((drafts) => drafts.dispose());
    this.#view.dispose();
    this.#onDidChangeTreeData.dispose();
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const { connections, store } = this.#services;
    if (node === undefined) {
      // After the tree was drawn for the first time: it does not wait for them.
      this.#draftsLoading ??= this.#loadDrafts();
      const rows = connections.connections.map(({ id }) => this.#nodes.connection(id));
      // Last, so that no other row moves when somebody begins to type.
      return rows.length > 0 && this.#drafts?.isEmpty === false ? [...rows, this.#nodes.drafts()] : rows;
    }
    if (node.kind === 'connection') {
      const { kind } = connections.state(node.connectionId);
      const problems = kind === 'signInNeeded' || kind === 'failing' ? [this.#nodes.problem(node.connectionId)] : [];
      const tickets = store.entriesOf(node.connectionId).filter((entry) => this.#passes(entry));
      const rows = [...problems, ...tickets.map(({ ref }) => this.#nodes.ticket(ref))];
      if (rows.length === 0) rows.push(this.#nodes.empty(node.connectionId));
      return [...rows, ...(await this.lists).rowsOf(node.connectionId, this.#isFiltered)];
    }
    if (node.kind === 'list') return [...(await (await this.lists).children(node))];
    if (node.kind === 'drafts') return [...(this.#drafts?.rows ?? [])];
    if (node.kind !== 'ticket') return [];
    const steps = store.find(node.ref)?.ticket?.steps ?? [];
    return steps.map(({ id }) => this.#nodes.step(node.ref, id));
  }

  async #loadDrafts(): Promise<DraftRows> {
    const [{ DraftRows }, forms] = await Promise.all([import('./draftRows.ts'), this.#services.loadForms()]);
    this.#drafts = new DraftRows({ ...this.#services, ...forms }, this.#nodes, {
      refresh: (node) => this.#onDidChangeTreeData.fire(node),
      isVisible: () => this.#view.visible,
    });
    return this.#drafts;
  }

  #passes({ ticket }: TicketEntry): boolean {
    return !this.#isFiltered || (ticket !== undefined && waitsForMe(ticket));
  }

  #rowState(ref: TicketRef): RowState {
    const { kind } = this.#services.connections.state(ref.connectionId);
    return { isStale: kind === 'failing' || kind === 'signInNeeded', isMuted: this.#services.watchList.isMuted(ref) };
  }

  #isUnread(ref: TicketRef): boolean {
    const entry = this.#services.store.find(ref);
    return entry?.ticket === undefined && entry?.error === undefined;
  }

  #refresh(refs: readonly TicketRef[], areRowsOther: boolean): void {
    if (areRowsOther) {
      for (const id of new Set(refs.map(({ connectionId }) => connectionId))) {
        this.#onDidChangeTreeData.fire(this.#nodes.connection(id));
      }
      return;
    }
    for (const ref of refs) this.#onDidChangeTreeData.fire(this.#nodes.ticket(ref));
  }

  #showBadge(): void {
    const value = this.#services.store.waitingForMe.length;
    this.#view.badge = value === 0 ? undefined : { value, tooltip: l10n.t('Tickets that wait for you: {0}', value) };
  }
}

/** A dot beside tickets and steps that wait for me. */
class WaitingDecorations implements FileDecorationProvider {
  provideFileDecoration(uri: Uri): FileDecoration | undefined {
    if (uri.scheme !== decorationScheme) return undefined;
    return new FileDecoration('●', l10n.t('Waits for you'));
  }
}
