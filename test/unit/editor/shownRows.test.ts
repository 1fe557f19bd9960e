import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShownRows } from '../../../src/editor/shownRows.ts';
import { TreeNodes, type TreeNode } from '../../../src/editor/treeNodes.ts';
import { refTo } from '../../fakes/samples.ts';

const nodes = new TreeNodes();
const connection = nodes.connection('one');
const first = nodes.ticket(refTo('REQ1'));
const second = nodes.ticket(refTo('REQ2'));
const step = nodes.step(refTo('REQ1'), 'a');
const otherStep = nodes.step(refTo('REQ1'), 'b');
const everything = (): boolean => true;

/** A connection with two tickets, the first of which has a step, as a tree that can be changed. */
function openTree() {
  const below = new Map<TreeNode | undefined, TreeNode[]>([
    [undefined, [connection]],
    [connection, [first, second]],
    [first, [step]],
  ]);
  const looks = new Map<TreeNode, string>();
  const now = {
    look: (node: TreeNode): string => looks.get(node) ?? 'as ever',
    children: (node: TreeNode | undefined): readonly TreeNode[] => below.get(node) ?? [],
  };
  const shown = new ShownRows();
  /** As the editor does with a row that is open: asks for what is below it, and so on. */
  const draw = (node: TreeNode | undefined): void => {
    if (node !== undefined) shown.showItem(node, now.look(node));
    shown.showChildren(node, now.children(node));
    for (const child of now.children(node)) draw(child);
  };
  return { below, looks, now, shown, draw };
}

describe('the rows that are shown', () => {
  it('need no drawing before the editor has asked for any, nor while nothing changes', () => {
    const { shown, now, looks, draw } = openTree();
    looks.set(first, 'new');
    assert.deepEqual(shown.takeChanges(now, everything), []);
    draw(undefined);
    assert.deepEqual(shown.takeChanges(now, everything), []);
  });

  it('are drawn anew alone when only they look different', () => {
    const { shown, now, looks, draw } = openTree();
    draw(undefined);
    looks.set(second, 'new').set(step, 'new');
    assert.deepEqual(shown.takeChanges(now, everything), [step, second]);
    assert.deepEqual(shown.takeChanges(now, everything), [], 'each is told once');
  });

  it('take along what is below them, which is not told by itself', () => {
    const { shown, now, looks, draw } = openTree();
    draw(undefined);
    looks.set(first, 'new').set(step, 'new');
    assert.deepEqual(shown.takeChanges(now, everything), [first]);
  });

  it('are drawn anew when rows below them come, go or change places', () => {
    for (const children of [[step, otherStep], [otherStep], []]) {
      const { shown, now, below, draw } = openTree();
      draw(undefined);
      below.set(first, children);
      assert.deepEqual(shown.takeChanges(now, everything), [first]);
    }
    const { shown, now, below, draw } = openTree();
    draw(undefined);
    below.set(connection, [second, first]);
    assert.deepEqual(shown.takeChanges(now, everything), [connection]);
  });

  it('are all drawn anew only when those at the top are others', () => {
    const { shown, now, below, draw } = openTree();
    draw(undefined);
    below.set(undefined, [connection, nodes.connection('two')]);
    assert.equal(shown.takeChanges(now, everything), 'all');
    assert.deepEqual(shown.takeChanges(now, everything), [], 'the editor asks for all of them anew');
  });

  it('are not told of what is below a closed row, which the editor has not asked for', () => {
    const { shown, now, below, looks } = openTree();
    shown.showChildren(undefined, [connection]);
    shown.showItem(connection, now.look(connection));
    below.set(connection, [second]);
    looks.set(first, 'new');
    assert.deepEqual(shown.takeChanges(now, everything), []);
  });

  it('are compared with what the editor was given last', () => {
    const { shown, now, looks, below, draw } = openTree();
    draw(undefined);
    looks.set(first, 'new');
    below.set(first, [otherStep]);
    assert.deepEqual(shown.takeChanges(now, everything), [first]);
    draw(first);
    looks.set(otherStep, 'new');
    assert.deepEqual(shown.takeChanges(now, everything), [otherStep]);
    looks.delete(first);
    assert.deepEqual(shown.takeChanges(now, everything), [first]);
  });

  it('are told by the very object that the editor was given', () => {
    const { shown, now, looks, draw } = openTree();
    draw(undefined);
    const twin: TreeNode = { ...second };
    shown.showItem(twin, now.look(second));
    looks.set(twin, 'new');
    const [told] = shown.takeChanges(now, everything);
    assert.equal(told, twin);
  });

  it('are left alone where nothing can have changed', () => {
    const { shown, now, looks, below, draw } = openTree();
    draw(undefined);
    looks.set(first, 'new').set(second, 'new');
    below.set(connection, []);
    assert.deepEqual(
      shown.takeChanges(now, (node) => node === second),
      [second],
    );
  });
});
