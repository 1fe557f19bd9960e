import type { Node } from 'prosemirror-model';
import type { NodeView } from 'prosemirror-view';
import { displayFragment } from './displayFragment.ts';
import { keptHtml } from './schema.ts';

/** Draws what is kept whole as it is read; it can be selected and removed, and what is in it can be used. */
export function keptView(node: Node): NodeView {
  const dom = document.createElement(node.isInline ? 'span' : 'div');
  dom.className = 'kept';
  dom.contentEditable = 'false';
  dom.append(displayFragment(keptHtml(node)));
  return {
    dom,
    // A picture that is asked for changes what is in here.
    ignoreMutation: () => true,
    stopEvent: ({ target }) => target instanceof Element && target.closest('itsm-picture, a') !== null,
  };
}
