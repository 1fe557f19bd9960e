import { commands, l10n, window, workspace, type TreeItem } from 'vscode';
import { BulkDecision } from '../application/bulkDecision.ts';
import type { ListChoice } from '../application/listChoice.ts';
import { parseQueries, type SavedQuery } from '../application/savedQueries.ts';
import { TicketLists, type ShownList } from '../application/ticketLists.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import { Emitter } from '../base/emitter.ts';
import { logListenerFailure } from '../application/listenerFailure.ts';
import type { ListDefinition, ListedTicket, ListKind } from '../domain/lists.ts';
import { ticketId } from '../domain/ticket.ts';
import { listInfoItem, listItem, listedItem } from './listItems.ts';
import { contextKeys, settingIds, settingsSection } from './names.ts';
import type { FormServices } from './services.ts';
import { savedQueries, shownListKinds } from './settings.ts';
import { translate } from './translate.ts';
import type { ListedNode, ListInfoNode, ListNode, TreeNode, TreeNodes } from './treeNodes.ts';
import type { ListSource } from './treeRows.ts';

/** A list as a row shows it. */
export interface ListRow {
  readonly node: ListNode;
  readonly list: ShownList;
  /** `undefined`: the system has no such list (a query names one that is gone). */
  readonly definition: ListDefinition | undefined;
  readonly label: string;
  readonly kind: ListKind | 'search' | 'query';
  /** For the kind `query`. */
  readonly query: SavedQuery | undefined;
}

/** The rows below a connection's watched tickets: its lists, saved queries and searches, and the tickets in them. */
export class ListRows implements ListSource, Disposable {
  readonly lists: TicketLists;
  /** For all windows of progress together, so that no ticket is decided twice at a time. */
  readonly decisions: BulkDecision;
  readonly #services: FormServices;
  readonly #nodes: TreeNodes;
  readonly #subscriptions: Disposable;
  readonly #onDidChange = new Emitter<string>((error) => logListenerFailure(this.#services.log, error));
  readonly #rows = new Map<string, ListRow>();
  /** Filters of lists that were narrowed, by id. They last as long as the window. */
  readonly #choices = new Map<string, ListChoice>();
  readonly #searches: { readonly id: string; readonly connectionId: string; readonly listKey: string }[] = [];
  readonly #serviceNames = new Map<string, string>();
  readonly #told = new Set<string>();
  #searchNumber = 0;

  readonly onDidChange = this.#onDidChange.event;

