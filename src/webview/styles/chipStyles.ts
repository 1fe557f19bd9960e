import { css } from 'lit';

/** Chips, and the box that holds them with a text input. */
export const chipStyles = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-inline-size: 100%;
    padding: 0 6px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    background: var(--vscode-badge-background);
    color: var(--vscode-badge-foreground);
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .chip.stray {
    border-color: var(--vscode-inputValidation-warningBorder);
  }
  .chip button {
    display: inline-flex;
    align-items: center;
    margin-inline-end: -4px;
    padding: 1px;
    border: 0;
    border-radius: 3px;
    background: none;
    color: inherit;
  }
  .chip button:hover {
    outline: 1px solid currentColor;
    outline-offset: -1px;
  }
  .chip button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 0;
  }
  .chip-list {
    display: contents;
    list-style: none;
  }
  .chip-box {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px;
    padding: 3px 6px;
    cursor: text;
  }
  .chip-box .inner-input {
    flex: 1 1 90px;
    min-inline-size: 60px;
    height: 20px;
    padding: 0 2px;
    border: 0;
    outline: 0;
    background: none;
    color: inherit;
  }
  .chip-box .opener {
    display: inline-flex;
    margin-inline-start: auto;
    padding: 2px;
    border: 0;
    background: none;
  }
`;
