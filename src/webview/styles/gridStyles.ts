import { css } from 'lit';

/** A table that is edited in its cells. Goes with `tableStyles` and `controlStyles`. */
export const gridStyles = css`
  td.cell {
    height: 34px;
    min-inline-size: 120px;
    padding: 2px;
    background: var(--vscode-input-background);
    cursor: text;
  }
  td.cell,
  tbody tr > * {
    border-color: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 14%, transparent));
  }
  td.cell {
    border-inline-start: 1px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 14%, transparent));
  }
  td.cell.date {
    min-inline-size: 136px;
  }
  td.cell.dateTime {
    min-inline-size: 216px;
  }
  td.cell.multiSelect {
    min-inline-size: 170px;
  }
  td.cell:focus,
  td.cell:focus-within {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  td.cell.editing:focus-within {
    outline-width: 2px;
    outline-offset: -2px;
  }
  td.cell.wrong:not(:focus-within) {
    outline: 1px solid var(--vscode-inputValidation-errorBorder);
    outline-offset: -1px;
  }
  .shown {
    display: block;
    padding: 5px 7px;
    line-height: 18px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .shown > span {
    unicode-bidi: plaintext;
  }
  td.cell .box {
    min-height: 30px;
    padding: 4px 6px;
    border-color: transparent;
    border-radius: 0;
    outline: 0;
    background: none;
  }
  td.cell .chip-box .inner-input {
    flex-basis: 30px;
    min-inline-size: 24px;
  }
  td.cell input[type='date'],
  td.cell input[type='datetime-local'] {
    /* The browser's own width is that of its longest text. */
    min-inline-size: 0;
  }
  td.actions {
    width: 1%;
    min-inline-size: 0;
    padding: 6px 6px 4px 2px;
    white-space: nowrap;
  }
  @media (min-width: 700px) {
    td.actions {
      position: sticky;
      inset-inline-end: 0;
      background: var(--vscode-editor-background);
    }
  }
  tbody th.number {
    padding: 8px;
    background: none;
    vertical-align: top;
  }
  tbody tr:last-child > th {
    border-block-end: 0;
  }
  .required {
    margin-inline-start: 3px;
    color: var(--vscode-errorForeground);
  }
  .empty {
    padding: 12px;
    color: var(--vscode-descriptionForeground);
  }
  .loss {
    display: inline-flex;
    gap: 4px;
    align-items: center;
  }
  .loss .codicon {
    color: var(--vscode-editorWarning-foreground);
  }
  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    margin-block-start: 8px;
  }
  .icon-button[aria-disabled='true'] {
    opacity: 0.4;
  }
  td,
  input,
  select,
  button {
    scroll-margin-block: 48px 110px;
  }
`;
