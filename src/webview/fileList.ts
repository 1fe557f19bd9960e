import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Attachment } from '../domain/attachments.ts';
import { FileOpenEvent } from './events.ts';
import { icon } from './icon.ts';
import { t } from './l10n.ts';
import { sizeText } from './sizeText.ts';

/** Files one below the other; a press on a name opens it. Goes with `buttonStyles` and `fileStyles`. */
export function fileList(
  files: readonly Attachment[],
  label: string,
  action: (file: Attachment) => TemplateResult | typeof nothing = () => nothing,
): TemplateResult {
  return html`<ul class="files" aria-label=${label}>
    ${repeat(
      files,
      (file, index) => `${index} ${file.id}`,
      (file) =>
        html`<li class="file">
          ${icon(iconOf(file.name))} <span class="name">${openButton(file)}</span>
          ${file.size === undefined ? nothing : html`<span class="size">${sizeText(file.size)}</span>`} ${action(file)}
        </li>`,
    )}
  </ul>`;
}

/** Files to start from, in one line. */
export function templateList(templates: readonly Attachment[]): TemplateResult | typeof nothing {
  if (templates.length === 0) return nothing;
  return html`<p class="templates">
    ${t('Templates to start from:')}
    ${templates.map((file, index) => html`${index === 0 ? nothing : ', '}${openButton(file)}`)}
  </p>`;
}

function openButton(file: Attachment): TemplateResult {
  return html`<button
    class="link"
    type="button"
    title=${t('Download {0}', file.name)}
    @click=${(event: Event) => event.target?.dispatchEvent(new FileOpenEvent(file))}
  >
    ${file.name}
  </button>`;
}

/** The files that a value names: an id that nobody knows is its own name. */
export function filesOf(ids: readonly string[], ...known: readonly (readonly Attachment[])[]): readonly Attachment[] {
  const files = new Map(known.flat().map((file) => [file.id, file]));
  return ids.map((id) => files.get(id) ?? { id, name: id, size: undefined });
}

function iconOf(name: string): string {
  if (/\.(?:png|jpe?g|gif|webp|bmp|svg|mp4|mov)$/iu.test(name)) return 'file-media';
  if (/\.(?:zip|gz|tgz|tar|7z|rar|bz2|xz)$/iu.test(name)) return 'file-zip';
  if (/\.pdf$/iu.test(name)) return 'file-pdf';
  return /\.(?:txt|log|md|csv|json|xml|ya?ml)$/iu.test(name) ? 'file-text' : 'file';
}
