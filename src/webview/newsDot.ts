import { html, nothing, type TemplateResult } from 'lit';
import { t } from './l10n.ts';

/** Marks what has changed since the user looked last. Goes with `newsStyles`. */
export function newsDot(isNews: boolean): TemplateResult | typeof nothing {
  return isNews
    ? html`<span class="news" title=${t('Changed since you last looked')}
        ><span class="screen-reader-only">${t('Changed since you last looked')}</span></span
      >`
    : nothing;
}
