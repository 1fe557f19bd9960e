import { css, type CSSResultArray } from 'lit';
import { cardStyles } from './cardStyles.ts';

/** The page around a ticket, or around the form of a new one. */
export const pageStyles: CSSResultArray = [
  cardStyles,
  css`
    .page {
      max-inline-size: 1360px;
      margin-inline: auto;
      padding: 16px 24px 0;
    }
    .creation {
      max-inline-size: 880px;
      padding-block-end: 24px;
    }
    header {
      padding-block-end: 16px;
    }
    @media (max-width: 480px) {
      .page {
        padding: 12px 12px 0;
      }
    }
  `,
];
