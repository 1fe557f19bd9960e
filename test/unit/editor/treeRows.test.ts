import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import { WatchList } from '../../../src/application/watchList.ts';
import { Emitter } from '../../../src/base/emitter.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { TicketRef } from '../../../src/domain/ticket.ts';
import { TreeNodes, type ListNode, type TreeNode } from '../../../src/editor/treeNodes.ts';
import { TreeRows, type DraftSource, type ListSource } from '../../../src/editor/treeRows.ts';
import { InMemoryWatchList } from '../../fakes/inMemoryWatchList.ts';
import { openConnections } from '../../fakes/memorySystem.ts';
import { inStatus, makeConnection, makeStep, makeTicket, refTo, stepForMe } from '../../fakes/samples.ts';

/** Lists that are known when a test says so, with tickets in them. */
class SomeLists implements ListSource {
  readonly nodes: TreeNodes;
  known: readonly string[] = [];
  tickets: readonly TicketRef[] = [];
  readonly learned: string[] = [];
  readonly #onDidChange = new Emitter<string>();

  readonly onDidChange = this.#onDidChange.event;

  constructor(nodes: TreeNodes) {
    this.nodes = nodes;
  }

  learn(connectionId: string): void {
    this.learned.push(connectionId);
  }

  rowsOf(connectionId: string, isFiltered: boolean): readonly ListNode[] {
    return isFiltered ? [] : this.known.map((key) => this.nodes.list(connectionId, `${connectionId}/=${key}`));
  }

  async open(): Promise<void> {}

  rowsIn(list: ListNode): readonly TreeNode[] {
    return this.tickets.map((ref) => ({ kind: 'listed', id: `${list.id}/${ref.key}`, ref, list }));
  }

  change(connectionId: string): void {
    this.#onDidChange.fire(connectionId);
  }
}

/** Drafts that are there when a test says so. */
class SomeDrafts implements DraftSource {
  rows: readonly TreeNode[] = [];
  readonly #onDidChange = new Emitter<void>();

  readonly onDidChange = this.#onDidChange.event;

  change(rows: readonly TreeNode[]): void {
    this.rows = rows;
    this.#onDidChange.fire();
  }
}

/** Two connections; the first watches three tickets, of which nothing is known yet. All of it is shown, and open. */
async function openTree() {
  const { connections, storage } = openConnections([makeConnection('one'), makeConnection('two')]);
  const file = new InMemoryWatchList({ one: ['REQ1', 'REQ2', 'REQ3'] });
  const watchList = new WatchList(file, () => false);
  await watchList.load();
  const store = new TicketStore();
  store.setWatched(['REQ1', 'REQ2', 'REQ3'].map((key) => refTo(key)));
  const nodes = new TreeNodes();
  const lists = new SomeLists(nodes);
  const drafts = new SomeDrafts();
  const told: (readonly string[] | 'all')[] = [];
  const rows = new TreeRows({
    services: { connections, store, watchList },
    nodes,
    lists,
    drafts,
    // Enough of what a row shows to tell whether it is another.
    makeItem: (node, isFiltered) => ({
      id: node.id,
      label: 'ref' in node ? (store.find(node.ref)?.ticket?.title ?? '') : String(isFiltered && node.kind === 'empty'),
      description:
        'ref' in node
          ? [connections.state(node.ref.connectionId).kind === 'failing', watchList.isMuted(node.ref)].join()
          : 'connectionId' in node
            ? (connections.find(node.connectionId)?.label ?? '')
            : `${drafts.rows.length}`,
      contextValue:
        node.kind === 'step'
          ? (store.find(node.ref)?.ticket?.steps.find(({ id }) => id === node.stepId)?.status.code ?? '')
          : '',
    }),
    tooltip: (node) => (node.kind === 'ticket' ? String(store.find(node.ref)?.ticket?.updatedAt) : ''),
    isFiltered: false,
    onDidChange: (changed) => told.push(changed === 'all' ? 'all' : changed.map(({ id }) => id)),
  });
  const draw = async (node: TreeNode | undefined): Promise<void> => {
    if (node !== undefined) rows.item(node);
    for (const child of await rows.children(node)) await draw(child);
  };
  await draw(undefined);
  const takeTold = (): (readonly string[] | 'all')[] => told.splice(0);
  return { rows, nodes, lists, drafts, connections, storage, watchList, file, store, draw, takeTold };
}

