import { html, type TemplateResult } from 'lit';
import { PageActionEvent } from './events.ts';
import { linkIn } from './fieldText.ts';

/** A value for reading: as text, or as a link where it is nothing but an address. Goes with `buttonStyles`. */
export function valueText(text: string): TemplateResult {
  const url = linkIn(text);
  return url === undefined ? html`<span class="text">${text}</span>` : linkButton(url, html`${url}`);
}

/** Opens an address through the host, which looks at it once more. */
export function linkButton(url: string, label: TemplateResult): TemplateResult {
  return html`<button
    class="link"
    type="button"
    title=${url}
    @click=${(event: Event) => event.target?.dispatchEvent(new PageActionEvent({ kind: 'openLink', url }))}
  >
    ${label}
  </button>`;
}
