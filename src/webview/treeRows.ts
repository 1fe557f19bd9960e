import type { TreeOption } from '../domain/field.ts';
import { optionLabel } from './choice.ts';

/** A node of a tree of options as one row of a list. */
export interface TreeRow {
  readonly option: TreeOption;
  /** From 1. */
  readonly level: number;
  /** Its place among its brothers, from 1, and how many they are. */
  readonly position: number;
  readonly count: number;
  /** `undefined`: there is nothing below it. */
  readonly isExpanded: boolean | undefined;
  /** Where the node above it stands among the rows; `undefined`: there is none. */
  readonly parentIndex: number | undefined;
}

/** The rows of a tree where only what `isExpanded` names is open. */
export function treeRows(options: readonly TreeOption[], isExpanded: (key: string) => boolean): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly TreeOption[], level: number, parentIndex: number | undefined): void => {
    for (const [index, option] of siblings.entries()) {
      const isOpen = option.children.length === 0 ? undefined : isExpanded(option.key);
      const at = rows.length;
      rows.push({ option, level, position: index + 1, count: siblings.length, isExpanded: isOpen, parentIndex });
      if (isOpen === true) add(option.children, level + 1, at);
    }
  };
  add(options, 1, undefined);
  return rows;
}

/** The part of a tree whose nodes fit a text, with the nodes above them; what is below a node that fits stays with it. */
export function filteredTree(options: readonly TreeOption[], text: string): readonly TreeOption[] {
  const needle = text.trim().toLocaleLowerCase();
  if (needle === '') return options;
  const keep = (option: TreeOption): readonly TreeOption[] => {
    if (`${option.label}\n${option.key}`.toLocaleLowerCase().includes(needle)) return [option];
    const children = option.children.flatMap(keep);
    return children.length === 0 ? [] : [{ ...option, children }];
  };
  return options.flatMap(keep);
}

/** From the top to the node; `undefined`: the tree has no such node. */
export function treePath(options: readonly TreeOption[], key: string): readonly TreeOption[] | undefined {
  for (const option of options) {
    if (option.key === key) return [option];
    const below = treePath(option.children, key);
    if (below !== undefined) return [option, ...below];
  }
  return undefined;
}

/** A path as people read it ("Asia / Japan / Tokyo"). */
export function treePathText(path: readonly TreeOption[]): string {
  return path.map(optionLabel).join(' / ');
}
