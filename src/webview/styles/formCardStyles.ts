import { css } from 'lit';

/** A form with what is said about it above, and its buttons below it for as long as it is in sight. */
export const formCardStyles = css`
  .notices {
    display: flex;
    flex-direction: column;
    gap: 8px;
    margin-block-end: 16px;
  }
  .notices:not(:has(itsm-notice)) {
    display: none;
  }
  itsm-stale-form {
    margin-block-end: 20px;
  }
  .action-bar {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    margin-block: 16px var(--itsm-bar-below, -20px);
    margin-inline: var(--itsm-card-inset, 0);
    padding: 10px calc(-1 * var(--itsm-card-inset, 0px));
    border-block-start: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    border-end-start-radius: 6px;
    border-end-end-radius: 6px;
    background: var(--vscode-editor-background);
  }
  /* A message is short: its button stands below it and follows nobody. */
  :host(.composer) .action-bar {
    position: static;
    margin: 12px 0 0;
    padding: 0;
    border: 0;
  }
`;
