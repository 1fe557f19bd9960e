import { css } from 'lit';

/** A part of the page in a frame of its own. */
export const cardStyles = css`
  .card {
    /* What lies across a card from one side to the other. */
    --itsm-card-inset: -20px;
    padding: 16px 20px 20px;
    border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    border-radius: 6px;
    background: var(--vscode-editor-background);
  }
  .card.section {
    --itsm-bar-below: -12px;
    padding-block: 12px;
  }
  @media (max-width: 480px) {
    .card {
      --itsm-card-inset: -12px;
      --itsm-bar-below: -12px;
      padding: 12px;
    }
  }
`;
