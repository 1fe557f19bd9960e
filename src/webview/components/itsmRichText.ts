import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { RichText } from '../../domain/richText.ts';
import { PageActionEvent } from '../events.ts';
import { t } from '../l10n.ts';
import { baseStyles } from '../styles/baseStyles.ts';
import { buttonStyles } from '../styles/buttonStyles.ts';
import { richTextStyles } from '../styles/richTextStyles.ts';
import './itsmPicture.ts';
import type { ItsmPicture } from './itsmPicture.ts';

/** Longer HTML than this is shown as the text it is: laying it out would stop the page. */
const longestMarkup = 500_000;

/**
 * A text of people, for reading. HTML and Markdown are sanitised here, in the page; links open through the host
 * ({@link PageActionEvent} `openLink`), pictures wait until they are asked for. Nothing is loaded by itself.
 */
export class ItsmRichText extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    richTextStyles,
    css`
      .plain {
        white-space: pre-wrap;
      }
      .pictures {
        margin-block-end: 6px;
      }
    `,
  ];
  static override properties = {
    content: { attribute: false },
    fragment: { state: true },
    pictureCount: { state: true },
  };

  declare content: RichText;
  /** What is shown in place of plain text; `undefined`: it is plain, or still being made. */
  declare fragment: DocumentFragment | undefined;
  declare pictureCount: number;

  constructor() {
    super();
    this.content = { format: 'plain', text: '' };
    this.fragment = undefined;
    this.pictureCount = 0;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('content')) return;
    const { format, text } = this.content;
    const before: RichText | undefined = changed.get('content');
    if (before?.format === format && before.text === text) return;
    this.fragment = undefined;
    this.pictureCount = 0;
    if (format !== 'plain' && text.length <= longestMarkup) void this.#prepare(this.content);
  }

  protected override render(): TemplateResult {
    const { format, text } = this.content;
    if (this.fragment !== undefined) {
      return html`${
          this.pictureCount > 1
            ? html`<button class="link pictures" type="button" @click=${this.#showPictures}>
                ${t('Show all {0} pictures', this.pictureCount)}
              </button>`
            : nothing
        }
        <div class="rich" @click=${this.#onClick} @auxclick=${this.#onClick}>${this.fragment}</div>`;
    }
    // While it is being made, markup is no sight; too long a text is better than none.
    return format === 'plain' || text.length > longestMarkup ? html`<div class="rich plain">${text}</div>` : html``;
  }

  async #prepare(content: RichText): Promise<void> {
    const fragment = await makeFragment(content).catch(() => plainFragment(content.text));
    if (content.text !== this.content.text || content.format !== this.content.format) return;
    this.pictureCount = fragment.querySelectorAll('itsm-picture[source]').length;
    this.fragment = fragment;
  }

  readonly #showPictures = (): void => {
    for (const picture of this.renderRoot.querySelectorAll<ItsmPicture>('itsm-picture')) picture.load();
    this.pictureCount = 0;
  };

  readonly #onClick = (event: Event): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) return;
    // The editor looks for links that are pressed, too: this one must not open twice.
    event.preventDefault();
    event.stopPropagation();
    const url = link.getAttribute('href');
    if (url !== null) this.dispatchEvent(new PageActionEvent({ kind: 'openLink', url }));
  };
}

async function makeFragment({ format, text }: RichText): Promise<DocumentFragment> {
  const { displayFragment } = await import('../richText/displayFragment.ts');
  if (format !== 'markdown') return displayFragment(text);
  const { markdownToHtml } = await import('../richText/markdownToHtml.ts');
  return displayFragment(markdownToHtml(text));
}

/** What cannot be understood is shown as it came. */
function plainFragment(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const block = document.createElement('div');
  block.className = 'plain';
  block.textContent = text;
  fragment.append(block);
  return fragment;
}

customElements.define('itsm-rich-text', ItsmRichText);
