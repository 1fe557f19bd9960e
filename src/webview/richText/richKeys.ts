import { baseKeymap, chainCommands, exitCode } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import type { Command } from 'prosemirror-state';
import { setBlockKind, toggle, toggleWrapper } from './richCommands.ts';
import { schema } from './schema.ts';

const { hardBreak, listItem } = schema.nodes;

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
});

/** Ctrl+Enter is the page's own: it sends the form. Tab leaves the editor, as it leaves any control. */
const { 'Mod-Enter': _send, ...base } = baseKeymap;

/** What the keys do. `Mod` is Ctrl, or Cmd on a Mac. */
export const richKeys: Readonly<Record<string, Command>> = {
  ...base,
  Enter: chainCommands(splitListItem(listItem), base['Enter'] ?? (() => false)),
  'Shift-Enter': breakLine,
  'Mod-z': undo,
  'Shift-Mod-z': redo,
  'Mod-y': redo,
  'Mod-b': toggle('strong'),
  'Mod-i': toggle('em'),
  'Mod-u': toggle('underline'),
  'Mod-`': toggle('code'),
  'Mod-]': sinkListItem(listItem),
  'Mod-[': liftListItem(listItem),
  'Shift-Mod-7': toggleWrapper('orderedList'),
  'Shift-Mod-8': toggleWrapper('bulletList'),
  'Shift-Mod-9': toggleWrapper('blockquote'),
  'Mod-Alt-0': setBlockKind('paragraph'),
  'Mod-Alt-1': setBlockKind('heading1'),
  'Mod-Alt-2': setBlockKind('heading2'),
  'Mod-Alt-3': setBlockKind('heading3'),
};
