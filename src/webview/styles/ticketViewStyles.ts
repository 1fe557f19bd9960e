import { css, type CSSResultArray } from 'lit';
import { cardStyles } from './cardStyles.ts';

/** Two columns in a wide editor, one in a narrow one: the order of reading is the same. */
export const ticketViewStyles: CSSResultArray = [
  cardStyles,
  css`
    header {
      padding-block-end: 16px;
    }
    .seen {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 10px;
      margin-block-start: 10px;
    }
    .seen .news {
      margin-inline: 4px 10px;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px 20px;
      align-content: start;
      padding-block-end: 24px;
    }
    .main-column {
      display: flex;
      flex-direction: column;
      gap: 16px;
      min-inline-size: 0;
    }
    aside {
      min-inline-size: 0;
    }
    .host-notice:focus-visible {
      outline: 1px solid var(--vscode-focusBorder);
      outline-offset: 2px;
    }
    @media (min-width: 1000px) {
      .columns:has(aside) {
        grid-template-columns: minmax(0, 1fr) clamp(300px, 32%, 420px);
      }
      .columns:not(:has(aside)) {
        max-inline-size: 880px;
      }
    }
  `,
];
