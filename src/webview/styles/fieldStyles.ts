import { css } from 'lit';

/** Around a field's control: label, marks, problem, hints; and its value for reading. */
export const fieldStyles = css`
  /* What gets the focus must not hide behind the bar at the bottom. Not as padding of the scrolled page: that would
     scroll it whenever the bar itself gets the focus. */
  input,
  textarea,
  select,
  button,
  .value {
    scroll-margin-block: 48px 110px;
  }
  .head {
    display: flex;
    align-items: baseline;
    gap: 8px;
    margin-block-end: 4px;
  }
  .label {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .required {
    margin-inline-start: 3px;
    color: var(--vscode-errorForeground);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    align-self: center;
    gap: 3px;
    color: var(--vscode-descriptionForeground);
    font-size: 0.9em;
  }
  .changed {
    align-self: center;
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder));
  }
  .counter {
    margin-inline-start: auto;
    color: var(--vscode-descriptionForeground);
    font-size: 0.9em;
    font-variant-numeric: tabular-nums;
    unicode-bidi: plaintext;
    white-space: nowrap;
  }
  .counter.over {
    color: var(--vscode-errorForeground);
  }
  .value {
    min-height: 28px;
    padding-block: 4px;
    padding-inline: 10px 0;
    border-inline-start: 2px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 22%, transparent));
    overflow-wrap: anywhere;
    user-select: text;
  }
  .value.long {
    max-height: 400px;
    overflow: auto;
  }
  .text {
    white-space: pre-wrap;
    /* Dates and the like keep their order on a page that is read from right to left. */
    unicode-bidi: plaintext;
  }
  .follow {
    margin-block-start: 4px;
    font-size: 0.95em;
  }
  .follow .codicon {
    margin-block-start: 1px;
  }
  .value:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .raw {
    font-family: var(--vscode-editor-font-family, monospace);
  }
  .hint,
  .problem {
    margin-block-start: 4px;
    overflow-wrap: anywhere;
  }
  .hint {
    color: var(--vscode-descriptionForeground);
    font-size: 0.95em;
  }
  .note {
    display: flex;
    gap: 6px;
  }
  .problem {
    display: flex;
    gap: 6px;
    color: var(--vscode-errorForeground);
  }
  .note > .link,
  .note > span > .link {
    display: inline;
  }
  .file-view:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .file-view > .hint {
    margin-block: 6px 4px;
  }
  .entries {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .entries dt {
    color: var(--vscode-descriptionForeground);
  }
`;
