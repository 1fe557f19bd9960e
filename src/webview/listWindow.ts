/** Lists up to this many rows are drawn whole, each as high as its text; of longer ones, only what is seen. */
export const mostDrawn = 100;

/** In pixels, of a row of a list that is not drawn whole; `popupStyles` says the same. */
export const rowHeight = 26;

/** Rows drawn above and below of what is seen, so that scrolling shows no gap. */
const margin = 8;

export interface ListWindow {
  /** The first row that is drawn. */
  readonly start: number;
  /** The first one that is not drawn any more. */
  readonly end: number;
}

/** Which rows of a list to draw. `scrollTop` and `height` of what is seen in pixels. */
export function listWindow(count: number, scrollTop: number, height: number): ListWindow {
  if (count <= mostDrawn) return { start: 0, end: count };
  const start = Math.max(0, Math.min(count - 1, Math.floor(scrollTop / rowHeight)) - margin);
  return { start, end: Math.min(count, start + Math.ceil(height / rowHeight) + 2 * margin) };
}

/** Where to scroll to so that a row is seen whole; `scrollTop` itself when it is. */
export function scrollTopFor(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}
