import { css } from 'lit';

/** Rich text of a ticket, as it is read and as it is edited. */
export const richTextStyles = css`
  .rich {
    overflow-wrap: anywhere;
    user-select: text;
  }
  /* Each paragraph runs as its own language does. */
  .rich,
  .rich :is(p, div, li, dt, dd, td, th, h1, h2, h3, h4, h5, h6) {
    unicode-bidi: plaintext;
  }
  .rich > :first-child {
    margin-block-start: 0;
  }
  .rich > :last-child {
    margin-block-end: 0;
  }
  .rich :is(p, ul, ol, dl, blockquote, pre, figure, .table, hr) {
    margin-block: 0 8px;
    margin-inline: 0;
  }
  .rich :is(ul, ol) {
    padding-inline-start: 24px;
  }
  .rich li > :is(ul, ol, p) {
    margin-block-end: 0;
  }
  .rich dd {
    margin-inline-start: 24px;
  }
  .rich :is(h1, h2, h3, h4, h5, h6) {
    margin-block: 12px 6px;
    font-size: 1em;
    font-weight: 600;
    line-height: 1.3;
  }
  .rich :is(h1, h2, h3, h4, h5, h6)[data-level='1'] {
    font-size: 1.4em;
  }
  .rich :is(h1, h2, h3, h4, h5, h6)[data-level='2'] {
    font-size: 1.25em;
  }
  .rich :is(h1, h2, h3, h4, h5, h6)[data-level='3'] {
    font-size: 1.1em;
  }
  .rich blockquote {
    padding: 2px 12px;
    border-inline-start: 3px solid
      var(--vscode-textBlockQuote-border, color-mix(in srgb, var(--vscode-foreground) 30%, transparent));
    background: var(--vscode-textBlockQuote-background);
  }
  .rich :is(pre, code, kbd, samp) {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: 0.95em;
  }
  .rich :is(code, kbd) {
    padding: 0 4px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 3px;
    background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent);
  }
  .rich pre {
    padding: 8px 12px;
    overflow-x: auto;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    background: color-mix(in srgb, var(--vscode-foreground) 7%, transparent);
    white-space: pre-wrap;
  }
  .rich pre code {
    padding: 0;
    border: 0;
    background: none;
    font-size: inherit;
  }
  .rich a[href] {
    border-radius: 2px;
    color: var(--vscode-textLink-foreground);
    text-decoration: underline;
    cursor: pointer;
  }
  .rich a[href]:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  .rich a[href]:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .rich mark {
    background: var(--vscode-editor-findMatchHighlightBackground, color-mix(in srgb, #f0c000 35%, transparent));
    color: inherit;
  }
  .rich hr {
    border: 0;
    border-block-start: 1px solid
      var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 22%, transparent));
  }
  .rich .table {
    overflow-x: auto;
  }
  .rich .table:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
  }
  .rich table {
    border-collapse: collapse;
  }
  .rich :is(th, td) {
    padding: 4px 8px;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 22%, transparent));
    vertical-align: top;
  }
  .rich th {
    background: color-mix(in srgb, var(--vscode-foreground) 7%, transparent);
    font-weight: 600;
  }
`;
