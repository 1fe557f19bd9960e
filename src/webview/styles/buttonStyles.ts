import { css } from 'lit';

/**
 * Buttons as the editor draws them. Native ones: `vscode-button` gives up the focus when it is disabled and repeats
 * its click while Enter is held down. A locked button is `aria-disabled`, so it keeps the focus of its user.
 */
export const buttonStyles = css`
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    cursor: pointer;
  }
  button[aria-disabled='true'] {
    cursor: default;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 28px;
    max-inline-size: 100%;
    padding: 4px 12px;
    border: 1px solid var(--vscode-button-border, transparent);
    border-radius: 4px;
    background: var(--vscode-button-background);
    color: var(--vscode-button-foreground);
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .button:hover {
    background: var(--vscode-button-hoverBackground);
  }
  .button.secondary {
    border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent));
    background: var(--vscode-button-secondaryBackground);
    color: var(--vscode-button-secondaryForeground);
  }
  .button.secondary:hover {
    background: var(--vscode-button-secondaryHoverBackground);
  }
  .button[aria-disabled='true'] {
    opacity: 0.5;
  }
  .button[aria-disabled='true']:hover {
    background: var(--vscode-button-background);
  }
  .button.secondary[aria-disabled='true']:hover {
    background: var(--vscode-button-secondaryBackground);
  }
  .link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 0;
    border: 0;
    border-radius: 2px;
    background: none;
    color: var(--vscode-textLink-foreground);
    overflow-wrap: anywhere;
    text-align: start;
  }
  .link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  .link[aria-disabled='true'] {
    opacity: 0.5;
    text-decoration: none;
  }
  .icon-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 22px;
    height: 22px;
    padding: 0;
    border: 0;
    border-radius: 5px;
    background: none;
    color: var(--vscode-icon-foreground, inherit);
  }
  .icon-button:hover {
    background: var(--vscode-toolbar-hoverBackground);
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .button:focus-visible,
  .link:focus-visible,
  .icon-button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .icon-button:focus-visible {
    outline-offset: -1px;
  }
`;