const one = 'one';
const id = (key: string): string => `one/${key}`;

describe('the tree', () => {
  it('draws only a ticket anew that has arrived', async () => {
    const { store, takeTold } = await openTree();
    store.upsert(makeTicket('REQ2'), 'watch');
    assert.deepEqual(takeTold(), [[id('REQ2')]]);
  });

  it('tells of many tickets that arrive together in one go, in the order of their rows', async () => {
    const { store, takeTold } = await openTree();
    store.replace(
      ['REQ3', 'REQ1'].map((key) => [refTo(key), makeTicket(key)]),
      'watch',
    );
    assert.deepEqual(takeTold(), [[id('REQ1'), id('REQ3')]]);
  });

  it('draws nothing anew when a connection has answered for the first time', async () => {
    const { connections, takeTold } = await openTree();
    connections.report(one, undefined);
    assert.equal(connections.state(one).kind, 'ready');
    assert.deepEqual(takeTold(), []);
  });

  it('draws only the step anew that has changed', async () => {
    const { store, draw, nodes, takeTold } = await openTree();
    const steps = [makeStep('a'), makeStep('b')];
    store.upsert(makeTicket('REQ1', { steps }), 'watch');
    await draw(nodes.ticket(refTo('REQ1')));
    takeTold();
    const done = makeStep('b', { status: { code: 'DONE', name: 'Done', category: 'working' } });
    store.upsert(makeTicket('REQ1', { steps: [makeStep('a'), done] }), 'watch');
    assert.deepEqual(takeTold(), [['one/REQ1/b']]);
  });

  it('draws a ticket anew with its steps when another step has begun', async () => {
    const { store, draw, nodes, takeTold } = await openTree();
    store.upsert(makeTicket('REQ1'), 'watch');
    await draw(nodes.ticket(refTo('REQ1')));
    takeTold();
    store.upsert(makeTicket('REQ1', { steps: [makeStep('b')] }), 'watch');
    assert.deepEqual(takeTold(), [[id('REQ1')]]);
  });

  it('draws nothing anew for what cannot be seen', async () => {
    const { store, draw, nodes, takeTold } = await openTree();
    store.upsert(makeTicket('REQ1'), 'watch');
    await draw(nodes.ticket(refTo('REQ1')));
    takeTold();
    store.upsert(inStatus(makeTicket('REQ1'), 'OTHER'), 'watch');
    assert.deepEqual(takeTold(), [], 'the rows of this test do not show a status');
  });

  it('draws only a connection anew whose tickets have become more, fewer or others', async () => {
    const { store, takeTold, draw, nodes } = await openTree();
    store.setWatched(['REQ1', 'REQ2', 'REQ3', 'REQ4'].map((key) => refTo(key)));
    assert.deepEqual(takeTold(), [[one]]);
    await draw(nodes.connection(one));
    store.setWatched([refTo('REQ4')]);
    assert.deepEqual(takeTold(), [[one]]);
  });

  it('draws a connection anew that does not answer, and what is below it as that may be out of date', async () => {
    const { connections, takeTold, rows, nodes } = await openTree();
    connections.report(one, new TicketError('unavailable'));
    assert.deepEqual(takeTold(), [[one]]);
    const [problem] = await rows.children(nodes.connection(one));
    assert.equal(problem?.kind, 'problem');
    connections.report(one, new TicketError('unavailable'));
    assert.deepEqual(takeTold(), [], 'it is said already');
  });

  it('draws only the ticket anew that is muted, in this window or another', async () => {
    const { watchList, file, takeTold } = await openTree();
    await watchList.setMuted([refTo('REQ3')], true);
    assert.deepEqual(takeTold(), [[id('REQ3')]]);
    file.changeElsewhere({ ...file.data, muted: { one: ['REQ1', 'REQ3'] } });
    await watchList.load();
    assert.deepEqual(takeTold(), [[id('REQ1')]]);
  });

  it('draws everything anew only when a connection comes, goes or changes its place', async () => {
    const { storage, takeTold, draw } = await openTree();
    storage.set([makeConnection('one'), makeConnection('two', { label: 'renamed' })]);
    assert.deepEqual(takeTold(), [['two']]);
    storage.set([makeConnection('two', { label: 'renamed' }), makeConnection('one')]);
    assert.deepEqual(takeTold(), ['all']);
    await draw(undefined);
    storage.set([makeConnection('one')]);
    assert.deepEqual(takeTold(), ['all']);
  });

  it('lets lists join the tickets without a word to other connections', async () => {
    const { lists, draw, nodes, takeTold } = await openTree();
    lists.known = ['todo'];
    lists.change(one);
    assert.deepEqual(takeTold(), [[one]]);
    await draw(nodes.connection(one));
    lists.tickets = [refTo('REQ9')];
    lists.change(one);
    assert.deepEqual(takeTold(), [['one/=todo']]);
    lists.change(one);
    assert.deepEqual(takeTold(), []);
  });

  it('finds out about lists when a connection is shown, and again when it is set up anew', async () => {
    const { lists, connections, storage, draw, nodes } = await openTree();
    assert.deepEqual(lists.learned.splice(0), ['one', 'two']);
    connections.report(one, new TicketError('unavailable'));
    lists.change(one);
    assert.deepEqual(lists.learned.splice(0), [], 'not whenever something changes');
    await draw(nodes.connection(one));
    lists.learned.length = 0;
    storage.set([makeConnection('one', { baseUrl: 'https://other.example.com' }), makeConnection('two')]);
    assert.deepEqual(lists.learned, ['one']);
  });

  it('draws a ticket anew of which only the tooltip is another, as the editor keeps the one it has', async () => {
    const { store, takeTold, draw, nodes } = await openTree();
    store.upsert(makeTicket('REQ1'), 'watch');
    await draw(nodes.ticket(refTo('REQ1')));
    takeTold();
    store.upsert(makeTicket('REQ1', { updatedAt: 3_000 }), 'watch');
    assert.deepEqual(takeTold(), [[id('REQ1')]]);
  });

  it('shows only tickets that wait for me while it is filtered', async () => {
    const { rows, nodes, store, draw, takeTold } = await openTree();
    rows.setFiltered(true);
    assert.deepEqual(takeTold(), [['one', 'two?']]);
    await draw(undefined);
    assert.deepEqual(await rows.children(nodes.connection(one)), [nodes.empty(one)]);
    store.upsert(makeTicket('REQ2', { steps: [stepForMe('a')] }), 'watch');
    assert.deepEqual(takeTold(), [[one]]);
    assert.deepEqual(await rows.children(nodes.connection(one)), [nodes.ticket(refTo('REQ2'))]);
  });

  it('shows drafts last, draws their group alone when one more comes, and drops it with the last one', async () => {
    const { rows, nodes, drafts, draw, takeTold } = await openTree();
    const draft = (stepId: string): TreeNode => nodes.draft({ kind: 'step', ref: refTo('REQ1'), stepId });
    drafts.change([draft('a')]);
    assert.deepEqual(takeTold(), ['all']);
    await draw(undefined);
    assert.equal((await rows.children(undefined)).at(-1), nodes.drafts());
    drafts.change([draft('a'), draft('b')]);
    assert.deepEqual(takeTold(), [[nodes.drafts().id]]);
    await draw(nodes.drafts());
    assert.deepEqual(rows.parent(draft('b')), nodes.drafts());
    drafts.change([]);
    assert.deepEqual(takeTold(), ['all']);
  });

  it('knows what each row is below', async () => {
    const { rows, nodes } = await openTree();
    const list = nodes.list(one, 'one/=todo');
    const listed: TreeNode = { kind: 'listed', id: 'one/=todo/REQ9', ref: refTo('REQ9'), list };
    const chain = (node: TreeNode): string[] => {
      const parent = rows.parent(node);
      return parent === undefined ? [] : [parent.kind, ...chain(parent)];
    };
    assert.deepEqual(chain(nodes.step(refTo('REQ1'), 'a')), ['ticket', 'connection']);
    assert.deepEqual(chain(listed), ['list', 'connection']);
    for (const row of [nodes.problem(one), nodes.empty(one)]) assert.deepEqual(chain(row), ['connection']);
  });

  it('tells nothing after its end', async () => {
    const { rows, store, connections, watchList, lists, storage, takeTold } = await openTree();
    rows.dispose();
    store.upsert(makeTicket('REQ2'), 'watch');
    connections.report(one, new TicketError('unavailable'));
    await watchList.remove([refTo('REQ1')]);
    lists.known = ['todo'];
    lists.change(one);
    storage.set([]);
    assert.deepEqual(takeTold(), []);
  });
});