  constructor(services: FormServices, nodes: TreeNodes) {
    this.#services = services;
    this.#nodes = nodes;
    this.lists = new TicketLists(services.connections, (error) => logListenerFailure(services.log, error));
    this.decisions = new BulkDecision(services);
    this.#subscriptions = combineDisposables(
      this.lists,
      this.lists.onDidChange((id) => {
        const row = this.#rows.get(id);
        if (row !== undefined) this.#onDidChange.fire(row.node.connectionId);
      }),
      this.lists.onDidChangeAbilities((connectionId) => {
        this.#keepContextKeys();
        this.#onDidChange.fire(connectionId);
      }),
      workspace.onDidChangeConfiguration((change) => {
        const ids = [settingIds.lists, settingIds.queries];
        if (!ids.some((id) => change.affectsConfiguration(`${settingsSection}.${id}`))) return;
        for (const { id } of services.connections.connections) this.#onDidChange.fire(id);
      }),
    );
  }

  learn(connectionId: string): void {
    void this.lists.learnAbilities(connectionId);
  }

  /** @param isFiltered only what waits for me is wanted */
  rowsOf(connectionId: string, isFiltered: boolean): readonly ListNode[] {
    const { definitions } = this.lists.abilities(connectionId);
    if (definitions.length === 0) return [];
    const kinds = shownListKinds().filter((kind) => !isFiltered || waitingKinds.includes(kind));
    const rows = [
      ...definitions.filter(({ kind }) => kinds.includes(kind)).map((one) => this.#definedRow(connectionId, one)),
      ...(isFiltered ? [] : this.#queryRows(connectionId, definitions)),
      ...(isFiltered ? [] : this.#searchRows(connectionId, definitions)),
    ];
    for (const row of rows) this.#rows.set(row.list.id, row);
    return rows.map(({ node }) => node);
  }

  /** The rows that are shown, of one connection or of all. */
  all(connectionId?: string): readonly ListRow[] {
    const ids = this.#services.connections.connections.map(({ id }) => id);
    return ids
      .filter((id) => connectionId === undefined || id === connectionId)
      .flatMap((id) => this.rowsOf(id, false))
      .flatMap((node) => this.find(node) ?? []);
  }

  /** `undefined`: it has been removed. */
  find(node: ListNode): ListRow | undefined {
    return this.#rows.get(node.id);
  }

  /** The row of a list that the system has, shown or not. */
  definedRow(connectionId: string, definition: ListDefinition): ListRow {
    const row = this.#definedRow(connectionId, definition);
    this.#rows.set(row.list.id, row);
    return row;
  }

  /** The ticket as its list told of it; `undefined`: it is there no more. */
  ticketOf({ list, ref }: ListedNode): ListedTicket | undefined {
    return this.lists.state(list.id).tickets.find((ticket) => ticketId(ticket.ref) === ticketId(ref));
  }

  async open(node: ListNode): Promise<void> {
    const row = this.find(node);
    if (row !== undefined) await this.lists.open(row.list);
  }

  rowsIn(node: ListNode): readonly TreeNode[] {
    if (this.find(node) === undefined) return [];
    const state = this.lists.state(node.id);
    const info = (name: ListInfoNode['info']): ListInfoNode => ({
      kind: 'listInfo',
      id: `${node.id}!${name}`,
      connectionId: node.connectionId,
      info: name,
      list: node,
    });
    const problem = state.error === undefined ? [] : [info('problem')];
    return [
      // Beside "Load More…" where there is one, as that is what was clicked.
      ...(state.hasMore ? [] : problem),
      ...(state.note === undefined ? [] : [info('note')]),
      ...state.tickets.map(({ ref }): ListedNode => ({ kind: 'listed', id: `${node.id}/${ref.key}`, ref, list: node })),
      ...(state.hasMore ? [...problem, info('more')] : []),
      ...(state.tickets.length === 0 && !state.hasMore && state.error === undefined ? [info('empty')] : []),
    ];
  }

  item(node: ListNode | ListedNode | ListInfoNode): TreeItem {
    const row = this.find(node.kind === 'list' ? node : node.list);
    if (row === undefined) return { label: node.id };
    const state = this.lists.state(row.list.id);
    switch (node.kind) {
      case 'list':
        return listItem(row, state, this.describeChoice(row));
      case 'listInfo':
        return listInfoItem(node, row, state);
      case 'listed': {
        const ticket = this.ticketOf(node);
        const { kind } = this.#services.connections.state(node.ref.connectionId);
        return ticket === undefined
          ? { label: node.ref.key }
          : listedItem(node, ticket, row.kind, {
              isStale: kind === 'failing' || kind === 'signInNeeded',
              isWatched: this.#services.watchList.isWatched(node.ref),
              ...this.lists.abilities(node.ref.connectionId),
            });
      }
    }
  }

  /** What a list is narrowed by, part by part; empty: it is shown whole. */
  describeChoice({ list }: ListRow): readonly string[] {
    const { text, serviceId, statusCodes = [], createdWithinDays } = list.choice;
    const { statuses } = this.lists.abilities(list.connectionId);
    const statusNames = statusCodes.map((code) => statuses.find((status) => status.code === code)?.name ?? code);
    const service = serviceId === undefined ? undefined : this.#serviceNames.get(`${list.connectionId}/${serviceId}`);
    return [
      ...(text === undefined || text === '' ? [] : [`“${text}”`]),
      ...(serviceId === undefined ? [] : [service ?? l10n.t('service {0}', serviceId)]),
      ...(statusNames.length === 0 ? [] : [statusNames.join(', ')]),
      ...(createdWithinDays === undefined
        ? []
        : [createdWithinDays === 1 ? l10n.t('last 24 hours') : l10n.t('last {0} days', createdWithinDays)]),
    ];
  }

  rememberServiceName(connectionId: string, serviceId: string, name: string): void {
    this.#serviceNames.set(`${connectionId}/${serviceId}`, name);
  }

  /** Narrows a list and shows it so; an empty choice shows it whole. */
  setChoice(node: ListNode, choice: ListChoice): void {
    this.#choices.set(node.id, choice);
    this.lists.close(node.id);
    this.#onDidChange.fire(node.connectionId);
  }

  /** A row of its own for what is searched. */
  addSearch(connectionId: string, listKey: string, text: string): ListNode {
    this.#searchNumber += 1;
    const id = `${connectionId}/~${this.#searchNumber}`;
    this.#choices.set(id, { text });
    this.#searches.push({ id, connectionId, listKey });
    this.#onDidChange.fire(connectionId);
    return this.#nodes.list(connectionId, id);
  }

  removeSearch(node: ListNode): void {
    const index = this.#searches.findIndex(({ id }) => id === node.id);
    if (index !== -1) this.#searches.splice(index, 1);
    this.#choices.delete(node.id);
    this.lists.close(node.id);
    this.#rows.delete(node.id);
    this.#onDidChange.fire(node.connectionId);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#onDidChange.dispose();
  }

  #definedRow(connectionId: string, definition: ListDefinition): ListRow {
    const { key, kind, label } = definition;
    return this.#row(connectionId, `=${key}`, definition, key, { label: translate(label), kind, query: undefined });
  }

  #queryRows(connectionId: string, definitions: readonly ListDefinition[]): readonly ListRow[] {
    const { queries, problems } = parseQueries(savedQueries());
    const news = problems.map(translate).filter((text) => !this.#told.has(text));
    for (const text of news) this.#told.add(text);
    if (news.length > 0) {
      void window.showWarningMessage(l10n.t('ITSM Tickets leaves out a saved query. {0}', news.join(' ')));
    }
    return queries
      .filter((query) => query.connectionId === connectionId)
      .map((query) => {
        const definition =
          definitions.find(({ key }) => key === query.list) ?? definitions.find(({ kind }) => kind === query.list);
        const row = this.#row(connectionId, `@${query.name}`, definition, query.list, {
          label: query.name,
          kind: 'query',
          query,
        });
        return { ...row, list: { ...row.list, choice: query.choice } };
      });
  }

  #searchRows(connectionId: string, definitions: readonly ListDefinition[]): readonly ListRow[] {
    return this.#searches
      .filter((search) => search.connectionId === connectionId)
      .map(({ id, listKey }) => {
        const definition = definitions.find(({ key }) => key === listKey);
        const suffix = id.slice(connectionId.length + 1);
        return this.#row(connectionId, suffix, definition, listKey, {
          label: l10n.t('Search'),
          kind: 'search',
          query: undefined,
        });
      });
  }

  #row(
    connectionId: string,
    suffix: string,
    definition: ListDefinition | undefined,
    listKey: string,
    look: Pick<ListRow, 'label' | 'kind' | 'query'>,
  ): ListRow {
    const id = `${connectionId}/${suffix}`;
    return {
      node: this.#nodes.list(connectionId, id),
      list: { id, connectionId, listKey: definition?.key ?? listKey, choice: this.#choices.get(id) ?? {} },
      definition,
      ...look,
    };
  }

  #keepContextKeys(): void {
    const all = this.#services.connections.connections.map(({ id }) => this.lists.abilities(id));
    setContext(
      contextKeys.canFollow,
      all.some(({ canFollow }) => canFollow),
    );
    setContext(
      contextKeys.canDecide,
      all.some(({ canDecide }) => canDecide),
    );
    setContext(
      contextKeys.canRate,
      all.some(({ canRate }) => canRate),
    );
  }
}

function setContext(key: string, value: boolean): void {
  void commands.executeCommand('setContext', key, value);
}

const waitingKinds: readonly ListKind[] = ['toDo', 'toApprove'];
