import { css } from 'lit';

/** What every component of the page shares: box model, focus, icons, text for screen readers only. */
export const baseStyles = css`
  :host {
    box-sizing: border-box;
    display: block;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family, system-ui, sans-serif);
    font-size: var(--vscode-font-size, 13px);
    font-weight: var(--vscode-font-weight, normal);
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  h1,
  h2,
  h3,
  p,
  dl,
  dd,
  ul {
    margin: 0;
    padding: 0;
  }
  .codicon {
    display: inline-block;
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    font: normal 16px/1 codicon;
    text-align: center;
    user-select: none;
  }
  .codicon::before {
    content: attr(data-glyph);
  }
  .codicon.spin {
    animation: turn 1.5s steps(30) infinite;
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  .muted {
    color: var(--vscode-descriptionForeground);
  }
  .screen-reader-only {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
