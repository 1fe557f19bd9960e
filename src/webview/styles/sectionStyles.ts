import { css } from 'lit';

/** A part of the page behind a heading that opens it. */
export const sectionStyles = css`
  h2 {
    font-size: 1em;
    font-weight: 600;
  }
  .toggle {
    display: flex;
    align-items: center;
    gap: 4px;
    width: 100%;
    padding: 4px 0;
    border: 0;
    background: none;
    font-weight: 600;
    text-align: start;
    scroll-margin-block: 16px 110px;
  }
  .toggle:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 2px;
  }
  .count {
    color: var(--vscode-descriptionForeground);
    font-weight: normal;
  }
`;
