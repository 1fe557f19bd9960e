import { css } from 'lit';

/** The page's layout: one column in a narrow editor, the earlier values beside the form in a wide one. */
export const pageStyles = css`
  .page {
    display: flex;
    flex-direction: column;
    min-height: 100vh;
    max-inline-size: 1280px;
    margin-inline: auto;
    padding: 16px 24px 0;
  }
  header {
    padding-block-end: 16px;
  }
  .columns {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
    align-content: start;
    padding-block-end: 24px;
  }
  .columns:not(.with-aside) {
    max-inline-size: 880px;
  }
  .columns.with-aside {
    grid-template-columns: minmax(0, 1fr) 320px;
  }
  .main-column {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-inline-size: 0;
  }
  .notices {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .notices:not(:has(itsm-notice)) {
    display: none;
  }
  .card {
    padding: 16px 20px 20px;
    border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    border-radius: 6px;
    background: var(--vscode-editor-background);
  }
  itsm-details.card,
  .card.section {
    padding-block: 12px;
  }
  itsm-step-header + itsm-form {
    margin-block-start: 18px;
  }
  aside itsm-details {
    position: sticky;
    inset-block-start: 16px;
    max-height: calc(100vh - 110px);
    overflow: auto;
  }
  .action-bar {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    margin-inline: -24px;
    padding: 10px 24px;
    border-block-start: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
    background: var(--vscode-editor-background);
  }
  .action-bar:not(:has(itsm-action-bar)) {
    display: none;
  }
  @media (max-width: 480px) {
    .page {
      padding: 12px 12px 0;
    }
    .card {
      padding: 12px;
    }
    .action-bar {
      margin-inline: -12px;
      padding: 8px 12px;
    }
  }
`;
