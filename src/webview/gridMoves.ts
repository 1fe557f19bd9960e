/** A cell of a grid, or one of the buttons behind the cells of a row, which count as columns. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** Rows that Page Up and Page Down go. */
const page = 10;

/**
 * Where a key leads from a place in a grid of `rows` by `columns`; at an edge it stays. `undefined`: the key leads
 * nowhere.
 * @param isCommand Ctrl or Cmd is held: Home and End then go to the first and the last place of all
 */
export function moveInGrid(
  key: string,
  isCommand: boolean,
  { row, column }: CellPlace,
  rows: number,
  columns: number,
  isRightToLeft: boolean,
): CellPlace | undefined {
  const on = isRightToLeft ? -1 : 1;
  const to = (toRow: number, toColumn: number): CellPlace => ({
    row: Math.max(0, Math.min(rows - 1, toRow)),
    column: Math.max(0, Math.min(columns - 1, toColumn)),
  });
  switch (isCommand ? `Ctrl+${key}` : key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - on);
    case 'ArrowRight':
      return to(row, column + on);
    case 'Home':
      return to(row, 0);
    case 'End':
      return to(row, columns - 1);
    case 'Ctrl+Home':
      return to(0, 0);
    case 'Ctrl+End':
      return to(rows - 1, columns - 1);
    case 'PageUp':
      return to(row - page, column);
    case 'PageDown':
      return to(row + page, column);
    default:
      return undefined;
  }
}
