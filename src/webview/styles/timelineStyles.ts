import { css } from 'lit';

/** What was said, what has happened, and the lines between. */
export const timelineStyles = css`
  .filters {
    display: inline-flex;
    margin-block: 8px 12px;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 18%, transparent));
    border-radius: 5px;
    overflow: clip;
  }
  .filter {
    padding: 3px 12px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  .filter[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground, var(--vscode-list-activeSelectionBackground));
    color: var(--vscode-inputOption-activeForeground, var(--vscode-list-activeSelectionForeground));
    outline: 1px solid var(--vscode-inputOption-activeBorder, transparent);
    outline-offset: -1px;
  }
  .filter:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -2px;
  }
  .entries {
    display: flex;
    flex-direction: column;
    gap: 10px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 6px 0;
    color: var(--vscode-descriptionForeground);
    font-size: 0.95em;
  }
  .line::before,
  .line::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 15%, transparent));
  }
  .line.unread {
    color: var(--vscode-foreground);
    font-weight: 600;
  }
  .line.unread::before,
  .line.unread::after {
    border-color: var(--vscode-focusBorder);
  }
  .message {
    padding: 8px 12px 10px;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 12%, transparent));
    border-radius: 6px;
    background: color-mix(in srgb, var(--vscode-foreground) 3%, transparent);
  }
  .message.mine {
    margin-inline-start: min(48px, 8%);
    background: color-mix(in srgb, var(--vscode-focusBorder) 10%, transparent);
  }
  .message.theirs {
    margin-inline-end: min(48px, 8%);
  }
  .message.system {
    border-style: dashed;
    background: none;
  }
  .message:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    min-height: 22px;
    color: var(--vscode-descriptionForeground);
  }
  .author {
    color: var(--vscode-foreground);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .dot {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--vscode-focusBorder);
  }
  .head .icon-button {
    margin-inline-start: auto;
  }
  .content {
    margin-block-start: 4px;
    overflow-wrap: anywhere;
    user-select: text;
  }
  .content + itsm-attachment-list {
    margin-block-start: 8px;
  }
  .change {
    position: relative;
    padding-inline-start: 22px;
  }
  .change::before {
    content: '';
    position: absolute;
    inset-block-start: 5px;
    inset-inline-start: 4px;
    width: 7px;
    height: 7px;
    border: 2px solid var(--vscode-descriptionForeground);
    border-radius: 50%;
  }
  .what {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    user-select: text;
  }
  details {
    margin-block-start: 4px;
  }
  summary {
    width: fit-content;
    border-radius: 2px;
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
  }
  summary:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(80px, max-content) minmax(0, 1fr);
    gap: 4px 14px;
    margin-block-start: 6px;
    padding: 8px 12px;
    border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    border-radius: 5px;
  }
  dt {
    max-inline-size: 220px;
    color: var(--vscode-descriptionForeground);
    overflow-wrap: anywhere;
  }
  .earlier {
    display: flex;
    justify-content: center;
    margin-block-end: 10px;
  }
  .pill-button {
    position: fixed;
    inset-block-end: 72px;
    inset-inline: 0;
    z-index: 2;
    width: fit-content;
    margin-inline: auto;
    border-radius: 14px;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  ::slotted(*) {
    margin-block-start: 16px;
  }
  @media (max-width: 480px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dd {
      margin-block-end: 6px;
    }
    .message.mine {
      margin-inline-start: 12px;
    }
    .message.theirs {
      margin-inline-end: 12px;
    }
  }
`;
