import { css } from 'lit';

/** Tables of values, for reading and for editing. */
export const tableStyles = css`
  .scroller {
    /* Texts for screen readers only are placed absolutely: they must not widen the page. */
    position: relative;
    overflow-x: auto;
    border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    border-radius: 5px;
  }
  .scroller:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 5px 8px;
    border-block-end: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    text-align: start;
    vertical-align: top;
  }
  tr:last-child > td {
    border-block-end: 0;
  }
  th {
    background: color-mix(in srgb, var(--vscode-foreground) 5%, transparent);
    font-weight: 600;
    white-space: nowrap;
  }
  td {
    overflow-wrap: anywhere;
  }
  .number {
    width: 1%;
    padding-inline-end: 4px;
    color: var(--vscode-descriptionForeground);
    font-variant-numeric: tabular-nums;
    font-weight: normal;
    text-align: end;
  }
`;
