import { css } from 'lit';

/** The editor of a rich text: a frame as an input has it, a toolbar, the text. Goes with `richTextStyles`. */
export const richEditorStyles = css`
  .rich-editor {
    padding: 0;
    overflow: clip;
    color: var(--vscode-input-foreground);
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px;
    padding: 3px;
    border-block-end: 1px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 15%, transparent));
  }
  .toolbar select.box {
    width: auto;
    min-height: 22px;
    padding: 0 6px;
  }
  .toolbar .icon-button {
    width: 24px;
    height: 24px;
    font-weight: 600;
  }
  .toolbar .icon-button[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground, var(--vscode-toolbar-hoverBackground));
    color: var(--vscode-inputOption-activeForeground, inherit);
    outline: 1px solid var(--vscode-inputOption-activeBorder, var(--vscode-contrastActiveBorder, transparent));
    outline-offset: -1px;
  }
  .toolbar .icon-button[aria-disabled='true'] {
    opacity: 0.4;
  }
  .toolbar .icon-button:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .toolbar .gap {
    width: 1px;
    height: 16px;
    margin-inline: 3px;
    background: color-mix(in srgb, var(--vscode-foreground) 22%, transparent);
  }
  .link-row {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 4px;
    background: var(--vscode-editor-background);
    border-block-end: 1px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 15%, transparent));
  }
  .link-row .box {
    flex: 1 1 160px;
    width: auto;
    min-inline-size: 0;
  }
  .link-row .wrong {
    flex-basis: 100%;
    color: var(--vscode-errorForeground);
  }
  .ProseMirror {
    min-height: 96px;
    max-height: 60vh;
    padding: 8px;
    overflow-y: auto;
    outline: 0;
    white-space: pre-wrap;
    word-wrap: break-word;
    font-variant-ligatures: none;
  }
  .ProseMirror pre {
    white-space: pre-wrap;
  }
  .ProseMirror li {
    position: relative;
  }
  .ProseMirror-hideselection *::selection {
    background: transparent;
  }
  .ProseMirror-selectednode {
    border-radius: 2px;
    outline: 2px solid var(--vscode-focusBorder);
  }
  .ProseMirror-separator {
    display: inline !important;
    margin: 0 !important;
    border: 0 !important;
  }
  .kept {
    display: block;
    margin-block-end: 8px;
  }
  span.kept {
    display: inline-block;
    margin: 0;
  }
  .kept .table {
    margin: 0;
  }
`;
