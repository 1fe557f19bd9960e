import { css, html, LitElement, type TemplateResult } from 'lit';
import { icon } from '../icon.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';

/** What can be done on the page by keyboard alone, behind a button. */
export class ItsmShortcuts extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: inline-flex;
      }
      button {
        anchor-name: --itsm-shortcuts;
      }
      .list {
        position: fixed;
        position-anchor: --itsm-shortcuts;
        position-area: block-end span-inline-start;
        position-try-fallbacks: flip-inline;
        inset: auto;
        max-inline-size: min(420px, calc(100vw - 16px));
        margin: 4px 0;
        padding: 12px 16px;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 6px;
        background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
        color: var(--vscode-editorWidget-foreground, var(--vscode-foreground));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      }
      h2 {
        margin-block-end: 8px;
        font-size: 1em;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 6px 14px;
      }
      kbd {
        padding: 1px 5px;
        border: 1px solid
          var(
            --vscode-keybindingLabel-border,
            var(--vscode-contrastBorder, color-mix(in srgb, currentColor 30%, transparent))
          );
        border-radius: 3px;
        font: inherit;
        font-size: 0.95em;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<button
        class="icon-button"
        type="button"
        popovertarget="list"
        title=${t('Keyboard shortcuts')}
        aria-label=${t('Keyboard shortcuts')}
      >
        ${icon('keyboard')}
      </button>
      <div id="list" class="list" popover role="dialog" aria-labelledby="heading">
        <h2 id="heading">${t('Keyboard shortcuts')}</h2>
        <dl>
          ${row('Ctrl+Enter', t('Send the form that has the focus (⌘Enter on a Mac)'))}
          ${row('Tab', t('From one field to the next'))} ${row('Alt+↑ ↓', t('Move a row of a table'))}
          ${row('Esc', t('Close a list or a menu'))}
          ${row('F1', t('Every operation is a command, too: type its name in the command palette'))}
        </dl>
      </div>`;
  }
}

function row(keys: string, text: string): TemplateResult {
  return html`<dt><kbd>${keys}</kbd></dt>
    <dd>${text}</dd>`;
}

customElements.define('itsm-shortcuts', ItsmShortcuts);
