import { css } from 'lit';

/** The menu behind "…", as the editor draws its own. */
export const menuStyles = css`
  .menu-button {
    anchor-name: --itsm-menu-button;
    padding-inline: 5px;
  }
  .menu {
    position: fixed;
    position-anchor: --itsm-menu-button;
    position-area: block-start span-inline-end;
    position-try-fallbacks: flip-block, flip-inline;
    inset: auto;
    min-width: 160px;
    max-width: min(360px, 90vw);
    margin: 4px 0;
    padding: 4px;
    border: 1px solid var(--vscode-menu-border, var(--vscode-contrastBorder, transparent));
    border-radius: 5px;
    background: var(--vscode-menu-background);
    color: var(--vscode-menu-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  .menu-item {
    display: block;
    width: 100%;
    padding: 4px 12px;
    border: 0;
    border-radius: 3px;
    background: none;
    color: inherit;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .menu-item:hover,
  .menu-item:focus {
    background: var(--vscode-menu-selectionBackground);
    color: var(--vscode-menu-selectionForeground);
    outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
    outline-offset: -1px;
  }
  .menu-item[aria-disabled='true'] {
    opacity: 0.5;
  }
`;
