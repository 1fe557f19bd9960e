import { setBlockType, toggleMark, wrapIn, lift } from 'prosemirror-commands';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import type { MarkType, NodeType } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { attributesOf, headingLevel, linkAttrs, schema } from './schema.ts';

const { nodes, marks } = schema;

/** What the caret stands in: one of these, or something that has no word here. */
export type BlockKind = 'paragraph' | 'heading1' | 'heading2' | 'heading3' | 'code' | 'other';

export function blockKindAt({ selection }: EditorState): BlockKind {
  const { parent } = selection.$from;
  switch (parent.type) {
    case nodes.paragraph:
      return 'paragraph';
    case nodes.codeBlock:
      return 'code';
    case nodes.heading:
      switch (headingLevel(parent)) {
        case 1:
          return 'heading1';
        case 2:
          return 'heading2';
        case 3:
          return 'heading3';
      }
  }
  return 'other';
}

export function setBlockKind(kind: Exclude<BlockKind, 'other'>): Command {
  switch (kind) {
    case 'paragraph':
      return setBlockType(nodes.paragraph);
    case 'code':
      return setBlockType(nodes.codeBlock);
    case 'heading1':
      return setBlockType(nodes.heading, { tag: 'h1' });
    case 'heading2':
      return setBlockType(nodes.heading, { tag: 'h2' });
    case 'heading3':
      return setBlockType(nodes.heading, { tag: 'h3' });
  }
}

export type MarkName = 'strong' | 'em' | 'underline' | 'strike' | 'code';

export function toggle(name: MarkName): Command {
  return toggleMark(marks[name]);
}

export function hasMark({ selection, doc, storedMarks }: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = selection;
  return empty ? type.isInSet(storedMarks ?? $from.marks()) !== undefined : doc.rangeHasMark(from, to, type);
}

export type WrapperName = 'bulletList' | 'orderedList' | 'blockquote';

/** Puts the blocks into a list or quote, changes the kind of a list, or takes them out of it. */
export function toggleWrapper(name: WrapperName): Command {
  const type = nodes[name];
  return (state, dispatch, view) => {
    if (name === 'blockquote') return (isInside(state, type) ? lift : wrapIn(type))(state, dispatch, view);
    if (isInside(state, type)) return liftListItem(nodes.listItem)(state, dispatch, view);
    return changeList(type)(state, dispatch, view) || wrapInList(type)(state, dispatch, view);
  };
}

export function isInside({ selection }: EditorState, type: NodeType): boolean {
  const { $from } = selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (node.type === type) return true;
    // Of two lists, one in the other, the inner one counts.
    if (node.type === nodes.bulletList || node.type === nodes.orderedList) return false;
  }
  return false;
}

function changeList(type: NodeType): Command {
  return ({ selection, tr }, dispatch) => {
    const { $from } = selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth);
      if (node.type !== nodes.bulletList && node.type !== nodes.orderedList) continue;
      dispatch?.(tr.setNodeMarkup($from.before(depth), type));
      return true;
    }
    return false;
  };
}

/** The link at the caret or in the selection; `undefined`: there is none. */
export function linkAt({ selection, doc }: EditorState): string | undefined {
  const { from, to, empty, $from } = selection;
  let href: string | undefined;
  const look = (found: string | undefined): void => {
    href ??= found;
  };
  if (empty) look(hrefOf(marks.link.isInSet($from.marks())));
  else doc.nodesBetween(from, to, (node) => look(hrefOf(marks.link.isInSet(node.marks))));
  return href;
}

function hrefOf(mark: ReturnType<MarkType['isInSet']>): string | undefined {
  return mark === undefined ? undefined : attributesOf(mark)['href'];
}

/** Makes the selection a link, or inserts the address where nothing is selected; `undefined` takes the link away. */
export function setLink(href: string | undefined): Command {
  return (state, dispatch) => {
    const { tr, selection } = state;
    const { from, to } = selection.empty ? linkRange(state) : selection;
    if (href === undefined) dispatch?.(tr.removeMark(from, to, marks.link));
    else if (from === to)
      dispatch?.(tr.replaceSelectionWith(schema.text(href, [marks.link.create(linkAttrs(href))]), false));
    else dispatch?.(tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create(linkAttrs(href))));
    return true;
  };
}

/** The whole link around the caret; where there is none, the caret itself. */
function linkRange({ selection }: EditorState): { readonly from: number; readonly to: number } {
  const { $from } = selection;
  const mark = marks.link.isInSet($from.marks());
  if (mark === undefined) return { from: $from.pos, to: $from.pos };
  const { parent } = $from;
  let index = $from.index();
  // At the end of a link, the caret stands before what comes after it.
  if (index >= parent.childCount || !mark.isInSet(parent.child(index).marks)) index -= 1;
  let start = index;
  let end = index + 1;
  while (start > 0 && mark.isInSet(parent.child(start - 1).marks)) start -= 1;
  while (end < parent.childCount && mark.isInSet(parent.child(end).marks)) end += 1;
  let from = $from.start();
  for (let at = 0; at < start; at += 1) from += parent.child(at).nodeSize;
  let to = from;
  for (let at = start; at < end; at += 1) to += parent.child(at).nodeSize;
  return { from, to };
}
