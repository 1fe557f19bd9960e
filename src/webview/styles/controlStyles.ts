import { css } from 'lit';

/** Native inputs as the editor draws its own. */
export const controlStyles = css`
  input,
  textarea,
  select,
  .box {
    font: inherit;
  }
  .box {
    display: block;
    width: 100%;
    min-height: 28px;
    margin: 0;
    padding: 4px 8px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    line-height: 18px;
  }
  .box::placeholder,
  .inner-input::placeholder {
    color: var(--vscode-input-placeholderForeground);
    opacity: 1;
  }
  .box:focus,
  .box:focus-within {
    border-color: var(--vscode-focusBorder);
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  .box[aria-invalid='true'],
  .box.invalid {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .box:disabled {
    opacity: 0.8;
  }
  /* What is in it is still read: its letters stay as strong as they are. */
  .box.locked {
    background: none;
    cursor: default;
  }
  textarea.box {
    field-sizing: content;
    min-height: 74px;
    max-height: 60vh;
    resize: vertical;
  }
  .zoned {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .zoned .box {
    flex: 1 1 200px;
    width: auto;
    min-inline-size: 0;
  }
  .range {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 4px 12px;
  }
  .range .part {
    display: flex;
    flex: 1 1 200px;
    flex-direction: column;
    gap: 2px;
    min-inline-size: 0;
  }
  .range > .muted {
    align-self: end;
    padding-block-end: 5px;
  }
  .secret {
    position: relative;
  }
  .secret .box {
    padding-inline-end: 32px;
  }
  .secret .reveal {
    position: absolute;
    inset-block-start: 3px;
    inset-inline-end: 4px;
  }
  .masked {
    -webkit-text-security: disc;
  }
  select.box {
    appearance: base-select;
    display: inline-flex;
    align-items: center;
    background: var(--vscode-dropdown-background);
    border-color: var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    color: var(--vscode-dropdown-foreground);
    cursor: pointer;
  }
  select.box::picker-icon {
    content: '';
    width: 6px;
    height: 6px;
    margin-block-start: -3px;
    margin-inline: auto 5px;
    border: solid currentColor;
    border-width: 0 1px 1px 0;
    rotate: 45deg;
  }
  select.box::picker(select) {
    appearance: base-select;
    margin-block: 2px;
    max-height: 300px;
    padding: 3px;
    border: 1px solid
      var(--vscode-settings-dropdownListBorder, var(--vscode-widget-border, var(--vscode-contrastBorder, transparent)));
    border-radius: 5px;
    background: var(--vscode-dropdown-listBackground, var(--vscode-dropdown-background));
    color: var(--vscode-dropdown-foreground);
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
    max-inline-size: calc(100vw - 16px);
  }
  select.box option {
    gap: 6px;
    min-height: 24px;
    padding: 3px 6px;
    border-radius: 3px;
  }
  select.box option:hover,
  select.box option:focus {
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  select.box option::checkmark {
    font-size: 11px;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    min-inline-size: 0;
    margin: 0;
    padding: 3px 0;
    border: 0;
  }
  .choices.vertical {
    flex-direction: column;
  }
  .choice {
    display: inline-flex;
    align-items: flex-start;
    gap: 8px;
    padding: 2px 0;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .choice input {
    appearance: none;
    flex: none;
    display: grid;
    place-content: center;
    width: 18px;
    height: 18px;
    margin: 0;
    border: 1px solid var(--vscode-checkbox-border, var(--vscode-contrastBorder, currentColor));
    border-radius: 3px;
    background: var(--vscode-checkbox-background);
    color: var(--vscode-checkbox-foreground);
    cursor: inherit;
  }
  .choice input[type='radio'] {
    border-radius: 50%;
  }
  .choice input[type='radio']:checked::before {
    content: '';
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: currentColor;
  }
  .choice input[type='checkbox']:checked::before {
    content: '';
    width: 5px;
    height: 10px;
    margin-block-start: -3px;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
  }
  .choice input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }
  .invalid .choice input {
    border-color: var(--vscode-inputValidation-errorBorder);
  }
  .choice:has(:disabled) {
    opacity: 0.8;
    cursor: default;
  }
  @media (forced-colors: active) {
    .choice input {
      appearance: auto;
    }
  }
`;
