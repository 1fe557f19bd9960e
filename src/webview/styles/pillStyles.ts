import { css } from 'lit';

/** A status in a rounded frame. The tone colours only the icon and the frame: the text keeps the theme's contrast. */
export const pillStyles = css`
  .pill {
    --itsm-tone: var(--vscode-descriptionForeground);
    display: inline-flex;
    align-items: center;
    gap: 5px;
    max-inline-size: 100%;
    padding-block: 1px;
    padding-inline: 6px 9px;
    border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--itsm-tone) 45%, transparent));
    border-radius: 11px;
    background: color-mix(in srgb, var(--itsm-tone) 10%, transparent);
    color: var(--vscode-foreground);
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .pill .codicon {
    color: var(--itsm-tone);
  }
  .pill.blue {
    --itsm-tone: var(--vscode-charts-blue);
  }
  .pill.green {
    --itsm-tone: var(--vscode-charts-green);
  }
  .pill.yellow {
    --itsm-tone: var(--vscode-charts-yellow);
  }
  .pill.orange {
    --itsm-tone: var(--vscode-charts-orange);
  }
  .pill.red {
    --itsm-tone: var(--vscode-charts-red);
  }
`;
