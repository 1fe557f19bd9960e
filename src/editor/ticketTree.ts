import { commands, EventEmitter, l10n, window, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import type { TicketRef } from '../domain/ticket.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { once } from '../base/once.ts';
import type { ListRows } from './listRows.ts';
import { contextKeys, viewId } from './names.ts';
import type { Services } from './services.ts';
import type { TreeContent } from './treeContent.ts';
import { TreeNodes, type TreeNode } from './treeNodes.ts';

/**
 * The sidebar tree: connections, their watched tickets, the steps these are in, and below them the lists of the
 * connection.
 */
export class TicketTree implements TreeDataProvider<TreeNode>, Disposable {
  readonly #services: Services;
  readonly #nodes = new TreeNodes();
  readonly #onDidChangeTreeData = new EventEmitter<TreeNode | TreeNode[] | undefined>();
  readonly #view: TreeView<TreeNode>;
  readonly #subscriptions: Disposable;
  /** Loads what is in the tree, and is the same each time. */
  readonly #load = once(() => this.#loadContent());
  #content: TreeContent | undefined;
  /** The editor was told that there is nothing, without loading anything for it. */
  #isShownEmpty = false;
  #isFiltered = false;
  #isDisposed = false;

  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;

  constructor(services: Services) {
    this.#services = services;
    const { connections, store } = services;
    this.#view = window.createTreeView(viewId, { treeDataProvider: this, canSelectMany: true, showCollapseAll: true });
    this.#subscriptions = combineDisposables(
      connections.onDidChange(() => {
        if (!this.#isShownEmpty) return;
        this.#isShownEmpty = false;
        this.#onDidChangeTreeData.fire(undefined);
      }),
      store.onDidChange(() => this.#showBadge()),
    );
  }

  get selection(): readonly TreeNode[] {
    return this.#view.selection;
  }

  get lists(): Promise<ListRows> {
    return this.#load().then(({ lists }) => lists);
  }

  /** Shows only tickets that wait for me, or all. */
  setFiltered(isFiltered: boolean): void {
    this.#isFiltered = isFiltered;
    this.#view.message = isFiltered ? l10n.t('Only tickets that wait for you are shown.') : '';
    this.#tellFiltered();
    this.#content?.rows.setFiltered(isFiltered);
  }

  /** Also one that the filter hides: somebody asked for it. */
  async reveal(ref: TicketRef): Promise<void> {
    const { rows } = await this.#load();
    const entry = this.#services.store.find(ref);
    if (entry !== undefined && !rows.passes(entry)) this.setFiltered(false);
    await this.revealNode(this.#nodes.ticket(ref));
  }

  async revealNode(node: TreeNode): Promise<void> {
    await this.#view.reveal(node, { select: true, focus: true, expand: true });
  }

  async getTreeItem(node: TreeNode): Promise<TreeItem> {
    return (await this.#load()).rows.item(node);
  }

  async getParent(node: TreeNode): Promise<TreeNode | undefined> {
    return (await this.#load()).rows.parent(node);
  }

  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    return (await this.#load()).addTooltip(item, node);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    this.#isShownEmpty = this.#content === undefined && this.#services.connections.connections.length === 0;
    return this.#isShownEmpty ? [] : (await this.#load()).rows.children(node);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#subscriptions.dispose();
    this.#content?.dispose();
    this.#view.dispose();
    this.#onDidChangeTreeData.dispose();
  }

  async #loadContent(): Promise<TreeContent> {
    const [{ createTreeContent }, forms] = await Promise.all([import('./treeContent.ts'), this.#services.loadForms()]);
    const content = createTreeContent({ ...this.#services, ...forms }, this.#nodes, {
      isFiltered: this.#isFiltered,
      isVisible: () => this.#view.visible,
      onDidChange: (changed) => this.#onDidChangeTreeData.fire(changed === 'all' ? undefined : [...changed]),
    });
    if (this.#isDisposed) content.dispose();
    this.#content = content;
    // A window whose extension host was started anew still holds what the one before had said.
    this.#tellFiltered();
    return content;
  }

  #tellFiltered(): void {
    void commands.executeCommand('setContext', contextKeys.isFiltered, this.#isFiltered);
  }

  #showBadge(): void {
    const value = this.#services.store.waitingForMe.length;
    this.#view.badge = value === 0 ? undefined : { value, tooltip: l10n.t('Tickets that wait for you: {0}', value) };
  }
}
