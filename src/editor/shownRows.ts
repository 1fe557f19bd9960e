import type { TreeNode } from './treeNodes.ts';

/** The tree as it would be given out now. */
export interface TreeNow {
  /** What a row shows, in a form that can be compared. */
  look(node: TreeNode): string;
  /** The rows below it, in their order; `undefined`: those at the top. */
  children(node: TreeNode | undefined): readonly TreeNode[];
}

interface ShownRow {
  /** The very object that the editor was given: it knows no other. */
  readonly node: TreeNode;
  /** `undefined`: the editor has not asked yet. */
  look: string | undefined;
  /** `undefined`: the editor has not asked yet, or will ask again. */
  childIds: readonly string[] | undefined;
}

/**
 * What the editor shows of the tree. It replaces a row that it is told of, and every row below it, so that a click which
 * comes just then is lost: it is to be told of as few as can be.
 */
export class ShownRows {
  readonly #rows = new Map<string, ShownRow>();
  /** As `childIds` of a row. */
  #topIds: readonly string[] | undefined;

  /** The editor was given this row. */
  showItem(node: TreeNode, look: string): void {
    this.#rows.set(node.id, { node, look, childIds: this.#rows.get(node.id)?.childIds });
  }

  /** The editor was given what is below this row; `undefined`: what is at the top. */
  showChildren(node: TreeNode | undefined, children: readonly TreeNode[]): void {
    const ids = idsOf(children);
    const row = node === undefined ? undefined : this.#rows.get(node.id);
    const before = node === undefined ? this.#topIds : row?.childIds;
    for (const id of before ?? []) if (!ids.includes(id)) this.#forget(id);
    if (node === undefined) this.#topIds = ids;
    else this.#rows.set(node.id, { node, look: row?.look, childIds: ids });
  }

  /** The editor was given what is below this row, and has not been told since that it is another. */
  hasChildren(node: TreeNode): boolean {
    return this.#rows.get(node.id)?.childIds !== undefined;
  }

  /**
   * The rows that look different now, or have other rows below them or these in another order; not those below such a
   * row, which the editor asks for anew together with it. From now on all of them count as shown.
   * @param isConcerned what cannot have changed need not be compared; the top always is
   * @returns `all`: the rows at the top are others
   */
  takeChanges(now: TreeNow, isConcerned: (node: TreeNode) => boolean): readonly TreeNode[] | 'all' {
    if (this.#topIds === undefined) return [];
    if (!isSameList(this.#topIds, idsOf(now.children(undefined)))) {
      this.#rows.clear();
      this.#topIds = undefined;
      return 'all';
    }
    return this.#topIds.flatMap((id) => this.#takeChangesAt(id, now, isConcerned));
  }

  #takeChangesAt(id: string, now: TreeNow, isConcerned: (node: TreeNode) => boolean): readonly TreeNode[] {
    const row = this.#rows.get(id);
    if (row === undefined) return [];
    const { node, look, childIds } = row;
    if (isConcerned(node)) {
      const lookNow = look === undefined ? undefined : now.look(node);
      if (lookNow !== look || (childIds !== undefined && !isSameList(childIds, idsOf(now.children(node))))) {
        this.#forget(id);
        this.#rows.set(id, { node, look: lookNow, childIds: undefined });
        return [node];
      }
    }
    return (childIds ?? []).flatMap((childId) => this.#takeChangesAt(childId, now, isConcerned));
  }

  #forget(id: string): void {
    for (const childId of this.#rows.get(id)?.childIds ?? []) this.#forget(childId);
    this.#rows.delete(id);
  }
}

function idsOf(nodes: readonly TreeNode[]): readonly string[] {
  return nodes.map(({ id }) => id);
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
