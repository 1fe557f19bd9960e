import { css, html, nothing, type TemplateResult } from 'lit';
import type { HistoryEntry, HistorySource } from '../../domain/history.ts';
import type { SectionContent } from '../../protocol/stepPage.ts';
import { t } from '../l10n.ts';
import { dateTimeText } from '../timeText.ts';
import { valueText } from '../valueText.ts';
import { ItsmSection } from './itsmSection.ts';

type HistoryContent = Extract<SectionContent, { entries: unknown }>;

/** What has happened to the ticket, the latest first. */
export class ItsmHistory extends ItsmSection<HistoryContent> {
  static override styles = [
    ItsmSection.styles,
    css`
      ol {
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        padding: 0 0 16px 22px;
      }
      li:last-child {
        padding-block-end: 0;
      }
      li::before {
        content: '';
        position: absolute;
        inset: 6px auto auto 3px;
        width: 9px;
        height: 9px;
        border: 2px solid var(--vscode-descriptionForeground);
        border-radius: 50%;
      }
      li:first-child::before {
        border-color: var(--vscode-focusBorder);
        background: var(--vscode-focusBorder);
      }
      li:not(:last-child)::after {
        content: '';
        position: absolute;
        inset: 21px auto -2px 9px;
        border-inline-start: 1px solid
          var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 22%, transparent));
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 10px;
        color: var(--vscode-descriptionForeground);
      }
      .author {
        color: var(--vscode-foreground);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .what {
        margin-block-start: 2px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        user-select: text;
      }
      details {
        margin-block-start: 4px;
      }
      summary {
        width: fit-content;
        border-radius: 2px;
        color: var(--vscode-textLink-foreground);
        cursor: pointer;
      }
      summary:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(80px, max-content) minmax(0, 1fr);
        gap: 4px 14px;
        margin-block-start: 6px;
        padding: 8px 12px;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 5px;
      }
      dt {
        max-inline-size: 220px;
        color: var(--vscode-descriptionForeground);
        overflow-wrap: anywhere;
      }
      .text {
        white-space: pre-wrap;
      }
      dd {
        overflow-wrap: anywhere;
        user-select: text;
      }
      @media (max-width: 480px) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd {
          margin-block-end: 6px;
        }
      }
    `,
  ];

  readonly section = 'history';

  protected get heading(): string {
    return t('History');
  }

  protected summary({ entries }: HistoryContent): string {
    return `${entries.length}`;
  }

  protected body({ entries }: HistoryContent): TemplateResult {
    if (entries.length === 0) return html`<p class="muted">${t('Nothing has happened yet.')}</p>`;
    return html`<ol>
      ${entries.toReversed().map((entry) => this.#entry(entry))}
    </ol>`;
  }

  #entry({ at, timeText, author, text, source, values }: HistoryEntry): TemplateResult {
    const through = sourceText(source);
    return html`<li>
      <div class="head">
        <span class="author">${author ?? t('System')}</span>
        <time title=${timeText === '' ? nothing : t('The system wrote: {0}', timeText)}>
          ${at === undefined ? timeText : dateTimeText(at)}
        </time>
        ${through === '' ? nothing : html`<span>${through}</span>`}
      </div>
      <div class="what">${text}</div>
      ${
        values.length === 0
          ? nothing
          : html`<details>
              <summary>
                ${values.length === 1 ? t('1 value given then') : t('{0} values given then', values.length)}
              </summary>
              <dl>
                ${values.map(
                  ({ label, text: value }) =>
                    html`<dt>${label}</dt>
                      <dd>${valueText(value)}</dd>`,
                )}
              </dl>
            </details>`
      }
    </li>`;
  }
}

/** Through what it was done, where that is worth a word. */
function sourceText(source: HistorySource): string {
  switch (source) {
    case 'mobile':
      return t('on a phone');
    case 'interface':
      return t('through the interface');
    case 'web':
    case 'system':
    case 'unknown':
      return '';
  }
}

customElements.define('itsm-history', ItsmHistory);
