import { css } from 'lit';

/**
 * What opens below its control: one of a kind for lists, trees and menus of controls. An element with `popover` and the
 * class `popup`, inside of an element with the class `popup-scope`, opens at the `anchor` in there.
 */
export const popupStyles = css`
  .popup-scope {
    /* A table has many of them in one tree: each finds its own. */
    anchor-scope: --itsm-popup;
  }
  .anchor {
    anchor-name: --itsm-popup;
  }
  .popup {
    position: fixed;
    position-anchor: --itsm-popup;
    position-area: block-end span-inline-end;
    position-try-fallbacks:
      flip-block,
      flip-inline,
      flip-block flip-inline;
    inset: auto;
    min-width: max(anchor-size(width), 160px);
    max-width: calc(100vw - 16px);
    max-height: 270px;
    margin: 2px 0;
    padding: 3px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    border: 1px solid
      var(--vscode-settings-dropdownListBorder, var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)));
    border-radius: 5px;
    background: var(--vscode-dropdown-listBackground, var(--vscode-dropdown-background));
    color: var(--vscode-dropdown-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
  }
  .popup.list {
    width: anchor-size(width);
    list-style: none;
  }
  .option {
    display: flex;
    align-items: center;
    gap: 6px;
    min-height: 26px;
    padding: 2px 6px;
    border-radius: 3px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .windowed .option {
    height: 26px;
  }
  /* Stand for the rows that are not drawn. */
  .windowed::before,
  .windowed::after {
    content: '';
    display: block;
    height: var(--rows-before);
  }
  .windowed::after {
    height: var(--rows-after);
  }
  .option > .text {
    min-inline-size: 0;
  }
  .windowed .option > .text {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .option .mark {
    flex: none;
    width: 16px;
    height: 16px;
  }
  .option:hover {
    background: var(--vscode-list-hoverBackground);
    color: var(--vscode-list-hoverForeground, inherit);
  }
  .option.active {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  .option-note {
    padding: 4px 8px;
    color: var(--vscode-descriptionForeground);
  }
`;
