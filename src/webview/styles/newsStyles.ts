import { css } from 'lit';

/** The dot beside what has changed since the user looked last. */
export const newsStyles = css`
  .news {
    display: inline-block;
    flex: none;
    width: 7px;
    height: 7px;
    margin-inline-start: 6px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-charts-yellow, var(--vscode-focusBorder));
    vertical-align: middle;
  }
`;
