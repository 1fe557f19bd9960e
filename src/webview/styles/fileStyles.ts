import { css } from 'lit';

/** Lists of files, and the place to drop more. */
export const fileStyles = css`
  .files {
    display: flex;
    flex-direction: column;
    gap: 4px;
    list-style: none;
  }
  .file {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-height: 28px;
    padding-block: 2px;
    padding-inline: 8px 4px;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 15%, transparent));
    border-radius: 4px;
  }
  .file > .name {
    flex: 1 1 auto;
    inline-size: 0;
    min-inline-size: min(100%, 120px);
    overflow-wrap: anywhere;
  }
  .file .link {
    vertical-align: baseline;
  }
  .file .size {
    color: var(--vscode-descriptionForeground);
    font-variant-numeric: tabular-nums;
    unicode-bidi: plaintext;
    white-space: nowrap;
  }
  .file .failure {
    flex-basis: 100%;
    color: var(--vscode-errorForeground);
    overflow-wrap: anywhere;
  }
  .file progress {
    flex-basis: 100%;
    height: 2px;
    border: 0;
    border-radius: 1px;
    background: color-mix(in srgb, var(--vscode-foreground) 15%, transparent);
    appearance: none;
  }
  .file progress::-webkit-progress-bar {
    background: none;
  }
  .file progress::-webkit-progress-value {
    border-radius: 1px;
    background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
  }
  .file progress::-moz-progress-bar {
    background: var(--vscode-progressBar-background, var(--vscode-focusBorder));
  }
  .drop {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px;
    border: 1px dashed var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 30%, transparent));
    border-radius: 5px;
  }
  .files + .drop {
    margin-block-start: 6px;
  }
  .drop.over {
    border: 1px dashed var(--vscode-focusBorder);
    background: var(--vscode-list-dropBackground, color-mix(in srgb, var(--vscode-focusBorder) 15%, transparent));
  }
  .drop.invalid {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .drop .limits {
    flex-basis: 100%;
  }
  .refused {
    margin-block-start: 4px;
    color: var(--vscode-errorForeground);
    list-style: none;
    overflow-wrap: anywhere;
  }
  .templates {
    margin-block-end: 6px;
    color: var(--vscode-descriptionForeground);
    overflow-wrap: anywhere;
  }
  * + .templates {
    margin-block: 6px 0;
  }
`;
