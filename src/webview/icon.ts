import mapping from '@vscode/codicons/src/template/mapping.json' with { type: 'json' };
import { html, type TemplateResult } from 'lit';

const glyphs: ReadonlyMap<string, string> = new Map(
  Object.entries(mapping).flatMap(([code, names]) =>
    names.map((name): [string, string] => [name, String.fromCodePoint(Number(code))]),
  ),
);

/**
 * A codicon beside a text; it says nothing to screen readers. Its glyph is no text of the page: `baseStyles` draws it.
 * `vscode-icon` loads the stylesheet of all codicons once more for each icon.
 */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon" data-glyph=${glyphs.get(name) ?? ''} aria-hidden="true"></span>`;
}

/** A turning codicon; it stands still for those who asked for less motion. */
export function spinner(): TemplateResult {
  return html`<span class="codicon spin" data-glyph=${glyphs.get('loading') ?? ''} aria-hidden="true"></span>`;
}
