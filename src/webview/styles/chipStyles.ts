import { css } from 'lit';

/** Chips, the box that holds them with a text input, and the list below it. */
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
  .anchor {
    anchor-name: --itsm-choice-box;
  }
  .listbox {
    position: fixed;
    position-anchor: --itsm-choice-box;
    position-area: block-end span-inline-end;
    position-try-fallbacks: flip-block;
    inset: auto;
    width: anchor-size(width);
    max-height: 264px;
    margin: 2px 0;
    padding: 3px;
    overflow-y: auto;
    list-style: none;
    border: 1px solid
      var(--vscode-settings-dropdownListBorder, var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)));
    border-radius: 5px;
    background: var(--vscode-dropdown-listBackground, var(--vscode-dropdown-background));
    color: var(--vscode-dropdown-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  .option {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 24px;
    padding: 2px 6px;
    border-radius: 3px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .option .mark {
    flex: none;
    width: 16px;
    height: 16px;
  }
  .option:hover {
    background: var(--vscode-list-hoverBackground);
    color: var(--vscode-list-hoverForeground, inherit);
  }
  .option.active {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .option-note {
    padding: 3px 8px;
    color: var(--vscode-descriptionForeground);
  }
`;
